"""Styled lines on standard output: with attributes at a terminal, plain anywhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby

from paperreader.fulltext.blocks import Block
from paperreader.tui.render.styled_text import ASCII, Glyphs, StyledLine, StyledSpan

DEFAULT_COLUMNS = 80
SGR = {
    "title": "1",
    "heading": "1",
    "strong": "1",
    "strong-emphasis": "1;3",
    "emphasis": "3",
    "code": "1",
    "link": "4",
    "note": "2",
    "faint": "2",
    "figure": "2",
    "citation": "2",
}
"""Attributes of roles at a terminal; its colours are the user's own."""


class LinePrinter:
    """Prints lines as wide as the terminal."""

    def __init__(self, columns: int | None = None) -> None:
        """`columns`: as the user wants them."""
        self._is_terminal = sys.stdout.isatty() and os.environ.get("TERM") not in (None, "dumb", "unknown")
        width = os.get_terminal_size(sys.stdout.fileno()).columns if self._is_terminal and not columns else 0
        self.columns = columns or width or DEFAULT_COLUMNS
        self.glyphs = Glyphs() if "utf" in (sys.stdout.encoding or "").lower() else ASCII

    def text_of(self, line: StyledLine) -> str:
        """The line as it is printed."""
        return (_with_attributes(line) if self._is_terminal else line.text).rstrip()

    def print(self, line: StyledLine) -> None:
        print(self.text_of(line))

    def lay_out(self, blocks: Iterable[Block], hint: str) -> Iterator[StyledLine]:
        """The lines of blocks: of prose not too long for reading, of tables and code as wide as there is room.

        `hint`: how to see the whole of a table that is cut.
        """
        from paperreader.tui.render.fulltext import lay_out_all
        from paperreader.tui.render.page import MAX_LINE_CELLS

        measure = min(self.columns, MAX_LINE_CELLS)
        return lay_out_all(blocks, measure, self.glyphs, pane_width=self.columns, hint=hint)


def _with_attributes(line: StyledLine) -> str:
    def sgr_of(span: StyledSpan) -> str:
        is_listing = line.section == "listing" and span.role == "code"  # stands apart already
        return "" if is_listing else SGR.get(span.role, "")

    parts = [(sgr, "".join(span.text for span in spans)) for sgr, spans in groupby(line.spans, sgr_of)]
    return "".join(f"\x1b[{sgr}m{text}\x1b[m" if sgr else text for sgr, text in parts)
