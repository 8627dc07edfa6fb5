"""The beginning of a text: whole sentences as far as they fit, else words."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"(?<![A-Z]\.)(?<!\b[a-z]\.[a-z]\.)(?<!\bal\.)(?<!\bvs\.)(?<=[.!?。])\s+(?=[^a-z\s])")
"""Not behind an initial, `i.e.`, `et al.`, and not before a small letter."""


def beginning(text: str, max_chars: int) -> str:
    """The first sentences of a clean text; ends in `…` if even the first is cut."""
    if len(text) <= max_chars:
        return text
    ends = [found.start() for found in _SENTENCE_END.finditer(text, 0, max_chars + 2)]
    if ends:
        return text[: ends[-1]]
    cut = text[: max_chars - 1]
    word = cut.rpartition(" ")[0]
    return f"{(word if len(word) > max_chars // 2 else cut).rstrip(' ,;:')}…"
