"""What keeps hostile Markdown from costing time, memory or the stack."""

from __future__ import annotations

import re

MAX_CHARS = 1_000_000
"""Of a text; the longest of 681 papers has half of it."""
MAX_LINE_CHARS = 20_000
"""What is longer is broken; the longest line of 681 papers has 6,720."""
MAX_INLINE_CHARS = 60_000
"""A paragraph that is longer is shown as it is."""
MAX_INDENT = 60
"""Columns. Two of them are a list in a list."""
MAX_CONTAINERS = 12
"""Quotes and lists that begin in one line."""
MAX_NESTING = 160
MAX_PAIRS = 400
"""Brackets that may be open at a time in a paragraph."""

_INDENT = re.compile(rf"^[ \t]{{{MAX_INDENT},}}", re.MULTILINE)
_CONTAINER = r"[ ]{0,3}(?:>|(?:[-*+]|\d{1,9}[.)])[ \t])"
_CONTAINERS = re.compile(rf"^((?:{_CONTAINER}){{{MAX_CONTAINERS}}})(?:{_CONTAINER})+", re.MULTILINE)


def bounded(source: str) -> str:
    """The text, without nesting that nobody could read."""
    source = _INDENT.sub(" " * MAX_INDENT, source[:MAX_CHARS])
    return _CONTAINERS.sub(r"\1", source)
