"""Reading on: where it opens, where each key goes, and where it stops."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from paperreader.models import Cause, Collection, Field
from paperreader.store import Store
from tests.hub_server.items import item, papers
from tests.tui.conftest import (
    LONG,
    MON,
    SMALL,
    THU,
    TUE,
    WED,
    Person,
    fill,
    id_of,
    ids_of,
)


def three_days(store: Store, count: int = 4) -> None:
    fill(store, {THU: papers(THU, count), WED: papers(WED, 3), TUE: papers(TUE, 2)})


async def test_it_opens_on_the_newest_day_with_the_cursor_on_the_first_unread(
    store: Store, reading: Any, size: tuple[int, int]
) -> None:
    three_days(store)
    store.set_marks(Field.READ, True, ids_of(THU, 1, 2), Cause.OPENED).result()
    async with reading(store, size=size) as person:
        assert (person.view, person.at, person.focus) == (THU, id_of(THU, 3), "papers")
        assert person.page.paper.id == id_of(THU, 3)
        assert person.days.view == THU
        assert "Thu" in person.status
        assert "4 papers, 2 unread" in person.status


async def test_a_newest_day_without_papers_is_passed_over(store: Store, reading: Any) -> None:
    fill(store, {THU: [], WED: papers(WED, 3)})
    async with reading(store) as person:
        assert (person.view, person.at) == (WED, id_of(WED, 1))


async def test_the_page_follows_the_cursor(store: Store, reading: Any, size: tuple[int, int]) -> None:
    three_days(store)
    async with reading(store, size=size) as person:
        for step, number in (("j", 2), ("down", 3), ("k", 2), ("up", 1)):
            await person.press(step)
            assert person.at == person.page.paper.id == id_of(THU, number)
            paper = store.paper(person.at)
            if size != SMALL:
                assert person.text().count(paper.title) == 2  # in the list, and on the page
        await person.press("3", "G")
        assert paper.abstract.split()[-1] in " ".join(person.page.line_at(y).text for y in range(40))


async def test_space_pages_down_without_a_line_unseen_then_marks_read_and_goes_to_the_next_unread(
    store: Store, reading: Any, size: tuple[int, int]
) -> None:
    long = [item(id_of(THU, n), abstract=LONG, upvotes=9 - n, day=THU) for n in (1, 2, 3, 4)]
    fill(store, {THU: long})
    store.set_marks(Field.READ, True, ids_of(THU, 2), Cause.OPENED).result()
    async with reading(store, size=size) as person:
        if size == SMALL:
            await person.press("space")
            assert person.focus == "page"
        seen = person.page.scrollable_content_region.height
        while not person.page.at_end:
            assert person.at == id_of(THU, 1)
            await person.press("space")
            assert person.page.scroll_offset.y <= seen
            seen = person.page.scroll_offset.y + person.page.scrollable_content_region.height
        assert not person.entry.read
        await person.press("space")
        assert person.read_by(id_of(THU, 1)) == "opened"
        assert person.at == person.page.paper.id == id_of(THU, 3)
        assert person.page.scroll_offset.y == 0
        await person.press("space")
        assert person.page.scroll_offset.y > 0
        await person.press("backspace")
        assert person.page.scroll_offset.y == 0


async def test_after_the_last_one_space_stops_once_and_then_goes_to_the_older_day(store: Store, reading: Any) -> None:
    three_days(store, 2)
    async with reading(store) as person:
        await person.press("x", "x")
        assert "Thu 30 done · Space: Wed 29 (3)" in person.status
        assert (person.view, person.at) == (THU, id_of(THU, 2))
        await person.press("space")
        assert (person.view, person.at) == (WED, id_of(WED, 1))
        assert "done" not in person.status


async def test_space_after_the_last_one_says_so_too(store: Store, reading: Any) -> None:
    fill(store, {THU: papers(THU, 1), WED: papers(WED, 3)})
    async with reading(store, size=(140, 50)) as person:
        assert person.page.at_end
        await person.press("space")
        assert person.read_by(id_of(THU, 1)) == "opened"
        assert "Thu 30 done · Space: Wed 29 (3)" in person.status
        assert person.view == THU
        await person.press("space")
        assert person.view == WED


async def test_what_was_read_between_is_passed_over_and_the_last_day_ends_it(store: Store, reading: Any) -> None:
    three_days(store, 1)
    store.set_marks(Field.READ, True, [*ids_of(WED, 1, 2, 3), id_of(TUE, 1)], Cause.OPENED).result()
    async with reading(store) as person:
        await person.press("x")
        assert "Thu 30 done · Space: Tue 28 (1)" in person.status
        await person.press("space")
        assert (person.view, person.at) == (TUE, id_of(TUE, 2))
        await person.press("x")
        assert "Tue 28 done · everything is read" in person.status
        await person.press("space", "space", "space")
        assert person.view == TUE


async def test_from_the_oldest_day_space_goes_to_the_newest_that_waits(store: Store, reading: Any) -> None:
    three_days(store, 2)
    async with reading(store, start=TUE) as person:
        await person.press("x", "x")
        assert "Tue 28 done · Space: Thu 30 (2)" in person.status
        await person.press("space")
        assert person.view == THU


async def test_a_move_between_forgets_where_space_was_to_go(store: Store, reading: Any) -> None:
    three_days(store, 2)
    async with reading(store, size=(140, 50)) as person:
        await person.press("x", "x", "k")
        assert "done" not in person.status
        await person.press("space")
        assert person.view == THU


async def test_a_paper_taken_back_after_the_last_one_is_not_left_by_space(store: Store, reading: Any) -> None:
    fill(store, {THU: [item(id_of(THU, 1), abstract=LONG, day=THU)], WED: papers(WED, 2)})
    async with reading(store) as person:
        await person.press("x", "U")
        await person.until(lambda: person.entry.unread and "done" not in person.status)
        await person.press("space")
        assert person.view == THU


@pytest.mark.parametrize("collection", [Collection.UNREAD, Collection.STARRED])
async def test_space_and_x_never_leave_a_collection(store: Store, reading: Any, collection: Collection) -> None:
    three_days(store, 2)
    store.set_marks(Field.STARRED, True, [id_of(THU, 1), id_of(WED, 2)], Cause.BY_HAND).result()
    async with reading(store) as person:
        await person.press("1", "g", *("j" * (collection is Collection.STARRED)), "enter")
        assert (person.view, person.focus) == (collection, "papers")
        count = len(person.ids)
        assert count == (7 if collection is Collection.UNREAD else 2)
        await person.press(*["x"] * count)
        assert "nothing unread is left here" in person.status
        await person.press("space", "space", "x", "space")
        assert person.view == collection
        assert len(person.ids) == count


async def test_x_skips_over_what_is_read_and_comes_round_to_what_was_left_above(store: Store, reading: Any) -> None:
    three_days(store)
    store.set_marks(Field.READ, True, ids_of(THU, 2), Cause.OPENED).result()
    async with reading(store) as person:
        await person.press("x")
        assert person.at == id_of(THU, 3)
        assert person.read_by(id_of(THU, 1)) == "skipped"
        await person.press("j", "x")
        assert person.at == id_of(THU, 3)


async def test_the_next_and_previous_paper_from_every_pane(store: Store, reading: Any, size: tuple[int, int]) -> None:
    three_days(store)
    async with reading(store, size=size) as person:
        for pane in ("1", "2", "3"):
            await person.press(pane)
            focus = person.focus
            await person.press("J", "J")
            assert person.at == person.page.paper.id == id_of(THU, 3)
            await person.press("K")
            assert person.at == person.page.paper.id == id_of(THU, 2)
            await person.press("K")
            assert (person.at, person.focus) == (id_of(THU, 1), focus)


async def test_older_and_newer_day_from_every_pane_passing_days_without_papers(store: Store, reading: Any) -> None:
    fill(store, {THU: papers(THU, 2), WED: [], TUE: papers(TUE, 2), MON: papers(MON, 2)})
    async with reading(store) as person:
        for pane in ("1", "2", "3"):
            await person.press(pane, "]")
            assert (person.view, person.days.view) == (TUE, TUE)
            await person.press("[")
            assert (person.view, person.days.view) == (THU, THU)
        await person.press("[")
        assert person.view == THU
        await person.press("]", "]", "]", "]")
        assert person.view == MON


async def test_coming_back_to_a_day_the_cursor_is_where_it_was(store: Store, reading: Any) -> None:
    three_days(store)
    async with reading(store) as person:
        await person.press("j", "j", "]", "j", "[")
        assert (person.view, person.at) == (THU, id_of(THU, 3))
        await person.press("]")
        assert (person.view, person.at) == (WED, id_of(WED, 2))


async def test_l_and_h_go_from_days_to_list_to_page_and_back(store: Store, reading: Any, size: tuple[int, int]) -> None:
    three_days(store)
    async with reading(store, size=size) as person:
        walk = [("l", "page"), ("l", "page"), ("h", "papers"), ("h", "days"), ("enter", "papers"), ("enter", "page")]
        walk += [("left", "papers"), ("left", "days"), ("right", "papers"), ("right", "page")]
        walk += [("tab", "days"), ("tab", "papers"), ("shift+tab", "days"), ("shift+tab", "page")]
        walk += [("1", "days"), ("2", "papers"), ("3", "page")]
        for key, pane in walk:
            await person.press(key)
            assert person.focus == pane, key
            assert pane in person.displayed, key
        assert person.at == id_of(THU, 1)


async def test_h_folds_the_month_in_the_days_and_l_and_enter_unfold_it(store: Store, reading: Any) -> None:
    june = [THU.replace(month=6, day=day) for day in (30, 29)]
    fill(store, {THU: papers(THU, 2), **{day: papers(day, 2) for day in june}})
    async with reading(store, size=(140, 60)) as person:
        await person.press("1", "h")
        assert "July 2026 ▸ 2" in " ".join(person.text().split())
        assert not any(getattr(row, "date", None) == THU for row in person.days.rows)
        assert person.view == THU
        await person.press("l")
        assert "Thu 30" in person.day_line(THU)
        assert person.focus == "days"
        await person.press("h", "enter")
        assert person.day_line(THU)
        assert person.focus == "days"


def days_of(year: int, month: int, count: int = 2) -> dict[date, Any]:
    """The first weekdays of a month with two papers each."""
    days = [day for number in range(1, 9) if (day := date(year, month, number)).weekday() < 5]
    return {day: papers(day, 2) for day in days[:count]}


def sidebar(person: Person) -> list[str]:
    """The lines of the days pane, blanks left out."""
    lines = (person.days.line_at(y).text.split() for y in range(person.days.virtual_size.height))
    return [" ".join(words) for words in lines if words]


async def test_years_fold_and_say_what_is_unread_in_them(store: Store, reading: Any) -> None:
    old = days_of(2025, 12) | days_of(2025, 3) | days_of(2024, 6)
    fill(store, {THU: papers(THU, 3), **old})
    async with reading(store, size=(140, 60)) as person:
        assert sidebar(person)[-3:] == ["January 2026 ▸", "2025 ▸ 8", "2024 ▸ 4"]
        await person.press("1", "G", "k", "l")
        lines = sidebar(person)
        assert lines[lines.index("2025") + 1] == "December 2025 ▸ 4"
        assert lines[-3:] == ["February 2025 ▸", "January 2025 ▸", "2024 ▸ 4"]
        assert person.focus == "days"
        await person.press("j", "enter", "j", "j")
        assert person.view == date(2025, 12, 30)
        await person.press("h", "h", "h")
        assert sidebar(person)[-2:] == ["2025 ▸ 8", "2024 ▸ 4"]
        await person.press("l")
        assert "December 2025 ▸ 4" in sidebar(person), "it was folded itself"
        await person.press("h", "2", "A", "1", "k")
        assert sidebar(person)[-2:] == ["2025 ▸ 8", "2024 ▸ 4"]


async def test_the_counts_of_a_folded_year_follow_every_mark(store: Store, reading: Any) -> None:
    fill(store, {THU: papers(THU, 3), **days_of(2025, 3)})
    async with reading(store, size=(140, 60)) as person:
        store.set_marks(Field.READ, True, [id_of(date(2025, 3, 3), 1)], Cause.BY_HAND).result()
        await person.until(lambda: "2025 ▸ 3" in sidebar(person))


async def test_in_january_the_months_of_the_newest_days_are_open_in_both_years(store: Store, reading: Any) -> None:
    fill(store, {date(2026, 1, 5): papers(date(2026, 1, 5), 2), **days_of(2025, 12, 6)})
    async with reading(store, size=(140, 60)) as person:
        lines = sidebar(person)
        january = lines.index("January 2026")
        assert lines[january + 1 : january + 3] == ["Mon 5 … 2", "Fri 2 –"]
        assert lines[lines.index("2025") + 1] == "December 2025"
        assert "Mon 8 2" in lines


async def test_a_day_of_a_folded_year_is_unfolded_when_it_is_gone_to(store: Store, reading: Any) -> None:
    fill(store, {THU: papers(THU, 3), **days_of(2025, 3)})
    old = date(2025, 3, 3)
    async with reading(store, start=old) as person:
        assert (person.view, person.days.view) == (old, old)
        assert person.day_line(old) == "Mon 3 2"


async def test_a_second_click_on_a_day_folds_nothing(store: Store, reading: Any) -> None:
    three_days(store)
    async with reading(store, size=(140, 40)) as person:
        y = next(y for y, line in enumerate(person.lines()) if "Wed 29" in line)
        await person.click(4, y)
        await person.click(4, y)
        assert person.day_line(WED)
        assert (person.view, person.focus) == (WED, "papers")


async def test_a_folded_month_opens_when_its_day_is_gone_to(store: Store, reading: Any) -> None:
    old = THU.replace(month=5, day=29)
    fill(store, {THU: papers(THU, 2), old: papers(old, 2)}, since=THU)
    async with reading(store, start=old) as person:
        assert (person.view, person.days.view) == (old, old)
        assert person.day_line(old)


async def test_moving_in_the_days_shows_each_day(store: Store, reading: Any) -> None:
    three_days(store)
    async with reading(store) as person:
        await person.press("1", "j")
        assert (person.view, person.at, person.focus) == (WED, id_of(WED, 1), "days")
        await person.press("g")
        assert person.view is Collection.UNREAD


async def test_escape_never_leaves(store: Store, reading: Any, extreme: tuple[int, int]) -> None:
    three_days(store)
    async with reading(store, size=extreme) as person:
        for pane in ("1", "2", "3"):
            await person.press(pane, "escape", "escape")
        await person.press("z", "escape", "escape", "?", "escape", "escape", "escape")
        assert not person.left
        await person.press("J")
        assert person.at == id_of(THU, 2)


async def test_q_drops_the_zoom_then_leaves(store: Store, reading: Any, size: tuple[int, int]) -> None:
    three_days(store)
    async with reading(store, size=size) as person:
        await person.press("z")
        assert person.displayed == {"page"}
        await person.press("q")
        assert not person.left
        assert not person.panes.has_class("-zoomed")
        if size == SMALL:
            await person.press("q")
            assert person.displayed == {"papers"}
            assert not person.left
        await person.press("q")
        assert person.left


async def test_q_and_escape_drop_a_selection_first_then_the_zoom(store: Store, reading: Any) -> None:
    three_days(store)
    async with reading(store) as person:
        for key in ("q", "escape"):
            await person.press("z")
            await person.click(4, 1, to=(20, 1))
            assert person.app.screen.get_selected_text()
            await person.press(key)
            assert not person.app.screen.get_selected_text()
            assert person.displayed == {"page"}
            await person.press(key)
            assert person.displayed == {"days", "papers", "page"}
        assert not person.left


async def test_q_in_a_dialog_closes_only_the_dialog(store: Store, reading: Any) -> None:
    three_days(store)
    async with reading(store) as person:
        for key in ("?", "Y"):
            await person.press(key)
            assert person.app.screen is not person.app.reader
            await person.press("q")
            assert person.app.screen is person.app.reader
        assert not person.left


async def test_capital_q_leaves_at_once(store: Store, reading: Any) -> None:
    three_days(store)
    async with reading(store) as person:
        await person.press("z", "Q")
        assert person.left


@pytest.mark.parametrize("keys", ["qC", "qs", "qY", "q?", "qda", "q/a", "q:", "qA", "qu", "Qx", "Q?", "?QC", "?Qb"])
async def test_keys_right_behind_the_one_that_leaves_mean_nothing(store: Store, reading: Any, keys: str) -> None:
    three_days(store)
    async with reading(store) as person:
        await person.blind(*keys)
        assert person.left
        assert person.app.return_code == 0
    assert person.marks() == {}


async def test_z_zooms_the_page_and_back_from_every_pane(store: Store, reading: Any, size: tuple[int, int]) -> None:
    three_days(store)
    async with reading(store, size=size) as person:
        for pane in ("1", "2", "3"):
            await person.press(pane, "z")
            assert person.displayed == {"page"}
            await person.press("J")
            assert person.page.paper.id == person.at
            await person.press("z")
            assert person.displayed == {"page"} if size == SMALL else "papers" in person.displayed


async def test_leaving_the_zoomed_page_for_another_pane_ends_the_zoom(
    store: Store, reading: Any, extreme: tuple[int, int]
) -> None:
    three_days(store)
    async with reading(store, size=extreme) as person:
        await person.press("z", "h")
        assert "papers" in person.displayed
        assert not person.panes.has_class("-zoomed")


async def test_n_and_p_go_to_unread_papers_only(store: Store, reading: Any) -> None:
    three_days(store, 6)
    store.set_marks(Field.READ, True, ids_of(THU, 2, 3, 5), Cause.OPENED).result()
    async with reading(store) as person:
        seen = []
        for key in ("n", "n", "n", "p", "p", "p"):
            await person.press(key)
            seen.append(person.at)
        assert seen == ids_of(THU, 4, 6, 6, 4, 1, 1)
        await person.press("3", "n")
        assert (person.at, person.focus) == (id_of(THU, 4), "page")


async def test_first_last_and_half_pages_move_the_pane_that_has_the_focus(
    store: Store, reading: Any, extreme: tuple[int, int]
) -> None:
    many = [item(id_of(THU, n), abstract=LONG, upvotes=90 - n, day=THU) for n in range(1, 41)]
    fill(store, {THU: many, WED: papers(WED, 2)})
    async with reading(store, size=extreme) as person:
        await person.press("G")
        assert person.at == id_of(THU, 40)
        await person.press("ctrl+u")
        up = person.ids.index(person.at)
        assert 25 < up < 39
        await person.press("ctrl+d", "g")
        assert person.at == id_of(THU, 1)
        await person.press("pagedown")
        down = person.ids.index(person.at)
        assert down > 39 - up
        await person.press("pageup", "end", "home")
        assert person.at == id_of(THU, 1)
        await person.press("3", "ctrl+d")
        half = person.page.scroll_offset.y
        await person.press("ctrl+u")
        assert (half > 0, person.page.scroll_offset.y) == (True, 0)
        await person.press("pagedown")
        assert half < person.page.scroll_offset.y < person.page.scrollable_content_region.height
        await person.press("G")
        assert person.page.at_end
        await person.press("g", "j", "j", "k")
        assert person.page.scroll_offset.y == 1
        assert person.at == id_of(THU, 1)


async def test_enter_shows_the_page_on_a_small_screen_and_escape_comes_back(store: Store, reading: Any) -> None:
    three_days(store)
    async with reading(store, size=SMALL) as person:
        await person.press("j")
        assert person.displayed == {"papers"}
        await person.press("enter")
        assert person.displayed == {"page"}
        assert "Thursday's Tokens, Part 2" in person.text()
        await person.press("escape")
        assert (person.displayed, person.at, person.focus) == ({"papers"}, id_of(THU, 2), "papers")
        await person.press("space")
        assert person.displayed == {"page"}
        await person.press("h")
        assert person.displayed == {"papers"}


async def test_after_a_restart_it_is_at_the_paper_where_it_was_left(store: Store, reading: Any) -> None:
    three_days(store)
    async with reading(store) as person:
        await person.press("j", "j", "q")
    async with reading(store) as person:
        assert (person.view, person.at) == (THU, id_of(THU, 3))


async def test_a_place_on_an_older_day_does_not_keep_the_newest_from_being_opened(store: Store, reading: Any) -> None:
    three_days(store)
    async with reading(store) as person:
        await person.press("]", "j", "q")
    async with reading(store) as person:
        assert (person.view, person.at) == (THU, id_of(THU, 1))


async def test_the_command_line_s_date_is_opened(store: Store, reading: Any) -> None:
    three_days(store)
    async with reading(store, start=WED) as person:
        assert (person.view, person.days.view, person.at) == (WED, WED, id_of(WED, 1))


async def test_days_before_the_first_start_have_no_dot_no_count_and_are_no_target(store: Store, reading: Any) -> None:
    fill(store, {THU: papers(THU, 2), WED: papers(WED, 3), TUE: papers(TUE, 2)}, since=WED)
    async with reading(store, start=TUE) as person:
        assert not any(entry.unread for entry in person.papers.entries)
        assert "●" not in person.text()
        assert "2 papers" in person.status
        assert "unread" not in person.status
        assert person.day_line(TUE) == "Tue 28 2"
        assert person.day_line(WED) == "Wed 29 3"
        assert store.totals().unread == 5
        await person.press("n")
        assert person.at == id_of(TUE, 1)
        await person.press("[", "x", "x", "x")
        assert "Wed 29 done · Space: Thu 30 (2)" in person.status
        await person.press("[", "x", "x")
        assert "everything is read" in person.status


async def test_u_gives_a_paper_of_an_earlier_day_a_dot_and_a_count(store: Store, reading: Any) -> None:
    fill(store, {THU: papers(THU, 2), TUE: papers(TUE, 2)}, since=THU)
    async with reading(store, start=TUE) as person:
        await person.press("u")
        assert (person.entry.read, person.entry.unread) == (False, True)
        assert person.marks()[id_of(TUE, 1), "read"] == (0, "by hand")
        assert person.day_line(TUE) == "Tue 28 1 · 2"
        assert "Unread 3" in person.text()
        await person.press("j", "p")
        assert person.at == id_of(TUE, 1)


async def test_on_an_earlier_day_space_and_x_go_down_paper_by_paper(store: Store, reading: Any) -> None:
    fill(store, {THU: papers(THU, 2), TUE: papers(TUE, 3)}, since=THU)
    async with reading(store, start=TUE, size=(140, 50)) as person:
        await person.press("space", "x")
        assert person.at == id_of(TUE, 3)
        assert (person.read_by(id_of(TUE, 1)), person.read_by(id_of(TUE, 2))) == ("opened", "skipped")
        await person.press("x")
        assert "Tue 28 done · Space: Thu 30 (2)" in person.status


async def test_two_spaces_in_a_burst_do_not_mark_a_paper_that_was_never_shown(store: Store, reading: Any) -> None:
    fill(store, {THU: [item(id_of(THU, n), abstract=LONG, upvotes=9 - n, day=THU) for n in (1, 2, 3)]})
    async with reading(store) as person:
        await person.press("3", "G", "2")
        await person.blind("space", "space")
        assert (person.read_by(id_of(THU, 1)), person.read_by(id_of(THU, 2))) == ("opened", None)
        assert person.at == person.page.paper.id == id_of(THU, 2)
        assert person.page.scroll_offset.y > 0


async def test_keys_in_a_burst_stop_at_the_end_of_the_day_too(store: Store, reading: Any) -> None:
    three_days(store, 2)
    async with reading(store) as person:
        await person.blind("x", "x")
        assert (person.view, person.at) == (THU, id_of(THU, 2))
        assert "Thu 30 done · Space: Wed 29 (3)" in person.status
        await person.press("space")
        assert person.view == WED


async def test_what_was_opened_can_be_found_again(store: Store, reading: Any) -> None:
    three_days(store)
    async with reading(store, size=(140, 60)) as person:
        await person.press("1", "g", "j", "j")
        assert (person.view, person.said[:23]) == (Collection.OPENED, "Nothing was opened yet.")
        assert "Recently opened" in person.status
        await person.press("2", "[", "x", "space", "space", "j", "space")
        await person.until(lambda: person.read_by(id_of(THU, 4)) == "opened")
        await person.press("1", "g", "j", "j", "l")
        assert person.ids == ids_of(THU, 4, 3, 2)
        assert "Recently opened" in person.text()
        await person.press("s")
        assert "last opened first ✓" in person.text()
