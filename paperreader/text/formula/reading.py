"""Formulas as they are read: in one line, or in two dimensions. Never raises, and takes bounded time."""

from __future__ import annotations

from paperreader.text.formula.breaking import display
from paperreader.text.formula.commands import parse
from paperreader.text.formula.linear import write
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, wrap

MAX_CHARS = 12_000
"""Of a formula; of a longer one only the TeX is shown."""
MAX_SHOWN_CHARS = 20_000
"""Of TeX that is shown as it is."""


def read_inline(tex: str) -> str:
    """The formula in one line."""
    try:
        if len(tex) <= MAX_CHARS:
            return clean(write(parse(tex)))
    except Exception:  # too long, nested too deep, or not thought of: its TeX can still be read
        pass
    return _shown(tex)


def read_display(tex: str, width: int | None = None) -> tuple[str, ...]:
    """The formula in two dimensions: lines of at most `width` cells, or as wide as it likes."""
    try:
        if len(tex) <= MAX_CHARS:
            lines = display(parse(tex), width)
            if width is None or all(cell_width(line) <= width for line in lines):
                return lines
    except Exception:
        pass
    shown = read_inline(tex)
    return (shown,) if width is None else tuple(line for _, line in wrap(shown, max(width, 2)))


def _shown(tex: str) -> str:
    """The TeX itself."""
    shown = clean(tex[:MAX_SHOWN_CHARS])
    return shown if len(tex) <= MAX_SHOWN_CHARS else f"{shown}…"
