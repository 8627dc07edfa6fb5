"""The top line: what the panes are called, where the user is, and which pane has the focus."""

from __future__ import annotations

from typing import Any

import pytest

from paperreader.store import Store
from tests.hub_server.items import papers
from tests.stored_days import THU, WED, fill, parsed, two_days, with_config
from tests.tui.conftest import NARROW, SMALL, WIDE, User

NAMES = {"days": "Days", "papers": "Thu 30 · ", "page": "Page"}


def marked(user: User) -> list[str]:
    """What is bold and underlined on the screen."""
    strips = user.app.screen._compositor.render_strips()
    styled = [segment for strip in strips for segment in strip if segment.style and segment.text.strip()]
    return [segment.text.strip() for segment in styled if segment.style.bold and segment.style.underline]


@pytest.mark.parametrize("size", [WIDE, (110, 30), NARROW, (60, 20)])
@pytest.mark.parametrize("no_color", [False, True])
async def test_it_shows_which_pane_has_the_focus_without_colour_too(
    store: Store, open_reader: Any, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], no_color: bool
) -> None:
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    two_days(store)
    async with open_reader(store, size=size) as user:
        for key, pane in (("2", "papers"), ("1", "days"), ("3", "page"), ("tab", "days"), ("shift+tab", "page")):
            await user.press(key)
            [name] = marked(user)
            assert name.startswith(NAMES[pane]), (size, pane)
            unfocused = [NAMES[other] for other in user.displayed - {pane}]
            assert all(any(name in line for line in user.lines()) for name in unfocused)


async def test_it_says_which_paper_of_how_many(store: Store, open_reader: Any) -> None:
    two_days(store, 4)
    async with open_reader(store, size=WIDE) as user:
        assert "Thu 30 · 1 of 4" in user.lines()[0]
        await user.press("j", "j")
        assert "Thu 30 · 3 of 4" in user.lines()[0]
        user.session.store.ingest.save_day(THU, parsed(papers(THU, 6)), complete=False).result()
        user.session.reload()
        await user.press("G")
        assert "Thu 30 · 6 of 6" in user.lines()[0], "the line above new papers is none"
        await user.press("]")
        assert "Wed 29 · 1 of 3" in user.lines()[0]
        await user.press("/", *"Compass", "enter")
        await user.until(lambda: "Compass” · 1 of" in user.lines()[0])
        await user.press("escape", "1", "g", "j")
        assert "Starred" in user.lines()[0].split("▏")[0], "an empty list has no place in it"
        assert " of " not in user.lines()[0]


async def test_a_page_that_is_alone_says_where_its_paper_is(store: Store, open_reader: Any) -> None:
    two_days(store)
    for size, key in ((WIDE, "z"), (NARROW, "enter"), ((50, 24), "enter")):
        async with open_reader(store, size=size) as user:
            await user.press("g", "j", key)
            assert user.displayed == {"page"}
            assert user.lines()[0].strip() == "Page · Thu 30 · 2 of 12"
            await user.press("J")
            assert user.lines()[0].strip() == "Page · Thu 30 · 3 of 12"
            await user.press("escape", "Q")


async def test_a_window_too_low_for_it_has_none(store: Store, open_reader: Any) -> None:
    two_days(store)
    for size in ((80, 18), (40, 10), (SMALL[0], 19)):
        async with open_reader(store, size=size) as user:
            assert "Ferry: Mending" in user.lines()[0]
            await user.press("Q")


@pytest.mark.parametrize("glyphs", ["unicode", "ascii"])
async def test_ascii_reaches_it(store: Store, open_reader: Any, glyphs: str) -> None:
    fill(store, {THU: papers(THU, 2), WED: papers(WED, 1)})
    async with open_reader(store, size=NARROW, config=with_config(glyphs=glyphs)) as user:
        assert user.lines()[0].strip() == ("Thu 30 · 1 of 2" if glyphs == "unicode" else "Thu 30 - 1 of 2")
