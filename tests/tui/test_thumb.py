"""The thumb at the right of a pane: it shows where one is, and the mouse can hold it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from paperreader.store import Store
from tests.hub.items import item
from tests.tui.conftest import LONG, THU, fill, id_of


async def test_the_thumb_shows_where_one_is_and_can_be_dragged(store: Store, reading: Callable[..., Any]) -> None:
    fill(store, {THU: [item(id_of(THU, number), abstract=LONG) for number in range(1, 40)]})
    async with reading(store) as person:
        page, papers = person.page, person.papers
        assert page.thumb.rows.start == 0
        assert 0 < len(page.thumb.rows) < page.size.height
        right, top, bottom = page.region.right - 1, page.content_region.y, page.content_region.bottom - 1

        await person.click(right, top, to=(right, bottom))
        assert page.at_end
        assert page.thumb.rows.stop == page.size.height
        assert not person.app.screen.selections

        await person.click(right, bottom, to=(right - 30, top))
        assert page.scroll_offset.y == 0
        assert not person.app.screen.selections

        before = papers.cursor
        await person.click(papers.region.right - 1, papers.content_region.bottom - 1)
        assert papers.scroll_offset.y == papers.max_scroll_y
        assert papers.cursor == before


async def test_where_all_is_seen_there_is_no_thumb(store: Store, reading: Callable[..., Any]) -> None:
    fill(store, {THU: [item(id_of(THU, 1))]})
    async with reading(store) as person:
        assert not person.papers.thumb.rows
        assert not person.days.thumb.rows
