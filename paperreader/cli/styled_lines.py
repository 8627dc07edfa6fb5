"""Styled lines on standard output: with attributes at a terminal, plain anywhere else."""

from __future__ import annotations

import os
import sys
from itertools import groupby

from paperreader.tui.render.styled_text import ASCII, Glyphs, StyledLine

DEFAULT_COLUMNS = 80
SGR = {
    "title": "1",
    "heading": "1",
    "strong": "1",
    "strong-emphasis": "1;3",
    "emphasis": "3",
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

    def print(self, line: StyledLine) -> None:
        print((_with_attributes(line) if self._is_terminal else line.text).rstrip())


def _with_attributes(line: StyledLine) -> str:
    parts = [
        (sgr, "".join(span.text for span in spans))
        for sgr, spans in groupby(line.spans, lambda span: SGR.get(span.role, ""))
    ]
    return "".join(f"\x1b[{sgr}m{text}\x1b[m" if sgr else text for sgr, text in parts)
