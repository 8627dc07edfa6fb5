"""Text selected with the mouse: copied as it was before wrapping, highlighted to the character."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset
from textual.selection import Selection

from paperreader.fulltext.blocks import Block, Equation, Paragraph, Run
from paperreader.tui.render.fulltext import lay_out
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.widgets.text_selection import highlight_selection, selected_text

LINES = [
    StyledLine((StyledSpan("  ●  A title"),), gutter=5),
    StyledLine((StyledSpan("     goes on   "),), gutter=5, flows=True),
    StyledLine(),
    StyledLine((StyledSpan("Next"),)),
]


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (None, None, "A title goes on\n\nNext"),
        ((7, 0), (9, 1), "title goes"),
        ((0, 1), (2, 3), "goes on\n\nNe"),
        ((0, 2), None, "Next"),
        ((0, 0), (3, 0), ""),
    ],
)
def test_wrapped_lines_are_joined_and_gutters_left_out(
    start: tuple[int, int] | None, end: tuple[int, int] | None, text: str
) -> None:
    selection = Selection(start and Offset(*start), end and Offset(*end))
    assert selected_text(selection, len(LINES), LINES.__getitem__) == text


def test_a_highlight_starts_and_ends_within_segments() -> None:
    plain, bold, highlight = Style(color="red"), Style(bold=True), Style(reverse=True)
    segments = [Segment("one", bold), Segment("two")]
    assert highlight_selection(segments, 2, 4, plain, highlight) == [
        Segment("on", bold),
        Segment("e", bold + highlight),
        Segment("t", plain + highlight),
        Segment("wo"),
    ]
    assert highlight_selection(segments, 3, -1, plain, highlight) == [
        Segment("one", bold),
        Segment("two", plain + highlight),
    ]


FRACTION = r"w=\frac{a}{b}"
PROSE = Paragraph((
    Run("The weight "),
    Run("w + x + y + z", "math", tex="w+x+y+z"),
    Run(" is well-known to all who weave, and "),
    Run("ℓᵢ", "math", tex=r"\ell_i"),
    Run(" is not."),
))  # fmt: skip
DISPLAY = Equation(FRACTION, "w = a/b", ("    a", "w = ─", "    b"), "(3)")
IN_LIST = Paragraph((Run("An item that is long enough to be wrapped, "), Run("twice", "strong")), "", 1, "•")


def lines_of(*blocks: Block, width: int) -> list[StyledLine]:
    lines: list[StyledLine] = []
    for block in blocks:
        lines += [*lay_out(block, width, Glyphs(), pane_width=width), StyledLine()]
    return lines[:-1]


def copied(lines: Sequence[StyledLine], first: int = 0, last: int | None = None) -> str:
    end = Offset(len(lines[last].text), last) if last is not None else None
    return selected_text(Selection(Offset(0, first), end), len(lines), lines.__getitem__)


@pytest.mark.parametrize("width", [14, 20, 33, 80])
def test_prose_is_prose_again_and_formulas_are_tex_at_any_width(width: int) -> None:
    prose = r"The weight $w+x+y+z$ is well-known to all who weave, and $\ell_i$ is not."
    assert copied(lines_of(PROSE, width=width)) == prose
    item = copied(lines_of(IN_LIST, width=width))
    assert item.removeprefix("  • ").removeprefix("• ") == "An item that is long enough to be wrapped, twice"
    both = copied(lines_of(PROSE, DISPLAY, IN_LIST, width=width))
    assert f"is not.\n\n$${FRACTION}$$\n\n" in both


def test_a_formula_that_is_selected_alone_is_its_bare_tex_even_if_only_a_part_of_it_is() -> None:
    lines = lines_of(DISPLAY, width=40)
    assert len(lines) == 3
    assert copied(lines) == copied(lines, 1, 1) == copied(lines, 2) == FRACTION
    (line,) = lines_of(PROSE, width=80)[:1]
    at = line.text.index("+ x")
    assert selected_text(Selection(Offset(at, 0), Offset(at + 1, 0)), 1, [line].__getitem__) == "w+x+y+z"


def test_the_same_formula_twice_in_a_row_is_copied_twice() -> None:
    assert copied(lines_of(DISPLAY, DISPLAY, width=40)) == f"$${FRACTION}$$\n\n$${FRACTION}$$"
