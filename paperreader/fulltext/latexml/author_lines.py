"""Who wrote a paper, a line for each: a sign between name, affiliation and address, wherever a line ends there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from paperreader.fulltext.blocks import Block, Paragraph, plain
from paperreader.fulltext.latexml.tree import Element

NEW_LINE: Final = " · "
MAX_LINE_CHARS: Final = 120
"""What is longer than that is a note."""

_LINES: Final = frozenset(("ltx_author_notes", "ltx_contact"))
"""Elements that are lines of their own."""
_AND: Final = re.compile(r"(?<!\S)&(?=\w)")
r"""Before the next author, of `\And`."""
_AND_IN_NOTES: Final = re.compile(rf"{_AND.pattern}|(?<=[a-z]{{2}}\.)(?=[A-Z][a-z])")
r"""Also between two notes, of `\thanks`."""


def in_lines(element: Element) -> Element:
    """The element with a sign in place of each break between two texts, and a break before the next author and note."""
    return _Joining().joined(element, False)


def close_lines(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with lines of authors close below each other; notes, which are longer, stay apart."""
    closed = list(blocks)
    for number, (above, block) in enumerate(pairwise(blocks), 1):
        if isinstance(block, Paragraph) and _is_short(above) and _is_short(block):
            closed[number] = block._replace(goes_on=True)
    return closed


def _is_short(block: Block) -> bool:
    return isinstance(block, Paragraph) and len(plain(block.runs)) <= MAX_LINE_CHARS


class _Joining:
    """Goes through the texts in their order."""

    def __init__(self) -> None:
        self._last = ""
        """The end of the text so far; empty behind a sign."""
        self._has_ended = False
        """Whether the line has ended after it."""
        self._is_over = False
        """Whether something new begins behind it: another author, or a note."""

    def joined(self, element: Element, in_notes: bool) -> Element:
        copy = Element(element.tag, element.attributes)
        for child in element.children:
            if isinstance(child, str):
                self._add_text(copy, child, in_notes)
            elif child.tag == "br":
                self._has_ended = True
            elif child.tag == "math":
                self._separate(copy)
                self._last = child.get("alttext")
                copy.children.append(child)
            else:
                if "ltx_creator" in child.classes:
                    self._last = ""  # a paragraph of its own
                is_line = bool(child.classes & _LINES)
                is_note = "ltx_author_notes" in child.classes
                self._has_ended |= is_line
                self._is_over |= is_note
                if self._has_ended and child.text().strip():
                    self._separate(copy)
                copy.children.append(self.joined(child, in_notes or is_note))
                self._has_ended |= is_line
                self._is_over |= is_note
        return copy

    def _add_text(self, copy: Element, text: str, in_notes: bool) -> None:
        for number, piece in enumerate((_AND_IN_NOTES if in_notes else _AND).split(text)):
            self._is_over |= number > 0
            if piece.strip():
                self._separate(copy)
                self._last = piece
            copy.children.append(piece)

    def _separate(self, copy: Element) -> None:
        """Put what belongs between the last text and the next one."""
        if self._last and self._is_over:
            copy.children.append(Element("br", {}))
            self._last = ""
        elif self._last and self._has_ended:
            copy.children.append(" " if self._last.rstrip().endswith((",", ";", "·")) else NEW_LINE)
            self._last = ""
        self._has_ended = self._is_over = False
