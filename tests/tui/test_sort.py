"""The sort menu, and figures that have risen, on the screen."""

from __future__ import annotations

from typing import Any

import pytest

from paperreader.store import Store
from paperreader.views import DayView
from tests.conftest import Clock
from tests.hub_server.items import item, papers
from tests.stored_days import FULL, THU, WED, fill, id_of, parsed
from tests.tui.conftest import SMALL, WIDE


async def test_s_and_a_letter_sort_the_list(store: Store, open_reader: Any, size: tuple[int, int]) -> None:
    titles = {1: "Beech", 2: "Ash", 3: "Cedar"}
    fill(store, {THU: [item(id_of(THU, n), title, day=THU) for n, title in titles.items()], WED: papers(WED, 3)})
    async with open_reader(store, size=size) as user:
        await user.press("s")
        assert "Sort" in user.text()
        assert "Hub order ✓" in user.text()
        await user.press("t")
        assert user.ids == [id_of(THU, n) for n in (2, 1, 3)]
        assert "3 papers by title" in user.status
        await user.press("s", "h")
        assert user.ids == [id_of(THU, n) for n in (1, 2, 3)]
        assert "3 papers, 3 unread" in user.status
        await user.press("1", "g", "s")
        assert "by day, newest first ✓" in user.text()


@pytest.mark.parametrize("size", [WIDE, SMALL, (40, 10)])
async def test_figures_that_have_risen_fit_every_width(
    store: Store, open_reader: Any, clock: Clock, size: tuple[int, int]
) -> None:
    long = {"organization": ("x", "An Institute with a Long Name"), "repo": "https://github.com/a/b", "comments": 12}
    fill(store, {THU: [item(id_of(THU, 1), "Ash", day=THU, upvotes=9000, stars=5000, **long)]})
    store.visits.record(DayView(THU)).result()
    clock.tick(8 * 3600)
    later = item(id_of(THU, 1), "Ash", day=THU, upvotes=9999, stars=9999, **{**long, "comments": 99})
    store.ingest.save_day(THU, parsed([later]), complete=False).result()
    async with open_reader(store, size=size, config=FULL) as user:
        width = user.papers.line_width
        line = next(line for y in range(3) if (line := user.papers.line_at(y)).text.strip().startswith("▲"))
        assert line.text.strip().startswith("▲9999  +999")
        assert len(line.text) <= width
        if size == WIDE:
            assert "▲ 9999 +999" in user.text(), "on the page, too"
