"""A program in a pseudo-terminal: when it shows what, and what a key brings about. All times are milliseconds."""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import termios
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from time import perf_counter
from types import TracebackType
from typing import NamedTuple

from tests.bench.screen import Screen

QUIET = 0.03
"""Seconds without output after which a key's work counts as done."""
ENDLESS = 20
"""Seconds of output without a pause after which there will be none."""


class Pressed(NamedTuple):
    """What a key brought about."""

    settled: float
    """From the key to the last byte."""
    written: int
    """Bytes to the terminal."""


class TooSlow(Exception):
    """The program did not do in time what was waited for; str() has its screen."""


class Program:
    """A running program. Its terminal has true colour, whole frames (mode 2026) and in-band resizes."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str], size: tuple[int, int]) -> None:
        self._arrived: list[tuple[float, bytes]] = []
        self._news = threading.Condition()
        self._ended = False
        self._shown_at = 0.0
        columns, rows = size
        self._master, slave = os.openpty()
        self.screen = Screen(columns, rows, self.write)
        self.written = 0
        """Bytes that it has written so far, as far as they were looked at."""
        self.output = bytearray()
        """These bytes."""
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, columns * 9, rows * 18))
        self._begun = perf_counter()
        self.pid = os.fork()
        if not self.pid:
            _become(argv, env, slave)
        os.close(slave)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> Program:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if not self._is_gone():
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        self._listener.join(5)  # or it would go on to read from the next terminal that gets this file descriptor
        os.close(self._master)

    def until(self, seen: Callable[[str], object], seconds: float = 60) -> float:
        """Milliseconds from the start until the screen is as wanted; what has been shown already counts."""
        at = self._shown_at if seen(self.screen.text) else self._until(seen, seconds)
        return at - self._begun * 1e3

    def press(self, key: str, seen: Callable[[str], object] | None = None, quiet: float = QUIET) -> Pressed:
        """Press a key and wait until nothing comes any more for so long (`seen`: until the screen is as wanted)."""
        self.settle(0)
        before, pressed = self.written, perf_counter() * 1e3
        self.write(key.encode())
        last = self._until(seen, 60) if seen else self.settle(quiet, first=30)
        if not last:
            raise TooSlow(f"nothing happened on {key}:\n{self.screen.text}")
        return Pressed(max(0.0, last - pressed), self.written - before)

    def settle(self, quiet: float = QUIET, *, first: float | None = None) -> float:
        """Wait for so many seconds without output (`first`: as long for its beginning); when the last byte came."""
        last, end = 0.0, perf_counter() + ENDLESS
        while chunks := self._take(quiet if last or first is None else first):
            for at, data in chunks:
                last = at
                self._show(at, data)
            if perf_counter() > end:
                raise TooSlow(f"writes without end:\n{self.screen.text}")
        return last

    def leave(self, key: str) -> float:
        """Milliseconds from the key to the end of the process."""
        pressed = perf_counter()
        self.write(key.encode())
        while not self._is_gone():
            for at, data in self._take(0.0005):
                self._show(at, data)
            if perf_counter() - pressed > 60:
                raise TooSlow(f"did not end on {key}:\n{self.screen.text}")
        return (perf_counter() - pressed) * 1e3

    def _until(self, seen: Callable[[str], object], seconds: float) -> float:
        """When the output came that made the screen as wanted, counting only what is shown from now on."""
        end = perf_counter() + seconds
        while chunks := self._take(end - perf_counter()):
            for index, (at, data) in enumerate(chunks):
                self._show(at, data)
                if seen(self.screen.text):
                    self._put_back(chunks[index + 1 :])
                    return at
        raise TooSlow(f"not seen:\n{self.screen.text}")

    def _show(self, at: float, data: bytes) -> None:
        self._shown_at = at
        self.written += len(data)
        self.output += data
        self.screen.feed(data)

    def _take(self, seconds: float) -> list[tuple[float, bytes]]:
        """What arrived, with the milliseconds at which it did; waits for the first of it."""
        with self._news:
            self._news.wait_for(lambda: self._arrived or self._ended, max(0, seconds))
            arrived, self._arrived = self._arrived, []
            return arrived

    def _put_back(self, chunks: list[tuple[float, bytes]]) -> None:
        with self._news:
            self._arrived = chunks + self._arrived

    def _listen(self) -> None:
        while True:
            try:
                data = os.read(self._master, 65536)
            except OSError:  # so Linux says that the other end is closed
                data = b""
            with self._news:
                if data:
                    self._arrived.append((perf_counter() * 1e3, data))
                else:
                    self._ended = True
                self._news.notify()
            if not data:
                return

    def write(self, data: bytes | str) -> None:
        """Type it."""
        with suppress(OSError):
            os.write(self._master, data.encode() if isinstance(data, str) else data)

    def _is_gone(self) -> bool:
        if self.pid:
            gone, _ = os.waitpid(self.pid, os.WNOHANG)
            self.pid = 0 if gone else self.pid
        return not self.pid


def _become(argv: Sequence[str], env: Mapping[str, str], terminal: int) -> None:
    """In the child: be the program, with the terminal as its own."""
    try:
        os.setsid()
        fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
        for fd in (0, 1, 2):
            os.dup2(terminal, fd)
        os.closerange(3, 256)
        os.execve(argv[0], list(argv), dict(env))
    finally:
        os._exit(127)
