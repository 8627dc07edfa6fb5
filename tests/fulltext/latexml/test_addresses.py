"""Links and pictures: where they lead."""

from __future__ import annotations

import pytest

from paperreader.fulltext.blocks import Figure, Paragraph, Run, plain
from paperreader.fulltext.html import parse_html
from tests.fulltext.latexml.page import ADDRESS, read


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("#S1", ""),  # there is no such block
        ("#p9", "#p9"),
        (f"{ADDRESS}#p9", "#p9"),
        ("https://arxiv.org/html/2607.00001#p9", "#p9"),
        ("https://arxiv.org/html/2607.00002#p9", "https://arxiv.org/html/2607.00002#p9"),
        ("https://example.org/a?b=c&d#e", "https://example.org/a?b=c&d#e"),
        ("/abs/2401.00001", "https://arxiv.org/abs/2401.00001"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("https://user@evil.example/", ""),
        ("https://arxiv.org\\@evil.example/", ""),
        ("https://evil.example/\x1b[31m", ""),
        ("https://" + "a" * 3000, ""),
        ("https://[::1", ""),
    ],
)
def test_links_lead_into_the_paper_or_to_the_web(href: str, target: str) -> None:
    text = read(f'<p>See <a href="{href}">there</a>.</p><p id="p9">Here</p>')
    first = text.blocks[0]
    assert isinstance(first, Paragraph)
    assert plain(first.runs) == "See there."
    assert [run.target for run in first.runs if "there" in run.text] == [target]


@pytest.mark.parametrize(
    ("base", "src", "address"),
    [
        ("", "x1.png", "https://arxiv.org/html/2607.00001v2/x1.png"),
        ("", "figures/x1.png", "https://arxiv.org/html/2607.00001v2/figures/x1.png"),
        ("", "2607.00001v2/x1.png", "https://arxiv.org/html/2607.00001v2/x1.png"),
        ("/html/2607.00001v2/", "x1.png", "https://arxiv.org/html/2607.00001v2/x1.png"),
        ("", "/static/x1.png", "https://arxiv.org/static/x1.png"),
        ("", "http://example.org/x1.png", "http://example.org/x1.png"),
        ("", "data:image/png;base64,AAAA", None),
        ("", "", None),
    ],
)
def test_pictures_have_absolute_addresses(base: str, src: str, address: str | None) -> None:
    page = (
        f'<html><head>{f"<base href={base}>" if base else ""}</head><article class="ltx_document">'
        f'<figure class="ltx_figure"><img class="ltx_graphics" src="{src}"><figcaption class="ltx_caption">A picture.'
        "</figcaption></figure></article>"
    )
    assert parse_html(page.encode(), address=ADDRESS).blocks == (
        Figure((Run("A picture."),), (address,) if address else ()),
    )
