"""What a reader wants of the hub, done in a process beside it.

Parsing and storing are work for a processor, and a thread of the reader's would take that from the screen. The
process is started when something is wanted, and ends some time after, or at once with the reader, however that ends.
"""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Final

from paperreader.environment import Network
from paperreader.refresh.events import Event, Failed, Offline
from paperreader.refresh.protocol import STOP, Finished, Request, decoded, encoded
from paperreader.store import Store
from paperreader.store.opening import VERSION

LINGERS: Final = 60.0
"""Seconds that the process waits for what may be wanted next."""
LONGEST: Final = 16 * 1024 * 1024
"""Bytes of a message."""
MOST_RUBBISH: Final = 100
"""Lines of what Python prints when something goes wrong."""
MISTAKE: Final = Offline("Asking the hub failed by a mistake of its own; the log says more.", hub=True)

log = logging.getLogger(__name__)


class HubWorker:
    """Asks for one thing after the other; to close a generator takes back what it asked for."""

    def __init__(self, store: Store, hub: Network, *, now: Callable[[], datetime]) -> None:
        self._store, self._hub, self._now = store, hub, now
        self._process: _Process | None = None
        self._one_at_a_time = asyncio.Lock()
        self._leaving: asyncio.TimerHandle | None = None

    def run(self, days: Sequence[date] | None = None) -> AsyncGenerator[Event, None]:
        """Ask for all that is due, or for just these days."""
        return self._ask(Request("days", self._now(), None if days is None else tuple(days)))

    def archive(self) -> AsyncGenerator[Event, None]:
        """Ask for all that is lacking, from now on behind whatever else wants the processor."""
        return self._ask(Request("archive", self._now()))

    def trending(self) -> AsyncGenerator[Event, None]:
        """Ask what is trending."""
        return self._ask(Request("trending", self._now()))

    def search(self, text: str) -> AsyncGenerator[Event, None]:
        """Ask the hub's own search: Matches, or Offline, which says why not."""
        return self._ask(Request("search", self._now(), text=text))

    def end(self) -> None:
        """End it at once, which loses nothing that was stored."""
        if self._leaving:
            self._leaving.cancel()
        if self._process:
            self._process.end()
        self._process = self._leaving = None

    async def _ask(self, request: Request) -> AsyncGenerator[Event, None]:
        async with self._one_at_a_time:
            if not self._store.is_there:  # or it would be made anew
                yield Failed(None, f"{self._store.path} was moved or deleted: nothing new can be kept. Start anew.")
                return
            if self._leaving:
                self._leaving.cancel()
            if self._process and self._process.has_ended:
                self.end()
            try:
                process = self._process = self._process or await _started(self._store, self._hub)
            except OSError:
                log.exception("no process to ask the hub")
                yield MISTAKE
                return
            process.ask(request)
            try:
                while event := await process.event():
                    yield event
                if self._process is process and not process.is_idle:
                    log.error("the process that asks the hub broke off")
                    self.end()
                    yield MISTAKE
            finally:
                if self._process is process:
                    process.stop()
                    self._leaving = asyncio.get_running_loop().call_later(LINGERS, self.end)


class _Process:
    """That process, and its pipes."""

    def __init__(
        self, process: subprocess.Popen[bytes], messages: asyncio.StreamReader, pipe: asyncio.BaseTransport
    ) -> None:
        self._process, self._messages, self._pipe = process, messages, pipe
        self._asked = 0
        """Requests that it has not finished, those that were taken back too."""
        self._rubbish = 0

    @property
    def is_idle(self) -> bool:
        return not self._asked

    @property
    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def ask(self, request: Request) -> None:
        """Have it do this."""
        self._asked += 1
        self._write(encoded(request))

    def stop(self) -> None:
        """Have it do nothing."""
        if self._asked:
            self._write(STOP)

    async def event(self) -> Event | None:
        """The next of what was asked for last; None if it is done with that, or broke off."""
        while self._asked and self._rubbish < MOST_RUBBISH and (line := await self._line()):
            message = decoded(line)
            if isinstance(message, Finished):
                self._asked -= 1
            elif isinstance(message, logging.LogRecord):
                logging.getLogger(message.name).handle(message)
            elif isinstance(message, Event):
                if self._asked == 1:
                    return message
            elif line.strip():
                self._rubbish += 1
                log.error("beside the reader: %s", line.decode(errors="replace"))
        return None

    async def _line(self) -> bytes:
        try:
            return await self._messages.readline()
        except ValueError:  # it is too long
            return b""

    def end(self) -> None:
        self._process.kill()
        self._pipe.close()
        threading.Thread(target=self._process.wait, daemon=True).start()  # it is buried without waiting for it

    def _write(self, line: bytes) -> None:
        assert self._process.stdin
        with suppress(OSError):  # it has ended, which is noticed where it is listened to
            self._process.stdin.write(line)


async def _started(store: Store, hub: Network) -> _Process:
    token = {"HF_TOKEN": hub.token} if hub.token else {}
    path = os.pathsep.join(filter(None, sys.path))  # to the code that the reader runs, if there are several
    process = await asyncio.to_thread(
        subprocess.Popen,
        (sys.executable, "-P", "-m", "paperreader.refresh.worker_main", str(store.path), str(VERSION)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        bufsize=0,
        env={**os.environ, **token, "HF_ENDPOINT": hub.endpoint, "PYTHONPATH": path},
        start_new_session=True,  # ctrl+c and ctrl+z are the reader's alone
    )
    messages = asyncio.StreamReader(LONGEST)
    pipe, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(messages), process.stdout
    )
    return _Process(process, messages, pipe)
