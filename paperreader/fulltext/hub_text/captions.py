"""Figures and tables: captions that stand as paragraphs beside them, or alone where the source lost a table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperreader.fulltext.blocks import Block, Figure, Listing, Paragraph, Run, Table, plain
from paperreader.fulltext.commonmark.line import merged

_CAPTION = re.compile(
    r"(?P<kind>Fig(?:ure|\.)|Table|Tab\.|Algorithm|Listing)\s?(?P<number>[A-Z]?\.?\d{1,3}(?:\.\d{1,3})?|[IVX]{1,5})"
    r"\s?(?:[:.|]|$|(?=[A-Z][a-z]))"
)
_ALT = re.compile(
    r"(?:Image \d+:?\s*)?(?:Refer to caption|\[?Uncaptioned image\]?|image|img|figure)?\s*$|Image \d+:\s*",
    re.IGNORECASE,
)
"""What stands where the picture has no text of its own."""
_PART = re.compile(r"\([a-z]\)(?: |$)")
MAX_PART_CHARS = 160
"""Of the caption of a part of a figure: `(a) Training loss`."""
MAX_PARTS = 40
NO_TABLE = "the table is missing"
NO_COLUMNS = "columns lost"


def caption_of(block: Block) -> re.Match[str] | None:
    """The match of a paragraph that is a caption."""
    return _CAPTION.match(plain(block.runs)) if isinstance(block, Paragraph) and block.marker in ("", "•") else None


def join_captions(blocks: Sequence[Block], loses_tables: bool) -> list[Block]:
    """The blocks with each caption in its figure, table or listing. A table that is not there is missing only where
    the source loses them: a caption may also stand below what somebody said or wrote."""
    found: list[Block] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if isinstance(block, Figure):
            at, figure = _figure(blocks, at)
            found += figure
            continue
        caption = caption_of(block)
        if caption is None or not isinstance(block, Paragraph):
            found.append(block)
        elif caption["kind"].startswith("Fig"):
            found.append(Figure(block.runs, id=block.id))
        elif caption["kind"].startswith("Tab"):
            at = _table(blocks, at, block, found)
            if not loses_tables and found[-1] == _missing(block):
                found[-1] = block
        else:
            at = _listing(blocks, at, block, found)
        at += 1
    return found


def _figure(blocks: Sequence[Block], start: int) -> tuple[int, list[Block]]:
    """A figure with its pictures, the captions of its parts and its own; where the next block is."""
    images: list[str] = []
    parts: list[Run] = []
    at = start
    id = ""
    while at < len(blocks) and at < start + MAX_PARTS:
        block = blocks[at]
        if isinstance(block, Figure):
            images += block.images
            id = id or block.id
            at += 1
        elif isinstance(block, Paragraph) and (caption := caption_of(block)) and caption["kind"].startswith("Fig"):
            runs = merged((*block.runs, *([Run(" ")] if parts else []), *parts))
            return at + 1, [Figure(runs, tuple(images), block.id or id)]
        elif isinstance(block, Paragraph) and _PART.match(text := plain(block.runs)) and len(text) <= MAX_PART_CHARS:
            parts += [*([Run(" ")] if parts else []), *block.runs]
            at += 1
        else:
            break
    first = blocks[start]
    assert isinstance(first, Figure)
    alt = _ALT.sub("", plain(first.caption))
    alone = first._replace(caption=(Run(alt),) if alt else ())
    return start + 1, [alone] if alone.caption or alone.images else []


def _table(blocks: Sequence[Block], at: int, block: Paragraph, found: list[Block]) -> int:
    """Adds the table that a caption belongs to; answers where its last block is."""
    after = blocks[at + 1] if at + 1 < len(blocks) else None
    if found and isinstance(found[-1], Table) and found[-1].rows and not found[-1].caption:
        found[-1] = found[-1]._replace(caption=block.runs, id=found[-1].id or block.id)
    elif isinstance(after, Table) and not after.caption:
        found.append(after._replace(caption=block.runs, id=after.id or block.id))
        return at + 1
    elif isinstance(after, Figure) and not after.caption:
        found.append(Figure(block.runs, after.images, after.id or block.id))
        return at + 1
    elif isinstance(after, Listing) and after.note == NO_COLUMNS:
        found.append(after._replace(caption=block.runs, id=block.id))
        return at + 1
    else:
        found.append(_missing(block))
    return at


def _missing(caption: Paragraph) -> Table:
    return Table((), caption.runs, NO_TABLE, caption.id)


def _listing(blocks: Sequence[Block], at: int, block: Paragraph, found: list[Block]) -> int:
    after = blocks[at + 1] if at + 1 < len(blocks) else None
    if isinstance(after, Listing) and not after.caption:
        found.append(after._replace(caption=block.runs, id=block.id))
        return at + 1
    if found and isinstance(found[-1], Listing) and not found[-1].caption:
        found[-1] = found[-1]._replace(caption=block.runs, id=block.id)
    else:
        found.append(block)
    return at
