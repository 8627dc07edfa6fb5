"""Code keeps its indentation; long lines go on behind a sign."""

from __future__ import annotations

from paperreader.fulltext.blocks import Listing
from paperreader.tui.render.fulltext import lay_out
from paperreader.tui.render.styled_text import Glyphs
from tests.tui.render.fulltext.cases import text


def texts(listing: Listing, width: int) -> list[str]:
    return [line.text.rstrip() for line in lay_out(listing, width, Glyphs(), pane_width=width)]


def test_indentation_and_blank_lines_stay() -> None:
    assert texts(Listing((text("for x in y:"), text("    z(x)"), (), text("w()"))), 40) == [
        "  for x in y:",
        "      z(x)",
        "",
        "  w()",
    ]


def test_a_long_line_hangs_from_its_indentation() -> None:
    assert texts(Listing((text("    one two three four five"),)), 22) == [
        "      one two three",
        "      … four five",
    ]
    assert texts(Listing((text("12:  one two three four five"),)), 20) == [
        "  12:  one two",
        "       … three four",
        "       … five",
    ]


def test_a_copy_has_the_indentation_but_not_the_margin() -> None:
    (line,) = lay_out(Listing((text("    z(x)"),)), 40, Glyphs(), pane_width=40)
    assert line.text[line.gutter :] == "    z(x)"


def test_a_line_that_is_indented_beyond_the_pane_is_not_lost() -> None:
    lines = texts(Listing((text(" " * 200 + "here"),)), 20)
    assert "here" in "".join(lines)
    assert all(len(line) <= 20 for line in lines)
