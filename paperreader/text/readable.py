"""TeX -> the text that its author would have typed without TeX."""

from __future__ import annotations

import re

from paperreader.text.sanitize import clean

READABLE_VERSION = 5
"""Raise it whenever `clean`, `readable` or `fold` gives other results: a store then makes its texts and words anew."""

MAX_READABLE_CHARS, MAX_TEX_SIGNS = 20_000, 1_000
"""Characters of a text, and TeX's signs among them, beyond which `readable` leaves the text unchanged."""


def readable(text: str) -> str:
    """The text with its TeX, and the leftovers of TeX that the Hub stripped badly, written in plain Unicode.

    Takes and returns clean text (see `sanitize`). Idempotent; never raises and never drops a word: what it does not
    understand stays unchanged.
    """
    if len(text) > MAX_READABLE_CHARS or sum(map(text.count, "\\$^_{~")) > MAX_TEX_SIGNS:
        return text
    now = text
    try:
        for _ in range(8):  # each round resolves one level of nesting
            now, before = _convert(now), now
            if now == before:
                return now
    except Exception:  # whatever trips the parser, the text can still be read as it is
        pass
    return text


def _convert(text: str) -> str:
    from paperreader.text import latex_leftovers  # many patterns, and below a parser: slow to import

    kept: list[str] = []
    text = latex_leftovers.put_aside(text, kept)
    if re.search(r"\\[A-Za-z\"'`^~=.(\[]|\$[^$]+\$", text):
        from paperreader.text import latex

        text = latex.convert(text)
    return clean(latex_leftovers.put_back(latex_leftovers.convert(text), kept))
