"""Rows are exactly as wide as their pane."""

from __future__ import annotations

from typing import Any

import pytest
from rich.cells import cell_len
from textual.geometry import Region

from paperreader.store import Store
from paperreader.tui.render.styled_text import StyledLine, StyledSpan
from tests.stored_days import two_days
from tests.tui.conftest import NARROW, SMALL, WIDE


@pytest.mark.parametrize("size", [SMALL, NARROW, WIDE])
async def test_every_row_is_as_wide_as_its_pane_whatever_its_padding_was(
    store: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    two_days(store)
    async with open_reader(store, size=size) as user:
        for key in ("3", "z", "z", "j", "z", "2", "1", "3"):
            await user.press(key)
            for pane in (user.days, user.papers, user.page):
                if pane.display:
                    whole = Region(0, 0, *pane.outer_size)
                    widths = {cell_len(strip.text) for strip in pane.render_lines(whole)}
                    assert widths == {pane.outer_size.width}, (key, pane.id)


@pytest.mark.parametrize("width", [1, 2, 3, 4, 5, 6, 7])
async def test_no_row_is_longer_than_the_terminal(store: Store, open_reader: Any, width: int) -> None:
    two_days(store)
    async with open_reader(store, size=(width, 12)) as user:
        for key in ("1", "j", "2", "3", "z", "z", "2", "question_mark", "escape", "Y", "escape", "V", "j"):
            await user.press(key)
            for row in user.app.screen._compositor.render_full_update().strips:
                told = sum(strip.cell_length for strip in row)
                real = sum(segment.cell_length for strip in row for segment in strip)
                assert (told, real) == (width, width), (key, user.focus)


@pytest.mark.parametrize("spans", [(), ("",), ("", "x"), ("x",), (" ", "x")])
async def test_the_sign_of_a_resting_cursor_needs_no_text(
    store: Store, open_reader: Any, monkeypatch: pytest.MonkeyPatch, spans: tuple[str, ...]
) -> None:
    """With sixteen colours the cursor of a pane without the focus is a sign in its first cell."""
    monkeypatch.setenv("TERM", "xterm-16color")
    two_days(store)
    async with open_reader(store) as user:
        colors, painter = user.papers.theme_colors, user.papers._painter
        assert colors.marks_cursor
        line = StyledLine(tuple(map(StyledSpan, spans)))
        text = "".join(segment.text for segment in painter._text(colors, line, colors.cursor_resting))
        assert text[0] in "▌█"
        assert cell_len(text) == user.papers.line_width
