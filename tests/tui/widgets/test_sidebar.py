"""The sidebar: months and years that fold, and the cursor in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from paperreader.mark_fields import READ
from paperreader.models import Cause
from paperreader.reader.changes import Change
from paperreader.store import Store
from paperreader.text.width import cell_width
from paperreader.tui.render.rows import saved_line
from paperreader.tui.render.styled_text import Glyphs
from paperreader.tui.terminal.internals import frame_size
from paperreader.views import Collection
from tests.hub_server.items import papers
from tests.stored_days import THU, TUE, WED, fill, id_of, with_config
from tests.tui.conftest import User


def three_days(store: Store) -> None:
    fill(store, {THU: papers(THU, 4), WED: papers(WED, 3), TUE: papers(TUE, 2)})


async def test_h_folds_the_month_in_the_days_and_l_and_enter_unfold_it(store: Store, open_reader: Any) -> None:
    june = [THU.replace(month=6, day=day) for day in (30, 29)]
    fill(store, {THU: papers(THU, 2), **{day: papers(day, 2) for day in june}})
    async with open_reader(store, size=(140, 60)) as user:
        await user.press("1", "h")
        assert "July 2026 ▸ 2" in " ".join(user.text().split())
        assert not any(getattr(row, "date", None) == THU for row in user.days.rows)
        assert user.view == THU
        await user.press("l")
        assert "Thu 30" in user.day_line(THU)
        assert user.focus == "days"
        await user.press("h", "enter")
        assert user.day_line(THU)
        assert user.focus == "days"


def days_of(year: int, month: int, count: int = 2) -> dict[date, Any]:
    """The first weekdays of a month with two papers each."""
    days = [day for number in range(1, 9) if (day := date(year, month, number)).weekday() < 5]
    return {day: papers(day, 2) for day in days[:count]}


def sidebar(user: User) -> list[str]:
    """The lines of the days pane, blanks left out."""
    lines = (user.days.line_at(y).text.split() for y in range(user.days.virtual_size.height))
    return [" ".join(words) for words in lines if words]


async def test_years_fold_and_say_what_is_unread_in_them(store: Store, open_reader: Any) -> None:
    old = days_of(2025, 12) | days_of(2025, 3) | days_of(2024, 6)
    fill(store, {THU: papers(THU, 3), **old})
    async with open_reader(store, size=(140, 60)) as user:
        assert sidebar(user)[-3:] == ["January 2026 ▸", "2025 ▸ 8", "2024 ▸ 4"]
        await user.press("1", "G", "k", "l")
        lines = sidebar(user)
        assert lines[lines.index("2025") + 1] == "December 2025 ▸ 4"
        assert lines[-3:] == ["February 2025 ▸", "January 2025 ▸", "2024 ▸ 4"]
        assert user.focus == "days"
        await user.press("j", "enter", "j", "j")
        assert user.view == date(2025, 12, 30)
        await user.press("h", "h", "h")
        assert sidebar(user)[-2:] == ["2025 ▸ 8", "2024 ▸ 4"]
        await user.press("l")
        assert "December 2025 ▸ 4" in sidebar(user), "it was folded itself"
        await user.press("h", "2", "A", "1", "k")
        assert sidebar(user)[-2:] == ["2025 ▸ 8", "2024 ▸ 4"]


async def test_the_counts_of_a_folded_year_follow_every_mark(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3), **days_of(2025, 3)})
    async with open_reader(store, size=(140, 60)) as user:
        store.marks.set(READ, True, [id_of(date(2025, 3, 3), 1)], Cause.BY_HAND).result()
        await user.until(lambda: "2025 ▸ 3" in sidebar(user))


async def test_in_january_the_months_of_the_newest_days_are_open_in_both_years(store: Store, open_reader: Any) -> None:
    fill(store, {date(2026, 1, 5): papers(date(2026, 1, 5), 2), **days_of(2025, 12, 6)})
    async with open_reader(store, size=(140, 60)) as user:
        lines = sidebar(user)
        january = lines.index("January 2026")
        assert lines[january + 1 : january + 3] == ["Mon 5 + 2", "Fri 2 –"]
        assert lines[lines.index("2025") + 1] == "December 2025"
        assert "Mon 8 2" in lines


async def test_a_day_of_a_folded_year_is_unfolded_when_it_is_gone_to(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3), **days_of(2025, 3)})
    old = date(2025, 3, 3)
    async with open_reader(store, start=old) as user:
        assert (user.view, user.sidebar_view) == (old, old)
        assert user.day_line(old) == "Mon 3 2"


async def test_a_second_click_on_a_day_folds_nothing(store: Store, open_reader: Any) -> None:
    three_days(store)
    async with open_reader(store, size=(140, 40)) as user:
        y = next(y for y, line in enumerate(user.lines()) if "Wed 29" in line)
        await user.click(4, y)
        await user.click(4, y)
        assert user.day_line(WED)
        assert (user.view, user.focus) == (WED, "papers")


async def test_a_folded_month_opens_when_its_day_is_gone_to(store: Store, open_reader: Any) -> None:
    old = THU.replace(month=5, day=29)
    fill(store, {THU: papers(THU, 2), old: papers(old, 2)}, since=THU)
    async with open_reader(store, start=old) as user:
        assert (user.view, user.sidebar_view) == (old, old)
        assert user.day_line(old)


async def test_moving_in_the_days_shows_each_day(store: Store, open_reader: Any) -> None:
    three_days(store)
    async with open_reader(store) as user:
        await user.press("1", "j")
        assert (user.view, user.at, user.focus) == (WED, id_of(WED, 1), "days")
        await user.press("g")
        assert user.view is Collection.UNREAD


async def test_what_is_not_asked_for_leaves_its_cursor(store: Store, open_reader: Any) -> None:
    """A sorted list, and news of the refresh on an empty day."""
    fill(store, {THU: papers(THU, 4), TUE: papers(TUE, 2)})
    async with open_reader(store, size=(140, 60)) as user:
        await user.press("1", "h")
        heading = user.days.cursor
        await user.press("s", "t")
        assert user.days.cursor == heading
        await user.press("l", "]")
        assert user.view == WED
        await user.press("h")
        heading = user.days.cursor
        user.session.sync.fetching = WED
        user.session._part_changed(Change.SYNC)
        assert "Fetching" in user.rows.empty_text
        assert user.days.cursor == heading


FIXED = ["Unread", "Starred", "Recently opened", "Trending"]


def visible(user: User) -> list[str]:
    """The lines of the days pane that are seen, blanks and figures left out."""
    days = user.days
    lines = [days.line_at(days.line_in_row(row)).text for row in range(days.size.height)]
    return [" ".join(word for word in line.split() if not word.isdigit()) for line in lines]


@pytest.mark.parametrize("size", [(140, 40), (140, 24), (80, 24), (60, 20), (40, 10)])
async def test_the_fixed_views_stay_in_sight_wherever_the_days_are_scrolled(
    store: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    old = days_of(2025, 12) | days_of(2025, 3) | days_of(2024, 6) | days_of(2026, 7, 5) | days_of(2026, 6, 5)
    fill(store, {THU: papers(THU, 3), **old})
    async with open_reader(store, size=size) as user:
        await user.press("1", "G", "k", "l", "G", "j", "k")
        assert user.days.row is not None
        assert user.days.scroll_offset.y > 0 or size[1] == 40
        assert visible(user)[:4] == FIXED
        lines = [user.days.line_in_row(row) for row in range(user.days.size.height)]
        assert lines == sorted(set(lines)), "no line is there twice"
        other = (140, 40) if size != (140, 40) else (40, 10)
        for each in (other, size, (100, 30), size):
            await user.pilot.resize_terminal(*each)
            await user.until(lambda each=each: frame_size(user.app.screen) == each)
            assert visible(user)[:4] == FIXED
        await user.press("g")
        assert (user.view, visible(user)[:4]) == (Collection.UNREAD, FIXED)
        await user.press("j", "j", "j", "j")
        assert visible(user)[5] == "July"


async def test_a_pinned_view_can_be_clicked_while_the_days_are_scrolled(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3), **days_of(2026, 7, 6), **days_of(2026, 6, 6)})
    async with open_reader(store, size=(80, 20)) as user:
        await user.press("1", "G")
        days = user.days
        assert days.scroll_offset.y > 0
        await user.click(days.content_region.x + 3, days.content_region.y + 1)
        assert user.view is Collection.STARRED
        below, scrolled = days.size.height - 1, days.scroll_offset.y
        await user.click(days.content_region.x + 3, days.content_region.y + below)
        assert days.cursor == below + scrolled


async def test_saved_searches_stay_as_far_as_there_is_room(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3), **days_of(2026, 7, 6), **days_of(2026, 6, 6)})
    for number in range(12):
        store.searches.save(f"search {number}", f"loom {number}", hides=False).result()
    async with open_reader(store, size=(140, 22)) as user:
        await user.press("1", "G")
        lines = visible(user)
        assert lines[:4] == FIXED
        assert 0 < sum(line.startswith("search") for line in lines) <= 12
        assert sum(not line.startswith("search") for line in lines[4:]) >= 8, "half of the pane is for the days"
        for _ in range(40):
            await user.press("k")
            assert user.days.line_at(user.days.cursor).text.split()[0] in " ".join(visible(user))
        assert user.view is Collection.UNREAD


async def test_a_long_name_does_not_touch_its_count(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    for name in ("weaving of small models on large looms", "林海林海林海林海林海林海林海", "x" * 60):
        store.searches.save(name, name[:2], hides=False).result()
    store.searches.save("a name of 20 letters", "loom", hides=False).result()
    async with open_reader(store, size=(140, 40)) as user:
        for search in user.session.catalog.saved:
            for count in (0, 7, 1_234):
                for width in range(23, 31):
                    text = saved_line(search._replace(count=count), width, Glyphs()).text
                    assert cell_width(text) == width
                    assert not count or text.rstrip().split()[-1] == f"{count:,}"


async def test_a_name_is_cut_with_the_sign_of_the_glyphs(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    store.searches.save("weaving of small models on large looms", "loom", hides=False).result()
    async with open_reader(store, size=(140, 40), config=with_config(glyphs="ascii")) as user:
        assert any(line.startswith("weaving of") and "~" in line for line in sidebar(user))
        assert all(line.isascii() for line in sidebar(user))
