"""The command palette in a hurry and without room: a command runs once, and nothing ends the reader."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual.widgets import OptionList

from paperreader.store import Store
from tests.hub_server.items import papers
from tests.tui.conftest import THU, Person, fill


async def listed(person: Person) -> None:
    """The palette shows its commands."""
    await person.press(":")
    await person.until(lambda: person.app.screen.query_one(OptionList).option_count > 50)


@pytest.mark.parametrize("keys", ["enter " * 2, "enter " * 3, "down enter enter", "pagedown enter enter enter enter"])
async def test_a_command_that_is_taken_twice_in_a_hurry_runs_once(store: Store, reading: Any, keys: str) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with reading(store) as person:
        await listed(person)
        options = person.app.screen.query_one(OptionList)
        await person.blind(*"star the paper")
        await person.until(lambda: options.option_count == 1)
        await person.blind(*keys.split())
        await person.until(lambda: person.entry.starred)
        await person.stands_for(0.1)
        assert person.entry.starred
        assert person.app.screen is person.app.reader


async def test_two_clicks_beside_the_palette_close_nothing_else(store: Store, reading: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with reading(store) as person:
        await listed(person)
        await asyncio.gather(person.click(1, 1), person.click(1, 1))
        await person.stands_for(0.1)
        assert person.app.screen is person.app.reader


@pytest.mark.parametrize("size", [(80, 24), (50, 3), (50, 1), (5, 24), (4, 24), (3, 3), (1, 1)])
async def test_pages_where_there_are_no_lines_yet_or_no_room_for_any(
    store: Store, reading: Any, size: tuple[int, int]
) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with reading(store, size=size) as person:
        await person.press("ctrl+p")
        for _ in range(8):
            await person.blind("pagedown", "pageup", "down")
        await person.press("escape")
        await person.until(lambda: person.app.screen is person.app.reader)


async def test_it_stays_in_a_window_that_becomes_too_small(store: Store, reading: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with reading(store) as person:
        await listed(person)
        for size in ((60, 4), (60, 2), (8, 20), (4, 20), (2, 2), (1, 1), (130, 20)):
            await person.pilot.resize_terminal(*size)
            await person.blind("pagedown", "pageup")
        await person.until(lambda: "All keys, and what they do here (?)" in person.text())
        await person.press("escape")
        await person.until(lambda: person.app.screen is person.app.reader)


@pytest.mark.parametrize("text", ["zzzz", "reload", "export"])
async def test_enter_right_behind_a_text_takes_nothing_of_what_was_listed_before(
    store: Store, reading: Any, text: str
) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with reading(store) as person:
        before = person.lines()
        for pause in (0, 0.03, 0.1):
            await listed(person)
            for letter in text:
                await person.blind(letter)
                await asyncio.sleep(pause)
            await person.blind("enter")
            await person.stands_for(0.2)
            assert not person.left
            assert person.app.screen is not person.app.reader
            await person.press("escape")
            assert person.lines() == before


async def test_enter_right_behind_a_text_takes_what_it_finds(store: Store, reading: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with reading(store) as person:
        await listed(person)
        await person.blind(*"star the paper", "enter")
        await person.until(lambda: person.entry.starred)
        assert person.app.screen is person.app.reader
