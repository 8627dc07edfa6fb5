"""What a terminal shows: pyte's screen, and the protocol that pyte lacks (queries, whole frames)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

import pyte

SEQUENCE = re.compile(
    r"\x1b\](?P<osc>[^\x07\x1b]*)(?P<end>\x07|\x1b\\)"
    r"|\x1b[P_^X](?P<string>[^\x1b]*)\x1b\\"
    r"|\x1b\[(?P<private>[<=>?]?)(?P<numbers>[0-9;:]*)(?P<between>[ -/]*)(?P<final>[@-~])"
    r"|\x1b(?P<other>[ -/]*[0-OQ-WYZ\\`-~])"
)
ALTERNATE, FRAME, IN_BAND, CURSOR = 1049, 2026, 2048, 25


class Screen:
    """The screen, and answers to what programs ask a terminal; `answer` takes them to the program."""

    def __init__(self, columns: int, rows: int, answer: Callable[[bytes], None]) -> None:
        self.columns, self.rows = columns, rows
        self._answer = answer
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._unfinished = ""
        self._modes: dict[int, bool] = {}
        self._lines = [""] * rows

    def feed(self, data: bytes) -> None:
        """Take what the program wrote."""
        text, self._unfinished, at = self._unfinished + self._decode(data), "", 0
        for found in SEQUENCE.finditer(text):
            if found["other"] or (found["final"] and self._is_plain(found)):
                continue
            self._stream.feed(text[at : found.start()])
            at = found.end()
            self._take(found)
        rest = text[at:]
        start = rest.rfind("\x1b")
        if start >= 0 and not SEQUENCE.match(rest, start):
            rest, self._unfinished = rest[:start], rest[start:]
        self._stream.feed(rest)

    @property
    def text(self) -> str:
        """What is visible: while a frame is under way, what was there before it."""
        if not self._modes.get(FRAME):
            for y in self._screen.dirty:
                if y < self.rows:
                    row = self._screen.buffer[y]
                    self._lines[y] = "".join(row[x].data for x in range(self.columns)).rstrip()
            self._screen.dirty.clear()
        return "\n".join(self._lines)

    def _is_plain(self, found: re.Match[str]) -> bool:
        """Whether pyte knows what to do with it."""
        if found["private"] or found["between"] or ":" in found["numbers"]:
            return False
        return found["final"] not in "cntu"

    def _take(self, found: re.Match[str]) -> None:
        private, between, final = found["private"], found["between"], found["final"]
        numbers = [int(part) for part in (found["numbers"] or "").split(";") if part.isdigit()]
        if private == "?" and between == "$" and final == "p":
            known = numbers[0] in (FRAME, IN_BAND)
            state = 0 if not known else 1 if self._modes.get(numbers[0]) else 2
            self._say(f"\x1b[?{numbers[0]};{state}$y")
        elif private == "?" and final in ("h", "l"):
            for mode in numbers:
                self._set(mode, final == "h")
        elif final == "c":
            self._say({"": "\x1b[?62;22c", ">": "\x1b[>41;390;0c"}.get(private, "\x1bP!|00000000\x1b\\"))
        elif final == "n" and numbers == [6]:
            self._say(f"\x1b[{self._screen.cursor.y + 1};{self._screen.cursor.x + 1}R")
        elif final == "n":
            self._say("\x1b[0n")
        elif private == "?" and final == "u":
            self._say("\x1b[?0u")
        elif found["osc"] and found["osc"].endswith(";?"):
            self._say(f"\x1b]{found['osc'][:-1]}rgb:1111/1111/1111{found['end']}")

    def _set(self, mode: int, on: bool) -> None:
        self._modes[mode] = on
        if mode == ALTERNATE:
            self._screen.erase_in_display(2)
            self._screen.cursor_position(1, 1)
        elif mode == IN_BAND and on:
            self._say(f"\x1b[48;{self.rows};{self.columns};{self.rows * 18};{self.columns * 9}t")

    def _say(self, answer: str) -> None:
        self._answer(answer.encode())
