"""Marks on the screen: how they are drawn, who counts as looking, and keys that come in bursts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from textual import events

from paperreader.store import Store
from tests.conftest import Clock
from tests.hub_server.items import item, papers
from tests.stored_days import FULL, LONG, THU, TUE, WED, fill, id_of, ids_of, two_days, with_config
from tests.tui.conftest import SMALL, WIDE, User

ONE, TWO, THREE, FOUR = ids_of(THU, 1, 2, 3, 4)

TIMED = with_config(mark_read_after=2)


def time_reading_by(clock: Clock, user: User) -> None:
    """A shown paper's time goes by this clock from now on."""
    user.session.timer._clock = lambda: clock.now.timestamp()


async def test_rows_days_and_collections_show_a_mark_at_once(store: Store, open_reader: Any) -> None:
    two_days(store, 4)
    async with open_reader(store, config=FULL) as user:
        await user.until(lambda: "Unread 7" in user.text())
        await user.press("u")
        await user.until(lambda: user.day_line(THU) == "Thu 30 + 3 · 4")
        await user.until(lambda: "4 papers, 3 unread" in user.status)
        await user.press("b")
        await user.until(lambda: "★" in user.text())
        await user.until(lambda: "Starred 1" in user.text())
        await user.press("b")
        await user.until(lambda: "★" not in user.text())
        await user.press("x", "x", "x", "x", "b")
        await user.until(lambda: user.day_line(THU) == "Thu 30 + ✓ 4")
        await user.until(lambda: "Unread 3" in user.text())
        await user.press("U")
        await user.until(lambda: "Starred 1" not in user.text())
        await user.press("U")
        await user.until(lambda: "Unread 4" in user.text())
        await user.until(lambda: user.day_line(THU) == "Thu 30 + 1 · 4")
        await user.press("ctrl+r")
        await user.until(lambda: "Unread 3" in user.text())


async def test_ctrl_z_is_no_undo(store: Store, open_reader: Any) -> None:
    two_days(store, 4)
    async with open_reader(store) as user:
        await user.press("u")
        bindings = {active.binding.key: active.binding.id for active in user.app.screen.active_bindings.values()}
        assert (bindings["ctrl+z"], bindings["U"]) == ("app.suspend", "mark.undo")


# -- read by having been shown


@pytest.mark.parametrize(("look", "read_by"), [("key", "passed"), ("click", "passed"), ("wheel", None)])
async def test_a_key_or_a_click_shows_that_somebody_is_looking(
    store: Store, open_reader: Any, clock: Clock, look: str, read_by: str | None
) -> None:
    two_days(store, 4)
    async with open_reader(store, size=WIDE, config=TIMED) as user:
        time_reading_by(clock, user)
        await {
            "key": lambda: user.press("b"),
            "click": lambda: user.click(100, 30),
            "wheel": lambda: user.wheel(100, 30, 1),
        }[look]()
        clock.tick(2)
        await user.press("J")
        await user.until(lambda: user.read_by(ONE) == read_by)


async def test_nobody_looks_without_the_focus_behind_a_dialog_or_while_the_page_is_hidden(
    store: Store, open_reader: Any, clock: Clock
) -> None:
    two_days(store, 4)
    async with open_reader(store, config=TIMED) as user:
        time_reading_by(clock, user)
        timer = user.session.timer
        await user.press("b")
        user.app.post_message(events.AppBlur())
        await user.until(lambda: timer._page_hidden)
        clock.tick(60)
        user.app.post_message(events.AppFocus())
        await user.until(lambda: not timer._page_hidden)
        await user.press("j")
        assert user.read_by(ONE) is None
        await user.press("?")
        await user.until(lambda: timer._page_hidden)
        clock.tick(60)
        await user.press("escape")
        await user.until(lambda: not timer._page_hidden)
        await user.press("j")
        assert user.read_by(TWO) is None
    async with open_reader(store, size=SMALL, config=TIMED, start=WED) as user:
        time_reading_by(clock, user)
        timer = user.session.timer
        await user.press("j")
        await user.until(lambda: timer._page_hidden)
        clock.tick(60)
        await user.press("j")
        assert user.read_by(id_of(WED, 2)) is None
        await user.press("enter")
        await user.until(lambda: not timer._page_hidden)
        clock.tick(60)
        await user.press("K")
        await user.until(lambda: user.read_by(id_of(WED, 3)) == "passed")


# -- a store that cannot be written or read


async def test_the_start_says_that_the_store_is_read_only(
    store: Store, open_reader: Any, path: Path, clock: Clock
) -> None:
    two_days(store, 4)
    read_only = Store(path, now=clock, read_only=True)
    try:
        async with open_reader(read_only, hint=True) as user:
            assert any(str(read_only.read_only) in toast for toast in user.toasts)
    finally:
        read_only.close()


async def test_a_store_that_cannot_be_read_any_more_does_not_end_the_reader(
    store: Store, open_reader: Any, path: Path
) -> None:
    fill(store, {THU: papers(THU, 60), WED: papers(WED, 60)})
    async with open_reader(store) as user:
        with path.open("r+b") as file:
            file.seek(8192)
            file.write(b"\xff" * (path.stat().st_size - 8192))
        path.with_name(f"{path.name}-wal").write_bytes(b"")
        await user.press("G", "k", "]", "u", "?", "escape", "[")
        await user.until(lambda: user.toasts)
        assert not user.left


@pytest.mark.parametrize("burst", [("x", "x", "x"), ("J", "x", "x"), ("J", "b", "K", "b")])
async def test_keys_in_a_burst_mark_what_they_would_one_by_one(
    store: Store, open_reader: Any, path: Path, clock: Callable[[], datetime], burst: tuple[str, ...]
) -> None:
    def state(user: User) -> Any:
        return [(entry.read, entry.starred) for entry in user.rows.entries], user.at, user.page.paper.id

    slow, fast = Store(path.with_name("slow.db"), now=clock), Store(path.with_name("fast.db"), now=clock)
    for each in (slow, fast):
        two_days(each, 4)
    async with open_reader(slow) as user:
        await user.press(*burst)
        expected = state(user)
        assert user.page.paper.id == user.at
    async with open_reader(fast) as user:
        await user.blind(*burst)
        await user.until(lambda: state(user) == expected)
    slow.close()
    fast.close()


async def test_a_long_paper_left_by_x_half_way_is_skipped_and_the_next_starts_at_its_top(
    store: Store, open_reader: Any
) -> None:
    fill(store, {THU: [item(paper, abstract=LONG, day=THU, upvotes=9) for paper in (ONE, TWO)], TUE: []})
    async with open_reader(store, size=WIDE) as user:
        await user.press("space", "x")
        assert (user.at, user.page.scroll_offset.y) == (TWO, 0)
        assert user.read_by(ONE) == "skipped"
