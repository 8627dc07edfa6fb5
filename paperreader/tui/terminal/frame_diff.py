"""What the terminal shows, so that only what changes is written to it.

Textual writes every cell of what it paints, each run with its colours and a reset. Over a slow line the page of
another paper would take 18 kB; what differs from the page before it takes 3.
"""

from __future__ import annotations

import re
from functools import lru_cache

TOKEN = re.compile(
    r"(?P<run>(?:\x1b\[([\d;]+)m)?([^\x00-\x1f\x7f]+)(\x1b\[0m)?)|\n?(?P<move>\x1b\[\d+;\d+H)|(?P<down>\n)"
    r"|(?P<pen>\x1b\[[\d;]*m)|(?P<other>\x1b\[[^@-~]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|.)",
    re.DOTALL,
)
HARMLESS = re.compile(r"\x1b\[\?(?!10?4[79])[\d;]*(?:[hl]|\$p)|\x1b\[[<>]\d*u|\x1b\].*|\x07", re.DOTALL)
"""Sequences that leave the cells as they are."""
PLAIN = re.compile("[ -~\xa1-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f‐-‧‰-⁞←-⋿─-◼★☆✓]*")
"""Text of which every terminal makes one cell a character."""


class FrameDiff:
    """The cells as far as they are known; `changes` keeps it up to date."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[list[str], list[str]]] = {}
        """By row: the characters and their pens (what stands between ESC [ and m), both "" where unknown."""
        self._at: tuple[int, int] | None = None
        """Where the cursor was left, if that is known."""

    def forget(self) -> None:
        """The terminal may show anything."""
        self._rows.clear()
        self._at = None

    def changes(self, data: str) -> str:
        """What has to be written for the terminal to show what it would show after `data`."""
        out = _Writing()
        row = column = 0
        pen = ""
        loose = True  # behind a sign that may be one cell or two: it is not known where things stand
        for token in TOKEN.finditer(data):
            kind = token.lastgroup
            if kind == "run":
                taken, text, dropped = token.group(2, 3, 4)
                pen = pen if taken is None else _pen(taken)
                loose = loose or not (text.isascii() or PLAIN.fullmatch(text))
                if loose:
                    out.go_on(*self._whole(row, column, text), pen)
                elif part := self._differing(row, column, text, pen):
                    out.put(row, *part, pen)
                column += len(text)
                pen = "" if dropped else pen
            elif kind == "pen":
                pen = _pen(token["pen"][2:-1])
            elif kind == "move":
                before = row, column
                row, column = map(int, token["move"][2:-1].split(";"))
                if (row, column) < before:  # it may lie above something that is not written yet
                    out.put_down()
                loose = False
                out.at = out.at or (0, 0)
            elif kind == "other":
                text = token[0]
                if not HARMLESS.fullmatch(text):
                    self.forget()
                    out.reset()  # what is erased takes the colour of the pen
                    out.at = None
                out.raw(text)
        was = self._at
        if row or column:
            self._at = (row, column) if row else None
        return out.done(row, column, was)

    def _differing(self, row: int, column: int, text: str, pen: str) -> tuple[int, str] | None:
        """The part of a run that the terminal does not show already, and its column."""
        size = len(text)
        end = column + size
        ink, ground = text.strip(" "), _ground(pen)
        lead = text.index(ink) if ink else size
        now_pens = [ground] * lead + [pen] * len(ink) + [ground] * (size - lead - len(ink))
        characters, pens = self._known(row, column)
        if len(characters) == column:  # a first frame is all like this
            characters += text
            pens += now_pens
            return column, text
        self._known(row, end)
        before, before_pens, now = characters[column:end], pens[column:end], list(text)
        if before == now and before_pens == now_pens:
            return None
        first, last = 0, size
        while before[first] == now[first] and before_pens[first] == now_pens[first]:
            first += 1
        while before[last - 1] == now[last - 1] and before_pens[last - 1] == now_pens[last - 1]:
            last -= 1
        characters[column:end], pens[column:end] = now, now_pens
        return column + first, text[first:last]

    def _whole(self, row: int, column: int, text: str) -> tuple[int, int, str]:
        """All of it: how wide it gets is the terminal's to say, and so where everything stands behind it."""
        for known in self._known(row, column):
            known[column:] = [""] * (len(known) - column)
        return row, column, text

    def _known(self, row: int, columns: int) -> tuple[list[str], list[str]]:
        if (known := self._rows.get(row)) is None:
            known = self._rows[row] = ([], [])
        if (missing := columns - len(known[0])) > 0:
            for each in known:
                each += [""] * missing
        return known


class _Writing:
    """What is to be written, pen by pen: to change it takes more bytes than to go somewhere."""

    def __init__(self) -> None:
        self.at: tuple[int, int] | None = None
        """Where the terminal's cursor is, if that is known."""
        self._out: list[str] = []
        self._pen = ""
        self._parts: list[tuple[int, int, str, str]] = []

    def put(self, row: int, column: int, text: str, pen: str) -> None:
        """Text for a place, in any order."""
        if self._parts:
            before_row, start, before, before_pen = self._parts[-1]
            if row == before_row and column == start + len(before) and _ground(pen) == _ground(before_pen):
                is_blank = not text.strip(" ")
                if is_blank or pen == before_pen or not before.strip(" "):
                    self._parts[-1] = (row, start, before + text, before_pen if is_blank else pen)
                    return
        self._parts.append((row, column, text, pen))

    def go_on(self, row: int, column: int, text: str, pen: str) -> None:
        """Text that stands behind what was written before it, wherever that ended."""
        self.put_down()
        if self.at is not None:
            self._go(row, column)
        self._turn(pen)
        self._out.append(text)
        self.at = None

    def raw(self, text: str) -> None:
        """A sequence that is no text, in its place."""
        self.put_down()
        self._out.append(text)

    def reset(self) -> None:
        """No pen from here on."""
        self.put_down()
        self._turn("")

    def done(self, row: int, column: int, was: tuple[int, int] | None) -> str:
        """All of it, with the cursor at the place in the end, where it may have been all the while."""
        self.reset()
        if row and (self._out or was != (row, column)):
            self._go(row, column)
        return "".join(self._out)

    def put_down(self) -> None:
        """Write what has been put so far."""
        if not self._parts:
            return
        inked: dict[str, list[tuple[int, int, str]]] = {}
        fits: dict[str, str] = {}
        for row, column, text, pen in self._parts:
            if text.strip(" "):
                inked.setdefault(pen, []).append((row, column, text))
                fits.setdefault(_ground(pen), pen)
        for row, column, text, pen in self._parts:
            if not text.strip(" "):
                fit = fits.setdefault(_ground(pen), pen)
                inked.setdefault(fit, []).append((row, column, text))
        for pen in sorted(inked, key=lambda pen: pen != self._pen):
            self._turn(pen)
            for row, column, text in inked[pen]:
                self._go(row, column)
                self._out.append(text)
                self.at = (row, column + len(text))
        self._parts.clear()

    def _go(self, row: int, column: int) -> None:
        if self.at != (row, column):
            self._out.append(f"\x1b[{row};{column}H")
            self.at = (row, column)

    def _turn(self, pen: str) -> None:
        if pen != self._pen:
            self._out.append(_turn(self._pen, pen))
            self._pen = pen


def _pen(numbers: str) -> str:
    """`0` drops it."""
    return "" if numbers == "0" else numbers


@lru_cache(1000)
def _parts(pen: str) -> tuple[frozenset[str], str, str]:
    """Attributes, foreground and background of a pen."""
    attributes, foreground, background = [], "", ""
    numbers = iter(pen.split(";") if pen else [])
    for number in numbers:
        if number in ("38", "48"):
            kind = next(numbers)
            rest = [next(numbers) for _ in range(3 if kind == "2" else 1)]
            number = ";".join([number, kind, *rest])
        if len(number) == 1:
            attributes.append(number)
        elif number.startswith(("4", "10")):
            background = number
        else:
            foreground = number
    return frozenset(attributes), foreground, background


@lru_cache(1000)
def _ground(pen: str) -> str:
    """What is seen of the pen where there is no ink."""
    attributes, _, background = _parts(pen)
    return pen if attributes - {"1", "2", "3"} else background


@lru_cache(1000)
def _turn(before: str, pen: str) -> str:
    """The sequence that makes one pen of the other."""
    (had, *grounds), (wanted, *wanted_grounds) = _parts(before), _parts(pen)
    if had - wanted or any(ground and not now for ground, now in zip(grounds, wanted_grounds, strict=True)):
        return f"\x1b[0;{pen}m" if pen else "\x1b[0m"
    new = [*sorted(wanted - had), *(now for ground, now in zip(grounds, wanted_grounds, strict=True) if now != ground)]
    return f"\x1b[{';'.join(new)}m" if new else ""
