"""What keeps hostile Markdown from costing time, memory or the stack. In brackets: the most that papers were seen to
have."""

from __future__ import annotations

import re

MAX_CHARS = 800_000
"""Of a text (497,000)."""
MAX_LINES = 15_000
"""Of a text (4,000)."""
MAX_INLINE_CHARS = 30_000
"""Of a paragraph (6,720). One that is longer is shown as it is."""
MAX_INLINE_EFFORT = 100_000_000
"""Square of the signs in a paragraph that could be markup, over all paragraphs (10 million)."""
MAX_COLUMNS = 200
"""Of a table (29)."""
MAX_CELLS = 30_000
"""Of all tables (4,000)."""
MAX_FORMULAS = 20_000
"""Of a text (1,800)."""
MAX_INDENT = 60
"""Columns. Two of them are a list in a list."""
MAX_CONTAINERS = 12
"""Quotes and lists that begin in one line."""
MAX_NESTING = 160

_INDENT = re.compile(rf"^[ \t]{{{MAX_INDENT},}}+", re.MULTILINE)
_CONTAINER = r"[ ]{0,3}(?:>|(?:[-*+]|\d{1,9}[.)])[ \t])"
_CONTAINERS = re.compile(rf"^((?:{_CONTAINER}){{{MAX_CONTAINERS}}})(?:{_CONTAINER})+", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t]*+(?=\n[ \t]*+\n)")


def bounded(source: str) -> str:
    """The text, cut where it is longer than any paper, and without nesting that nobody could read."""
    source = _BLANK.sub("", source[:MAX_CHARS])
    source = "\n".join(source.split("\n", MAX_LINES)[:MAX_LINES])
    source = _INDENT.sub(" " * MAX_INDENT, source)
    return _CONTAINERS.sub(r"\1", source)


def is_cut(source: str) -> bool:
    """Whether the end of a text is left out."""
    return len(source) > MAX_CHARS or (
        source.count("\n") > MAX_LINES and _BLANK.sub("", source).count("\n") > MAX_LINES
    )
