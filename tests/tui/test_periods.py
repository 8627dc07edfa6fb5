"""Weeks and months on the screen."""

from __future__ import annotations

from typing import Any

from paperreader.period import Period
from paperreader.store import Store
from tests.stored_days import THU, WED, fill, id_of, week


async def test_w_m_and_the_ways_back(store: Store, open_reader: Any) -> None:
    fill(store, week())
    async with open_reader(store, size=(140, 40)) as user:
        await user.press("j", "w")
        assert user.view == Period.of("week", THU)
        assert user.status.startswith(" Week 31 · 27-31 Jul 2026 · 12 papers, 12 unread")
        assert f"{WED.day} {WED:%b}" in user.text()
        assert user.sidebar_view == THU
        await user.press("escape")
        assert (user.view, user.at) == (THU, id_of(THU, 2))
        await user.press("m", "]", "j", "q")
        assert (user.view, user.at, user.left) == (THU, id_of(THU, 2), False)


async def test_enter_on_the_day_goes_back_to_it(store: Store, open_reader: Any) -> None:
    fill(store, week())
    async with open_reader(store, size=(140, 40)) as user:
        await user.press("w", "1", "enter")
        assert user.view == THU
