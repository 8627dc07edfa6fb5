"""Text cut and wrapped to cells."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from paperreader.text.width import cell_width, wrap
from paperreader.tui.render.styled_text import ASCII, Glyphs


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.sampled_from("ab- 林é"), max_size=80), width=st.integers(2, 30))
def test_wrapped_lines_hold_the_whole_text_in_order(text: str, width: int) -> None:
    lines = list(wrap(text, width))
    assert "".join(line for _, line in lines).replace(" ", "") == text.replace(" ", "")
    assert all(text[start : start + len(line)] == line for start, line in lines)


def test_every_glyph_is_one_cell_and_has_an_ascii_twin() -> None:
    assert all(len(glyph) == 1 and glyph.isascii() for glyph in ASCII)
    assert all(len(glyph) == 1 and cell_width(glyph) == 1 for glyph in Glyphs())


def test_every_glyph_that_stands_alone_is_explained() -> None:
    for glyphs in (Glyphs(), ASCII):
        explained = " ".join(symbol for symbol, _ in glyphs.legend)
        obvious = {glyphs.cut, glyphs.rule, glyphs.edge, glyphs.cursor, glyphs.cursor_selected, glyphs.here}
        obvious |= {glyphs.minus}
        assert not [glyph for glyph in glyphs if glyph not in explained and glyph not in obvious]


def test_what_is_ascii_already_stays() -> None:
    assert ASCII.put_into("“c++” · 3 papers …") == "“c++” - 3 papers ~"
