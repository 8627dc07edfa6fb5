"""The top line of a pane stays, whatever sizes the terminal has in between."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from paperreader.store import Store
from paperreader.tui.terminal.internals import frame_size
from tests.hub_server.items import item
from tests.stored_days import LONG, THU, fill, id_of
from tests.tui.conftest import NARROW, SMALL, WIDE, User


async def resize(user: User, size: tuple[int, int]) -> None:
    """Resize the terminal, and wait until the screen is laid out for its new size."""
    await user.pilot.resize_terminal(*size)
    await user.until(lambda: frame_size(user.app.screen) == size)


def scroll_offsets(user: User) -> list[int]:
    return [pane.scroll_offset.y for pane in (user.days, user.papers, user.page)]


@pytest.mark.parametrize("keys", ["j" * 16, "j" * 16 + "kkk", "1" + "j" * 20 + "k" * 9, "3G"])
async def test_a_window_made_small_and_large_again_shows_the_same(store: Store, open_reader: Any, keys: str) -> None:
    """As when tmux zooms another pane, or splits this one for a while."""
    days = [date(2026, 7, day) for day in range(1, 31)]
    long = [item(id_of(THU, n), abstract=LONG, day=THU) for n in range(1, 31)]
    fill(store, {THU: long} | {day: [] for day in days[:-1]})
    async with open_reader(store, size=(140, 24)) as user:
        await user.press(*keys)
        tops = scroll_offsets(user)
        for sizes in ([(140, 12)], [(60, 20)], [(20, 5)], [(120, 38), (100, 30), (99, 20), (40, 10)], [(140, 60)]):
            for size in (*sizes, (140, 24)):
                await resize(user, size)
            await user.until(lambda: scroll_offsets(user) == tops)


async def test_resizing_keeps_paper_and_position(store: Store, open_reader: Any) -> None:
    fill(store, {THU: [item(id_of(THU, n), abstract=LONG, upvotes=90 - n, day=THU) for n in range(1, 31)]})
    sizes = [(110, 40), NARROW, SMALL, (140, 18), (40, 10), WIDE, SMALL, WIDE, (80, 18), NARROW, WIDE]
    async with open_reader(store) as user:
        await user.press(*["j"] * 15, "3", "ctrl+d", "j", "j")
        section, offset = user.page.top_anchor
        assert section == "Abstract"
        words = LONG[offset:].split()[:3]

        def top_lines() -> str:
            y = user.page.scroll_offset.y
            return f"{user.page.line_at(y).text} {user.page.line_at(y + 1).text}"

        for size in sizes:
            await resize(user, size)
            assert user.at == user.page.paper.id == id_of(THU, 16)
            assert user.focus == "page"
            await user.until(lambda: " ".join(words) in top_lines())

        def cursor_is_visible() -> bool:
            first = user.papers.start_of(15) - user.papers.scroll_offset.y
            return 0 <= first < user.papers.scrollable_content_region.height

        await user.press("2")
        for size in sizes[1::2]:
            await resize(user, size)
            assert (user.focus, user.at) == ("papers", id_of(THU, 16))
            await user.until(cursor_is_visible)


async def test_the_end_of_a_page_is_still_there_after_a_resize(store: Store, open_reader: Any) -> None:
    fill(store, {THU: [item(id_of(THU, 1), abstract=LONG, day=THU)]})
    async with open_reader(store) as user:
        await user.press("3", "G")
        for size in (SMALL, (140, 18), NARROW, WIDE):
            await resize(user, size)
            await user.until(lambda: user.page.top_anchor[0] not in ("", "title"))
            assert user.page.scroll_offset.y > 0, size


async def test_the_page_keeps_its_position_while_the_list_is_shown(store: Store, open_reader: Any) -> None:
    fill(store, {THU: [item(id_of(THU, 1), abstract=LONG, day=THU)]})
    async with open_reader(store, size=SMALL) as user:
        await user.press("3", "ctrl+d")
        top = user.page.scroll_offset.y
        assert top > 0
        await user.press("h", "b", "l")
        assert user.page.scroll_offset.y == top
        assert user.page.top_anchor[0] == "Abstract"


async def test_a_list_that_was_scrolled_away_from_its_cursor_stays(store: Store, open_reader: Any) -> None:
    fill(store, {THU: [item(id_of(THU, n), abstract=LONG, day=THU) for n in range(1, 61)]})
    async with open_reader(store, size=(140, 40)) as user:
        await user.wheel(40, 10, 20)
        top, _ = user.papers.top_anchor
        assert top > 10
        for size in ((140, 24), (100, 30), NARROW, (40, 10), (140, 40)):
            await resize(user, size)
            await user.until(lambda: user.papers.top_anchor[0] == top)
        await user.press("Z")
        assert user.papers.top_anchor[0] == top
        await user.press("j")
        assert user.papers.is_in_sight(1)
