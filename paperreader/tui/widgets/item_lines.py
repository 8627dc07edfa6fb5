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
    """Items stacked in one column, with blank lines between them; lines are numbered from its top."""

    def __init__(self, draw: Callable[[int], Sequence[StyledLine]], *, max_drawn: int = MAX_DRAWN_ITEMS) -> None:
        """`draw`: makes the lines of an item. `max_drawn`: items whose lines are kept."""
        self._draw, self._max_drawn = draw, max_drawn
        self._starts = [0]
        """The first line of each item, and of one more after the last."""
        self._gap = 0
        self._drawn: dict[int, Sequence[StyledLine]] = {}

    @property
    def count(self) -> int:
        """The number of items."""
        return len(self._starts) - 1

    @property
    def height(self) -> int:
        """The number of lines."""
        return max(0, self._starts[-1] - self._gap)

    def set_heights(self, heights: Iterable[int], *, gap: int = 0) -> None:
        """Replace the items by new ones of these heights, with so many lines between them."""
        self._starts, self._gap = [0, *accumulate(height + gap for height in heights)], gap
        self._drawn.clear()

    def change_heights(self, heights: Iterable[int]) -> None:
        """Give the same items other heights; what is drawn of them stays."""
        self._starts = [0, *accumulate(height + self._gap for height in heights)]

    def drop_all(self) -> None:
        """Draw every item again when it is next needed."""
        self._drawn.clear()

    def drop(self, index: int) -> None:
        """Draw the item again when it is next needed."""
        self._drawn.pop(index, None)

    def item_at(self, y: int) -> int:
        """The item that line `y` belongs to; a line between two belongs to the upper one."""
        return min(bisect_right(self._starts, y) - 1, self.count - 1)

    def start_of(self, index: int) -> int:
        """The item's first line."""
        return self._starts[index]

    def end_of(self, index: int) -> int:
        """The line after the item's last one."""
        return self._starts[index + 1] - self._gap

    def line_at(self, y: int) -> StyledLine:
        """Line `y`; blank outside of the column."""
        if not 0 <= y < self.height:
            return BLANK_LINE
        index = self.item_at(y)
        if index not in self._drawn:
            if len(self._drawn) >= self._max_drawn:
                del self._drawn[next(iter(self._drawn))]  # the one that was drawn first
            self._drawn[index] = self._draw(index)
        lines, offset = self._drawn[index], y - self._starts[index]
        return lines[offset] if offset < len(lines) else BLANK_LINE

    def anchor_at(self, y: int) -> tuple[int, int]:
        """The item that line `y` belongs to, and the line within the item."""
        index = max(0, self.item_at(y))
        return index, y - self._starts[index]

    def line_of(self, index: int, line: int) -> int:
        """The line that an anchor is on now, even if its item has become shorter or is gone."""
        index = min(index, self.count - 1)
        return min(self._starts[index] + line, self._starts[index + 1] - 1) if self.count else 0

    def offset_showing(self, index: int, offset: int, height: int, *, pinned: int) -> int:
        """The scroll offset nearest to `offset` that shows the whole item, or its start, in so many rows."""
        top, bottom = self._starts[index], self.end_of(index)
        if top < pinned:
            return offset
        lowest = bottom - height if height else offset
        return min(max(offset, lowest), top - pinned)

    def is_in_sight(self, index: int, offset: int, height: int, *, pinned: int) -> bool:
        """Whether any line of the item is visible at a scroll offset, in so many rows."""
        if index >= self.count:
            return False
        first, last = self._starts[index] - offset, self.end_of(index) - 1 - offset
        return self._starts[index] < pinned or (first < height and last >= pinned)
