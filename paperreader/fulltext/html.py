"""A paper from the HTML that arXiv makes of its TeX."""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from paperreader.fulltext.blocks import Fulltext
from paperreader.fulltext.errors import NoText
from paperreader.fulltext.formulas import Formulas
from paperreader.fulltext.latexml.addresses import Addresses, paper_of
from paperreader.fulltext.latexml.defuse import defused
from paperreader.fulltext.latexml.flow import Flow
from paperreader.fulltext.latexml.links import linked
from paperreader.fulltext.latexml.tree import build

_FATAL: Final = "Conversion to HTML had a Fatal error"
_WATERMARK: Final = re.compile(rb">\s*arXiv:(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d{1,3})\b")


def parse_html(page: bytes, *, address: str) -> Fulltext:
    """The paper in a page from the address. Raises NoText if there is none in it."""
    safe = defused(page)
    parser = LexborHTMLParser(safe.page)
    article = parser.css_first("article.ltx_document")
    if article is None:
        raise NoText("arXiv has no HTML version of this paper")
    if _FATAL.encode() in page and any(_FATAL in error.text() for error in parser.css(".ltx_ERROR")):
        raise NoText("arXiv could not convert this paper to HTML")
    base = parser.head.css_first("base[href]") if parser.head else None
    base_href = (base.attributes.get("href") or "") if base else ""
    flow = Flow(Addresses(address, base_href), Formulas())
    tree = build(article)
    flow.read(tree.root)
    if not flow.blocks:
        raise NoText("arXiv's HTML version of this paper is empty")
    flow.read_front()
    lacks = ("what is nested too deep is flattened",) if tree.is_flattened or safe.is_flattened else ()
    blocks = linked(flow.blocks, flow.anchors)
    return Fulltext(blocks, version=_version(page, base_href, address), lacks=lacks)


def _version(page: bytes, base: str, address: str) -> str:
    """`v2`, from the watermark before the article, or from addresses."""
    found = _WATERMARK.search(page, 0, max(page.find(b"<article"), 0))
    return found[1].decode() if found else paper_of(base)[1] or paper_of(address)[1]
