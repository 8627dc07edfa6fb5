"""Every block fits into its pane, whatever it holds, and loses no word."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from paperreader.fulltext.block_text import block_text
from paperreader.fulltext.blocks import (
    Block,
    Cell,
    Equation,
    Figure,
    Footnote,
    Heading,
    Listing,
    Paragraph,
    Reference,
    Row,
    Run,
    Table,
)
from paperreader.tui.render.fulltext import gap_before, guess_height, lay_out, lines_before
from paperreader.tui.render.styled_text import ASCII, Glyphs, StyledLine

AWKWARD = "ab é林海한國🌸👩\u200d🔬e\u0301\u0302…-−ₖ𝐏(1)$\x1b\x9b\n\t\u202e\u2028\u00a0"
words = st.text(st.sampled_from(list(AWKWARD)) | st.characters(codec="utf-8"), max_size=40)
run = st.builds(
    Run,
    words,
    st.sampled_from(["", "", "strong", "emphasis", "strong emphasis", "code", "math"]),
    st.sampled_from(["", "", "#S1", "https://example.org/a"]),
    st.sampled_from(["", "x"]),
)
runs = st.lists(run, max_size=5).map(tuple)
short = st.sampled_from(["", "3.2", "•", "(iii)", "[19]", "Lovelace et al. (1843)", "(3a), (3b)", "海" * 30])
span = st.sampled_from([1, 1, 1, 2, 3, 0, -1, 10**9])
cell = st.builds(Cell, runs, st.sampled_from(["left", "center", "right"]), st.booleans(), span, span)
frames = st.sampled_from(["", "quote", "theorem", "proof", "abstract"])
row = st.builds(Row, st.lists(cell, max_size=6).map(tuple), st.booleans())
blocks: st.SearchStrategy[Any] = st.one_of(
    st.builds(Heading, runs, st.integers(1, 6), short),
    st.builds(
        Paragraph,
        runs,
        depth=st.sampled_from([0, 1, 3, 100]),
        marker=short,
        frame=frames,
    ),
    st.builds(Equation, words, words, st.lists(words, max_size=4).map(tuple), short, frame=frames),
    st.builds(Listing, st.lists(runs, max_size=5).map(tuple), runs, words),
    st.builds(Table, st.lists(row, max_size=5).map(tuple), runs, words),
    st.builds(Figure, runs, st.lists(st.just("https://example.org/x.png"), max_size=3).map(tuple)),
    st.builds(Footnote, runs, short),
    st.builds(Reference, runs, short),
)

STRAY = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode categories of what moves a cursor or is no character."""


def check(lines: list[StyledLine], width: int) -> None:
    """No line is wider, none can move the cursor, and their offsets grow."""
    for line in lines:
        assert cell_len(line.text) <= width, line.text
        assert not STRAY.intersection(map(unicodedata.category, line.text)), line.text
        assert not set("\u202e\u2066") & set(line.text)
        assert line.gutter <= len(line.text)
    offsets = [line.offset for line in lines]
    assert offsets == sorted(offsets)


@given(block=blocks, width=st.integers(10, 200), measure=st.integers(10, 80), glyphs=st.sampled_from([Glyphs(), ASCII]))
def test_no_line_is_wider_than_its_pane(block: Block, width: int, measure: int, glyphs: Glyphs) -> None:
    lines = lay_out(block, min(measure, width), glyphs, pane_width=width)
    check(lines, width)
    assert guess_height(block, min(measure, width), pane_width=width) >= 0


def test_lines_above_columns_that_no_table_has_cost_nothing() -> None:
    rows = [Row((Cell((Run("a"),)), Cell((Run("b"),))), rules=((-(10**12), 10**12 + 1), (1, 10**12))) for _ in range(2)]
    check(lay_out(Table(tuple(rows)), 40, Glyphs(), pane_width=40), 40)


@pytest.mark.parametrize("text", [" Ada.", " ", "Ada."])
def test_a_reference_without_a_label_may_begin_with_a_blank(text: str) -> None:
    check(lay_out(Reference((Run(text),), id="bib1"), 40, Glyphs(), pane_width=40), 40)


@given(block=blocks, width=st.integers(10, 100))
def test_spans_are_pieces_of_the_text_of_their_block(block: Block, width: int) -> None:
    text = block_text(block)
    for line in lay_out(block, width, Glyphs(), pane_width=width):
        for span in line.spans:
            if span.start >= 0 and not isinstance(block, Equation):
                piece = text[span.start : span.start + len(span.text)]
                assert len(piece) == len(span.text)
                assert all(a == b or not b.isprintable() for a, b in zip(span.text, piece, strict=True))


@given(block=blocks, above=st.none() | blocks)
def test_there_is_air_between_blocks(block: Block, above: Block | None) -> None:
    assert 0 <= gap_before(above, block) <= 2
    assert gap_before(None, block) == 0
    assert len(lines_before(above, block, Glyphs())) == gap_before(above, block)


def test_the_bar_of_a_theorem_goes_on_through_all_of_it_and_ends_with_it() -> None:
    first = Paragraph((Run("Theorem 1.", "strong"), Run(" We say")), frame="theorem")
    equation = Equation("a=b", "a = b", ("a = b",), "(1)", frame="theorem")
    rest, after = Paragraph((Run("twice."),), frame="theorem"), Paragraph((Run("Then"),))
    lines: list[str] = []
    previous: Block | None = None
    for each in (first, equation, rest, first._replace(runs=(Run("Theorem 2.", "strong"),)), after):
        lines += [line.text for line in lines_before(previous, each, Glyphs())]
        lines += [line.text for line in lay_out(each, 40, Glyphs(), pane_width=40)]
        previous = each
    assert "".join(line[:1] or " " for line in lines) == "▏▏▏▏▏ ▏ T"
