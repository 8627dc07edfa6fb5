"""Proxies on loopback: HTTP, CONNECT and SOCKS5, with and without a login; whatever host is asked for, one answers."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

Reader, Writer = asyncio.StreamReader, asyncio.StreamWriter


class ProxyServer:
    """`with ProxyServer(hub.port) as proxy:` connects all that is asked for with that port of this machine."""

    def __init__(
        self,
        upstream: int,
        *,
        login: tuple[str, str] | None = None,
        socks: bool = False,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.upstream, self.login, self.tls = upstream, login, tls
        self.asked: list[str] = []
        """`GET host:port`, `CONNECT host:port` or `SOCKS host:port`, in order."""
        self.refused = 0
        """Connections without the right login."""
        self._serve: Callable[[Reader, Writer], Awaitable[None]] = self._socks if socks else self._http

    def __enter__(self) -> ProxyServer:
        listening, running = socket.create_server(("127.0.0.1", 0)), threading.Event()
        self.port = listening.getsockname()[1]
        self._thread = threading.Thread(target=asyncio.run, args=[self._main(listening, running)], daemon=True)
        self._thread.start()
        running.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join()

    async def _main(self, listening: socket.socket, running: threading.Event) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connection, sock=listening, ssl=self.tls)
        running.set()
        await self._ended.wait()
        server.close()

    async def _connection(self, reader: Reader, writer: Writer) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await self._serve(reader, writer)
        writer.close()

    async def _http(self, reader: Reader, writer: Writer) -> None:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, target, version = lines[0].split(" ")
        host = target if method == "CONNECT" else urlsplit(target).netloc
        self.asked.append(f"{method} {host}")
        given = [line.partition(": ")[2] for line in lines if line.lower().startswith("proxy-authorization:")]
        if self.login and given != ["Basic " + base64.b64encode(":".join(self.login).encode()).decode()]:
            self.refused += 1
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
        elif method == "CONNECT":
            await self._tunnel(reader, writer, b"HTTP/1.1 200 Connected\r\n\r\n", b"")
        else:
            path = target.partition(host)[2]
            head = [f"{method} {path} {version}", *(line for line in lines[1:-2] if "proxy" not in line.lower())]
            await self._tunnel(reader, writer, b"", "\r\n".join([*head, "Connection: close", "", ""]).encode("latin-1"))

    async def _socks(self, reader: Reader, writer: Writer) -> None:
        _, count = await reader.readexactly(2)
        offered = await reader.readexactly(count)
        way = 2 if self.login else 0
        writer.write(bytes([5, way if way in offered else 0xFF]))
        if way not in offered:
            self.refused += 1
            return await writer.drain()
        if self.login:
            _, size = await reader.readexactly(2)
            name = await reader.readexactly(size)
            password = await reader.readexactly((await reader.readexactly(1))[0])
            right = (name.decode(), password.decode()) == self.login
            writer.write(bytes([1, not right]))
            if not right:
                self.refused += 1
                return await writer.drain()
        _, _, _, kind = await reader.readexactly(4)
        address = await reader.readexactly({1: 4, 4: 16}.get(kind) or (await reader.readexactly(1))[0])
        port = int.from_bytes(await reader.readexactly(2))
        host = (
            address.decode() if kind == 3 else socket.inet_ntop({1: socket.AF_INET, 4: socket.AF_INET6}[kind], address)
        )
        self.asked.append(f"SOCKS {host}:{port}")
        await self._tunnel(reader, writer, bytes([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]), b"")

    async def _tunnel(self, reader: Reader, writer: Writer, back: bytes, there: bytes) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        writer.write(back)
        far_writer.write(there)
        await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))


async def _pump(reader: Reader, writer: Writer) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
