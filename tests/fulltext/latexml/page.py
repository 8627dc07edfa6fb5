"""Pages with a piece of LaTeXML's HTML in them."""

from __future__ import annotations

from paperreader.fulltext.blocks import Block, Fulltext
from paperreader.fulltext.html import parse_html

ADDRESS = "https://arxiv.org/html/2607.00001v2"


def read(body: str, address: str = ADDRESS) -> Fulltext:
    return parse_html(
        f'<html><body><article class="ltx_document">{body}</article></body></html>'.encode(), address=address
    )


def block(body: str) -> Block:
    blocks = read(body).blocks
    assert len(blocks) == 1, blocks
    return blocks[0]
