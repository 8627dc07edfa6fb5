"""The thumb at the right of a pane: it shows where one is, and the mouse can hold it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import events

from paperreader.store import Store
from tests.hub_server.items import item, papers
from tests.tui.conftest import LONG, THU, fill, id_of


async def test_the_thumb_shows_where_one_is_and_can_be_dragged(store: Store, reading: Callable[..., Any]) -> None:
    fill(store, {THU: [item(id_of(THU, number), abstract=LONG) for number in range(1, 40)]})
    async with reading(store) as person:
        page, listed = person.page, person.papers
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

        before = listed.cursor
        await person.click(listed.region.right - 1, listed.content_region.bottom - 1)
        assert listed.scroll_offset.y == listed.max_scroll_y
        assert listed.cursor == before


async def test_where_all_is_seen_there_is_no_thumb(store: Store, reading: Callable[..., Any]) -> None:
    fill(store, {THU: [item(id_of(THU, 1))]})
    async with reading(store) as person:
        assert not person.papers.thumb.rows
        assert not person.days.thumb.rows


async def test_the_thumb_is_let_go_when_a_sheet_takes_the_mouse(store: Store, reading: Callable[..., Any]) -> None:
    """The button's release goes to the sheet."""
    fill(store, {THU: papers(THU, 80)})
    async with reading(store) as person:
        pane = person.papers
        right, top, bottom = pane.region.right - 1, pane.content_region.y, pane.content_region.bottom - 1

        async def mouse(kind: type[events.MouseEvent], x: int, y: int, button: int) -> None:
            state = {"delta_x": 0, "delta_y": 0, "shift": False, "meta": False, "ctrl": False}
            event = kind(None, x=x, y=y, button=button, screen_x=x, screen_y=y, **state)
            event.set_sender(person.app)
            person.app._driver.send_message(event)
            await person.pilot.pause()

        await mouse(events.MouseDown, right, top, 1)
        await person.press("question_mark")
        await mouse(events.MouseUp, right, top, 1)
        await person.press("escape")
        await mouse(events.MouseMove, right - 5, bottom, 0)
        assert pane.scroll_offset.y == 0
        await person.click(right, top, to=(right, bottom))
        assert pane.scroll_offset.y > 0
