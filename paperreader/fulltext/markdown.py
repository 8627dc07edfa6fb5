"""Markdown as the text of a paper: what the Hub has of arXiv's papers, and what converters make of PDF or TeX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paperreader.fulltext.blocks import Block, Fulltext, Heading, Paragraph, Table, plain
from paperreader.fulltext.commonmark.limits import MAX_CHARS
from paperreader.fulltext.commonmark.parse import parse
from paperreader.fulltext.commonmark.set_aside import SetAside, without_placeholders
from paperreader.fulltext.errors import NoText
from paperreader.fulltext.formulas import Formulas
from paperreader.fulltext.hub_text.captions import NO_COLUMNS, join_captions
from paperreader.fulltext.hub_text.header import MIN_CHARS, split_header
from paperreader.fulltext.hub_text.headings import read_headings
from paperreader.fulltext.hub_text.links import fragment_of, resolved, with_ids
from paperreader.fulltext.hub_text.references import cited_papers, has_references, read_references


def parse_markdown(text: str) -> Fulltext:
    """The blocks of a paper. Raises NoText if this is no text of a paper."""
    header = split_header(without_placeholders(text).replace("\r\n", "\n").replace("\r", "\n"))
    set_aside, formulas = SetAside(), Formulas()
    parsed = parse(header.body, formulas, set_aside)
    blocks = read_references(join_captions(read_headings(parsed.blocks, header.title)))
    if not _is_text(blocks):
        raise NoText("The Hub has no text of this paper.")
    asides = [] if has_references(blocks) else cited_papers(parsed.titles)
    blocks = with_ids(blocks, parsed.titles, map(fragment_of, _targets(parsed.titles)))
    ids = frozenset(block.id for block in [*blocks, *asides] if block.id)
    return Fulltext(
        resolved(blocks, ids, parsed.anchors),
        resolved(asides, ids, parsed.anchors),
        "hub",
        header.version,
        _lacks(text, blocks),
    )


def _is_text(blocks: Sequence[Block]) -> bool:
    prose = sum(len(plain(block.runs)) for block in blocks if isinstance(block, Paragraph))
    return prose >= MIN_CHARS or (prose > 0 and any(isinstance(block, Heading) for block in blocks))


def _targets(titles: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    return (address for address, _, _ in titles)


def _lacks(text: str, blocks: Sequence[Block]) -> tuple[str, ...]:
    """What the source lost."""
    tables = [block for block in blocks if isinstance(block, Table)]
    lost = [block for block in tables if not block.rows]
    parts = (
        ("its end is missing", len(text) > MAX_CHARS),
        ("tables are missing" if len(lost) == len(tables) else "some tables are missing", bool(lost)),
        ("columns of tables are lost", any(getattr(block, "note", "") == NO_COLUMNS for block in blocks)),
        ("references are missing", not has_references(blocks)),
    )
    return tuple(part for part, is_lost in parts if is_lost)
