"""The command palette under fast typing and in tiny windows: a command runs once, and nothing crashes."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.widgets import OptionList

from paperreader.store import Store
from tests.hub_server.items import papers
from tests.stored_days import THU, fill
from tests.tui.conftest import User


async def listed(user: User) -> None:
    """Open the palette and wait for its commands."""
    await user.press(":")
    await user.until(lambda: user.app.screen.query_one(OptionList).option_count > 50)


async def goes_on(user: User) -> None:
    """The next key is for the screen below: everything before it has been handled."""
    await user.blind("j")
    await user.until(lambda: user.rows.cursor == 1)
    assert user.app.screen is user.app.reader


@pytest.mark.parametrize("keys", ["enter " * 2, "enter " * 3, "down enter enter", "pagedown enter enter enter enter"])
async def test_a_command_chosen_twice_in_quick_succession_runs_once(store: Store, open_reader: Any, keys: str) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store) as user:
        await listed(user)
        options = user.app.screen.query_one(OptionList)
        await user.blind(*"star the paper")
        await user.until(lambda: options.option_count == 1)
        await user.blind(*keys.split())
        await user.until(lambda: user.entry.starred)
        await goes_on(user)
        assert user.rows.entries[0].starred


async def test_two_clicks_outside_of_the_palette_close_nothing_else(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store) as user:
        await listed(user)
        await asyncio.gather(user.click(1, 1), user.click(1, 1))
        await goes_on(user)


@pytest.mark.parametrize("size", [(80, 24), (50, 3), (50, 1), (5, 24), (4, 24), (3, 3), (1, 1)])
async def test_paging_without_lines_or_without_room_for_any(
    store: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store, size=size) as user:
        await user.press("ctrl+p")
        for _ in range(8):
            await user.blind("pagedown", "pageup", "down")
        await user.press("escape")
        await user.until(lambda: user.app.screen is user.app.reader)


async def test_it_survives_a_window_that_becomes_too_small(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store) as user:
        await listed(user)
        for size in ((60, 4), (60, 2), (8, 20), (4, 20), (2, 2), (1, 1), (130, 20)):
            await user.pilot.resize_terminal(*size)
            await user.blind("pagedown", "pageup")
        await user.until(lambda: "Skip (x)" in user.text())
        await user.press("escape")
        await user.until(lambda: user.app.screen is user.app.reader)


@pytest.mark.parametrize("text", ["zzzz", "update", "export"])
async def test_enter_right_behind_a_text_runs_no_match_of_the_text_before(
    store: Store, open_reader: Any, text: str
) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store) as user:
        before = user.lines()
        for pause in (0, 0.03, 0.1):
            await listed(user)
            for letter in text:
                await user.blind(letter)
                await asyncio.sleep(pause)
            await user.blind("enter")
            palette = user.app.screen
            await user.until(lambda: "No matches found" in user.text())
            await user.until(lambda palette=palette: all(worker.is_finished for worker in palette.workers))
            assert not user.left
            assert user.app.screen is palette
            await user.press("escape")
            assert user.lines() == before


async def test_enter_right_behind_a_text_runs_its_match(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store) as user:
        await listed(user)
        await user.blind(*"star the paper", "enter")
        await user.until(lambda: user.entry.starred)
        assert user.app.screen is user.app.reader


@pytest.mark.parametrize("key", ["slash", "d", "Y", "?", ":"])
async def test_its_key_does_not_open_it_over_a_prompt_or_dialog(store: Store, open_reader: Any, key: str) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store) as user:
        await user.press(key)
        await user.until(lambda: user.app.screen is not user.app.reader)
        await user.press("ctrl+p")
        assert len(user.app.screen_stack) == 2
