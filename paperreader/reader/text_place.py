"""Places in the text of a paper: as the user moves through it, and as the store remembers them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from paperreader.fulltext.block_text import block_text
from paperreader.fulltext.blocks import Block, Fulltext, plain
from paperreader.fulltext.lazy_blocks import headings

SNIPPET_CHARACTERS = 60
"""By so many characters at its start a block is known again in another conversion."""


class Place(NamedTuple):
    """A line of the text, in terms that outlast another width."""

    block: int = 0
    offset: int = 0
    """The line's first character in the text of the block; below zero: the blank lines above the block."""


class Section(NamedTuple):
    """A heading, as the contents list it."""

    block: int
    number: str
    title: str
    level: int

    @property
    def name(self) -> str:
        """`§ 3.2`; without a number its title."""
        return f"§ {self.number}" if self.number else self.title

    @property
    def full_name(self) -> str:
        """`§ 3.2 Attention`."""
        return f"§ {self.number} {self.title}" if self.number else self.title


def sections_of(text: Fulltext) -> tuple[Section, ...]:
    """Its headings, in order."""
    return tuple(
        Section(index, heading.number, plain(heading.runs), heading.level) for index, heading in headings(text.blocks)
    )


def remembered(blocks: Sequence[Block], place: Place) -> str:
    """The place as text for the store."""
    if not place.block < len(blocks):
        return ""
    snippet = block_text(blocks[place.block])[:SNIPPET_CHARACTERS]
    share = round(place.block / len(blocks), 4)
    return json.dumps([*place, share, snippet], ensure_ascii=False, separators=(",", ":"))


def recalled(blocks: Sequence[Block], text: str) -> Place:
    """The place that a text of `remembered` means in these blocks, which may be of a newer conversion."""
    try:
        block, offset, share, snippet = json.loads(text)
        place, near = Place(int(block), int(offset)), int(float(share) * len(blocks))
    except (ValueError, TypeError, OverflowError):
        return Place()

    def is_same(index: int) -> bool:
        return bool(block_text(blocks[index])[:SNIPPET_CHARACTERS] == snippet)

    if 0 <= place.block < len(blocks) and is_same(place.block):
        return place
    same = min(filter(is_same, range(len(blocks))), key=lambda index: abs(index - near), default=None)
    if same is not None:
        return Place(same, place.offset)
    return Place(max(0, min(near, len(blocks) - 1)))
