"""The blocks of a text as lines of a pane."""

from __future__ import annotations

from collections.abc import Sequence

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
from paperreader.tui.widgets.measured_items import BLANK, MeasuredItems


class TextBlocks(MeasuredItems):
    """Each block is an item of the pane, together with the blank lines above it. A note comes before the first."""

    def __init__(self, blocks: Sequence[Block], note: str, width: int, glyphs: Glyphs) -> None:
        self._blocks, self._pane_width, self._glyphs = blocks, max(1, width), glyphs
        self._width = min(self._pane_width, MAX_LINE_CELLS)
        self._note = [*self._centred([*wrapped(note, self._width, "figure")]), BLANK] if note else []
        is_lazy = isinstance(blocks, LazyBlocks)
        sizes = blocks.sizes if isinstance(blocks, LazyBlocks) else ()
        super().__init__(len(blocks), (guess_unread_height(size, self._width) for size in sizes) if is_lazy else None)

    def space_above(self, index: int) -> int:
        if index == 0:
            return len(self._note)
        return gap_before(self._blocks[index - 1], self._blocks[index])

    def guess(self, index: int) -> int:
        return guess_height(self._blocks[index], self._width, pane_width=self._pane_width)

    def lay_out(self, index: int) -> Sequence[StyledLine]:
        lines = lay_out(self._blocks[index], self._width, self._glyphs, pane_width=self._pane_width)
        return self._centred(lines or [BLANK])

    def above(self, index: int) -> Sequence[StyledLine]:
        if index == 0:
            return self._note
        return self._centred(lines_before(self._blocks[index - 1], self._blocks[index], self._glyphs))

    def _centred(self, lines: Sequence[StyledLine]) -> Sequence[StyledLine]:
        return centred(lines, self._width, self._pane_width)
