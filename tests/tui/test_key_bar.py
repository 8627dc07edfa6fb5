"""The bars at the bottom say what the keys do now."""

from __future__ import annotations

from typing import Any

import pytest

from paperreader.store import Store
from tests.hub_server.items import papers
from tests.stored_days import THU, fill, week
from tests.tui.conftest import NARROW, WIDE


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("keys", ["z", "v", "V", "vj", "w", "m"])
async def test_q_is_called_by_what_it_does(store: Store, open_reader: Any, size: tuple[int, int], keys: str) -> None:
    fill(store, week())
    async with open_reader(store, size=size) as user:
        await user.press("j")
        assert " q quit" in user.footer
        await user.press(*keys)
        await user.until(lambda: " q back" in user.footer)
        await user.press("q")
        await user.until(lambda: " q quit" in user.footer)
        assert not user.left


async def test_a_page_that_fills_the_screen_has_a_way_back(store: Store, open_reader: Any) -> None:
    fill(store, week())
    async with open_reader(store, size=(50, 20)) as user:
        await user.press("enter")
        await user.until(lambda: " q back" in user.footer)
        await user.press("q")
        await user.until(lambda: " q quit" in user.footer)


@pytest.mark.parametrize("size", [WIDE, NARROW, (40, 10)])
async def test_an_open_range_says_how_to_get_out(store: Store, open_reader: Any, size: tuple[int, int]) -> None:
    fill(store, {THU: papers(THU, 5)})
    async with open_reader(store, size=size) as user:
        await user.press("V", "j")
        await user.until(lambda: "Esc cancels" in user.status)
        if size[0] > 40:
            assert "range: j k extend it" in user.status
        await user.press("V")
        assert "cancels" not in user.status
        await user.press("V", "escape")
        assert "cancels" not in user.status


async def test_an_empty_store_offers_nothing_that_needs_papers(store: Store, open_reader: Any) -> None:
    async with open_reader(store) as user:
        assert " q quit" in user.footer
        assert not {"zoom", "star", "skip"} & set(user.footer.split())
