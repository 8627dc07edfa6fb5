"""Who is at the other end of a connection, and why there is none, in the words that a person reads."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from paperreader.text.sanitize import clean


def peer(endpoint: str) -> str:
    """The endpoint's host, or the proxy that the environment sets for it, without user name and password."""
    with contextlib.suppress(ValueError):
        hub = urlsplit(endpoint)
        host = hub.hostname or ""
        proxies = getproxies()
        proxy = None if proxy_bypass(host) else proxies.get(hub.scheme) or proxies.get("all")
        if proxy:
            return clean(f"the proxy {(urlsplit(proxy).netloc or proxy).rpartition('@')[2]}"[:100])
        return clean(host[:100]) or "the hub"
    return "the hub"


def explained(error: BaseException, endpoint: str) -> str:
    """Why nothing could be reached."""
    whom = peer(endpoint)
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return (
                f"The certificate of {whom} does not hold: {clean(cause.verify_message)}. Nothing was sent."
                " If your network opens connections, SSL_CERT_FILE can name its certificate."
            )
        if isinstance(cause, socket.gaierror):
            return f"No network: {whom} was not found."
        cause = cause.__cause__ or cause.__context__
    return f"No network, or {whom} is down: nothing answers there."


async def look_up(host: str, seconds: float) -> None:
    """Waits until the look-up of a name ends, TimeoutError after so many seconds; connecting tells the rest.

    It runs in a thread that may be left behind: one that hangs, as on a train, would hold the program when it
    quits. Behind a proxy, names are the proxy's to look up.
    """
    if getproxies():
        return
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()

    def ask() -> None:
        with contextlib.suppress(OSError, UnicodeError):
            socket.getaddrinfo(host, None)
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=ask, daemon=True).start()
    async with asyncio.timeout(seconds):
        await ended.wait()
