"""Formulas as they are read: in one line, or in two dimensions. Never raises, and takes bounded time."""

from __future__ import annotations

from functools import lru_cache

from paperreader.text.formula.breaking import display
from paperreader.text.formula.commands import COMMANDS
from paperreader.text.formula.linear import write
from paperreader.text.formula.nodes import Row
from paperreader.text.formula.parser import Parser
from paperreader.text.formula.tokens import joined_lines, tokenize
from paperreader.text.sanitize import clean
from paperreader.text.width import wrap

MAX_CHARS = 12_000
"""Of a formula; of a longer one only the TeX is shown."""
MAX_SHOWN_CHARS = 20_000
"""Of TeX that is shown as it is."""
JOINERS = "\u200c\u200d"
"""They have no width, and join nothing where a line was broken at them, or a sign was put before them."""
MIN_WIDTH = 2
"""The cells of the widest character."""


@lru_cache(maxsize=1)  # a displayed formula is read in both ways, one right after the other
def parse(tex: str) -> Row:
    """A formula as a tree. TooLong if it is too long or nested too deep."""
    return Parser(tokenize(tex), COMMANDS).formula()


def read_inline(tex: str) -> str:
    """The formula in one line; as TeX if it cannot be read."""
    if len(tex) <= MAX_CHARS:
        tex = clean(joined_lines(tex))
        try:
            return clean(write(parse(tex)))
        except Exception:  # too long, nested too deep, or not thought of: its TeX can still be read
            pass
    return _cut(tex)


def read_display(tex: str, width: int | None = None) -> tuple[str, ...]:
    """The formula in two dimensions: lines of at most `width` cells, or as wide as it likes."""
    width = width if width is None else max(width, MIN_WIDTH)
    if len(tex) <= MAX_CHARS:
        tex = clean(joined_lines(tex))
        try:
            return tuple(map(_joined, display(parse(tex), width)))
        except Exception:  # see above
            pass
    shown = _cut(tex)
    return (shown,) if width is None else tuple(_joined(line) for _, line in wrap(shown, width))


def _joined(line: str) -> str:
    """The line without joiners that join nothing."""
    line = line.strip(JOINERS)
    if clean(line) == " ".join(line.split()):
        return line
    return line.translate(dict.fromkeys(map(ord, JOINERS)))


def _cut(tex: str) -> str:
    shown = clean(tex[:MAX_SHOWN_CHARS])
    return shown if len(tex) <= MAX_SHOWN_CHARS else f"{shown}…"
