"""Undo on the screen: it takes back the last key, and nobody is thrown elsewhere by it."""

from __future__ import annotations

from typing import Any

from paperreader.store import Store
from tests.hub_server.items import papers
from tests.stored_days import THU, WED, fill, id_of, ids_of, two_days
from tests.tui.conftest import SMALL, WIDE, User


async def read_on(user: User, times: int) -> None:
    """Press Space until so many more papers are read."""
    for _ in range(times):
        before = sum(entry.read for entry in user.rows.entries)
        while sum(entry.read for entry in user.rows.entries) == before:
            await user.press("space")


async def test_undo_after_space_takes_back_space(store: Store, open_reader: Any, extreme: tuple[int, int]) -> None:
    two_days(store, 4)
    async with open_reader(store, size=extreme) as user:
        await user.press("b")
        await read_on(user, 2)
        for at in (2, 1):
            await user.press("U")
            await user.until(lambda at=at: user.at == id_of(THU, at) and user.entry.unread)
            assert user.rows.entries[0].starred
        assert user.page.paper.id == id_of(THU, 1)
        await user.press("U")
        await user.until(lambda: not user.rows.entries[0].starred)


async def test_a_burst_of_undo_and_space_does_what_the_keys_do_one_by_one(store: Store, open_reader: Any) -> None:
    two_days(store, 6)
    async with open_reader(store, size=WIDE) as user:
        await user.blind("x", "x", "x", "U", "x", "U", "U", "b")
        await user.until(lambda: [entry.starred for entry in user.rows.entries] == [False, True, *[False] * 4])
        assert [entry.read for entry in user.rows.entries] == [True, *[False] * 5]
        assert user.at == id_of(THU, 2)


async def test_undo_in_another_day_names_it_and_a_key_goes_there(store: Store, open_reader: Any) -> None:
    two_days(store, 4)
    async with open_reader(store, size=WIDE, start=WED) as user:
        await user.press("A", "[", "j")
        assert (user.view, user.at) == (THU, id_of(THU, 2))
        await user.press("U")
        await user.until(lambda: user.toasts[-1] == "Undone: 3 papers unread again · Wed 29 Jul · L goes there")
        assert (user.view, user.at) == (THU, id_of(THU, 2))
        await user.press("L")
        assert (user.view, user.at) == (WED, id_of(WED, 1))
        await user.press("[", "ctrl+r")
        await user.until(lambda: user.toasts[-1] == "Redone: 3 papers marked read · Wed 29 Jul · L goes there")
        assert user.view == THU


async def test_undo_of_what_the_list_shows_further_up_offers_to_go_there(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 60)})
    async with open_reader(store, size=(100, 30)) as user:
        await user.press("b", "G", "U")
        await user.until(lambda: user.toasts and user.toasts[-1].endswith("· L shows it"))
        assert user.at == id_of(THU, 60)
        await user.press("L")
        assert user.at == id_of(THU, 1)
        await user.press("b", "j", "U")
        await user.until(lambda: not user.rows.entries[0].starred)
        assert (user.at, "shows it" in user.toasts[-1]) == (id_of(THU, 2), False)


async def test_undo_with_the_page_alone_on_the_screen_is_seen_there(store: Store, open_reader: Any) -> None:
    two_days(store, 4)
    async with open_reader(store, size=SMALL) as user:
        await user.press("l", "b", "J", "U")
        await user.until(lambda: user.toasts)
        assert user.toasts[-1].endswith("· L shows it")
        await user.press("L", "b", "U")
        await user.until(lambda: len(user.toasts) == 2)
        assert "L" not in user.toasts[-1][-12:]
        assert user.ids == ids_of(THU, 1, 2, 3, 4)


async def test_without_anything_out_of_sight_its_key_says_so(store: Store, open_reader: Any) -> None:
    two_days(store, 4)
    async with open_reader(store) as user:
        await user.press("L")
        assert user.toasts == ["No recent message offers a place to go to."]
        assert (user.view, user.at) == (THU, id_of(THU, 1))
