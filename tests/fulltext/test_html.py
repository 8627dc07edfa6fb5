"""The HTML of arXiv as blocks."""

from __future__ import annotations

import gzip
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from paperreader.fulltext.blocks import (
    Block,
    Equation,
    Figure,
    Footnote,
    Fulltext,
    Heading,
    Listing,
    Paragraph,
    Reference,
    Run,
    Runs,
    Table,
    plain,
)
from paperreader.fulltext.encode import decode, encode
from paperreader.fulltext.errors import NoText
from paperreader.fulltext.html import parse_html
from paperreader.text.sanitize import clean
from tests.fulltext.latexml.page import ADDRESS, read
from tests.papers import golden

PAPERS = Path(golden.__file__).parent
RECORDED = os.environ.get("PAPERREADER_RECORDED", "")
PAGES = sorted(Path(RECORDED, "fulltext").glob("latexml-*.html.gz")) if RECORDED else []
LEFT_OUT = (
    "math, script, style, button, svg, .ltx_title_document, .ltx_abstract, .ltx_authors, .ltx_note_mark, .ltx_tag_note,"
    " .ltx_note_type, .ltx_ERROR, .ltx_bib_cited, .ltx_listing_data, .sr-only"
)


def texts_of(block: Block) -> Iterator[Runs]:
    match block:
        case Listing():
            yield block.caption
            yield from block.lines
        case Table():
            yield block.caption
            yield from (cell.runs for row in block.rows for cell in row.cells)
        case Figure():
            yield block.caption
        case Equation():
            yield (Run(block.number),)
        case Heading():
            yield (Run(f"{block.number} "), *block.runs)
        case Paragraph():
            yield (Run(f"{block.marker} "), *block.runs)
        case Reference():
            yield (Run(f"{block.label} "), *block.runs)
        case Footnote():
            yield block.runs


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", text)))


def lost_words(page: bytes, text: Fulltext) -> Counter[str]:
    """The words that a browser shows of the article and the blocks do not have."""
    parser = LexborHTMLParser(page)
    for element in parser.css(LEFT_OUT):
        element.replace_with(" ")
    for element in parser.css("br, td, th, li, p, div, figcaption, dt, dd, .ltx_tag, .ltx_bibblock, .ltx_p, .ltx_note"):
        element.insert_before(" ")
        element.insert_after(" ")
    notes_seen: set[str] = set()
    for note in parser.css(".ltx_note_content"):
        if note.text() in notes_seen:  # it has two marks
            note.replace_with(" ")
        notes_seen.add(note.text())
    article = parser.css_first("article.ltx_document")
    assert article is not None
    notes = {f"#{block.id}" for block in text.blocks if isinstance(block, Footnote)}
    after = [
        "".join(" " if run.style == "math" or run.target in notes else run.text for run in runs)
        for block in text.blocks
        for runs in texts_of(block)
    ]
    return words(article.text()) - words(" ".join(after))


@pytest.mark.parametrize("name", golden.PAPERS)
def test_the_invented_papers_have_the_blocks_that_are_written_down(name: str) -> None:
    written = (PAPERS / f"{name}.txt").read_text(encoding="utf-8")
    assert golden.what_is_read(name) == written, "if that is better: python -m tests.papers.golden"


@pytest.mark.parametrize("page", [*PAPERS.glob("*.html"), *PAGES], ids=lambda page: page.name)
def test_no_word_is_lost(page: Path) -> None:
    content = gzip.decompress(page.read_bytes()) if page.suffix == ".gz" else page.read_bytes()
    if page.name in ("stub.html", "fatal.html", "not_found.html"):
        with pytest.raises(NoText):
            parse_html(content, address=ADDRESS)
        return
    text = parse_html(content, address=ADDRESS)
    assert not lost_words(content, text) - Counter({"Appendix": 100})
    for block in text.blocks:
        for runs in texts_of(block):
            for run in runs:
                words_of_run = " ".join(run.text.split(" ")).strip()
                assert isinstance(block, Listing) or clean(words_of_run) == words_of_run
                assert run.text.isprintable()
    ids = {block.id for block in text.blocks}
    targets = {run.target for block in text.blocks for runs in texts_of(block) for run in runs if run.target}
    assert all(target[1:] in ids or target.startswith("http") for target in targets)
    assert decode(encode(text)) == text


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("stub.html", "arXiv's HTML version of this paper is empty"),
        ("fatal.html", "arXiv could not convert this paper to HTML"),
        ("not_found.html", "arXiv has no HTML version of this paper"),
    ],
)
def test_a_page_without_a_paper_says_why(page: str, reason: str) -> None:
    with pytest.raises(NoText, match=re.escape(reason)):
        parse_html((PAPERS / page).read_bytes(), address=ADDRESS)


@pytest.mark.parametrize(
    "page", [b"", b"\x00\xff\xfe", b"%PDF-1.7", b"{}", b"<article class=ltx_document>", b"<p>Log in</p>"]
)
def test_what_is_no_page_of_arxiv_is_refused(page: bytes) -> None:
    with pytest.raises(NoText):
        parse_html(page, address=ADDRESS)


def test_a_paper_may_write_about_failed_conversions() -> None:
    text = read("<p>Conversion to HTML had a Fatal error, and No content available.</p>")
    assert plain(text.blocks[0].runs).startswith("Conversion")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("before", "address", "version"),
    [
        ('<div id="watermark-tr">arXiv:2607.00001v3 [cs.LG] 14 Jul 2026</div>', ADDRESS, "v3"),
        ('<base href="/html/2607.00001v4/">', ADDRESS, "v4"),
        ("", ADDRESS, "v2"),
        ("", "http://127.0.0.1:8000/html/2607.00001", ""),
        ('<div id="watermark-tr">arXiv:math/0211159v1 [math.DG] 11 Nov 2002</div>', ADDRESS, "v1"),
    ],
)
def test_the_version_is_that_of_the_page(before: str, address: str, version: str) -> None:
    page = f'{before}<article class="ltx_document"><p>Text</p></article>'
    assert parse_html(page.encode(), address=address).version == version
