"""Markdown as the text of a paper: what the Hub has of arXiv's papers, and what converters make of PDF or TeX."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt

from paperreader.fulltext.blocks import Block, Fulltext, Heading, Paragraph, Table, plain
from paperreader.fulltext.commonmark.limits import bounded, is_cut
from paperreader.fulltext.commonmark.parse import parse
from paperreader.fulltext.commonmark.set_aside import SetAside, without_placeholders
from paperreader.fulltext.errors import NoText
from paperreader.fulltext.formulas import Formulas
from paperreader.fulltext.hub_text.algorithms import read_algorithms
from paperreader.fulltext.hub_text.bare_tex import has_garbled_formulas, set_bare_tex_aside
from paperreader.fulltext.hub_text.captions import NO_COLUMNS, join_captions
from paperreader.fulltext.hub_text.citations import with_citations
from paperreader.fulltext.hub_text.equations import display_formulas
from paperreader.fulltext.hub_text.flat_page import SYMBOL, is_flat, with_markup
from paperreader.fulltext.hub_text.footnotes import read_footnotes
from paperreader.fulltext.hub_text.fragments import CODE, NO_INDENTATION, put_together, read_fragments
from paperreader.fulltext.hub_text.header import MIN_CHARS, split_header
from paperreader.fulltext.hub_text.headings import read_headings
from paperreader.fulltext.hub_text.links import resolved, with_ids
from paperreader.fulltext.hub_text.loose_dollars import set_loose_dollars_aside
from paperreader.fulltext.hub_text.mathml_tex import as_written, is_made_of_mathml
from paperreader.fulltext.hub_text.mentions import with_mentions
from paperreader.fulltext.hub_text.page_breaks import joined_paragraphs
from paperreader.fulltext.hub_text.references import cited_papers, has_references, read_references, with_reference_ids
from paperreader.fulltext.hub_text.repairs import repaired
from paperreader.fulltext.hub_text.theorems import with_frames


def parse_markdown(text: str) -> Fulltext:
    """The blocks of a paper. Raises NoText if this is no text of a paper."""
    header = split_header(without_placeholders(text).replace("\r\n", "\n").replace("\r", "\n"))
    body = with_citations(bounded(header.body))
    flat = is_flat(body)
    body = repaired(with_markup(body) if flat else body)
    if header.is_of_the_hub:
        body = put_together(body)
    set_aside = SetAside()
    formulas = Formulas(as_written if is_made_of_mathml(body) else None)
    body = set_loose_dollars_aside(set_bare_tex_aside(body, set_aside), set_aside)
    parsed = parse(body, formulas, set_aside, {CODE: NO_INDENTATION})
    blocks = read_headings(read_fragments(parsed.blocks), header.title)
    blocks = read_algorithms(blocks, formulas)
    blocks = display_formulas(read_footnotes(join_captions(blocks, header.is_of_the_hub)), formulas)
    if not header.is_of_the_hub:
        blocks = joined_paragraphs(blocks)
    blocks = read_references(with_frames(blocks))
    if not _is_text(blocks):
        raise NoText("the Hub has no text of this paper")
    blocks = with_mentions(with_ids(with_reference_ids(blocks, parsed.links), parsed.links))
    asides = cited_papers(parsed.links, {block.id for block in blocks})
    ids = frozenset(block.id for block in [*blocks, *asides] if block.id)
    return Fulltext(
        resolved(blocks, ids, parsed.anchors),
        resolved(asides, ids, parsed.anchors),
        "hub",
        header.version,
        _lacks(blocks, is_cut(header.body), has_garbled_formulas(body) or (flat and SYMBOL.search(body) is not None)),
    )


def _is_text(blocks: Sequence[Block]) -> bool:
    prose = sum(len(plain(block.runs)) for block in blocks if isinstance(block, Paragraph))
    return prose >= MIN_CHARS or (prose > 0 and any(isinstance(block, Heading) for block in blocks))


def _lacks(blocks: Sequence[Block], is_cut: bool, has_garbled: bool) -> tuple[str, ...]:
    """What the source lost."""
    tables = [block for block in blocks if isinstance(block, Table)]
    lost = [block for block in tables if not block.rows]
    parts = (
        ("its end is missing", is_cut),
        ("tables are missing" if len(lost) == len(tables) else "some tables are missing", bool(lost)),
        ("columns of tables are lost", any(getattr(block, "note", "") == NO_COLUMNS for block in blocks)),
        ("some formulas are garbled", has_garbled),
        ("references are missing", not has_references(blocks)),
    )
    return tuple(part for part, is_lost in parts if is_lost)


def parse_comment(text: str, parser: MarkdownIt | None = None) -> tuple[Block, ...]:
    """The blocks of Markdown that is no paper: a comment, a help text. Its lines end where its author ended them."""
    parsed = parse(without_placeholders(text), Formulas(), SetAside(), keeps_breaks=True, parser=parser)
    return resolved(parsed.blocks, frozenset(block.id for block in parsed.blocks if block.id), parsed.anchors)
