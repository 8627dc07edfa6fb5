"""Reading on: where it opens, where each key goes, and where it stops."""

from __future__ import annotations

from typing import Any

import pytest

from paperreader.mark_fields import READ
from paperreader.models import Cause
from paperreader.store import Store
from tests.hub_server.items import item, papers
from tests.stored_days import LONG, THU, TUE, WED, fill, id_of, ids_of
from tests.tui.conftest import SMALL


def three_days(store: Store, count: int = 4) -> None:
    fill(store, {THU: papers(THU, count), WED: papers(WED, 3), TUE: papers(TUE, 2)})


async def test_it_opens_on_the_newest_day_with_the_cursor_on_the_first_unread(
    store: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    three_days(store)
    store.marks.set(READ, True, ids_of(THU, 1, 2), Cause.OPENED).result()
    async with open_reader(store, size=size) as user:
        assert (user.view, user.at, user.focus) == (THU, id_of(THU, 3), "papers")
        assert user.page.paper.id == id_of(THU, 3)
        assert user.sidebar_view == THU
        assert "Thu" in user.status
        assert "4 papers, 2 unread" in user.status


async def test_the_page_follows_the_cursor(store: Store, open_reader: Any, size: tuple[int, int]) -> None:
    three_days(store)
    async with open_reader(store, size=size) as user:
        for step, number in (("j", 2), ("down", 3), ("k", 2), ("up", 1)):
            await user.press(step)
            assert user.at == user.page.paper.id == id_of(THU, number)
            paper = store.papers.get(user.at)
            if size != SMALL:
                assert user.text().count(paper.title) == 2  # in the list, and on the page
        await user.press("3", "G")
        assert paper.abstract.split()[-1] in " ".join(user.page.line_at(y).text for y in range(40))


async def test_space_pages_down_without_a_line_unseen_then_marks_read_and_goes_to_the_next_unread(
    store: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    long = [item(id_of(THU, n), abstract=LONG, upvotes=9 - n, day=THU) for n in (1, 2, 3, 4)]
    fill(store, {THU: long})
    store.marks.set(READ, True, ids_of(THU, 2), Cause.OPENED).result()
    async with open_reader(store, size=size) as user:
        if size == SMALL:
            await user.press("space")
            assert user.focus == "page"
        seen = user.page.scrollable_content_region.height
        while not user.page.at_end:
            assert user.at == id_of(THU, 1)
            await user.press("space")
            assert user.page.scroll_offset.y <= seen
            seen = user.page.scroll_offset.y + user.page.scrollable_content_region.height
        assert not user.entry.read
        await user.press("space")
        assert user.read_by(id_of(THU, 1)) == "opened"
        assert user.at == user.page.paper.id == id_of(THU, 3)
        assert user.page.scroll_offset.y == 0
        await user.press("space")
        assert user.page.scroll_offset.y > 0
        await user.press("backspace")
        assert user.page.scroll_offset.y == 0


async def test_space_after_the_last_one_says_so_too(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 1), WED: papers(WED, 3)})
    async with open_reader(store, size=(140, 50)) as user:
        assert user.page.at_end
        await user.press("space")
        assert user.read_by(id_of(THU, 1)) == "opened"
        assert "Thu 30 done · Space: Wed 29 (3)" in user.status
        assert user.view == THU
        await user.press("space")
        assert user.view == WED


async def test_paper_and_day_can_be_left_from_every_pane(store: Store, open_reader: Any, size: tuple[int, int]) -> None:
    three_days(store)
    async with open_reader(store, size=size) as user:
        for pane in ("1", "2", "3"):
            await user.press(pane)
            focus = user.focus
            await user.press("J", "J")
            assert user.at == user.page.paper.id == id_of(THU, 3)
            await user.press("K")
            assert user.at == user.page.paper.id == id_of(THU, 2)
            await user.press("K")
            assert (user.at, user.focus) == (id_of(THU, 1), focus)
            await user.press("n", "n", "p")
            assert (user.at, user.focus) == (id_of(THU, 2), focus)
            await user.press("]")
            assert (user.view, user.sidebar_view, user.focus) == (WED, WED, focus)
            await user.press("[", "p")
            assert (user.view, user.sidebar_view, user.at) == (THU, THU, id_of(THU, 1))


async def test_l_and_h_go_from_days_to_list_to_page_and_back(
    store: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    three_days(store)
    async with open_reader(store, size=size) as user:
        walk = [("l", "page"), ("l", "page"), ("h", "papers"), ("h", "days"), ("enter", "papers"), ("enter", "page")]
        walk += [("left", "papers"), ("left", "days"), ("right", "papers"), ("right", "page")]
        walk += [("tab", "days"), ("tab", "papers"), ("shift+tab", "days"), ("shift+tab", "page")]
        walk += [("1", "days"), ("2", "papers"), ("3", "page")]
        for key, pane in walk:
            await user.press(key)
            assert user.focus == pane, key
            assert pane in user.displayed, key
        assert user.at == id_of(THU, 1)


async def test_escape_never_leaves(store: Store, open_reader: Any, extreme: tuple[int, int]) -> None:
    three_days(store)
    async with open_reader(store, size=extreme) as user:
        for pane in ("1", "2", "3"):
            await user.press(pane, "escape", "escape")
        await user.press("z", "escape", "escape", "?", "escape", "escape", "escape")
        assert not user.left
        await user.press("J")
        assert user.at == id_of(THU, 2)


async def test_q_drops_the_zoom_then_leaves(store: Store, open_reader: Any, size: tuple[int, int]) -> None:
    three_days(store)
    async with open_reader(store, size=size) as user:
        await user.press("z")
        assert user.displayed == {"page"}
        await user.press("q")
        assert not user.left
        assert not user.panes.has_class("-zoomed")
        if size == SMALL:
            await user.press("q")
            assert user.displayed == {"papers"}
            assert not user.left
        await user.press("q")
        assert user.left


async def test_q_and_escape_drop_a_selection_first_then_the_zoom(store: Store, open_reader: Any) -> None:
    three_days(store)
    async with open_reader(store) as user:
        for key in ("q", "escape"):
            await user.press("z")
            y = next(y for y, line in enumerate(user.lines()) if line.strip() == "Abstract")
            x = user.lines()[y].index("Abstract")
            await user.click(x, y, to=(x + 8, y))
            assert user.app.screen.get_selected_text()
            await user.press(key)
            assert not user.app.screen.get_selected_text()
            assert user.displayed == {"page"}
            await user.press(key)
            assert user.displayed == {"days", "papers", "page"}
        assert not user.left


async def test_q_in_a_dialog_closes_only_the_dialog(store: Store, open_reader: Any) -> None:
    three_days(store)
    async with open_reader(store) as user:
        for key in ("?", "Y"):
            await user.press(key)
            assert user.app.screen is not user.app.reader
            await user.press("q")
            assert user.app.screen is user.app.reader
        assert not user.left


async def test_capital_q_leaves_at_once(store: Store, open_reader: Any) -> None:
    three_days(store)
    async with open_reader(store) as user:
        await user.press("z", "Q")
        assert user.left


@pytest.mark.parametrize("keys", ["qC", "qs", "qY", "q?", "qda", "q/a", "q:", "qA", "qu", "Qx", "Q?", "?QC", "?Qb"])
async def test_keys_right_behind_the_one_that_leaves_mean_nothing(store: Store, open_reader: Any, keys: str) -> None:
    three_days(store)
    async with open_reader(store) as user:
        await user.blind(*keys)
        await user.until(lambda: user.left)
        assert user.app.return_code == 0
    assert user.marks() == {}


async def test_z_zooms_the_page_and_back_from_every_pane(store: Store, open_reader: Any, size: tuple[int, int]) -> None:
    three_days(store)
    async with open_reader(store, size=size) as user:
        for pane in ("1", "2", "3"):
            await user.press(pane, "z")
            assert user.displayed == {"page"}
            await user.press("J")
            assert user.page.paper.id == user.at
            await user.press("z")
            assert user.displayed == {"page"} if size == SMALL else "papers" in user.displayed


async def test_leaving_the_zoomed_page_for_another_pane_ends_the_zoom(
    store: Store, open_reader: Any, extreme: tuple[int, int]
) -> None:
    three_days(store)
    async with open_reader(store, size=extreme) as user:
        await user.press("z", "h")
        assert "papers" in user.displayed
        assert not user.panes.has_class("-zoomed")


async def test_first_last_and_half_pages_move_the_pane_that_has_the_focus(
    store: Store, open_reader: Any, extreme: tuple[int, int]
) -> None:
    many = [item(id_of(THU, n), abstract=LONG, upvotes=90 - n, day=THU) for n in range(1, 41)]
    fill(store, {THU: many, WED: papers(WED, 2)})
    async with open_reader(store, size=extreme) as user:
        await user.press("G")
        assert user.at == id_of(THU, 40)
        await user.press("ctrl+u")
        up = user.ids.index(user.at)
        assert 25 < up < 39
        await user.press("ctrl+d", "g")
        assert user.at == id_of(THU, 1)
        await user.press("pagedown")
        down = user.ids.index(user.at)
        assert down > 39 - up
        await user.press("pageup", "end", "home")
        assert user.at == id_of(THU, 1)
        await user.press("3", "ctrl+d")
        half = user.page.scroll_offset.y
        await user.press("ctrl+u")
        assert (half > 0, user.page.scroll_offset.y) == (True, 0)
        await user.press("pagedown")
        assert half < user.page.scroll_offset.y < user.page.scrollable_content_region.height
        await user.press("G")
        assert user.page.at_end
        await user.press("g", "j", "j", "k")
        assert user.page.scroll_offset.y == 1
        assert user.at == id_of(THU, 1)


async def test_enter_shows_the_page_on_a_small_screen_and_escape_comes_back(store: Store, open_reader: Any) -> None:
    three_days(store)
    async with open_reader(store, size=SMALL) as user:
        await user.press("j")
        assert user.displayed == {"papers"}
        await user.press("enter")
        assert user.displayed == {"page"}
        assert "Thursday's Tokens, Part 2" in user.text()
        await user.press("escape")
        assert (user.displayed, user.at, user.focus) == ({"papers"}, id_of(THU, 2), "papers")
        await user.press("space")
        assert user.displayed == {"page"}
        await user.press("h")
        assert user.displayed == {"papers"}


async def test_u_gives_a_paper_of_an_earlier_day_a_dot_and_a_count(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 2), TUE: papers(TUE, 2)}, since=THU)
    async with open_reader(store, start=TUE) as user:
        assert "●" not in user.text()
        await user.press("u")
        assert (user.entry.read, user.entry.unread) == (False, True)
        assert user.marks()[id_of(TUE, 1), "read"] == (0, "by hand")
        assert "●" in user.text()
        assert user.day_line(TUE) == "Tue 28 1 · 2"
        assert "Unread 3" in user.text()
        await user.press("j", "p")
        assert user.at == id_of(TUE, 1)


async def test_two_spaces_in_a_burst_do_not_mark_a_paper_that_was_never_shown(store: Store, open_reader: Any) -> None:
    fill(store, {THU: [item(id_of(THU, n), abstract=LONG, upvotes=9 - n, day=THU) for n in (1, 2, 3)]})
    async with open_reader(store) as user:
        await user.press("3", "G", "2")
        await user.blind("space", "space")
        await user.until(lambda: user.page.scroll_offset.y > 0 and user.at == id_of(THU, 2))
        assert (user.read_by(id_of(THU, 1)), user.read_by(id_of(THU, 2))) == ("opened", None)
        assert user.page.paper.id == id_of(THU, 2)


async def test_keys_in_a_burst_stop_at_the_end_of_the_day_too(store: Store, open_reader: Any) -> None:
    three_days(store, 2)
    async with open_reader(store) as user:
        await user.blind("x", "x")
        await user.until(lambda: "Thu 30 done · Space: Wed 29 (3)" in user.status)
        assert (user.view, user.at) == (THU, id_of(THU, 2))
        await user.press("space")
        assert user.view == WED
