"""The reader's side of the worker: a process that fetches from the Hub and arXiv into the store.

A process, since parsing and storing in a thread would take CPU time from the screen. It is started on demand and
ends when idle for a while, or at once with the reader, however that ends.
"""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Final

from paperreader import children
from paperreader.address import Contact, Host
from paperreader.environment import Network
from paperreader.refresh.events import Event, Failed, Offline
from paperreader.refresh.protocol import STOP, Contacted, Finished, Request, decode, encode
from paperreader.store import Store
from paperreader.store.migrations import VERSION

WORKER_IDLE_S: Final = 60.0
"""How long an idle worker is kept for the next request."""
MAX_MESSAGE_BYTES: Final = 16 * 1024 * 1024
MAX_STRAY_LINES: Final = 100
"""Lines other than messages, such as a traceback, after which the worker is given up."""
INTERNAL_ERROR: Final = Offline("Internal error while fetching; see the log.", network_up=True)

log = logging.getLogger(__name__)


class HubWorker:
    """Runs one request at a time in the worker; closing a generator cancels its request."""

    def __init__(
        self,
        store: Store,
        hub: Network,
        *,
        now: Callable[[], datetime],
        contacted: Callable[[Host, Contact], None] = lambda host, contact: None,
    ) -> None:
        """`contacted` is told what came of each request to a host, before the event that it leads to."""
        self._store, self._hub, self._now, self._contacted = store, hub, now, contacted
        self._process: _Process | None = None
        self._one_at_a_time = asyncio.Lock()
        self._idle_timer: asyncio.TimerHandle | None = None

    def run(self, days: Sequence[date] | None = None) -> AsyncGenerator[Event, None]:
        """Fetch the days that are due, or just the given ones."""
        return self._request(Request("days", self._now(), None if days is None else tuple(days)))

    def archive(self) -> AsyncGenerator[Event, None]:
        """Fetch all missing days; from then on the process runs at the lowest priority."""
        return self._request(Request("archive", self._now()))

    def trending(self) -> AsyncGenerator[Event, None]:
        """Fetch the Trending list."""
        return self._request(Request("trending", self._now()))

    def search(self, text: str) -> AsyncGenerator[Event, None]:
        """Run the Hub's semantic search: yields HubMatches, or Offline with the reason."""
        return self._request(Request("search", self._now(), text=text))

    def paper(self, id: str) -> AsyncGenerator[Event, None]:
        """Ask for one paper: yields HubMatches, without any if the Hub does not know it, or Offline with the reason."""
        return self._request(Request("paper", self._now(), papers=(id,)))

    def detail(self, paper: str, *, by_user: bool) -> AsyncGenerator[Event, None]:
        """Fetch what is around a paper: ends with DetailFetched, DetailFailed or Offline."""
        return self._request(Request("detail", self._now(), papers=(paper,), by_user=by_user))

    def linked(self, paper: str) -> AsyncGenerator[Event, None]:
        """Fetch all repositories that name a paper: ends as `detail` does."""
        return self._request(Request("linked", self._now(), papers=(paper,)))

    def text(self, paper: str) -> AsyncGenerator[Event, None]:
        """Fetch the text of a paper at once: ends with TextFetched, TextNotStored, NoText, TextFailed or Offline."""
        return self._request(Request("text", self._now(), papers=(paper,)))

    def texts(self, papers: Sequence[str]) -> AsyncGenerator[Event, None]:
        """Fetch the texts that are not stored, at the pace that arXiv asks for; yields TextsProgress between them."""
        return self._request(Request("texts", self._now(), papers=tuple(papers)))

    def pdf(self, paper: str, to: Path) -> AsyncGenerator[Event, None]:
        """Save a PDF to a new file: ends with PdfSaved, PdfFailed or Offline."""
        return self._request(Request("pdf", self._now(), papers=(paper,), path=str(to)))

    def convert(self) -> AsyncGenerator[Event, None]:
        """Convert the texts again that an older version converted; from then on at the lowest priority."""
        return self._request(Request("convert", self._now()))

    def end(self) -> None:
        """Kill the process; nothing that was stored is lost."""
        if self._idle_timer:
            self._idle_timer.cancel()
        if self._process:
            self._process.end()
        self._process = self._idle_timer = None

    async def _request(self, request: Request) -> AsyncGenerator[Event, None]:
        async with self._one_at_a_time:
            if not self._store.is_there:  # the worker would create a new one
                message = f"{self._store.path} was moved or deleted: nothing new can be stored. Restart paperreader."
                yield Failed(None, message)
                return
            if self._idle_timer:
                self._idle_timer.cancel()
            if self._process and self._process.has_ended:
                self.end()
            try:
                process = self._process = self._process or await _start(self._store, self._hub, self._contacted)
            except OSError:
                log.exception("the worker could not be started")
                yield INTERNAL_ERROR
                return
            process.send(request)
            try:
                while event := await process.event():
                    yield event
                if self._process is process and not process.is_idle:
                    log.error("the worker ended unexpectedly")
                    self.end()
                    yield _why_it_ended()
            finally:
                if self._process is process:
                    process.stop()
                    self._idle_timer = asyncio.get_running_loop().call_later(WORKER_IDLE_S, self.end)


class _Process:
    """The worker process and its pipes."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        messages: asyncio.StreamReader,
        pipe: asyncio.BaseTransport,
        contacted: Callable[[Host, Contact], None],
    ) -> None:
        self._process, self._messages, self._pipe, self._contacted = process, messages, pipe, contacted
        self._unfinished = 0
        """Requests that it has not finished, cancelled ones included."""
        self._stray_lines = 0

    @property
    def is_idle(self) -> bool:
        return not self._unfinished

    @property
    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def send(self, request: Request) -> None:
        """Start a request."""
        self._unfinished += 1
        self._write(encode(request))

    def stop(self) -> None:
        """Cancel the running request."""
        if self._unfinished:
            self._write(STOP)

    async def event(self) -> Event | None:
        """The next event of the latest request; None when it is finished, or the process ended."""
        while self._unfinished and self._stray_lines < MAX_STRAY_LINES and (line := await self._line()):
            message = decode(line)
            if isinstance(message, Finished):
                self._unfinished -= 1
            elif isinstance(message, logging.LogRecord):
                logging.getLogger(message.name).handle(message)
            elif isinstance(message, Contacted):
                self._contacted(message.host, message.contact)
            elif isinstance(message, Event):
                if self._unfinished == 1:
                    return message
            elif line.strip():
                self._stray_lines += 1
                log.error("worker output: %s", line.decode(errors="replace"))
        return None

    async def _line(self) -> bytes:
        try:
            return await self._messages.readline()
        except ValueError:  # the line is too long
            return b""

    def end(self) -> None:
        self._process.kill()
        self._pipe.close()
        threading.Thread(target=self._process.wait, daemon=True).start()  # reaps it without blocking

    def _write(self, line: bytes) -> None:
        assert self._process.stdin
        with suppress(OSError):  # it has ended, which `event` notices
            self._process.stdin.write(line)


def _why_it_ended() -> Offline:
    from paperreader import requirements

    cause = requirements.cause_of()
    return Offline(f"{cause}.", network_up=True) if cause else INTERNAL_ERROR


async def _start(store: Store, hub: Network, contacted: Callable[[Host, Contact], None]) -> _Process:
    token = {"HF_TOKEN": hub.token} if hub.token else {}
    process = await asyncio.to_thread(
        subprocess.Popen,
        children.own("paperreader.refresh.worker_main", str(store.path), str(VERSION), hub.arxiv),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        bufsize=0,
        env=children.environment({**os.environ, **token, "HF_ENDPOINT": hub.endpoint}),
        start_new_session=True,  # Ctrl+C and Ctrl+Z are for the reader alone
    )
    messages = asyncio.StreamReader(MAX_MESSAGE_BYTES)
    pipe, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(messages), process.stdout
    )
    return _Process(process, messages, pipe, contacted)
