"""GET over HTTP with a limit on everything: time, size, redirects, and where the token may go."""

from __future__ import annotations

import asyncio
import os
import ssl
import sys
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from time import monotonic
from typing import Final

import httpx

from paperreader import __version__
from paperreader.hub.diagnosis import explain, peer_name, resolve
from paperreader.hub.errors import HubError, NotTheHub, Unreachable
from paperreader.hub.proxy import Proxy, choose_proxy

MAX_BODY_BYTES: Final = 16 * 1024 * 1024
MAX_REDIRECTS: Final = 3


@dataclass(frozen=True, slots=True)
class Timings:
    """Limits and delays, in seconds."""

    connect: float = 5
    read: float = 10
    total: float = 30
    """For a request with its body, however steadily it trickles in."""
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


class Transport:
    """The connection to one API, opened on first use; the token is never sent anywhere else."""

    def __init__(self, address: str, token: str | None, timings: Timings) -> None:
        self.address = address
        self.token = token
        self.proxy = choose_proxy(address, os.environ)
        self.peer = peer_name(address, self.proxy.proxy)
        """Who we talk to: the proxy, or the Hub's host."""
        self.busy_s = 0.0
        """Seconds spent on requests so far."""
        self._timings = timings
        self._client: httpx.AsyncClient | None = None

    async def get(self, path: str, query: Mapping[str, str], etag: str | None) -> Reply | None:
        """GET a path; None if the connection was lost midway, which is worth another attempt.

        Raises Unreachable if there is no connection or it takes too long, NotTheHub for an answer we refuse.
        """
        headers = httpx.Headers({"If-None-Match": etag} if etag else {})
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        began = monotonic()
        try:
            async with asyncio.timeout(self._timings.total):
                url = httpx.URL(f"{self.address}/{path}", params=query)
                if self._client is None:
                    self._client = await asyncio.to_thread(_client, self._timings, self.proxy.proxy)
                if not self.proxy.proxy:  # which would look up the name
                    await resolve(url.host, self._timings.connect)
                return await _exchange(self._client, url, headers)
        except HubError:
            raise
        except (TimeoutError, httpx.TimeoutException):
            problem = f"{self.peer} does not answer in time."
        except (httpx.ReadError, httpx.WriteError, httpx.CloseError, httpx.RemoteProtocolError):
            return None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            problem = explain(error, self.peer)
        except Exception as error:
            if not (self.proxy.proxy and self.proxy.proxy.url.startswith("socks")):
                raise
            # httpcore lets the errors of its SOCKS library through, also as failed assertions.
            problem = f"{self.peer[0].upper()}{self.peer[1:]} does not speak SOCKS5 ({type(error).__name__})."
        finally:
            self.busy_s += monotonic() - began
        if self.proxy.skipped:
            problem = f"{problem} {self.proxy.skipped}."
        # Raised without the cause: httpx's frames hold the token, and a crash report may show their variables.
        raise Unreachable(problem)

    async def close(self) -> None:
        """Close the connection."""
        client, self._client = self._client, None
        if client:
            await client.aclose()


def _client(timings: Timings, proxy: Proxy | None) -> httpx.AsyncClient:
    """Make a client, which blocks while it reads the certificates; Unreachable if the environment's are unusable."""
    python = ".".join(str(part) for part in sys.version_info[:2])
    try:
        certificates = httpx.create_ssl_context()  # honours SSL_CERT_FILE and SSL_CERT_DIR
        return httpx.AsyncClient(
            verify=certificates,
            proxy=_httpx_proxy(proxy, certificates) if proxy else None,
            trust_env=False,
            headers={
                "User-Agent": f"paperreader/{__version__}; python/{python}",
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
            },
            timeout=httpx.Timeout(timings.read, connect=timings.connect),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        )
    except OSError:
        raise Unreachable("The certificates in SSL_CERT_FILE or SSL_CERT_DIR cannot be used.") from None


def _httpx_proxy(proxy: Proxy, certificates: ssl.SSLContext) -> httpx.Proxy:
    encrypted = proxy.url.startswith("https:")
    return httpx.Proxy(proxy.url, auth=proxy.login, ssl_context=certificates if encrypted else None)


async def _exchange(client: httpx.AsyncClient, url: httpx.URL, headers: httpx.Headers) -> Reply:
    start = url
    for _ in range(MAX_REDIRECTS + 1):
        async with client.stream("GET", url, headers=headers) as response:
            if not response.has_redirect_location:
                body = await _body(response) if response.status_code == 200 else b""
                return Reply(response.status_code, response.headers, body)
            url = url.join(response.headers["location"])
        if (url.scheme, url.host, url.port) != (start.scheme, start.host, start.port):
            raise NotTheHub(f"{start.host} redirects to another host (a login page?); not followed.")
    raise NotTheHub(f"{start.host} redirects in circles. Stored papers are unchanged.")


async def _body(response: httpx.Response) -> bytes:
    """Decompress the body up to the limit; read raw, since httpx inflates whole chunks, zip bombs included."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    declared = response.headers.get("content-length", "0")
    if encoding not in ("identity", "gzip") or not declared.isdigit() or int(declared) > MAX_BODY_BYTES:
        raise NotTheHub("The answer is too large, or compressed in a way we did not ask for. Nothing was stored.")
    unzip = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
    body = bytearray()
    received = 0
    try:
        async for chunk in response.aiter_raw():
            received += len(chunk)
            body += unzip.decompress(chunk, MAX_BODY_BYTES + 1 - len(body)) if unzip else chunk
            if max(received, len(body)) > MAX_BODY_BYTES or (unzip and unzip.unused_data):
                raise NotTheHub("The answer is larger than any of the Hub's. Nothing was stored.")
    except zlib.error:
        raise NotTheHub("The answer is corrupt. Nothing was stored.") from None
    if unzip and not unzip.eof:
        raise NotTheHub("The answer is incomplete. Nothing was stored.")
    return bytes(body)
