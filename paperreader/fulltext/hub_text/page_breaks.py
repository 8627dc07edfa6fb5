"""Paragraphs that converters of PDF leave in two parts, where a page ended, or a figure, table or note came between."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperreader.fulltext.blocks import Block, Figure, Footnote, Heading, Paragraph, Run, Runs, Table, plain
from paperreader.fulltext.commonmark.line import merged

_ENDS_OPEN = re.compile(r"(?:[\w,)\]}%’”\"]|\w-)$")
"""How the first part ends: within a sentence."""
MIN_CHARS = 60
"""Of the first part; a shorter one is a line of its own."""
MAX_BETWEEN = 8
"""Blocks between the parts."""


def joined_paragraphs(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with such paragraphs whole again, before what came between. What stands before the first heading is
    left alone."""
    found: list[Block] = []
    is_text = False
    for block in blocks:
        is_text = is_text or isinstance(block, Heading)
        first = _first_part(found) if is_text and _is_second_part(block) else None
        if first is None:
            found.append(block)
        else:
            paragraph = found[first]
            assert isinstance(paragraph, Paragraph)
            assert isinstance(block, Paragraph)
            gap = () if plain(paragraph.runs).endswith("-") else (Run(" "),)
            found[first] = paragraph._replace(runs=merged([*paragraph.runs, *gap, *block.runs]))
    return found


def _first_part(found: Sequence[Block]) -> int | None:
    """The index of the paragraph that goes on with the next one."""
    for at in range(len(found) - 1, max(-1, len(found) - 1 - MAX_BETWEEN), -1):
        block = found[at]
        if isinstance(block, Footnote) or (isinstance(block, Figure | Table) and not _is_open(block.caption)):
            continue  # after a caption that is open, it may be the caption that goes on
        if not isinstance(block, Paragraph) or block.marker or block.frame or block.goes_on:
            return None
        return at if _is_open(block.runs) else None
    return None


def _is_open(runs: Runs) -> bool:
    text = plain(runs).rstrip()
    return len(text) >= MIN_CHARS and _ENDS_OPEN.search(text) is not None


def _is_second_part(block: Block) -> bool:
    if not isinstance(block, Paragraph) or block.id or block.marker or block.frame or block.goes_on or not block.runs:
        return False
    return block.depth == 0 and block.runs[0].style != "math" and plain(block.runs).lstrip()[:1].islower()
