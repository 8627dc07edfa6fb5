"""Sizes that are out of date are ignored."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual import events
from textual.geometry import Size

from paperreader.store import Store
from paperreader.tui.terminal.internals import frame_size
from tests.stored_days import two_days
from tests.tui.conftest import WIDE


@pytest.mark.parametrize("key", ["", "/", "question_mark"])
async def test_alternating_sizes_settle(store: Store, open_reader: Any, key: str) -> None:
    """Each layout sends its size, too, and Textual does not merge resize events with other messages in between."""
    two_days(store)
    async with open_reader(store, size=WIDE) as user:
        await user.press(*[key] if key else [])
        user.app._size = Size(100, 30)
        layouts = 0

        def count(_: object) -> None:
            nonlocal layouts
            layouts += 1
            if layouts > 20:
                raise asyncio.CancelledError  # or it would never end

        screen = user.app.screen
        screen.screen_layout_refresh_signal.subscribe(screen, count)
        for size in ((60, 20), (100, 30), (50, 10)):
            screen.post_message(events.Resize(Size(*size), Size(*size)))
            screen.call_later(lambda: None)
        await user.until(lambda: all(frame_size(each) == (100, 30) for each in user.app.screen_stack))
        await user.pilot.pause()
        assert layouts <= 20
        for each in user.app.screen_stack:
            assert frame_size(each) == (100, 30)
            assert not {"-narrow", "-tiny", "-short"} & each.classes
