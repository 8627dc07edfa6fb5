"""How wide the columns of a table are: natural, or shrunk to fit, the widest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from paperreader.tui.render.fulltext.table_grid import Grid

GAPS = (2, 1)
"""Cells between columns: as many as there is room for."""
LONG_WORD_CELLS = 12
"""A longer word is broken before a column is left out."""


class Widths(NamedTuple):
    """The widths of the columns that are shown, and the gap between them."""

    columns: tuple[int, ...]
    gap: int

    @property
    def total(self) -> int:
        return sum(self.columns) + self.gap * max(0, len(self.columns) - 1)

    def of(self, column: int, columns: int) -> int:
        """The width of a cell that spans so many columns, as far as they are shown."""
        shown = self.columns[column : column + columns]
        return sum(shown) + self.gap * max(0, len(shown) - 1)


def natural_widths(grid: Grid, naturals: Sequence[int]) -> Widths:
    """Every cell in one line. `naturals`: what the columns need by themselves."""
    return Widths(tuple(_with_spanning(grid, naturals, GAPS[0], "natural")), GAPS[0])


def fitted_widths(grid: Grid, naturals: Sequence[int], room: int) -> Widths:
    """The columns in so many cells; if even broken words do not fit, only the first columns."""
    words = [1] * grid.columns
    for place in grid.single():
        words[place.column] = max(words[place.column], place.longest_word)
    for gap in GAPS:
        wanted = _with_spanning(grid, naturals, gap, "natural")
        least = _with_spanning(grid, words, gap, "longest_word")
        space = room - gap * (grid.columns - 1)
        if sum(wanted) <= space:
            return Widths(tuple(wanted), gap)
        if sum(least) <= space:
            return Widths(_shrunk(wanted, least, space), gap)
    gap = GAPS[-1]
    short = [min(width, LONG_WORD_CELLS) for width in least]
    shown = grid.columns
    while shown > 1 and sum(short[:shown]) + gap * (shown - 1) > room:
        shown -= 1
    space = room - gap * (shown - 1)
    return Widths(_shrunk(wanted[:shown], [min(width, space) for width in short[:shown]], space), gap)


def _shrunk(wanted: Sequence[int], least: Sequence[int], space: int) -> tuple[int, ...]:
    """As wide as wanted up to a limit that is the same for all, but no column narrower than its least."""
    low, high = 0, max(wanted, default=0)
    while low < high:
        limit = (low + high + 1) // 2
        fits = sum(max(min(width, limit), each) for width, each in zip(wanted, least, strict=True)) <= space
        low, high = (limit, high) if fits else (low, limit - 1)
    widths = [max(min(width, low), each) for width, each in zip(wanted, least, strict=True)]
    rest = space - sum(widths)
    for index in sorted(range(len(widths)), key=lambda index: widths[index] - wanted[index]):
        if rest > 0 and widths[index] < wanted[index]:
            widths[index] += 1
            rest -= 1
    return tuple(widths)


def _with_spanning(grid: Grid, widths: Sequence[int], gap: int, measure: str) -> list[int]:
    """The widths, wide enough for cells that span several columns: what these lack is shared out."""
    wide = list(widths)
    for place in sorted((place for place in grid.places if place.columns > 1), key=lambda place: place.columns):
        first, last = place.column, place.column + place.columns
        lack = getattr(place, measure) - sum(wide[first:last]) - gap * (place.columns - 1)
        for index in range(first, last):
            share = -(-lack // (last - index))
            if share > 0:
                wide[index] += share
                lack -= share
    return wide
