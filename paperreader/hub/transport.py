"""One GET over HTTP, with a limit on everything: time, size, redirects, and whom to trust."""

from __future__ import annotations

import asyncio
import sys
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final

import httpx

from paperreader import __version__
from paperreader.hub.diagnosis import explained, look_up, peer
from paperreader.hub.errors import NotTheHub, Unreachable

LARGEST_BODY: Final = 16 * 1024 * 1024
MOST_REDIRECTS: Final = 3


@dataclass(frozen=True, slots=True)
class Timings:
    """How long anything may take, in seconds."""

    connect: float = 5
    read: float = 10
    whole: float = 30
    """A request with its body, however steadily it drips."""
    backoff: float = 1
    """Before the second try, twice that before the third; both with jitter."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer of any status; the body of a 200 alone, unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport:
    """The connection to one hub's API, opened when it is first needed; the token goes nowhere else."""

    def __init__(self, address: str, token: str | None, timings: Timings) -> None:
        self.address = address
        self.token = token
        self._timings = timings
        self._client: httpx.AsyncClient | None = None

    async def get(self, path: str, query: Mapping[str, str], etag: str | None) -> Reply | None:
        """The answer of a path; None if the connection was lost on the way, which is worth another try.

        Unreachable where there is no way, or it takes too long; NotTheHub for what is refused.
        """
        headers = httpx.Headers({"If-None-Match": etag} if etag else {})
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            async with asyncio.timeout(self._timings.whole):
                url = httpx.URL(f"{self.address}/{path}", params=query)
                if self._client is None:
                    self._client = await asyncio.to_thread(_client, self._timings)
                await look_up(url.host, self._timings.connect)
                return await _exchange(self._client, url, headers)
        except (TimeoutError, httpx.TimeoutException):
            problem = f"{peer(self.address)} does not answer in time."
        except (httpx.ReadError, httpx.WriteError, httpx.CloseError, httpx.RemoteProtocolError):
            return None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            problem = explained(error, self.address)
        # Raised unchained: httpx's frames hold the token, and a crash report may show what frames hold.
        raise Unreachable(problem)

    async def close(self) -> None:
        """Closes the connection."""
        client, self._client = self._client, None
        if client:
            await client.aclose()


def _client(timings: Timings) -> httpx.AsyncClient:
    """Blocks while it reads the certificates; Unreachable if the environment names what cannot be used."""
    python = ".".join(str(part) for part in sys.version_info[:2])
    try:
        return httpx.AsyncClient(
            headers={
                "User-Agent": f"paperreader/{__version__}; python/{python}",
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
            },
            timeout=httpx.Timeout(timings.read, connect=timings.connect),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        )
    except OSError:
        problem = "The certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be used."
    except (ValueError, ImportError, httpx.InvalidURL):
        problem = "HTTP_PROXY, HTTPS_PROXY or ALL_PROXY names a proxy that cannot be used."
    raise Unreachable(problem)


async def _exchange(client: httpx.AsyncClient, url: httpx.URL, headers: httpx.Headers) -> Reply:
    start = url
    for _ in range(MOST_REDIRECTS + 1):
        async with client.stream("GET", url, headers=headers) as response:
            if not response.has_redirect_location:
                body = await _body(response) if response.status_code == 200 else b""
                return Reply(response.status_code, response.headers, body)
            url = url.join(response.headers["location"])
        if (url.scheme, url.host, url.port) != (start.scheme, start.host, start.port):
            raise NotTheHub(f"{start.host} sends us on to elsewhere (a login page?); we do not go there.")
    raise NotTheHub(f"{start.host} sends us round in circles. What is stored stays as it is.")


async def _body(response: httpx.Response) -> bytes:
    """The body, unpacked under a limit: read raw, since httpx inflates whole chunks, and bombs with them."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    declared = response.headers.get("content-length", "0")
    if encoding not in ("identity", "gzip") or not declared.isdigit() or int(declared) > LARGEST_BODY:
        raise NotTheHub("What came is too large, or packed in a way not asked for. Nothing was stored.")
    unzip = zlib.decompressobj(wbits=31) if encoding == "gzip" else None
    body = bytearray()
    received = 0
    try:
        async for chunk in response.aiter_raw():
            received += len(chunk)
            body += unzip.decompress(chunk, LARGEST_BODY + 1 - len(body)) if unzip else chunk
            if max(received, len(body)) > LARGEST_BODY or (unzip and unzip.unused_data):
                raise NotTheHub("What came is larger than any answer of the hub. Nothing was stored.")
    except zlib.error:
        raise NotTheHub("What came is broken. Nothing was stored.") from None
    if unzip and not unzip.eof:
        raise NotTheHub("What came is incomplete. Nothing was stored.")
    return bytes(body)
