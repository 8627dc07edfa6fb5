"""The measure in the middle of a wide pane; a table there is wider than its caption."""

from __future__ import annotations

import pytest

from paperreader.fulltext.blocks import Block, Cell, Equation, Paragraph, Row, Run, Table
from paperreader.text.width import cell_width
from paperreader.tui.render.fulltext import centred, lay_out
from paperreader.tui.render.styled_text import Glyphs
from paperreader.tui.render.visible_links import visible_links
from tests.tui.render.fulltext.cases import CASES

MEASURE = 80


def shown(block: Block, pane: int) -> list[str]:
    lines = lay_out(block, min(pane, MEASURE), Glyphs(), pane_width=pane)
    return [line.text for line in centred(lines, min(pane, MEASURE), pane)]


@pytest.mark.parametrize("pane", [20, 80, 81])
def test_a_pane_that_is_not_wider_is_filled(pane: int) -> None:
    assert shown(Paragraph((Run("word " * 40),)), pane)[0].startswith("word")


def test_prose_and_captions_stand_in_the_middle_and_a_wide_table_around_it() -> None:
    row = Row(tuple(Cell((Run("number" + "s" * 12),)) for _ in range(6)))
    table = shown(Table((row, row), (Run("Table 1: Looms " + "and looms " * 20),)), 140)
    assert table[0].startswith(" " * 30 + "Table 1: Looms")
    assert len({len(line) - len(line.lstrip()) for line in table if "number" in line or "──" in line}) == 1
    assert max(map(cell_width, table)) > 120
    assert max(map(cell_width, table)) == 140, "it needs all the room to its right"
    less = Row(tuple(Cell((Run("number" + "s" * 12),)) for _ in range(5)))
    assert all(line.startswith(" " * 30) and line[30] != " " for line in shown(Table((less, less)), 140))
    narrow = shown(Table((Row((Cell((Run("warp"),)),)),)), 140)
    assert all(line.startswith(" " * 30) and line[30] != " " for line in narrow)
    assert shown(Paragraph((Run("word " * 40),)), 140)[0].startswith(" " * 30 + "word")


def test_a_formula_has_the_same_middle_as_the_prose() -> None:
    equation = Equation("a=b", "a = b", ("a = b",), "(1)")
    (line,) = shown(equation, 140)
    (narrow,) = shown(equation, 80)
    assert line == " " * 30 + narrow
    wide = "a" * 90
    (line,) = shown(equation._replace(lines=(wide,), number=""), 140)
    assert line == " " * 25 + wide


@pytest.mark.parametrize("name", CASES)
def test_what_is_moved_is_no_text_and_fits(name: str) -> None:
    for block in CASES[name]:
        lines = lay_out(block, MEASURE, Glyphs(), pane_width=140)
        moved = centred(lines, MEASURE, 140)
        assert len(moved) == len(lines)
        for before, after in zip(lines, moved, strict=True):
            blanks = len(after.text) - len(before.text)
            assert after.text == " " * blanks + before.text
            assert after.gutter == before.gutter + blanks
            assert (after.offset, after.flows) == (before.offset, before.flows)
            assert cell_width(after.text) <= 140
        assert [link.target for link in visible_links(moved)] == [link.target for link in visible_links(lines)]
