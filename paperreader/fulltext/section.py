"""A section of a paper, by its number or by words of its heading."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.fulltext.blocks import Block, Heading, plain
from paperreader.fulltext.lazy_blocks import headings


def find_section(blocks: Sequence[Block], wanted: str) -> Sequence[Block]:
    """The section with this number or heading, with its subsections; empty if there is none.

    Best is a heading that is the same, then one that begins so, then one that has all the words.
    """
    words = wanted.removeprefix("§").casefold().split()
    phrase = " ".join(words)
    if not phrase:
        return ()
    known = dict(headings(blocks))
    titles = {at: " ".join(plain(heading.runs).casefold().split()) for at, heading in known.items()}
    numbers = {at: heading.number.rstrip(".").casefold() for at, heading in known.items()}
    found = [
        *(at for at, number in numbers.items() if number == phrase.rstrip(".")),
        *(at for at, title in titles.items() if title == phrase or f"{numbers[at]} {title}" == phrase),
        *(at for at, title in titles.items() if title.startswith(phrase)),
        *(at for at, title in titles.items() if all(word in title for word in words)),
    ]
    if not found:
        return ()
    return section_at(blocks, found[0])


def section_at(blocks: Sequence[Block], start: int) -> Sequence[Block]:
    """The section whose heading is block `start`, with its subsections."""
    heading = blocks[start]
    if not isinstance(heading, Heading):
        return blocks[start : start + 1]
    ends = (at for at, after in headings(blocks) if at > start and after.level <= heading.level)
    return blocks[start : next(ends, len(blocks))]
