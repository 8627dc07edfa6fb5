"""A shell at the other end of a line with a delay, in a terminal whose mouse moves."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import TracebackType

from tests.bench.screen import ALTERNATE, Screen

MOUSE = 1003
MOVED = "\x1b[<35;8;8M"


class LineScreen(Screen):
    """A terminal that may have no alternate screen, or answer nothing."""

    is_plain = False
    is_mute = False

    def _set(self, mode: int, on: bool) -> None:
        if mode == ALTERNATE and self.is_plain:
            return
        super()._set(mode, on)
        if mode == ALTERNATE and not on:
            self._screen.reset()

    def _say(self, answer: str) -> None:
        if not self.is_mute:
            super()._say(answer)

    @property
    def mouse_is_on(self) -> bool:
        return self._modes.get(MOUSE, False)

    @property
    def modes_left_on(self) -> list[int]:
        return [mode for mode, on in self._modes.items() if on and mode not in (7, 25)]

    @property
    def cursor_line(self) -> str:
        row = self._screen.buffer[self._screen.cursor.y]
        return "".join(row[x].data for x in range(self.columns)).rstrip()


class Line:
    """`sh` on a pty. What it writes is seen, and what is typed reaches it, `delay` seconds later."""

    def __init__(
        self,
        env: Mapping[str, str],
        delay: float = 0,
        *,
        size: tuple[int, int] = (100, 30),
        plain: bool = False,
        mute: bool = False,
    ) -> None:
        columns, rows = size
        self.mouse_moves = True
        self._delay = delay
        self._runs = 0
        self._lock = threading.RLock()
        self._sent: deque[tuple[float, bytes]] = deque()
        self._read: deque[tuple[float, bytes]] = deque()
        self._screen = LineScreen(columns, rows, self.write)
        self._screen.is_plain, self._screen.is_mute = plain, mute
        self.pid, self._master = pty.fork()
        if not self.pid:
            with suppress(BaseException):
                os.execve("/bin/sh", ["sh"], {**env, "PS1": "$ ", "ENV": ""})
            os._exit(127)
        self.resize(columns, rows)
        self._is_open = True
        self._carrier = threading.Thread(target=self._carry, daemon=True)
        self._carrier.start()

    def __enter__(self) -> Line:
        self.until(lambda text: "$" in text)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._is_open = False
        self._carrier.join(5)
        os.close(self._master)
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def write(self, data: bytes | str) -> None:
        """Type it."""
        with self._lock:
            self._sent.append((time.monotonic() + self._delay, data.encode() if isinstance(data, str) else data))

    @property
    def text(self) -> str:
        with self._lock:
            return self._screen.text

    @property
    def modes_left_on(self) -> list[int]:
        """The terminal's private modes, apart from wrapping and a visible cursor."""
        with self._lock:
            return self._screen.modes_left_on

    @property
    def cursor_line(self) -> str:
        with self._lock:
            return self._screen.cursor_line

    def until(self, seen: Callable[[str], object], seconds: float = 60) -> str:
        """What it shows once that is as wanted; its mouse moves as long as reports are wanted."""
        end = time.monotonic() + seconds
        while not seen(text := self.text):
            assert time.monotonic() < end, text
            if self.mouse_moves and self._screen.mouse_is_on:
                self.write(MOVED)
            time.sleep(0.02)
        return text

    def shows(self, *words: str) -> str:
        return self.until(lambda text: all(word in text for word in words))

    def run(self, command: str) -> str:
        """Type a command for the shell and wait until it has ended; its output. Nothing else may be typed."""
        self._runs += 1
        self.write(f"{command}; echo d''one{self._runs}\r")
        return self.shows(f"done{self._runs}")

    @property
    def echoes(self) -> bool:
        """Whether the shell's terminal is in its usual modes."""
        return "1" in self.run("stty -a | grep -c ' echo '").split("grep -c")[1]

    def _carry(self) -> None:
        while self._is_open:
            if select.select([self._master], [], [], 0.005)[0]:
                try:
                    data = os.read(self._master, 65536)
                except OSError:
                    return
                self._read.append((time.monotonic() + self._delay, data))
            now = time.monotonic()
            while self._read and self._read[0][0] <= now:
                with self._lock:
                    self._screen.feed(self._read.popleft()[1])
            while self._sent and self._sent[0][0] <= now:
                with self._lock:
                    data = self._sent.popleft()[1]
                with suppress(OSError):
                    os.write(self._master, data)
