"""Displayed formulas stand in the middle; what is too wide is broken, and never lost."""

from __future__ import annotations

import time

import pytest
from rich.cells import cell_len

from paperreader.fulltext.blocks import Equation
from paperreader.text.formula.reading import read_display, read_inline
from paperreader.tui.render.fulltext import lay_out
from paperreader.tui.render.styled_text import Glyphs, StyledLine

LONG = " + ".join(rf"a_{{{number}}} x^{{{number}}}" for number in range(40))


def equation(tex: str, number: str = "") -> Equation:
    return Equation(tex, read_inline(tex), read_display(tex), number)


def lines_of(block: Equation, width: int, pane: int) -> list[StyledLine]:
    return lay_out(block, width, Glyphs(), pane_width=pane)


def test_a_formula_stands_in_the_middle_of_the_measure_with_its_number_at_the_right() -> None:
    (line,) = lines_of(equation("y = f(x)", "(1)"), 40, 100)
    assert line.text == " " * 16 + "y = f(x)" + " " * 13 + "(1)"
    assert {span.tex for span in line.spans if span.role == "math"} == {"y = f(x)"}
    assert line.section == "equation"


def test_a_wider_one_may_be_as_wide_as_the_pane() -> None:
    wide = equation(LONG[:120], "(2)")
    assert cell_len(wide.lines[0]) > 50
    lines = lines_of(wide, 40, 200)
    assert [line.text.strip().removesuffix("(2)").strip() for line in lines] == [each.strip() for each in wide.lines]


@pytest.mark.parametrize("pane", [10, 23, 40, 77])
def test_one_that_is_wider_than_the_pane_is_broken(pane: int) -> None:
    lines = lines_of(equation(LONG, "(3)"), pane, pane)
    shown = "".join(line.text for line in lines)
    assert len(lines) > 1
    assert all(cell_len(line.text) <= pane for line in lines)
    assert "(3)" in shown
    assert shown.count("x") == 40


def test_a_formula_of_many_thousand_characters_is_laid_out_in_time() -> None:
    tex = r"\frac{a}{b} + \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} = " * 80
    block = equation(tex[:4_885])
    started = time.perf_counter()
    lines = lines_of(block, 60, 60)
    assert time.perf_counter() - started < 5
    assert all(cell_len(line.text) <= 60 for line in lines)


def test_a_formula_without_lines_is_shown_as_its_reading_or_as_tex() -> None:
    (line,) = lines_of(Equation("x", "x reads", ()), 40, 40)
    assert line.text.strip() in ("x", "x reads")
    (line,) = lines_of(Equation("", "", ("",)), 40, 40) or [StyledLine()]
    assert not line.text.strip()
