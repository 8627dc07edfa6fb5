"""A monkey at the reader's terminal, which presses keys, clicks, drags, pastes and resizes without rest."""

from __future__ import annotations

import os
import pty
import random
import re
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[1]
QUITS = {"app.quit", "app.suspend", "app.back"}
KEYS = [
    *(chr(code) for code in range(33, 127) if chr(code) not in "Qq"),
    *(
        "\x1b",
        "\r",
        " ",
        "\t",
        "\x7f",
        "\x1b[A",
        "\x1b[B",
        "\x1b[C",
        "\x1b[D",
        "\x1b[5~",
        "\x1b[6~",
        "\x1b[H",
        "\x1b[F",
    ),
    *("\x1bOP", "\x1b[Z", "\x10", "\x12", "\x04", "\x15", "\x06", "\x02", "\x0f", "\x13", "\x03", "\x1bj", "\x1b[1;3B"),
]
OPENERS = [
    "?",
    "Y",
    "s",
    "C",
    "/",
    "d",
    ":",
    "\x10",
    "/flow",
    ":the",
    "/zz",
    "A",
    "b",
    "x",
    "U",
    "y",
    "v",
    "V",
    "z",
    "O",
    "i",
]
"""What opens dialogs, prompts and toasts, which the keys and clicks right behind then meet."""
TEXT_OPENERS = [
    *("f", "f", "f", "ft", "fi", "fia", "ia", "ib", "t", "tloom", "i", "/loom", "n", "N", "G", "g", "\x0f", "P", "T"),
    *("Yc", "Yx", "Yxa", "\r", "z", "\x1b", "]", "\x1b[6~", " ", "?", ":", "x", "O", "o", "y", "W"),
]
"""The same where papers have texts."""
PASTES = [
    "flow matching",
    "https://arxiv.org/abs/2607.31001v2",
    "2607.31002 2607.31003 2401.00001",
    "\n" * 9,
    "x" * 3000,
    "\x1b[31m\x1b]0;t\x07",
    "漢字 é 👍🏽",
    '"',
    "3d",
]
SIZES = [(140, 40), (80, 24), (50, 20), (40, 10), (20, 5), (3, 3), (200, 60), (100, 12), (130, 20)]
PAUSE_S = 0.04
"""Between two things that it does: 25 a second."""
LAST_WORDS_S = 60
"""How long the reader may take to end after it."""


class Monkey:
    """What it does depends on the seed alone."""

    def __init__(self, seed: int, openers: Sequence[str] = OPENERS) -> None:
        self._random, self._openers = random.Random(seed), openers
        self.columns, self.rows = SIZES[0]

    def next(self) -> str | tuple[int, int]:
        """What to type now, or the new size of the window."""
        choose = self._random
        if choose.random() < 0.02:
            self.columns, self.rows = choose.choice(SIZES)
            return self.columns, self.rows
        return "".join(self._thing() for _ in range(choose.choice([1, 1, 1, 2, 2, 3, 5])))

    def _thing(self) -> str:
        kinds = [self._key, self._open, self._click, self._double_click, self._drag, self._wheel, self._other]
        return self._random.choices(kinds, [30, 14, 18, 6, 8, 8, 4])[0]()

    def _key(self) -> str:
        return self._random.choice(KEYS)

    def _open(self) -> str:
        return self._random.choice(self._openers) + self._random.choice(["", "", "\x1b", "\r", "j", "t"])

    def _cell(self) -> tuple[int, int]:
        x, y = self._random.randint(1, self.columns), self._random.randint(1, self.rows)
        if self._random.random() < 0.3:  # toasts and prompts are there
            y = max(1, self.rows - self._random.randint(0, 6))
            x = max(1, self.columns - self._random.randint(0, 40)) if self._random.random() < 0.5 else x
        return x, y

    def _mouse(self, button: int, cell: tuple[int, int], end: str = "M") -> str:
        return f"\x1b[<{button};{cell[0]};{cell[1]}{end}"

    def _click(self) -> str:
        cell, close = self._cell(), self._random.choice(["", "", "", "\x1b", "q", "\x1bj"])
        close = close if close != "q" else ""
        return f"{self._mouse(35, cell)}{self._mouse(0, cell)}{close}{self._mouse(0, cell, 'm')}"

    def _double_click(self) -> str:
        return self._click() * 2

    def _drag(self) -> str:
        start, middle, end = self._cell(), self._cell(), self._cell()
        close = self._random.choice(["", "", "\x1b", "?", "\x1b[A", "]", "x"])
        moves = self._mouse(32, middle) + close + self._mouse(32, end)
        return self._mouse(0, start) + moves + (self._mouse(0, end, "m") if self._random.random() < 0.8 else "")

    def _wheel(self) -> str:
        return self._mouse(self._random.choice([64, 65]), self._cell()) * self._random.randint(1, 5)

    def _other(self) -> str:
        paste = f"\x1b[200~{self._random.choice(PASTES)}\x1b[201~"
        return self._random.choice([paste, "\x1b[I", "\x1b[O", "\x1b\x1b", "\x1b[", "\x1b[<0;5", "о", "\x1b[1114112u"])


class Reader:
    """The program in a terminal that only looks for the end of it."""

    def __init__(self, env: Mapping[str, str], *arguments: str) -> None:
        self._terminal, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, SIZES[0][::-1])
        command = [sys.executable, "-m", "paperreader", *arguments]
        streams = dict.fromkeys(("stdin", "stdout", "stderr"), theirs)
        self.process = subprocess.Popen(command, env=dict(env), start_new_session=True, **streams)
        os.close(theirs)
        self.tail = b""
        """The last that it wrote."""

    def read(self, seconds: float) -> None:
        """Take what it writes for so long."""
        end = time.monotonic() + seconds
        while select.select([self._terminal], [], [], max(0.0, end - time.monotonic()))[0]:
            try:
                self.tail = (self.tail + os.read(self._terminal, 65536))[-20_000:]
            except OSError:
                time.sleep(max(0.0, end - time.monotonic()))
                return

    def until(self, seen: bytes) -> None:
        """Wait for something that it writes."""
        end = time.monotonic() + LAST_WORDS_S
        while seen not in self.tail:
            assert time.monotonic() < end, self.tail
            self.read(0.05)

    def write(self, text: str) -> None:
        """Type it; never waits for a reader that has ended."""
        if select.select([], [self._terminal], [], 1)[1]:
            with suppress(OSError):
                os.write(self._terminal, text.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        termios.tcsetwinsize(self._terminal, (rows, columns))
        with suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGWINCH)

    def go_on(self) -> None:
        """As `fg` does, should the palette have suspended it."""
        with suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGCONT)

    def leave(self) -> int:
        """Close what is open and quit; its exit status."""
        for _ in range(LAST_WORDS_S):
            self.go_on()
            self.write("\x1b[201~\x1b")
            self.read(0.3)
            self.write("Q")
            self.read(0.7)
            if self.process.poll() is not None:
                return self.process.returncode
        raise AssertionError(f"it does not end: {self.tail[-2000:]!r}")

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._terminal)


@contextmanager
def opened(env: Mapping[str, str], *arguments: str) -> Iterator[Reader]:
    reader = Reader(env, *arguments)
    try:
        reader.until(b"keys")
        yield reader
    finally:
        reader.close()


def play(env: Mapping[str, str], seed: int, steps: int, openers: Sequence[str] = OPENERS) -> None:
    """Let it do so many things; AssertionError if the reader ends otherwise than users end it, or logs errors."""
    monkey = Monkey(seed, openers)
    done: list[str | tuple[int, int]] = []
    while len(done) < steps:
        with opened(env, "--offline") as reader:
            reader.resize(monkey.columns, monkey.rows)
            while reader.process.poll() is None and len(done) < steps:
                done.append(monkey.next())
                if isinstance(done[-1], str):
                    reader.write(done[-1])
                else:
                    reader.resize(*done[-1])
                reader.go_on()
                reader.read(PAUSE_S)
            code = reader.leave() if reader.process.poll() is None else reader.process.returncode
        log = Path(env["HOME"], ".local/state/paperreader/log")
        logged = log.read_text() if log.exists() else ""
        told = f"seed {seed}, code {code}, after {len(done)}: {done[-30:]}\n{reader.tail[-500:]!r}\n{logged[-5000:]}"
        assert code == 0, told
        assert not re.search("Traceback|CRITICAL|ERROR", logged), told
