"""Messages for the user about connections: who is at the other end, and why it cannot be reached."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import ssl
import threading
from urllib.parse import urlsplit

import httpx

from paperreader.address import Contact
from paperreader.hub.proxy import Proxy
from paperreader.text.sanitize import clean


def peer_name(endpoint: str, proxy: Proxy | None) -> str:
    """Who we talk to: the proxy, or the endpoint's host."""
    if proxy:
        return clean(f"the proxy {proxy.name}"[:100])
    with contextlib.suppress(ValueError):
        return clean((urlsplit(endpoint).hostname or "")[:100]) or "the Hub"
    return "the Hub"


def explain(error: BaseException, peer: str) -> str:
    """Why the peer cannot be reached: certificate, DNS, a proxy that refuses, or no connection."""
    if isinstance(error, httpx.ProxyError):
        return f"{peer[0].upper()}{peer[1:]} refuses to connect us: {clean(str(error)[:200])}."
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return (
                f"The certificate of {peer} is not valid: {clean(cause.verify_message)}. Nothing was sent."
                " If your network inspects TLS traffic, set SSL_CERT_FILE to its certificate."
            )
        if isinstance(cause, socket.gaierror):
            return f"Can't reach {peer}. No network, or no such host."
        cause = cause.__cause__ or cause.__context__
    return f"Can't reach {peer}."


def contact(error: BaseException, proxy: Proxy | None) -> Contact:
    """Whether an error of a connection concerns this host, or all of them."""
    if isinstance(error, httpx.ProxyError):
        return "unreachable"  # the proxy itself is there
    cause: BaseException | None = error
    while cause and not proxy:
        is_no_network = isinstance(cause, OSError) and cause.errno in (errno.ENETUNREACH, errno.ENETDOWN)
        if is_no_network or isinstance(cause, socket.gaierror | LookupTimeout):
            return "no network"
        cause = cause.__cause__ or cause.__context__
    return "no network" if proxy else "unreachable"


class LookupTimeout(TimeoutError):
    """No name server answers in time."""


async def resolve(host: str, timeout: float) -> None:
    """Wait for a DNS lookup to end, with LookupTimeout after `timeout` seconds; the connection shows the result.

    The lookup runs in a daemon thread, since one that hangs (as on a train) would otherwise keep the program from
    quitting.
    """
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()

    def look_up() -> None:
        with contextlib.suppress(OSError, UnicodeError):
            socket.getaddrinfo(host, None)
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=look_up, daemon=True).start()
    try:
        async with asyncio.timeout(timeout):
            await ended.wait()
    except TimeoutError:
        raise LookupTimeout from None
