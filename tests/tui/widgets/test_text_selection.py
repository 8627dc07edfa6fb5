"""Text selected with the mouse: copied as it was before wrapping, highlighted to the character."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset
from textual.selection import Selection

from paperreader.tui.render.styled_text import StyledLine, StyledSpan
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
