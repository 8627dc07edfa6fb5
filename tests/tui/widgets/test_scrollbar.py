"""The scrollbar of a pane shows what is visible and can be dragged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import events

from paperreader.store import Store
from tests.hub_server.items import item, papers
from tests.stored_days import LONG, THU, fill, id_of


async def test_the_thumb_shows_what_is_visible_and_can_be_dragged(
    store: Store, open_reader: Callable[..., Any]
) -> None:
    fill(store, {THU: [item(id_of(THU, number), abstract=LONG) for number in range(1, 40)]})
    async with open_reader(store) as user:
        page, listed = user.page, user.papers
        assert page.scrollbar.rows.start == 0
        assert 0 < len(page.scrollbar.rows) < page.size.height
        right, top, bottom = page.region.right - 1, page.content_region.y, page.content_region.bottom - 1

        await user.click(right, top, to=(right, bottom))
        assert page.at_end
        assert page.scrollbar.rows.stop == page.size.height
        assert not user.app.screen.selections

        await user.click(right, bottom, to=(right - 30, top))
        assert page.scroll_offset.y == 0
        assert not user.app.screen.selections

        before = listed.cursor
        await user.click(listed.region.right - 1, listed.content_region.bottom - 1)
        assert listed.scroll_offset.y == listed.max_scroll_y
        assert listed.cursor == before


async def test_there_is_no_thumb_if_all_lines_are_visible(store: Store, open_reader: Callable[..., Any]) -> None:
    fill(store, {THU: [item(id_of(THU, 1))]})
    async with open_reader(store) as user:
        assert not user.papers.scrollbar.rows
        assert not user.days.scrollbar.rows


async def test_the_thumb_is_released_when_a_dialog_captures_the_mouse(
    store: Store, open_reader: Callable[..., Any]
) -> None:
    """The release of the button goes to the dialog."""
    fill(store, {THU: papers(THU, 80)})
    async with open_reader(store) as user:
        pane = user.papers
        right, top, bottom = pane.region.right - 1, pane.content_region.y, pane.content_region.bottom - 1

        async def mouse(kind: type[events.MouseEvent], x: int, y: int, button: int) -> None:
            state = {"delta_x": 0, "delta_y": 0, "shift": False, "meta": False, "ctrl": False}
            event = kind(None, x=x, y=y, button=button, screen_x=x, screen_y=y, **state)
            event.set_sender(user.app)
            user.app._driver.send_message(event)
            await user.pilot.pause()

        await mouse(events.MouseDown, right, top, 1)
        await user.press("question_mark")
        await mouse(events.MouseUp, right, top, 1)
        await user.press("escape")
        await mouse(events.MouseMove, right - 5, bottom, 0)
        assert pane.scroll_offset.y == 0
        await user.click(right, top, to=(right, bottom))
        assert pane.scroll_offset.y > 0
