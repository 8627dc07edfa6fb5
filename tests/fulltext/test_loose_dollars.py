"""Formulas between dollars that Markdown does not take for formulas, and what else converters leave in a line."""

from __future__ import annotations

import time

import pytest

from paperreader.fulltext.block_text import block_text
from paperreader.fulltext.blocks import Listing, Run
from paperreader.fulltext.markdown import parse_markdown

START = "# Boats\n\n## 1 Start\n\nA boat sails where the wind blows.\n\n"


def read(source: str) -> str:
    """How the last block reads, with formulas in brackets of their own."""
    block = parse_markdown(f"{START}{source}").blocks[-1]
    return "".join(f"⟦{run.text}⟧" if run.style == "math" else run.text for run in getattr(block, "runs", ()))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("A boat $x_i $and a $k = 1 $ship.", "A boat ⟦xᵢ⟧ and a ⟦k = 1⟧ ship."),
        (r"Of $\approx$30 % or 3$\times$4, with $y$ and $z^{2} $.", "Of ⟦≈⟧30 % or 3⟦×⟧4, with ⟦y⟧ and ⟦z²⟧."),
        (r"It is $a \text{ if $b$ or $c$}$ and $d$.", "It is ⟦a if b or c⟧ and ⟦d⟧."),
        ("It costs $5 and $6_000, or $7 here.", "It costs $5 and $6_000, or $7 here."),
        ("$HOME and $PATH and $USER_NAME are set.", "$HOME and $PATH and $USER_NAME are set."),
        (r"With $a &lt; b$ and $F\&amp;B$.", "With ⟦a < b⟧ and ⟦F&B⟧."),
        (r"Then $a$ $\quad$ b.", "Then ⟦a⟧  b."),
        ("A 2 <sup>nd</sup> boat, as Gull $^{1}$ and 10 $^{-3}$ show.", "A 2ⁿᵈ boat, as Gull⟦¹⟧ and 10⟦⁻³⟧ show."),
        ("Boats<sup>&</sup>lt;sup>4</sup> float.", "Boats⁴ float."),
        ("- **Boats (of wood)**: they float.", "Boats (of wood): they float."),
        ("- -5 degrees", "-5 degrees"),
    ],
)
def test_how_it_reads(source: str, shown: str) -> None:
    assert read(source) == shown


def test_code_is_left_alone() -> None:
    assert read("A `$x_i $` is code.") == "A $x_i $ is code."
    assert parse_markdown(f"{START}```\n$x_i $ 2\n```").blocks[-1] == Listing(((Run("$x_i $ 2", "code"),),))


def test_cells_of_a_table_have_formulas_of_their_own() -> None:
    table = parse_markdown(f"{START}| a | b |\n|---|---|\n| $\\frac{{a}}{{b}} $ | $5_0 |\n| $4_1 | 2 |").blocks[-1]
    assert block_text(table).split("\n") == ["", "a", "b", "a/b", "$5_0", "$4_1", "2"]


def test_lines_of_an_algorithm_have_no_tags_and_no_macros_for_gaps() -> None:
    lines = (
        r"1: let $\mathbf{x}_{0}$ be \mathbf{x}_{0}",
        r"2: if \sigma_{i} \neq 0 \qquad \qquad \triangleright Apply 2<sup>nd</sup> order",
        r"3:   <b>return</b> \mathbf{x}_{N}, \quad \text{done}",
    )
    listing = parse_markdown(f"{START}```\n" + "\n".join(lines) + "\n```").blocks[-1]
    shown = block_text(listing).split("\n")
    assert [line.split() for line in shown[2:]] == [
        ["2:", "if", "σᵢ", "≠", "0", "▷", "Apply", "2ⁿᵈ", "order"],
        ["3:", "return", "𝐱_N,", "done"],
    ]


@pytest.mark.parametrize("line", ["$x_{ " * 20_000, "$x_i $ " * 20_000, "a$\\times$3" * 20_000, "$" * 100_000])
def test_any_number_of_dollars_takes_bounded_time(line: str) -> None:
    begin = time.process_time()
    parse_markdown(START + line)
    assert time.process_time() - begin < 5
