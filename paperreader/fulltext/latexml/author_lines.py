"""Who wrote a paper, in one line: a sign between names, affiliations, addresses and notes, wherever a line ends."""

from __future__ import annotations

import re
from typing import Final

from paperreader.fulltext.latexml.tree import Element

NEW_LINE: Final = " · "

_LINES: Final = frozenset(("ltx_author_notes", "ltx_contact"))
"""Elements that are lines of their own."""
_AND: Final = re.compile(r"(?<!\S)&(?=\w)")
r"""Before the next author, of `\And`."""
_AND_IN_NOTES: Final = re.compile(rf"{_AND.pattern}|(?<=[a-z]{{2}}\.)(?=[A-Z][a-z])")
r"""Also between two notes, of `\thanks`."""


def in_one_line(element: Element) -> Element:
    """The element with a sign in place of each break between two texts."""
    return _Joining().joined(element, False)


class _Joining:
    """Goes through the texts in their order."""

    def __init__(self) -> None:
        self._last = ""
        """The end of the text so far; empty behind a sign."""
        self._has_ended = False
        """Whether the line has ended after it."""

    def joined(self, element: Element, in_notes: bool) -> Element:
        copy = Element(element.tag, element.attributes)
        for child in element.children:
            if isinstance(child, str):
                self._add_text(copy, child, in_notes)
            elif child.tag == "br":
                self._has_ended = True
            elif child.tag == "math":
                self._add_sign(copy)
                self._last = child.get("alttext")
                copy.children.append(child)
            else:
                if "ltx_creator" in child.classes:
                    self._last = ""  # a paragraph of its own
                is_line = bool(child.classes & _LINES)
                self._has_ended |= is_line
                if self._has_ended and child.text().strip():
                    self._add_sign(copy)
                copy.children.append(self.joined(child, in_notes or "ltx_author_notes" in child.classes))
                self._has_ended |= is_line
        return copy

    def _add_text(self, copy: Element, text: str, in_notes: bool) -> None:
        for number, piece in enumerate((_AND_IN_NOTES if in_notes else _AND).split(text)):
            self._has_ended |= number > 0
            if piece.strip():
                self._add_sign(copy)
                self._last = piece
            copy.children.append(piece)

    def _add_sign(self, copy: Element) -> None:
        if self._last and self._has_ended:
            copy.children.append(" " if self._last.rstrip().endswith((",", ";", "·")) else NEW_LINE)
            self._last = ""
        self._has_ended = False
