"""The sort menu, and figures that have risen, on the screen."""

from __future__ import annotations

from typing import Any

import pytest

from paperreader.store import Store
from paperreader.tui.terminal.internals import has_toasts
from paperreader.views import DayView
from tests.conftest import Clock
from tests.hub_server.items import item, papers
from tests.stored_days import FULL, THU, WED, fill, id_of, ids_of, parsed
from tests.taught import mixed_day, weaver
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


async def test_s_and_y_sort_by_what_the_user_likes(
    store: Store, open_reader: Any, size: tuple[int, int], clock: Clock
) -> None:
    fill(store, {THU: mixed_day(THU)})
    async with open_reader(store, size=size) as user:
        await user.press("s")
        assert "yours" in user.text()
        assert "nothing learned yet: star papers" in user.text()
        await user.press("escape")
        trial = weaver(store, clock(), count=30).trial
        user.session.poll()
        await user.press("s")
        compared = f"{trial.own:.2f} vs {trial.votes:.2f} by votes"
        assert f"yours · {compared} on {trial.stars} stars" in user.text()
        await user.press("y")
        assert set(user.ids[:2]) == set(ids_of(THU, 3, 9))
        assert size != WIDE or "30 papers in your order" in user.status
        (place,) = (place for place, entry in enumerate(user.rows.entries) if entry.put_forward)
        assert place + 1 == 14
        assert user.text().count("⇧") <= 1
        await user.press("G", *["k"] * (len(user.ids) - 1 - place))
        assert "⇧" in user.text()
        if size == WIDE:
            assert "⇧ Put forward by chance, not by your order" in user.text()
            await user.press("k")
            assert "Put forward" not in user.text()
        await user.press("s")
        assert "yours ✓" in user.text()


async def test_the_own_order_is_offered_when_nothing_else_goes_on(store: Store, open_reader: Any, clock: Clock) -> None:
    fill(store, {THU: mixed_day(THU)})
    async with open_reader(store, size=WIDE) as user:
        await user.press("?")
        weaver(store, clock())
        await user.stands_for(1.5)
        assert not user.toasts
        await user.press("escape")
        await user.until(lambda: user.toasts)
        assert user.toasts[0].startswith("Your order would have ranked your stars higher: ")
        assert user.toasts[0].endswith(" by votes. s y sorts by it")
        await user.press("s", "t")
        assert has_toasts(user.app), "another order is not what it offers"
        await user.press("s", "y")
        await user.until(lambda: not has_toasts(user.app))


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
