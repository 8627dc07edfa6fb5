"""GET over HTTP with a limit on everything: time, size, redirects, and where the token may go."""

from __future__ import annotations

import asyncio
import os
import ssl
import sys
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from time import monotonic
from typing import Final

import httpx

from paperreader import __version__
from paperreader.address import Contact
from paperreader.hub.diagnosis import contact, explain, peer_name, resolve
from paperreader.hub.errors import HubError, Unreachable, WrongAnswer
from paperreader.hub.proxy import Proxy, choose_proxy

MAX_BODY_BYTES: Final = 16 * 1024 * 1024
MAX_REDIRECTS: Final = 3
SERVED: Final = (200, 304, 400, 404, 410)
"""Statuses of a host that does its work, though it may not have what was asked for."""
KEEP_ALIVE_S: Final = 60.0
"""How long an idle connection is kept: requests for texts are 15 s apart."""


@dataclass(frozen=True, slots=True)
class Timings:
    """Limits and delays, in seconds."""

    connect: float = 5
    read: float = 10
    total: float = 30
    """For a request with its body, however steadily it trickles in."""
    file: float = 900
    """For a file that is saved."""
    day: float = 120
    """For all pages of a day, pauses left out."""
    backoff: float = 1
    """Delay before the second attempt, doubled before the third; both with jitter."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer of any status; only a 200 has a body, already decompressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Receive = Callable[[Mapping[str, str], AsyncIterator[bytes]], Awaitable[bytes]]
"""Takes the headers and the raw body of a 200 answer; returns what to keep of it in memory."""


class Transport:
    """The connection to one host, opened on first use; the token is never sent anywhere else."""

    def __init__(
        self,
        address: str,
        timings: Timings,
        *,
        token: str | None = None,
        accept: str = "application/json",
        about: str = "",
        domain: str = "",
        on_contact: Callable[[Contact], None] | None = None,
    ) -> None:
        """`about`: who asks, for the operators of the host. `domain`: redirects to all of its hosts are followed, so
        none of them must get a token. `on_contact` is told what came of each request.
        """
        assert not (token and domain)
        self.address = address
        self.token = token
        self.proxy = choose_proxy(address, os.environ)
        self.peer = peer_name(address, self.proxy.proxy)
        """Who we talk to: the proxy, or the host."""
        self.busy_s = 0.0
        """Seconds spent on requests so far."""
        self._timings = timings
        self._headers = {"User-Agent": _user_agent(about), "Accept": accept, "Accept-Encoding": "gzip"}
        self._domain = domain
        self._on_contact = on_contact
        self._client: httpx.AsyncClient | None = None
        self._has_begun_to_answer = False

    async def get(
        self,
        path: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        max_bytes: int = MAX_BODY_BYTES,
    ) -> Reply | None:
        """GET a path; None if the connection was lost midway, which is worth another attempt.

        Raises Unreachable if there is no connection or it takes too long, WrongAnswer for an answer we refuse.
        """

        async def receive(headers: Mapping[str, str], chunks: AsyncIterator[bytes]) -> bytes:
            return await _decompressed(headers, chunks, max_bytes)

        return await self._get(path, query or {}, headers or {}, receive, self._timings.total)

    async def save(self, path: str, receive: Receive) -> Reply | None:
        """GET a file, which comes uncompressed and may take its time; `receive` writes it. Otherwise like `get`."""
        return await self._get(path, {}, {"Accept-Encoding": "identity"}, receive, self._timings.file)

    async def _get(
        self, path: str, query: Mapping[str, str], headers: Mapping[str, str], receive: Receive, seconds: float
    ) -> Reply | None:
        sent = httpx.Headers(headers)
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        began, self._has_begun_to_answer = monotonic(), False
        failure: Contact = "unreachable"
        try:
            async with asyncio.timeout(seconds):
                url = httpx.URL(f"{self.address}/{path}", params=query)
                if self._client is None:
                    self._client = await asyncio.to_thread(_client, self._timings, self.proxy.proxy, self._headers)
                return await self._exchange(self._client, url, sent, receive)
        except HubError as error:
            if isinstance(error, Unreachable):  # there are no certificates
                self.report("unreachable")
            raise
        except (TimeoutError, httpx.TimeoutException) as error:
            problem, failure = f"{self.peer} does not answer in time.", contact(error, self.proxy.proxy)
        except (httpx.ReadError, httpx.WriteError, httpx.CloseError, httpx.RemoteProtocolError):
            return None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            problem, failure = explain(error, self.peer), contact(error, self.proxy.proxy)
        except Exception as error:
            if not (self.proxy.proxy and self.proxy.proxy.url.startswith("socks")):
                raise
            # httpcore lets the errors of its SOCKS library through, also as failed assertions.
            problem = f"{self.peer[0].upper()}{self.peer[1:]} does not speak SOCKS5 ({type(error).__name__})."
        finally:
            self.busy_s += monotonic() - began
        if self.proxy.skipped:
            problem = f"{problem} {self.proxy.skipped}."
        self.report(failure)
        # Raised without the cause: httpx's frames hold the token, and a crash report may show their variables.
        raise Unreachable(problem)

    def report_lost(self) -> None:
        """Tell that the connection was lost, and that no other attempt is made."""
        self.report("troubled" if self._has_begun_to_answer else "unreachable")

    def report(self, contact: Contact) -> None:
        """Tell what came of a request."""
        if self._on_contact:
            self._on_contact(contact)

    async def close(self) -> None:
        """Close the connection."""
        client, self._client = self._client, None
        if client:
            await client.aclose()

    async def _exchange(
        self, client: httpx.AsyncClient, url: httpx.URL, headers: httpx.Headers, receive: Receive
    ) -> Reply:
        start = url
        for _ in range(MAX_REDIRECTS + 1):
            if not self.proxy.proxy:  # which would look up the name
                await resolve(url.host, self._timings.connect)
            async with client.stream("GET", url, headers=headers) as response:
                if not response.has_redirect_location:
                    self._has_begun_to_answer = True
                    self.report("served" if response.status_code in SERVED else "troubled")
                    # Raw, since httpx inflates whole chunks, zip bombs included.
                    body = await receive(response.headers, response.aiter_raw()) if response.status_code == 200 else b""
                    return Reply(response.status_code, response.headers, body)
                url = url.join(response.headers["location"])
            if not _may_follow(start, url, self._domain):
                self.report("troubled")
                raise WrongAnswer(f"{start.host} redirects to another host (a login page?); not followed.")
        raise WrongAnswer(f"{start.host} redirects in circles. Stored papers are unchanged.")


def trouble(reply: Reply | None, peer: str, host: str) -> str:
    """Why an attempt has failed: `arXiv returned an error (500)`, or that the connection to the peer was lost."""
    return f"{host} returned an error ({reply.status})" if reply else f"The connection to {peer} was lost"


def _user_agent(about: str) -> str:
    python = ".".join(str(part) for part in sys.version_info[:2])
    return f"paperreader/{__version__}; python/{python}{f'; {about}' if about else ''}"


def _may_follow(start: httpx.URL, url: httpx.URL, domain: str) -> bool:
    """Whether a redirect leads to the same host, or to another of the domain, but never back to plain HTTP."""
    if (url.scheme, url.host, url.port) == (start.scheme, start.host, start.port):
        return True
    is_encrypted = url.scheme == "https" or url.scheme == start.scheme
    is_inside = url.host == domain or url.host.endswith(f".{domain}")
    return bool(domain) and is_encrypted and is_inside and url.port in (None, start.port)


def _client(timings: Timings, proxy: Proxy | None, headers: Mapping[str, str]) -> httpx.AsyncClient:
    """Make a client, which blocks while it reads the certificates; Unreachable if the environment's are unusable."""
    try:
        certificates = httpx.create_ssl_context()  # honours SSL_CERT_FILE and SSL_CERT_DIR
        return httpx.AsyncClient(
            verify=certificates,
            proxy=_httpx_proxy(proxy, certificates) if proxy else None,
            trust_env=False,
            headers=headers,
            timeout=httpx.Timeout(timings.read, connect=timings.connect),
            limits=httpx.Limits(keepalive_expiry=KEEP_ALIVE_S),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        )
    except OSError:
        raise Unreachable("The certificates in SSL_CERT_FILE or SSL_CERT_DIR cannot be used.") from None


def _httpx_proxy(proxy: Proxy, certificates: ssl.SSLContext) -> httpx.Proxy:
    encrypted = proxy.url.startswith("https:")
    return httpx.Proxy(proxy.url, auth=proxy.login, ssl_context=certificates if encrypted else None)


async def _decompressed(headers: Mapping[str, str], chunks: AsyncIterator[bytes], max_bytes: int) -> bytes:
    """The body, decompressed up to the limit."""
    encoding = headers.get("content-encoding", "identity").strip().lower()
    declared = headers.get("content-length", "0")
    if encoding not in ("identity", "gzip") or not declared.isdigit() or int(declared) > max_bytes:
        raise WrongAnswer("The answer is too large, or compressed in a way we did not ask for. Nothing was stored.")
    unzip = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
    body = bytearray()
    received = 0
    try:
        async for chunk in chunks:
            received += len(chunk)
            body += unzip.decompress(chunk, max_bytes + 1 - len(body)) if unzip else chunk
            if max(received, len(body)) > max_bytes or (unzip and unzip.unused_data):
                raise WrongAnswer(f"The answer is larger than {max_bytes // 1024**2} MB. Nothing was stored.")
    except zlib.error:
        raise WrongAnswer("The answer is corrupt. Nothing was stored.") from None
    if unzip and not unzip.eof:
        raise WrongAnswer("The answer is incomplete. Nothing was stored.")
    return bytes(body)
