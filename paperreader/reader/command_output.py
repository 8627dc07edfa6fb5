"""What a program printed, as far as it is kept: its beginning and its end, as plain lines."""

from __future__ import annotations

import re

from paperreader.text.sanitize import clean, without_sequences

MAX_BYTES, MAX_LINES = 100_000, 2_000
"""More than that is left out in the middle: the beginning says what it is about, the end what went wrong."""
TAB_CELLS = 8


class CommandOutput:
    """Takes the output of a program piece by piece."""

    def __init__(self) -> None:
        self._start, self._end = bytearray(), bytearray()
        self._bytes_left_out = self._lines_left_out = 0

    def add(self, piece: bytes) -> None:
        """The program has printed this."""
        room = MAX_BYTES // 2 - len(self._start)
        self._start += piece[:room]
        self._end += piece[room:]
        if (excess := len(self._end) - MAX_BYTES // 2) > 0:
            self._bytes_left_out += excess
            self._lines_left_out += self._end.count(b"\n", 0, excess)
            del self._end[:excess]

    @property
    def lines(self) -> list[str]:
        """Without anything that controls a terminal; a remark stands for what is left out."""
        if self._bytes_left_out:
            start, end = _lines(self._start), _lines(self._end)
        else:
            start, end = _lines(self._start + self._end), []
            if len(start) > MAX_LINES:
                start, end = start[: len(start) // 2], start[len(start) // 2 :]
        if end:
            half = MAX_LINES // 2
            left_out = self._lines_left_out + max(0, len(start) - half) + max(0, len(end) - half)
            what = f"{left_out:,} lines" if left_out else f"{self._bytes_left_out:,} bytes"
            start = [*start[:half], f"… {what} left out …", *end[-half:]]
        while start and not start[-1]:
            start.pop()
        return start[next((index for index, line in enumerate(start) if line), 0) :]


def _lines(printed: bytearray) -> list[str]:
    text = without_sequences(printed.decode(errors="replace"))
    return [_line(line) for line in text.split("\n")]


def _line(line: str) -> str:
    """A line as a terminal shows it: what a progress bar wrote over is gone, bold type is not printed twice."""
    line = line.rstrip("\r").rpartition("\r")[2]
    if "\b" in line:
        line = _overstruck(line)
    if not (line.isascii() and line.isprintable()):
        line = re.sub(r"\S+", lambda word: clean(word[0]), line.expandtabs(TAB_CELLS))
        line = re.sub(r"\s", " ", line)
    return line.rstrip()


def _overstruck(line: str) -> str:
    """Each backspace takes back the character before it."""
    kept: list[str] = []
    for character in line:
        if character != "\b":
            kept.append(character)
        elif kept:
            kept.pop()
    return "".join(kept)
