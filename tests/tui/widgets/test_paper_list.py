"""The list of papers: rows that offer something, and lists without papers."""

from __future__ import annotations

from typing import Any

import pytest

from paperreader.store import Store
from paperreader.views import Collection, Hidden
from tests.hub_server.items import item, papers
from tests.stored_days import THU, WED, fill, id_of
from tests.tui.conftest import SMALL, WIDE


@pytest.mark.parametrize("size", [SMALL, WIDE])
async def test_an_action_row_is_one_line_high_and_one_click_does_what_it_says(
    store: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    loud = [item(id_of(THU, n), "Loud", authors=["Bo Loud"], day=THU) for n in (4, 5)]
    fill(store, {THU: [*papers(THU, 3), *loud]})
    store.searches.save("no Bo", 'author:"Bo Loud"', hides=True).result()
    async with open_reader(store, size=size) as user:
        listed = user.papers
        last = len(user.rows.all) - 1
        assert listed.item_lines.end_of(last) - listed.start_of(last) == 1
        y = next(y for y, line in enumerate(user.lines()) if "2 hidden" in line)
        assert y == listed.content_region.y + listed.start_of(last) - listed.scroll_offset.y
        await user.click(listed.content_region.x + 5, y)
        await user.until(lambda: isinstance(user.view, Hidden))
        assert set(user.ids) == {id_of(THU, 4), id_of(THU, 5)}
        assert user.focus == "papers"


async def test_a_list_that_becomes_empty_begins_at_its_top(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 40), WED: []})
    async with open_reader(store, size=SMALL) as user:
        await user.press("G")
        assert user.papers.scroll_offset.y > 0
        await user.press("1", "j", "2")
        assert (user.view, user.papers.scroll_offset.y) == (WED, 0)
        assert "No papers that day." in user.text()


async def test_a_long_text_in_the_place_of_papers_can_be_scrolled_and_the_next_begins_at_its_top(
    store: Store, open_reader: Any
) -> None:
    fill(store, {THU: papers(THU, 2)})
    async with open_reader(store, size=(20, 5)) as user:
        user.session.go(Collection.OPENED)
        await user.press("j", "j")
        assert user.papers.scroll_offset.y == 2
        user.session.go(Collection.STARRED)
        assert user.papers.scroll_offset.y == 0
