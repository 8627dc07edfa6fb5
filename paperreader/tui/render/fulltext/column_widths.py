"""How wide the columns of a table are: natural, or shrunk to fit, the widest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

GAPS = (2, 1)
"""Cells between columns: as many as there is room for."""
CLEARLY_LOWER = 0.85
"""Share of the height that is worth narrow columns."""
LONG_WORD_CELLS = 12
"""A longer word is broken before a column is left out."""
LABEL_CELLS = 20
"""Of the first column, which says what the rows are, if others are left out."""


class Need(NamedTuple):
    """What a cell of the table needs."""

    row: int
    column: int
    columns: int
    """How many columns it spans."""
    natural: int
    """Cells of its text in one line, and of its longest word."""
    longest_word: int


class Widths(NamedTuple):
    """The widths of the columns that are shown, and the gap between them."""

    columns: tuple[int, ...]
    gap: int

    @property
    def total(self) -> int:
        return sum(self.columns) + self.gap * max(0, len(self.columns) - 1)

    def start_of(self, column: int) -> int:
        """The cell that a column begins at."""
        return sum(self.columns[:column]) + self.gap * column

    def of(self, column: int, columns: int) -> int:
        """The width of a cell that spans so many columns, as far as they are shown."""
        shown = self.columns[column : column + columns]
        return sum(shown) + self.gap * max(0, len(shown) - 1)


class Demand(NamedTuple):
    """What columns have to hold."""

    columns: list[int]
    """By column, the cells of what stands in it alone."""
    spanning: list[tuple[int, int, int]]
    """What spans several: the first column, how many they are, cells. Those of few columns first."""

    @classmethod
    def of(cls, columns: int, needs: Iterable[tuple[int, int, int]]) -> Demand:
        single, spanning = [1] * columns, []
        for need in needs:
            column, count, cells = need
            if count > 1:
                spanning.append(need)
            elif cells > single[column]:
                single[column] = cells
        return cls(single, sorted(spanning, key=lambda need: need[1]))

    def widths(self, gap: int) -> list[int]:
        """The columns, wide enough for everything; what cells lack that span several is shared out."""
        widths = list(self.columns)
        for column, count, cells in self.spanning:
            lack = cells - sum(widths[column : column + count]) - gap * (count - 1)
            for index in range(column, column + count):
                if (share := -(-lack // (column + count - index))) > 0:
                    widths[index] += share
                    lack -= share
        return widths


def natural_widths(columns: int, needs: Sequence[Need]) -> Widths:
    """Every cell in one line."""
    return Widths(tuple(_texts(columns, needs).widths(GAPS[0])), GAPS[0])


def fitted_widths(columns: int, needs: Sequence[Need], room: int) -> Widths:
    """The columns in so many cells; if they do not fit even with long words broken, only the first of them."""
    texts = _texts(columns, needs)
    for gap in GAPS:
        wanted = texts.widths(gap)
        if sum(wanted) + gap * (columns - 1) <= room:
            return Widths(tuple(wanted), gap)
    words = Demand.of(columns, ((need.column, need.columns, need.longest_word) for need in needs))
    for gap in GAPS:
        wanted, least = texts.widths(gap), words.widths(gap)
        space = room - gap * (columns - 1)
        if sum(least) <= space:
            return Widths(tuple(_best(wanted, least, space, needs)), gap)
    short = [min(width, LONG_WORD_CELLS) for width in least]
    short[0] = max(short[0], min(wanted[0], LABEL_CELLS, room // 3))
    shown = columns
    while shown > 1 and sum(short[:shown]) + gap * (shown - 1) > room:
        shown -= 1
    space = room - gap * (shown - 1)
    return Widths(tuple(_best(wanted[:shown], [min(width, space) for width in short[:shown]], space, needs)), gap)


def _texts(columns: int, needs: Sequence[Need]) -> Demand:
    return Demand.of(columns, ((need.column, need.columns, need.natural) for need in needs))


def _best(wanted: Sequence[int], least: Sequence[int], space: int, needs: Sequence[Need]) -> Sequence[int]:
    """Widths in so much space: the widest columns give first, unless the table is clearly lower in another way."""
    levelled, shared = _levelled(wanted, least, space), _shared(wanted, least, space)
    return shared if _height(shared, needs) < CLEARLY_LOWER * _height(levelled, needs) else levelled


def _levelled(wanted: Sequence[int], least: Sequence[int], space: int) -> list[int]:
    """As wide as wanted up to a limit that is the same for all, but no column narrower than its least."""

    def limited(limit: int) -> list[int]:
        return [max(min(width, limit), each) for width, each in zip(wanted, least, strict=True)]

    low, high = 0, max(wanted, default=0)
    while low < high:
        limit = (low + high + 1) // 2
        low, high = (limit, high) if sum(limited(limit)) <= space else (low, limit - 1)
    return _filled(limited(low), wanted, space)


def _shared(wanted: Sequence[int], least: Sequence[int], space: int) -> list[int]:
    """Each column its least, and what is left by what it lacks: long texts get most of the space."""
    lacks = [max(0, width - each) for width, each in zip(wanted, least, strict=True)]
    left = space - sum(least)
    return _filled(
        [each + left * lack // (sum(lacks) or 1) for each, lack in zip(least, lacks, strict=True)], wanted, space
    )


def _filled(widths: list[int], wanted: Sequence[int], space: int) -> list[int]:
    """The widths with what rounding has left over."""
    rest = space - sum(widths)
    for index, width in enumerate(widths):
        if rest > 0 and width < wanted[index]:
            widths[index] += 1
            rest -= 1
    return widths


def _height(widths: Sequence[int], needs: Sequence[Need]) -> int:
    """About how many lines the table has: each row as many as its highest cell."""
    heights: dict[int, int] = {}
    for need in needs:
        if need.columns == 1 and need.column < len(widths):
            lines = -(-need.natural // max(1, widths[need.column]))
            heights[need.row] = max(heights.get(need.row, 1), lines)
    return sum(heights.values())
