"""From what a source answered to blocks."""

from __future__ import annotations

from typing import Final

from paperreader.fulltext.blocks import Fulltext, Source
from paperreader.fulltext.bounds import bounded

CONVERTER_VERSION: Final = 4
"""Raised when the conversion gets better: texts of an older one are converted again."""


def convert(source: Source, body: bytes, *, address: str) -> Fulltext:
    """The paper in the answer of a source, which is from the address. Raises NoText if there is none in it."""
    if source == "arxiv":
        from paperreader.fulltext.html import parse_html

        return bounded(parse_html(body, address=address))
    from paperreader.fulltext.markdown import parse_markdown

    return bounded(parse_markdown(body.decode(errors="replace")))
