"""The blocks of a text as lines of a pane."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.fulltext.blocks import Block
from paperreader.tui.render.fulltext import gap_before, guess_height, lay_out
from paperreader.tui.render.page import MAX_LINE_CELLS
from paperreader.tui.render.rows import wrapped
from paperreader.tui.render.styled_text import Glyphs, StyledLine
from paperreader.tui.widgets.measured_items import BLANK, MeasuredItems


class TextBlocks(MeasuredItems):
    """Each block is an item of the pane, together with the blank lines above it. A note comes before the first."""

    def __init__(self, blocks: Sequence[Block], note: str, width: int, glyphs: Glyphs) -> None:
        self._blocks, self._pane_width, self._glyphs = blocks, max(1, width), glyphs
        self._width = min(self._pane_width, MAX_LINE_CELLS)
        self._note = [*wrapped(note, self._width, "figure"), BLANK] if note else []
        super().__init__(len(blocks))

    def space_above(self, index: int) -> int:
        if index == 0:
            return len(self._note)
        return gap_before(self._blocks[index - 1], self._blocks[index])

    def guess(self, index: int) -> int:
        return guess_height(self._blocks[index], self._width, pane_width=self._pane_width)

    def lay_out(self, index: int) -> Sequence[StyledLine]:
        return lay_out(self._blocks[index], self._width, self._glyphs, pane_width=self._pane_width) or [BLANK]

    def above(self, index: int) -> Sequence[StyledLine]:
        return self._note if index == 0 else super().above(index)
