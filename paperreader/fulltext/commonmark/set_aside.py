"""Formulas taken out of a text before CommonMark reads it, which would take their `_`, `*` and `\\` for markup."""

from __future__ import annotations

import re

from paperreader.fulltext.commonmark.limits import MAX_FORMULAS

FIRST, LAST = 0xF0000, 0xFFFFD  # a private-use plane of Unicode
_PRIVATE = re.compile("[\U000f0000-\U0010ffff]")
PLACEHOLDER = re.compile(f"([{chr(FIRST)}-{chr(LAST)}])")


class SetAside:
    """Each formula is one private-use character in the text."""

    def __init__(self) -> None:
        self._formulas: list[str] = []

    def put(self, tex: str) -> str:
        """The character that stands for a formula; the formula itself if there are too many."""
        if self.is_full:
            return tex
        self._formulas.append(tex)
        return chr(FIRST + len(self._formulas) - 1)

    @property
    def is_full(self) -> bool:
        """No more formulas are taken."""
        return len(self._formulas) >= MAX_FORMULAS

    def get(self, placeholder: str) -> str:
        """The formula that a character stands for; empty for one that stands for none."""
        index = ord(placeholder) - FIRST
        return self._formulas[index] if index < len(self._formulas) else ""

    def restored(self, text: str) -> str:
        """The text with its formulas as TeX."""
        return PLACEHOLDER.sub(lambda found: self.get(found[0]), text)


def without_placeholders(text: str) -> str:
    """A text from outside, without characters that would be taken for what was set aside."""
    return _PRIVATE.sub("", text)
