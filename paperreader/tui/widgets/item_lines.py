"""The lines of a pane's items, drawn when they are first needed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from paperreader.tui.render.styled_text import StyledLine

BLANK_LINE = StyledLine()
MAX_DRAWN_ITEMS = 500
"""Items whose lines are cached."""


class ItemLines:
    """Items stacked in one column; lines are numbered from its top."""

    def __init__(self, draw: Callable[[int], Sequence[StyledLine]]) -> None:
        """`draw`: makes the lines of an item."""
        self._draw = draw
        self._starts = [0]
        """The first line of each item, and the number of lines."""
        self._drawn: dict[int, Sequence[StyledLine]] = {}

    @property
    def count(self) -> int:
        """The number of items."""
        return len(self._starts) - 1

    @property
    def height(self) -> int:
        """The number of lines."""
        return self._starts[-1]

    def set_heights(self, heights: Iterable[int]) -> None:
        """Replace the items by new ones of these heights."""
        self._starts = [0, *accumulate(heights)]
        self._drawn.clear()

    def drop(self, index: int) -> None:
        """Draw the item again when it is next needed."""
        self._drawn.pop(index, None)

    def item_at(self, y: int) -> int:
        """The item that line `y` belongs to."""
        return min(bisect_right(self._starts, y) - 1, self.count - 1)

    def start_of(self, index: int) -> int:
        """The item's first line; for the index after the last, the height."""
        return self._starts[index]

    def line_at(self, y: int) -> StyledLine:
        """Line `y`; blank outside of the column."""
        if not 0 <= y < self._starts[-1]:
            return BLANK_LINE
        index = self.item_at(y)
        if index not in self._drawn:
            if len(self._drawn) > MAX_DRAWN_ITEMS:
                self._drawn.clear()
            self._drawn[index] = self._draw(index)
        lines, offset = self._drawn[index], y - self._starts[index]
        return lines[offset] if offset < len(lines) else BLANK_LINE
