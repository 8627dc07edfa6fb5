"""Messages for the user about connections: who is at the other end, and why it cannot be reached."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from paperreader.text.sanitize import clean


def peer_name(endpoint: str) -> str:
    """The endpoint's host, or the proxy that the environment sets for it, without user name and password."""
    with contextlib.suppress(ValueError):
        hub = urlsplit(endpoint)
        host = hub.hostname or ""
        proxies = getproxies()
        proxy = None if proxy_bypass(host) else proxies.get(hub.scheme) or proxies.get("all")
        if proxy:
            return clean(f"the proxy {(urlsplit(proxy).netloc or proxy).rpartition('@')[2]}"[:100])
        return clean(host[:100]) or "the Hub"
    return "the Hub"


def explain(error: BaseException, endpoint: str) -> str:
    """Why the endpoint cannot be reached: certificate, DNS, or no connection."""
    peer = peer_name(endpoint)
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return (
                f"The certificate of {peer} is not valid: {clean(cause.verify_message)}. Nothing was sent."
                " If your network inspects TLS traffic, set SSL_CERT_FILE to its certificate."
            )
        if isinstance(cause, socket.gaierror):
            return f"No network: {peer} was not found."
        cause = cause.__cause__ or cause.__context__
    return f"No network, or {peer} is down: nothing answers there."


async def resolve(host: str, timeout: float) -> None:
    """Wait for a DNS lookup to end, with TimeoutError after `timeout` seconds; the connection shows the result.

    The lookup runs in a daemon thread, since one that hangs (as on a train) would otherwise keep the program from
    quitting. Behind a proxy, resolving names is the proxy's job.
    """
    if getproxies():
        return
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()

    def look_up() -> None:
        with contextlib.suppress(OSError, UnicodeError):
            socket.getaddrinfo(host, None)
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=look_up, daemon=True).start()
    async with asyncio.timeout(timeout):
        await ended.wait()
