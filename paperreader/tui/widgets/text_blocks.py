"""The blocks of a text as lines of a pane: their heights are guessed until they are read and laid out."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from paperreader.fulltext.blocks import Block
from paperreader.fulltext.lazy_blocks import LazyBlocks
from paperreader.tui.render.fulltext import (
    centred,
    gap_before,
    guess_height,
    guess_unread_height,
    lay_out,
    lines_before,
)
from paperreader.tui.render.page import MAX_LINE_CELLS
from paperreader.tui.render.rows import wrapped
from paperreader.tui.render.styled_text import Glyphs, StyledLine

MAX_KEPT_BLOCKS = 80
"""Blocks whose lines are kept: more than a screen has. Others are laid out again in a moment."""
BLANK = StyledLine()
ROUGH, GUESSED, EXACT = range(3)
"""What is known of a height: the size of the block in the store, the block, its lines."""


class TextBlocks:
    """Each block is an item of the pane, together with the blank lines above it. A note comes before the first."""

    def __init__(self, blocks: Sequence[Block], note: str, width: int, glyphs: Glyphs) -> None:
        self._blocks, self._pane_width, self._glyphs = blocks, max(1, width), glyphs
        self._width = min(self._pane_width, MAX_LINE_CELLS)
        self._note = [*self._centred([*wrapped(note, self._width, "figure")]), BLANK] if note else []
        self._lines: dict[int, Sequence[StyledLine]] = {}
        self._known = bytearray(len(blocks))
        """ROUGH, GUESSED or EXACT for each height."""
        if isinstance(blocks, LazyBlocks):
            self.heights = [guess_unread_height(size, self._width) for size in blocks.sizes]
        else:
            self.heights = [*map(self._guess, range(len(blocks)))]
        """Lines of each item."""
        self._next = 0
        """Where to go on measuring."""

    def __len__(self) -> int:
        return len(self._blocks)

    @property
    def is_exact(self) -> bool:
        """No height is guessed any more."""
        return self._known.count(EXACT) == len(self)

    def space_above(self, index: int) -> int:
        """How many lines of the item come before the block's own."""
        if index == 0:
            return len(self._note)
        return gap_before(self._blocks[index - 1], self._blocks[index])

    def lines(self, index: int) -> Sequence[StyledLine]:
        """The block's own lines; from now on its height is exact."""
        if (lines := self._lines.get(index)) is None:
            if len(self._lines) >= MAX_KEPT_BLOCKS:
                del self._lines[next(iter(self._lines))]  # the one that was laid out first
            lines = self._lines[index] = self._laid_out(index)
        return lines

    def above(self, index: int) -> Sequence[StyledLine]:
        """The lines of the item before the block's own."""
        if index == 0:
            return self._note
        return self._centred(lines_before(self._blocks[index - 1], self._blocks[index], self._glyphs))

    def measure_around(self, index: int, *, above: int, below: int) -> bool:
        """Make the heights exact of a block, and of those in so many lines above and below it; whether any changed."""
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
        """Make the heights of the next blocks exact, for about so long, and forget their lines; whether any changed.

        Before the first is made exact all are guessed, so that it is soon known how long the text is.
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

    def _centred(self, lines: Sequence[StyledLine]) -> Sequence[StyledLine]:
        return centred(lines, self._width, self._pane_width)

    def _find_next(self) -> int:
        """A block whose height is not exact; -1 if all are."""
        if (rough := self._known.find(ROUGH)) >= 0:
            return rough
        found = self._known.find(GUESSED, self._next)
        return found if found >= 0 else self._known.find(GUESSED)

    def _guess(self, index: int) -> int:
        self._known[index] = GUESSED
        return self.space_above(index) + guess_height(self._blocks[index], self._width, pane_width=self._pane_width)

    def _laid_out(self, index: int) -> Sequence[StyledLine]:
        self._next = index
        lines = lay_out(self._blocks[index], self._width, self._glyphs, pane_width=self._pane_width)
        shown = self._centred(lines or [BLANK])
        self.heights[index] = self.space_above(index) + len(shown)
        self._known[index] = EXACT
        return shown
