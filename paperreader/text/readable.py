"""TeX -> text as a person would write it."""

from __future__ import annotations

import re

from paperreader.text.sanitize import clean

READABLE_VERSION = 1
"""Raised whenever `readable` answers differently, so that a store can tell which of its texts are stale."""

LONGEST, DENSEST = 20_000, 1_000
"""Characters, and marks of TeX among them, beyond which `readable` leaves a text as it came."""


def readable(text: str) -> str:
    """TeX, and what is left of it where the hub stripped it badly, as a person would write it.

    Wants clean text and gives clean text. Idempotent; never raises and never drops a word: what it cannot
    make sense of stays as it came.
    """
    if len(text) > LONGEST or sum(map(text.count, "\\$^_{~")) > DENSEST:
        return text
    now = text
    try:
        for _ in range(8):  # each round reads what is nested one level less
            now, before = _convert(now), now
            if now == before:
                return now
    except Exception:  # whatever a parser makes of what nobody foresaw, the text is still there to be read
        pass
    return text


def _convert(text: str) -> str:
    from paperreader.text import latex_leftovers  # many patterns, and below a parser: nothing to start a program with

    kept: list[str] = []
    text = latex_leftovers.put_aside(text, kept)
    if re.search(r"\\[A-Za-z\"'`^~=.(\[]|\$[^$]+\$", text):
        from paperreader.text import latex

        text = latex.convert(text)
    return clean(latex_leftovers.put_back(latex_leftovers.convert(text), kept))
