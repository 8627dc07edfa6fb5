"""Knows what the terminal shows, so that only changes are written to it.

Textual writes every cell that it paints, each run with its colours and a reset. Over a slow line the page of another
paper would take 18 kB; its difference to the page before takes 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from paperreader.text.width import graphemes
from paperreader.tui.terminal.pen import ground, pen_change, pen_of

TOKEN = re.compile(
    r"(?P<run>(?:\x1b\[([\d;]+)m)?([^\x00-\x1f\x7f]+)(\x1b\[0m)?)|\n?(?P<move>\x1b\[\d+;\d+H)|(?P<down>\n)"
    r"|(?P<pen>\x1b\[[\d;]*m)|(?P<other>\x1b\[[^@-~]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|.)",
    re.DOTALL,
)
KEEPS_CELLS = re.compile(r"\x1b\[\?(?!10?4[79])[\d;]*(?:[hl]|\$p)|\x1b\[[<>]\d*u|\x1b\].*|\x07", re.DOTALL)
"""Sequences that do not change any cell."""
ONE_CELL_EACH = re.compile("[ -~\xa1-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f‐-‧‰-⁞←-⋿─-◼★☆✓]*")
"""Text that takes one cell per character in every terminal that is not set up for CJK."""
TWO_CELLS_EACH = (
    "[\u2e80-\u2ffb\u3001-\u3029\u3041-\u3096\u30a0-\u33ff\u3400-\u4dbf\u4e00-\ua48c\uac00-\ud7a3"
    "\uf900-\ufaff\uff01-\uff60]*"
)
"""Text that takes two in every terminal; compiled when the first such text comes, as that takes a millisecond."""


def _is_one_cell_each(text: str) -> bool:
    return text.isascii() or ONE_CELL_EACH.fullmatch(text) is not None


class FrameDiff:
    """The terminal's cells as far as they are known; `changes` keeps them up to date."""

    def __init__(self, *, ambiguous_is_wide: bool = False) -> None:
        self._is_one_cell_each = str.isascii if ambiguous_is_wide else _is_one_cell_each
        self._rows: dict[int, tuple[list[str], list[str]]] = {}
        """By row: the characters and their pens (the text between ESC [ and m), both "" where unknown."""
        self._cursor: tuple[int, int] | None = None
        """Row and column of the cursor, if known."""
        self._covered: dict[tuple[int, int], tuple[str, str, bool]] = {}
        """By row and column: what stood behind text of any width, and whether that may have covered it."""

    def forget(self) -> None:
        """Assume nothing: the terminal may show anything."""
        self._rows.clear()
        self._covered.clear()
        self._cursor = None

    def changes(self, data: str) -> str:
        """The output that makes the terminal show what it would show after `data`."""
        out = _Output()
        row = column = 0
        pen = ""
        is_uncertain = True  # the column is unknown until the first move
        for token in TOKEN.finditer(data):
            kind = token.lastgroup
            if kind == "run":
                taken, text, dropped = token.group(2, 3, 4)
                pen = pen if taken is None else pen_of(taken)
                if is_uncertain:
                    self._forget_from(row, column)
                    out.append(row, column, text, pen)
                    column += len(text)
                elif self._is_one_cell_each(text):
                    if part := self._differing(row, column, text, pen):
                        out.put(row, *part, pen)
                    column += len(text)
                else:
                    column += self._put_of_any_width(out, row, column, text, pen)
                pen = "" if dropped else pen
            elif kind == "pen":
                pen = pen_of(token["pen"][2:-1])
            elif kind == "move":
                before = row, column
                row, column = map(int, token["move"][2:-1].split(";"))
                if (row, column) < before:  # its cells may come after some that are not written yet
                    out.flush()
                is_uncertain = False
                out.cursor = out.cursor or out.UNKNOWN
            elif kind == "other":
                text = token[0]
                if not KEEPS_CELLS.fullmatch(text):
                    self.forget()
                    out.reset()  # erased cells take the colour of the pen
                    out.cursor = None
                out.raw(text)
        self._restore_covered(out)
        cursor = self._cursor
        if row or column:
            self._cursor = (row, column) if row else None
        return out.finish(row, column, cursor)

    def _differing(self, row: int, column: int, text: str, pen: str) -> tuple[int, str] | None:
        """The part of a run that the terminal does not show yet, and its column."""
        size = len(text)
        end = column + size
        ink, blank = text.strip(" "), ground(pen)
        lead = text.index(ink) if ink else size
        now_pens = [blank] * lead + [pen] * len(ink) + [blank] * (size - lead - len(ink))
        characters, pens = self._known(row, column)
        if len(characters) == column:  # as everywhere in a first frame
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

    def _put_of_any_width(self, out: _Output, row: int, column: int, text: str, pen: str) -> int:
        """Write text that the terminal may give more or fewer cells than we do; returns ours.

        What follows such a character is written again where we see it, so that only the character itself is off.
        """
        pieces = list(self._pieces(text))
        cells = sum(width for _, width, _ in pieces)
        most = sum(width if is_sure else max(width, 2 * len(piece)) for piece, width, is_sure in pieces)
        characters, pens = self._known(row, column)
        for x in range(column + cells, len(characters)):
            if characters[x]:
                self._covered[row, x] = characters[x], pens[x], x < column + most
        for x in range(column, column + cells):
            self._covered.pop((row, x), None)
        self._forget_from(row, column)
        out.append(row, column, text, pen)
        first = next((n for n, (*_, is_sure) in enumerate(pieces) if not is_sure), len(pieces))
        at = column + sum(width for _, width, _ in pieces[: first + 1])
        for is_sure, group in groupby(pieces[first + 1 :], key=itemgetter(2)):
            for piece, width in _joined(group) if is_sure else ((piece, width) for piece, width, _ in group):
                out.cursor = out.UNKNOWN
                if not is_sure:
                    out.append(row, at, " " * width, pen)
                    out.cursor = out.UNKNOWN
                out.append(row, at, piece, pen)
                at += width
        out.cursor = out.UNKNOWN
        return cells

    def _pieces(self, text: str) -> Iterator[tuple[str, int, bool]]:
        """Each character as the user sees it, its cells, and whether every terminal gives it as many."""
        start = 0
        for end, cells in graphemes(text):
            piece = text[start:end]
            is_plain = self._is_one_cell_each(piece) or re.fullmatch(TWO_CELLS_EACH, piece) is not None
            yield piece, cells, is_plain and len(piece) == 1
            start = end

    def _restore_covered(self, out: _Output) -> None:
        for (row, x), (character, pen, may_be_covered) in self._covered.items():
            characters, pens = self._known(row, x + 1)
            if not characters[x]:
                characters[x], pens[x] = character, pen
                if may_be_covered:
                    out.put(row, x, character, pen)
        self._covered.clear()

    def _forget_from(self, row: int, column: int) -> None:
        """Forget the rest of the row: only the terminal knows how wide its text gets."""
        for known in self._known(row, column):
            known[column:] = [""] * (len(known) - column)

    def _known(self, row: int, columns: int) -> tuple[list[str], list[str]]:
        if (known := self._rows.get(row)) is None:
            known = self._rows[row] = ([], [])
        if (missing := columns - len(known[0])) > 0:
            for each in known:
                each += [""] * missing
        return known


def _joined(pieces: Iterable[tuple[str, int, bool]]) -> Iterator[tuple[str, int]]:
    texts, widths, _ = zip(*pieces, strict=True)
    yield "".join(texts), sum(widths)


class _Output:
    """Collects output pen by pen: changing the pen takes more bytes than moving the cursor."""

    UNKNOWN = (0, 0)
    """A position where the cursor never is, so that the next text is written behind a move."""

    def __init__(self) -> None:
        self.cursor: tuple[int, int] | None = None
        """The terminal's cursor, if known."""
        self._out: list[str] = []
        self._pen = ""
        self._parts: list[tuple[int, int, str, str]] = []

    def put(self, row: int, column: int, text: str, pen: str) -> None:
        """Text for a known position, written in any order."""
        if self._parts:
            before_row, start, before, before_pen = self._parts[-1]
            if row == before_row and column == start + len(before) and ground(pen) == ground(before_pen):
                is_blank = not text.strip(" ")
                if is_blank or pen == before_pen or not before.strip(" "):
                    self._parts[-1] = (row, start, before + text, before_pen if is_blank else pen)
                    return
        self._parts.append((row, column, text, pen))

    def append(self, row: int, column: int, text: str, pen: str) -> None:
        """Text for wherever the text before it ended."""
        self.flush()
        if self.cursor is not None:
            self._move_to(row, column)
        self._set_pen(pen)
        self._out.append(text)
        self.cursor = None

    def raw(self, text: str) -> None:
        """A sequence that is not text."""
        self.flush()
        self._out.append(text)

    def reset(self) -> None:
        """Back to the default pen."""
        self.flush()
        self._set_pen("")

    def finish(self, row: int, column: int, before: tuple[int, int] | None) -> str:
        """All output, with the cursor moved to its final position; `before`: where it was at the start."""
        self.reset()
        if row and (self._out or before != (row, column)):
            self._move_to(row, column)
        return "".join(self._out)

    def flush(self) -> None:
        """Write the text that was put so far."""
        if not self._parts:
            return
        inked: dict[str, list[tuple[int, int, str]]] = {}
        fits: dict[str, str] = {}
        for row, column, text, pen in self._parts:
            if text.strip(" "):
                inked.setdefault(pen, []).append((row, column, text))
                fits.setdefault(ground(pen), pen)
        for row, column, text, pen in self._parts:
            if not text.strip(" "):
                fit = fits.setdefault(ground(pen), pen)
                inked.setdefault(fit, []).append((row, column, text))
        for pen in sorted(inked, key=lambda pen: pen != self._pen):
            self._set_pen(pen)
            for row, column, text in inked[pen]:
                self._move_to(row, column)
                self._out.append(text)
                self.cursor = (row, column + len(text))
        self._parts.clear()

    def _move_to(self, row: int, column: int) -> None:
        if self.cursor != (row, column):
            self._out.append(f"\x1b[{row};{column}H")
            self.cursor = (row, column)

    def _set_pen(self, pen: str) -> None:
        if pen != self._pen:
            self._out.append(pen_change(self._pen, pen))
            self._pen = pen
