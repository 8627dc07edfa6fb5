"""A section of a paper, by its number or by words of its heading."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.fulltext.blocks import Block, Heading, plain


def find_section(blocks: Sequence[Block], wanted: str) -> Sequence[Block]:
    """The section with this number or heading, with its subsections; empty if there is none.

    Best is a heading that is the same, then one that begins so, then one that has all the words.
    """
    words = wanted.removeprefix("§").casefold().split()
    phrase = " ".join(words)
    if not phrase:
        return ()
    headings = {at: block for at, block in enumerate(blocks) if isinstance(block, Heading)}
    titles = {at: " ".join(plain(block.runs).casefold().split()) for at, block in headings.items()}
    numbers = {at: block.number.rstrip(".").casefold() for at, block in headings.items()}
    found = [
        *(at for at, number in numbers.items() if number == phrase.rstrip(".")),
        *(at for at, title in titles.items() if title == phrase or f"{numbers[at]} {title}" == phrase),
        *(at for at, title in titles.items() if title.startswith(phrase)),
        *(at for at, title in titles.items() if all(word in title for word in words)),
    ]
    if not found:
        return ()
    first = found[0]
    level = headings[first].level
    end = next((at for at, block in headings.items() if at > first and block.level <= level), len(blocks))
    return blocks[first:end]
