"""What is taken out of a text before CommonMark reads it: formulas, whose `_`, `*` and `\\` it would take for markup,
and tables of HTML."""

from __future__ import annotations

import re

from paperreader.fulltext.commonmark.limits import MAX_FORMULAS

FIRST, LAST = 0xF0000, 0xFFFFD  # a private-use plane of Unicode
PLACEHOLDER = re.compile(f"([{chr(FIRST)}-{chr(LAST)}])")
FIRST_TABLE, LAST_TABLE = 0x100000, 0x100FFF  # of the other one
TABLE_PLACEHOLDER = re.compile(f"[{chr(FIRST_TABLE)}-{chr(LAST_TABLE)}]")
_PRIVATE = re.compile("[\U000f0000-\U0010ffff]")


class SetAside:
    """Each formula and each table is one private-use character in the text."""

    def __init__(self) -> None:
        self._formulas: list[str] = []
        self._tables: list[str] = []

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

    def put_table(self, source: str) -> str:
        """The character that stands for a table; the table itself if there are too many."""
        if len(self._tables) > LAST_TABLE - FIRST_TABLE:
            return source
        self._tables.append(source)
        return chr(FIRST_TABLE + len(self._tables) - 1)

    def table(self, placeholder: str) -> str:
        """The HTML that a character stands for; empty for one that stands for none."""
        index = ord(placeholder) - FIRST_TABLE
        return self._tables[index] if index < len(self._tables) else ""

    def restored(self, text: str) -> str:
        """The text as it was."""
        text = TABLE_PLACEHOLDER.sub(lambda found: self.table(found[0]), text)
        return PLACEHOLDER.sub(lambda found: self.get(found[0]), text)


def without_placeholders(text: str) -> str:
    """A text from outside, without characters that would be taken for what was set aside."""
    return _PRIVATE.sub("", text)
