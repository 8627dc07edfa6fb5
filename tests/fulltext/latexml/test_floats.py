"""Figures and tables with their captions."""

from __future__ import annotations

import pytest

from paperreader.fulltext.blocks import Cell, Figure, Paragraph, Row, Run, Table, plain
from tests.fulltext.latexml.page import read


def test_subfigures_are_one_figure_and_links_to_them_lead_there() -> None:
    def part(id: str) -> str:
        return (
            f'<figure id="{id}" class="ltx_figure ltx_figure_panel"><img src="{id}.png">'
            f'<figcaption class="ltx_caption">({id})</figcaption></figure>'
        )

    text = read(
        f'<p>See <a href="#b">b</a>.</p><figure id="F1" class="ltx_figure">'
        f'<div class="ltx_flex_figure">{part("a")}{part("b")}</div>'
        '<figcaption class="ltx_caption">Both.</figcaption></figure>'
    )
    address = "https://arxiv.org/html/2607.00001v2/"
    assert text.blocks[1] == Figure(
        (Run("Both."), Run(" "), Run("(a)"), Run(" "), Run("(b)")), (f"{address}a.png", f"{address}b.png"), "F1"
    )
    assert isinstance(text.blocks[0], Paragraph)
    assert text.blocks[0].runs[1].target == "#F1"


@pytest.mark.parametrize("is_above", [True, False])
def test_a_caption_in_a_float_of_its_own_is_that_of_the_table_beside_it(is_above: bool) -> None:
    table = '<table class="ltx_tabular"><tr class="ltx_tr"><td class="ltx_td">a</td></tr></table>'
    caption = '<figure id="T1" class="ltx_table"><figcaption class="ltx_caption">Table 1.</figcaption></figure>'
    parts = caption + table if is_above else table + caption
    text = read(
        f'<p>See <a href="#T1">1</a>.</p><figure class="ltx_table"><div class="ltx_flex_figure">{parts}</div></figure>'
    )
    assert text.blocks[1:] == (Table((Row((Cell((Run("a"),)),)),), (Run("Table 1."),), id="T1"),)
    assert isinstance(text.blocks[0], Paragraph)
    assert text.blocks[0].runs[1].target == "#T1"


def test_a_table_that_places_tables_is_taken_apart() -> None:
    inner = '<table class="ltx_tabular"><tr class="ltx_tr"><td class="ltx_td">{}</td></tr></table>'
    outer = f'<td class="ltx_td">{inner.format("a")}</td><td class="ltx_td">{inner.format("b")}</td>'
    text = read(f'<table class="ltx_tabular"><tr class="ltx_tr">{outer}</tr></table>')
    assert [plain(found.rows[0].cells[0].runs) for found in text.blocks if isinstance(found, Table)] == ["a", "b"]


def test_labels_of_a_diagram_are_left_out_but_not_the_text_of_a_box() -> None:
    def drawing(*texts: str) -> str:
        parts = "".join(f"<foreignObject><span class='ltx_p'>{text}</span></foreignObject>" for text in texts)
        return f"<p>Before.</p><svg class='ltx_picture'><g>{parts}</g></svg>"

    assert len(read(drawing("Encoder", "x", "Decoder")).blocks) == 1
    prompt = "You are a helpful reader of papers, and answer in one word."
    assert read(drawing("Prompt", prompt)).blocks[1:] == (
        Paragraph((Run("Prompt"),), frame="quote"),
        Paragraph((Run(prompt),), frame="quote"),
    )
