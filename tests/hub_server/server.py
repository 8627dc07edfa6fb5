"""The server itself: HTTP/1.1 on a loopback socket, in a thread of its own, failing when told to."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import hashlib
import socket
import ssl
import struct
import threading
import time
from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any

from tests.hub_server import chaos
from tests.hub_server.api import Data, Reply, error
from tests.hub_server.arxiv import Texts
from tests.hub_server.faults import BODIES, Fault, bomb
from tests.hub_server.request import Request

WINDOW = 300


class HubServer(Data):
    """`with HubServer({day: papers(day, 24)}) as hub:` serves at `hub.url`.

    `days`, `newest`, `delay`, `quota`, `token` and the faults may be changed while it runs.
    """

    def __init__(
        self,
        days: Mapping[date, list[Any]] | None = None,
        *,
        recorded: Path | None = None,
        newest: date | None = None,
        port: int = 0,
        prefix: str = "",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(days or {}, recorded, newest)
        self.port = port
        self.prefix = prefix
        """The endpoint's path, for mirrors that have one."""
        self.delay = 0.0
        """Seconds before each answer."""
        self.quota = 500
        """Calls in each window of 300 s."""
        self.used = 0
        self.token: str | None = None
        """The one token that is accepted; without one, any is."""
        self.requests: list[Request] = []
        self.connections = 0
        self.texts = Texts()
        """It is arXiv, too, at the same address."""
        self._faults: list[Fault] = []
        self._turn = 0
        self._tls = tls
        self._thread: threading.Thread | None = None
        self._opened = time.monotonic()

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}{self.prefix}"

    def asked(self) -> list[str]:
        """What was asked, in order: the days as they were sent, "newest" for the list without one."""
        lists = (each for each in self.requests if each.path.endswith("/daily_papers"))
        return [each.query.get("date", "newest") for each in lists]

    def texts_asked(self) -> list[str]:
        """The paths of texts and PDFs that were asked for, in order."""
        return [each.path for each in self.requests if self.texts.find(each.path)]

    def fail(self, what: str = "", *, times: int | None = None, match: str = "", **headers: str) -> None:
        """Answers `what` (see faults.py) where the target has `match` in it, `times` times or for good.

        Without anything: fails no more. Headers go with a status: `fail("429", Retry_After="3")`.
        """
        if what:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            kind, _, argument = what.partition(" ")
            self._faults.append(Fault(kind, argument, match, times, named))
        else:
            self._faults.clear()

    def start(self) -> None:
        """Listens, at the same port as before if it was stopped."""
        listening = socket.create_server(("127.0.0.1", self.port))
        self.port = listening.getsockname()[1]
        running = threading.Event()
        self._thread = threading.Thread(target=asyncio.run, args=[self._main(listening, running)], daemon=True)
        self._thread.start()
        running.wait()

    def stop(self) -> None:
        """Hangs up on everybody; later connections are refused."""
        if self._thread:
            self._loop.call_soon_threadsafe(self._ended.set)
            self._thread.join()
            self._thread = None

    def __enter__(self) -> HubServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    async def _main(self, listening: socket.socket, running: threading.Event) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._serve, sock=listening, ssl=self._tls)
        running.set()
        await self._ended.wait()
        server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError)
        self.connections += 1
        with contextlib.suppress(*ends):
            while True:
                lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                method, target, _ = lines[0].split(" ")
                fields = (line.partition(":") for line in lines[1:])
                headers = {name.lower(): value.strip() for name, _, value in fields}
                await reader.readexactly(int(headers.get("content-length", 0)))
                if not await self._answer(Request(method, target, headers), writer):
                    break
        writer.close()

    async def _answer(self, request: Request, writer: asyncio.StreamWriter) -> bool:
        """Writes the answer; whether the connection stays open."""
        if request.path == "/_switch":
            await _write(writer, self._switch(request.query), {})
            return True
        self.requests.append(request)
        await asyncio.sleep(self.delay)
        if request.path.startswith("/chaos/"):
            _, _, number, request.target = request.target.split("/", 3)
            request.target = f"/{request.target}"
            self._turn += 1
            if fails := chaos.fault(int(number), self._turn - 1):
                return await self._misbehave(fails, request, writer)
        for fault in self._faults:
            if fault.hits(request.target):
                return await self._misbehave(fault, request, writer)
        await _write(writer, self._reply(request), request.headers)
        return True

    def _reply(self, request: Request) -> Reply:
        if time.monotonic() - self._opened > WINDOW:
            self._opened, self.used = time.monotonic(), 0
        self.used += 1
        left = max(0, self.quota - self.used)
        reset = int(self._opened + WINDOW - time.monotonic())
        welcome = f"Bearer {self.token}"
        if self.used > self.quota:
            reply = error(429, "We had to rate limit your IP.")
        elif self.token and request.headers.get("authorization", welcome) != welcome:
            reply = error(401, "Invalid username or password.")
        elif request.method != "GET" or not request.path.startswith(self.prefix):
            reply = error(404, "Not found")
        else:
            path = request.path.removeprefix(self.prefix)
            found = self.texts.find(path)
            reply = Reply(*found) if found else self.answer(path, request.query, self.url)
        reply.headers["RateLimit"] = f'"api";r={left};t={reset}'
        reply.headers["RateLimit-Policy"] = f'"fixed window";"api";q={self.quota};w={WINDOW}'
        if reply.status == 200:
            reply.headers["ETag"] = f'W/"{hashlib.sha1(reply.body).hexdigest()}"'
            modified = reply.headers.get("Last-Modified")
            known = request.headers.get("if-none-match") == reply.headers["ETag"]
            if known or (modified and request.headers.get("if-modified-since") == modified):
                return Reply(304, b"", reply.headers)
        return reply

    def _switch(self, query: dict[str, str]) -> Reply:
        """`POST /_switch?fault=slow 3&times=2&match=2026-07-30`; `?fault=` ends it.

        Also `?delay=`, `?quota=`, `?newest=`, `?grow=DAY&papers=6`, `?vote=DAY`.
        """
        if "fault" in query:
            times = int(query["times"]) if "times" in query else None
            self.fail(query["fault"], times=times, match=query.get("match", ""))
        if "delay" in query:
            self.delay = float(query["delay"])
        if "quota" in query:
            self.quota = int(query["quota"])
        if "newest" in query:
            self.newest = date.fromisoformat(query["newest"])
        if "grow" in query:
            self.grow(date.fromisoformat(query["grow"]), int(query.get("papers", 6)))
        if "vote" in query:
            self.vote(date.fromisoformat(query["vote"]))
        faults = ", ".join(f"{fault.kind} {fault.argument}".strip() for fault in self._faults) or "none"
        said = f"faults: {faults} · newest {self.newest} · {len(self.requests)} requests\n"
        return Reply(200, said.encode(), {})

    async def _misbehave(self, fault: Fault, request: Request, writer: asyncio.StreamWriter) -> bool:
        if fault.kind.isdigit():
            reply = error(int(fault.kind), fault.argument or HTTPStatus(int(fault.kind)).phrase)
            reply.headers.update(fault.headers)
            await _write(writer, reply, {})
            return True
        if fault.kind == "slow":
            await asyncio.sleep(float(fault.argument))
            await _write(writer, self._reply(request), request.headers)
            return True
        if fault.kind == "redirect":
            await _write(writer, Reply(302, b"", {"Location": fault.argument}), {})
            return True
        if fault.kind in BODIES:
            headers = {"Content-Type": fault.argument or "text/html"}
            await _write(writer, Reply(200, BODIES[fault.kind], headers), {})
            return True
        await getattr(self, f"_{fault.kind}")(fault, self._reply(request).body, writer)
        return False

    async def _silent(self, fault: Fault, body: bytes, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(3600)

    async def _reset(self, fault: Fault, body: bytes, writer: asyncio.StreamWriter) -> None:
        if fault.argument == "half":
            writer.write(_head(200, {"Content-Length": str(len(body))}) + body[: len(body) // 2])
            await writer.drain()
            await asyncio.sleep(0.02)
        hard = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, hard)
        writer.transport.abort()

    async def _truncate(self, fault: Fault, body: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(_head(200, {"Content-Length": str(len(body))}) + body[: len(body) // 2])
        await writer.drain()

    async def _drip(self, fault: Fault, body: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(_head(200, {"Content-Length": str(len(body))}))
        for byte in body:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(float(fault.argument or 0.05))

    async def _oversize(self, fault: Fault, body: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(_head(200, {"Content-Length": str(1 << 30)}) + body)
        await writer.drain()
        await asyncio.sleep(3600)

    async def _flood(self, fault: Fault, body: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(_head(200, {"Transfer-Encoding": "chunked"}))
        chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        while not writer.transport.is_closing():
            writer.write(chunk)
            await writer.drain()

    async def _encoded(self, fault: Fault, body: bytes, writer: asyncio.StreamWriter) -> None:
        named, sent = bomb(fault.argument, body)
        writer.write(_head(200, {"Content-Encoding": named, "Content-Length": str(len(sent))}) + sent)
        await writer.drain()

    async def _raw(self, fault: Fault, body: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(fault.argument.encode("latin-1").decode("unicode_escape").encode("latin-1"))
        await writer.drain()


def _head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


async def _write(writer: asyncio.StreamWriter, reply: Reply, asked: Mapping[str, str]) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8", **reply.headers}
    body = reply.body
    if "gzip" in asked.get("accept-encoding", "") and len(body) > 1000:
        body, headers["Content-Encoding"] = gzip.compress(body, 1), "gzip"
    if reply.status != 304:
        headers["Content-Length"] = str(len(body))
    writer.write(_head(reply.status, headers) + body)
    await writer.drain()
