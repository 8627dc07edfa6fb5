"""Letters on what points elsewhere: drawn in place, typed, left, and clicked."""

from __future__ import annotations

from typing import Any

import pytest
from rich.segment import Segment
from textual.strip import Strip

from paperreader.tui.dialogs.hints import Hints, _room_before, _with_text
from paperreader.tui.dialogs.peek import Peek
from paperreader.tui.dialogs.table_sheet import TableSheet
from tests.tui.conftest import NARROW, SMALL, User


async def opened(user: User) -> None:
    await user.press("i")
    await user.until(lambda: isinstance(user.app.screen, Hints))


async def test_letters_cover_what_stands_before_and_move_nothing(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        before = user.lines()
        await opened(user)
        after = user.lines()
        assert "Type a letter to see what it leads to" in after[-1]
        changed = {
            (old, new)
            for a, b in zip(before[:-1], after[:-1], strict=True)
            for old, new in zip(a.ljust(80), b.ljust(80), strict=True)
            if old != new
        }
        assert {old for old, _ in changed} <= {" ", "¹"}, "nothing of the text is covered, but for a mark"
        assert {new for _, new in changed} <= set("asdfghjklqwert")
        await user.press("escape")
        await user.until(lambda: user.lines() == before)


async def test_each_letter_shows_another_thing_and_escape_returns(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        titles = []
        for letter in "asdfghjkl":
            await opened(user)
            await user.press(letter)
            await user.until(lambda: isinstance(user.app.screen, Peek))
            titles.append(user.app.screen._title)
            await user.press("escape")
            await user.until(lambda: user.app.screen is user.app.reader)
        assert titles == [
            *("[1]", "[2]", "Figure 1", "Equation (1)", "Note 1", "Link", "Table 2", "Section 2", "Table 7"),
        ]


async def test_a_key_that_scrolls_closes_them_and_scrolls_others_are_ignored(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        await opened(user)
        await user.press("1", "9", "?")
        assert isinstance(user.app.screen, Hints)
        await user.press("down")
        await user.until(lambda: user.app.screen is user.app.reader and user.panes.text.scroll_offset.y == 1)


async def test_with_many_two_letters_are_typed_and_backspace_takes_one_back(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        await user.press("G")
        lines = user.panes.text
        from paperreader.tui.render.visible_links import Cells, VisibleLink

        chosen: list[VisibleLink] = []
        links = [VisibleLink(f"#{n}", f"{n}", ((Cells(n, 3, 1),),)) for n in range(40)]
        context = user.app.reader.context
        context.ask(Hints(links, "?", chosen.append, context.colors, context.glyphs))
        await user.until(lambda: isinstance(user.app.screen, Hints))
        await user.press("m")
        assert isinstance(user.app.screen, Hints)
        await user.press("backspace", "m", "s")
        await user.until(lambda: user.app.screen is user.app.reader)
        assert [link.target for link in chosen] == ["#26"]
        assert lines is user.panes.text


async def test_keys_behind_it_are_for_what_it_opens(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        await user.blind("i", "a", "enter")
        await user.until(lambda: "[1] Ada Brook. Looms that learn." in user.text())
        await user.until(lambda: user.app.screen is user.app.reader)
        await user.press("ctrl+o")
        await user.until(lambda: "Looms weave threads" in user.text())


async def test_a_table_in_sight_opens_whole_by_its_letter(open_text: Any) -> None:
    async with open_text(size=(80, 40)) as user:
        await opened(user)
        row = next(line for line in user.lines() if "Table 1: Speeds" in line)
        await user.press(row.strip()[0])
        await user.until(lambda: isinstance(user.app.screen, TableSheet))
        assert "south" in user.text()


async def test_where_nothing_points_elsewhere_it_says_so(open_text: Any) -> None:
    async with open_text(size=SMALL) as user:
        await user.press("t", *"knots", "enter")
        await user.until(lambda: "Paragraph 2 is about knots." in user.text())
        await user.press("i")
        await user.until(lambda: user.toasts and user.toasts[-1] == "Nothing in sight points elsewhere.")
        assert user.app.screen is user.app.reader


async def test_a_resize_closes_them(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        await opened(user)
        await user.pilot.resize_terminal(70, 22)
        await user.until(lambda: user.app.screen is user.app.reader)


async def test_a_click_on_a_letter_chooses_and_elsewhere_closes(open_text: Any) -> None:
    async with open_text(size=NARROW) as user:
        await opened(user)
        await user.click(5, 20)
        await user.until(lambda: user.app.screen is user.app.reader)
        await opened(user)
        y = next(y for y, line in enumerate(user.lines()) if "Looms weave" in line)
        await user.click(user.lines()[y].index("a[1,"), y)
        await user.until(lambda: isinstance(user.app.screen, Peek))


@pytest.mark.parametrize(
    ("text", "labels", "shown"),
    [
        ("see [1] and", "a", "seea[1] and"),
        ("see (1) and", "as", "seeas1) and"),
        ("see  [1] and", "as", "seeas[1] and"),
        ("a [9, 1] b", "a", "a [9,a1] b"),
        ("a [9,1] b", "a", "a [9a1] b"),
        ("f([1])", "a", "f(a1])"),
        ("[1] says", "a", "a1] says"),
        ("1 says", "a", "a says"),
    ],
)
def test_a_letter_stands_on_a_blank_or_else_on_what_opens(text: str, labels: str, shown: str) -> None:
    strip = Strip([Segment(text)])
    x = text.index("1")
    start = x - _room_before(strip, x, len(labels))
    assert _with_text(strip, start, Segment(labels)).text == shown
