"""Items of a pane whose heights are guessed until they are laid out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from time import perf_counter

from paperreader.tui.render.styled_text import StyledLine

MAX_KEPT_ITEMS = 80
"""Items whose lines are kept: more than a screen has. Others are laid out again in a moment."""
BLANK = StyledLine()
ROUGH, GUESSED, EXACT = range(3)
"""What is known of a height: something from outside of the item, the item, its lines."""


class MeasuredItems:
    """Subclasses lay an item out, and guess before how high it will be."""

    def __init__(self, count: int, rough: Iterable[int] | None = None) -> None:
        """`rough`: how high they may be, for items that take long to look at."""
        self._lines: dict[int, Sequence[StyledLine]] = {}
        self._known = bytearray(count)
        """ROUGH, GUESSED or EXACT for each height."""
        self._next = 0
        """Where to go on measuring."""
        self.heights = [*map(self._guess, range(count))] if rough is None else [*rough]
        """Lines of each item."""

    # -- for subclasses to override

    def space_above(self, index: int) -> int:
        """How many lines of the item come before its own."""
        raise NotImplementedError

    def lay_out(self, index: int) -> Sequence[StyledLine]:
        """The item's own lines."""
        raise NotImplementedError

    def guess(self, index: int) -> int:
        """How many lines of its own it has, more or less."""
        raise NotImplementedError

    def above(self, index: int) -> Sequence[StyledLine]:
        """The lines of the item before its own."""
        return [BLANK] * self.space_above(index)

    # -- heights

    def __len__(self) -> int:
        return len(self.heights)

    @property
    def is_exact(self) -> bool:
        """No height is guessed any more."""
        return self._known.count(EXACT) == len(self)

    def lines(self, index: int) -> Sequence[StyledLine]:
        """The item's own lines; from now on its height is exact."""
        if (lines := self._lines.get(index)) is None:
            if len(self._lines) >= MAX_KEPT_ITEMS:
                del self._lines[next(iter(self._lines))]  # the one that was laid out first
            lines = self._lines[index] = self._laid_out(index)
        return lines

    def forget(self, indices: Iterable[int]) -> None:
        """These items look different now."""
        for index in indices:
            self._lines.pop(index, None)
            self.heights[index] = self._guess(index)

    def measure_around(self, index: int, *, above: int, below: int) -> bool:
        """Make the heights exact of an item, and of those in so many lines above and below it; whether any changed."""
        changed = False
        if not 0 <= index < len(self):
            return changed
        down, up = range(index, len(self)), range(index - 1, -1, -1)
        for steps, lines in ((down, self.heights[index] + below), (up, above)):
            for each in steps:
                if lines <= 0:
                    break
                guess = self.heights[each]
                if self._known[each] != EXACT:
                    self.lines(each)
                changed |= self.heights[each] != guess
                lines -= self.heights[each]
        return changed

    def measure_rest(self, seconds: float) -> bool:
        """Make the heights of the next items exact, for about so long, and forget their lines; whether any changed.

        Before the first is made exact all are guessed, so that it is soon known how much there is.
        """
        end, changed = perf_counter() + seconds, False
        while (index := self._find_next()) >= 0:
            before = self.heights[index]
            if self._known[index] == ROUGH:
                self.heights[index] = self._guess(index)
            else:
                self._laid_out(index)
            changed |= self.heights[index] != before
            if perf_counter() >= end:
                break
        return changed

    def _find_next(self) -> int:
        """An item whose height is not exact; -1 if all are."""
        if (rough := self._known.find(ROUGH)) >= 0:
            return rough
        found = self._known.find(GUESSED, self._next)
        return found if found >= 0 else self._known.find(GUESSED)

    def _guess(self, index: int) -> int:
        self._known[index] = GUESSED
        return self.space_above(index) + self.guess(index)

    def _laid_out(self, index: int) -> Sequence[StyledLine]:
        self._next = index
        lines = self.lay_out(index)
        self.heights[index] = self.space_above(index) + len(lines)
        self._known[index] = EXACT
        return lines
