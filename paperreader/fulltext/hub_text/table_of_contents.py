"""A list of sections and pages at the beginning of a text; the reader has its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from paperreader.fulltext.blocks import Block, Heading, Paragraph, Table, plain

_TITLE = re.compile(r"\W*(?:table of )?contents\W*", re.IGNORECASE)
_ENTRY = re.compile(
    r"^(?:Appendix\s)?[\W\d]*(?:[A-Z](?:\.\d{1,2}){0,4}[.:]?\s)?(?P<title>.*?)[\s.·…]*\d{0,4}\s*$", re.DOTALL
)
LEAST_SHARE = 0.6
"""Of the entries, so many are called like a section of the text."""


def without_contents(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without a heading `Contents` and what it lists."""
    for start, block in enumerate(blocks):
        if isinstance(block, Heading) and _TITLE.fullmatch(plain(block.runs)):
            end = start + 1
            while end < len(blocks) and isinstance(blocks[end], Table | Paragraph):
                end += 1
            if _lists_sections(blocks[start + 1 : end], blocks[end:]):
                return [*blocks[:start], *blocks[end:]]
    return list(blocks)


def _lists_sections(list_: Sequence[Block], text: Sequence[Block]) -> bool:
    titles = {_folded(plain(block.runs)) for block in text if isinstance(block, Heading)}
    entries = [entry for block in list_ for entry in _entries(block)]
    known = sum(_folded(entry) in titles for entry in entries)
    return known >= 2 and known >= LEAST_SHARE * len(entries)


def _entries(block: Block) -> Iterator[str]:
    lines: list[str] = []
    if isinstance(block, Table):
        lines = [" ".join(plain(cell.runs) for cell in row.cells) for row in block.rows]
    elif isinstance(block, Paragraph):
        lines = [plain(block.runs)]
    for line in lines:
        if (found := _ENTRY.match(line.strip())) and found["title"]:
            yield found["title"]


def _folded(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()
