"""Matches are highlighted wherever they stand: across styles, lines and cells."""

from __future__ import annotations

from time import perf_counter

from paperreader.fulltext.block_text import block_text, formulas_in
from paperreader.fulltext.blocks import Block, Equation, Paragraph, Run, Table
from paperreader.tui.render.fulltext import lay_out
from paperreader.tui.render.fulltext.highlights import highlight
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from tests.tui.render.fulltext.cases import math, row, text


def marked(block: Block, word: str, width: int, current: bool = False) -> list[str]:
    """What is highlighted of each line that has something."""
    start = block_text(block).index(word)
    place = (start, start + len(word))
    shown = []
    for line in lay_out(block, width, Glyphs(), pane_width=width):
        spans = highlight(line, [place], place if current else None).spans
        assert "".join(span.text for span in spans) == line.text
        if found := "".join(span.text for span in spans if span.role in ("match", "match-here")):
            shown.append(found)
    return shown


def test_a_match_goes_through_styles_and_lines() -> None:
    block = Paragraph(text("We weave ", Run("red", "strong"), " threads by day."))
    assert marked(block, "weave red thr", 40) == ["weave red thr"]
    assert marked(block, "red threads by", 14) == ["red", "threads by"]


def test_cells_of_a_table_are_found() -> None:
    table = Table((row("Model", "Score"), row("Loom", "8.25")), text("Table 1: Looms"))
    assert marked(table, "8.25", 40) == ["8.25"]
    assert marked(table, "Looms", 40) == ["Looms"]


def test_a_displayed_formula_is_highlighted_as_a_whole() -> None:
    block = Equation(r"\frac{a}{b}", "a/b", ("a", "─", "b"), "(1)")
    assert marked(block, "a/b", 40) == ["a", "─", "b"]


def test_the_match_that_the_user_is_at_looks_different() -> None:
    line = lay_out(Paragraph(text("red and red")), 40, Glyphs(), pane_width=40)[0]
    roles = [span.role for span in highlight(line, [(0, 3), (8, 11)], (8, 11)).spans]
    assert roles == ["match", "text", "match-here"]


def test_formulas_are_found_at_their_places() -> None:
    block = Paragraph(text("A ", math("x²", "x^2"), " b"))
    ((start, end, tex),) = formulas_in(block)
    assert block_text(block)[start:end] == "x²"
    assert tex == "x^2"


def test_a_block_of_many_lines_with_many_matches_does_not_take_their_product() -> None:
    lines = [StyledLine((StyledSpan("abcdefghij" * 8, "text", start=80 * y),)) for y in range(10_000)]
    ranges = [(at, at + 1) for at in range(0, 800_000, 10)]
    began = perf_counter()
    found = [highlight(line, ranges) for line in lines]
    assert perf_counter() - began < 10  # 0.2 s; one by one it takes minutes
    assert all(sum(span.role == "match" for span in line.spans) == 8 for line in found)
