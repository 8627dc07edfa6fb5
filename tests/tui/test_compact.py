"""Full rows, or one line per paper: which of them, where the top stays, and where clicks go."""

from __future__ import annotations

import time
from typing import Any

import pytest

from paperreader.store import Store
from tests.hub_server.items import Item, item
from tests.stored_days import CONFIG, FULL, THU, fill, id_of, parsed, with_config
from tests.tui.conftest import NARROW, WIDE, User

LONG_TITLE = "The Weaving of Very Small Models on Very Large Looms, by Hand, by Foot, by Machine and by Mistake, Part"
"""Two lines of a list in full rows."""


def titled(count: int) -> list[Item]:
    """Papers with long and short titles in turn."""
    titles = [f"{LONG_TITLE} {n}" if n % 2 else f"Looms {n}" for n in range(1, count + 1)]
    return [item(id_of(THU, n), title, day=THU, upvotes=900 - n) for n, title in enumerate(titles, 1)]


def shown(user: User) -> list[str]:
    """The papers whose first line is visible, from top to bottom."""
    papers = user.papers
    found = []
    for row in range(papers.size.height):
        y = papers.line_in_row(row)
        index = papers.item_lines.item_at(y)
        if y == papers.start_of(index):
            found.append(user.rows.entries[index].id)
    return found


@pytest.mark.parametrize(
    ("size", "is_compact"),
    [((140, 40), False), ((200, 50), False), ((140, 33), True), ((100, 30), True), (NARROW, True), ((40, 10), True)],
)
async def test_small_windows_list_a_paper_a_line(
    store: Store, open_reader: Any, size: tuple[int, int], is_compact: bool
) -> None:
    fill(store, {THU: titled(60)})
    async with open_reader(store, size=size) as user:
        assert user.papers.is_compact is is_compact
        assert len(shown(user)) >= 8


@pytest.mark.parametrize("style", ["full", "compact"])
async def test_the_settings_choose(store: Store, open_reader: Any, style: str) -> None:
    fill(store, {THU: titled(9)})
    for size in (WIDE, NARROW):
        async with open_reader(store, size=size, config=with_config(rows=style)) as user:
            assert user.papers.is_compact is (style == "compact")
            await user.press("q")


async def test_the_key_switches_and_is_remembered(store: Store, open_reader: Any) -> None:
    fill(store, {THU: titled(30)})
    async with open_reader(store, size=NARROW) as user:
        assert user.papers.is_compact
        await user.press("Z")
        assert not user.papers.is_compact
        await user.press("q")
    for size in (NARROW, WIDE):
        async with open_reader(store, size=size) as user:
            assert not user.papers.is_compact
            await user.press("q")
    async with open_reader(store, size=NARROW) as user:
        await user.press("Z")
        assert user.papers.is_compact, "as the settings have it: each window as fits it"
        await user.pilot.resize_terminal(*WIDE)
        await user.until(lambda: not user.papers.is_compact)


@pytest.mark.parametrize("keys", ["j" * 7, "j" * 20, "G", "G" + "k" * 4])
async def test_the_cursor_stays_in_sight_and_the_way_back_is_exact(store: Store, open_reader: Any, keys: str) -> None:
    fill(store, {THU: titled(40)})
    async with open_reader(store, size=WIDE) as user:
        await user.press(*keys)
        before, at = shown(user), user.at
        await user.press("Z")
        assert at in shown(user)
        assert len(shown(user)) > len(before)
        await user.press("Z")
        assert (shown(user), user.at) == (before, at)


async def test_the_list_stays_when_a_title_above_becomes_longer(store: Store, open_reader: Any) -> None:
    items = titled(30)
    fill(store, {THU: items})
    async with open_reader(store, size=WIDE) as user:
        await user.press("j", "j")
        await user.wheel(40, 10, 8)
        before = shown(user)
        assert user.at not in before, "the wheel has left the cursor behind"
        items[1]["paper"]["title"] = items[1]["title"] = LONG_TITLE
        items[9]["paper"]["upvotes"] = 5000
        store.ingest.save_day(THU, parsed(items), complete=False).result()
        height = user.papers.virtual_size.height
        user.session.reload()
        await user.until(lambda: user.papers.virtual_size.height == height + 1)
        assert shown(user) == before
        await user.press("j")
        assert user.at in shown(user)


async def test_no_blank_line_within_a_paper_and_one_between_two(store: Store, open_reader: Any) -> None:
    fill(store, {THU: titled(12)})
    async with open_reader(store, size=WIDE) as user:
        papers = user.papers
        for index in range(11):
            begin, end = papers.start_of(index), papers.item_lines.end_of(index)
            assert all(papers.line_at(y).text.strip() for y in range(begin, end))
            assert end - begin == (2 if index % 2 else 3)
            assert papers.start_of(index + 1) == end + 1
            assert not papers.line_at(end).text.strip()
        assert not papers.overlay_style(papers.item_lines.end_of(0)), "the cursor does not reach below its paper"


@pytest.mark.parametrize("config", [FULL, CONFIG])
async def test_every_line_of_a_paper_can_be_clicked(store: Store, open_reader: Any, config: Any) -> None:
    fill(store, {THU: titled(40)})
    async with open_reader(store, size=(100, 30), config=config) as user:
        await user.press("G", "k")
        papers = user.papers
        for row in range(0, papers.size.height, 3):
            y = papers.line_in_row(row)
            index = papers.item_lines.item_at(y)
            await user.click(papers.content_region.x + 8, papers.content_region.y + row)
            assert user.rows.cursor == index
            assert papers.scroll_offset.y <= papers.start_of(index)


@pytest.mark.parametrize("rows", ["full", "compact"])
@pytest.mark.parametrize("height", [5, 7, 10, 30])
async def test_pages_go_down_and_up_through_every_paper(store: Store, open_reader: Any, rows: str, height: int) -> None:
    fill(store, {THU: titled(40)})
    async with open_reader(store, size=(100, height), config=with_config(rows=rows)) as user:
        for down, up in (("pagedown", "pageup"), ("ctrl+d", "ctrl+u")):
            seen = set(shown(user))
            for _ in range(80):
                before = user.rows.cursor
                await user.press(down)
                seen |= {user.at, *shown(user)}
                assert user.at in shown(user) or height == 5
                if user.rows.cursor == before:
                    break
            assert user.at == id_of(THU, 40)
            assert down == "ctrl+d" or height == 5 or len(seen) == 40, "nothing is passed over unseen"
            for _ in range(80):
                await user.press(up)
            assert user.at == id_of(THU, 1)


async def test_the_scrollbar_leads_to_both_ends(store: Store, open_reader: Any) -> None:
    fill(store, {THU: titled(60)})
    async with open_reader(store, size=WIDE) as user:
        papers = user.papers
        x, top = papers.region.right - 1, papers.content_region.y
        await user.click(x, top, to=(x, top + papers.size.height - 1))
        assert shown(user)[-1] == id_of(THU, 60)
        assert papers.scroll_offset.y == papers.max_scroll_y
        await user.click(x, top + papers.size.height - 1, to=(x, top))
        assert shown(user)[0] == id_of(THU, 1)


async def test_a_long_list_is_laid_out_quickly(store: Store, open_reader: Any) -> None:
    fill(store, {THU: titled(30)})
    async with open_reader(store, size=WIDE) as user:
        few = user.rows.entries
        user.rows.fill([entry._replace(id=f"{n}.{entry.id}") for n in range(1000) for entry in few])
        begun = time.process_time()
        user.papers.show_rows()
        assert time.process_time() - begun < 1, "30,000 papers"
        assert user.papers.virtual_size.height == 30_000 * 3.5 - 1
        await user.press("G")
        assert user.at == f"999.{few[-1].id}"
