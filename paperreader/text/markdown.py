"""Text in Markdown, escaped where Markdown, or GitHub's, would take it for markup."""

from __future__ import annotations

import re


def escape(text: str) -> str:
    """A line of text; what would begin a heading or a list there is escaped too."""
    return re.sub(r"^(?:[#+=-]|[0-9]+(?=[.)]))", lambda start: _at_line_start(start[0]), escape_inside(text))


def escape_inside(text: str) -> str:
    """Text in the middle of a line."""
    return re.sub(r"[\\`*\[\]<>~|$]|(?<![^\W_])_|_(?![^\W_])|&(?=[#\w]+;)", r"\\\g<0>", text)


def escape_url(url: str) -> str:
    """An address between parentheses."""
    return url.translate({ord(mark): f"%{ord(mark):02X}" for mark in "()<>"})


def _at_line_start(mark: str) -> str:
    """Escape `#`, `-` and `1.`, which begin a heading or a list there; of `1.` only the full stop can be escaped."""
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"
