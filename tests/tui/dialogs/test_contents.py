"""The contents of a text on the screen: filtered, chosen, and the way back."""

from __future__ import annotations

from typing import Any

from paperreader.tui.dialogs.contents import Contents
from tests.tui.conftest import NARROW, User


def rows(user: User) -> list[str]:
    """The lines of the open contents."""
    assert isinstance(user.app.screen, Contents)
    entries = user.app.screen.entries
    return [entries.line_at(y).text.rstrip() for y in range(entries.count)]


async def opened(user: User) -> None:
    await user.press("t")
    await user.until(lambda: isinstance(user.app.screen, Contents))


async def test_all_headings_are_listed_with_the_one_that_the_user_is_below(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        await user.press("n", "n")
        await opened(user)
        assert [row.split("  ")[0].strip() for row in rows(user)] == ["1", "2", "2.1", ""]
        (here,) = [row for row in rows(user) if row.endswith("◂ here")]
        assert here.split() == ["2.1", "Knots", "◂", "here"]
        assert user.app.screen.entries.entry.title == "Knots", "it is where the cursor begins"
        await user.press("escape")
        assert user.app.screen is user.app.reader


async def test_letters_filter_it_and_enter_goes_there_and_back(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        before = user.lines()
        await opened(user)
        await user.press(*"weav")
        assert [row.strip() for row in rows(user)] == [
            "2  Weaving", "", "Figures, tables and more", "Algorithm 1  Weaving",
        ]  # fmt: skip
        await user.press("down", "enter")
        await user.until(lambda: "Algorithm 1: Weaving" in user.text() and user.app.screen is user.app.reader)
        await user.press("ctrl+o")
        await user.until(lambda: user.lines()[:-2] == before[:-2])


async def test_what_is_typed_right_behind_the_key_is_not_lost(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        await user.blind("t", *"table 2", "enter")
        await user.until(lambda: "Table 2: Every run of every loom" in user.text())
        await user.until(lambda: user.app.screen is user.app.reader)
        await user.until(lambda: "Looms weave threads" not in user.text())


async def test_a_click_goes_there_and_small_windows_are_survived(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        await opened(user)
        for size in ((60, 20), (60, 3), (8, 20), (2, 2), NARROW):
            await user.pilot.resize_terminal(*size)
            await user.blind("pagedown", "pageup")
        await user.until(lambda: "2.1" in user.text() and "Knots" in user.text())
        lines = user.lines()
        y = next(y for y, line in enumerate(lines) if "Knots" in line)
        await user.click(lines[y].index("Knots"), y)
        await user.until(lambda: "Paragraph 1 is about knots." in user.text())
        assert user.app.screen is user.app.reader
