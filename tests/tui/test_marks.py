"""Marks: at once, offline, with their causes; taken back and set again; by themselves only when somebody looked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual import events

from paperreader.models import Cause, Collection, Field
from paperreader.store import Store
from tests.conftest import Clock
from tests.hub_server.items import item, papers
from tests.tui.conftest import LONG, SMALL, THU, TUE, WED, WIDE, fill, id_of, ids_of, parsed, with_config

ONE, TWO, THREE, FOUR = ids_of(THU, 1, 2, 3, 4)

PASSING = with_config(mark_read_after=0.15)
LOOK = 0.25
"""Seconds that are long enough for it."""

SLOW = with_config(mark_read_after=0.5)
LONGER = 0.6
"""The same where it must not have been long enough, on a busy machine either."""


def two_days(store: Store) -> None:
    fill(store, {THU: papers(THU, 4), WED: papers(WED, 3)})


# -- by hand


async def test_marks_are_kept_and_shown_at_once_without_a_network(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store) as person:
        await person.press("u")
        assert (person.entry.read, person.entry.unread) == (True, False)
        assert person.marks()[ONE, "read"] == (1, "by hand")
        assert "4 papers, 3 unread" in person.status
        assert person.day_line(THU) == "Thu 30 … 3 · 4"
        await person.press("u")
        assert (person.entry.read, person.entry.unread) == (False, True)
        assert person.marks()[ONE, "read"] == (0, "by hand")
        await person.press("b")
        assert person.entry.starred
        assert person.marks()[ONE, "starred"] == (1, "by hand")
        assert "★" in person.text()
        assert store.totals().starred == 1
        await person.press("b")
        assert not person.entry.starred
        assert "★" not in person.text()
        assert person.at == ONE


async def test_each_mark_keeps_how_it_came(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store, size=(140, 50), config=PASSING) as person:
        await person.press("space", "x", "u", "j")
        await person.stands_for(LOOK)
        await person.press("k", "]", "A")
        assert [person.read_by(paper) for paper in ids_of(THU, 1, 2, 3, 4)] == [
            "opened",
            "skipped",
            "by hand",
            "passed",
        ]
        assert [person.read_by(paper) for paper in ids_of(WED, 1, 2, 3)] == ["bulk"] * 3


async def test_the_days_and_the_collections_count_along(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store) as person:
        assert "Unread 7" in person.text()
        await person.press("x", "x", "x", "x", "b")
        assert person.day_line(THU) == "Thu 30 … ✓ 4"
        assert "Unread 3" in person.text()
        assert "Starred 1" in person.text()
        await person.press("U")
        await person.until(lambda: "Starred 1" not in person.text())
        await person.press("U")
        await person.until(lambda: "Unread 4" in person.text())
        assert person.day_line(THU) == "Thu 30 … 1 · 4"


async def test_all_read_marks_this_view_and_nothing_else_and_says_how_many(store: Store, reading: Any) -> None:
    two_days(store)
    store.set_marks(Field.READ, True, [TWO], Cause.OPENED).result()
    async with reading(store) as person:
        await person.press("A")
        assert all(entry.read for entry in person.papers.entries)
        assert person.toasts == ["3 marked read · U undo"]
        assert person.read_by(TWO) == "opened"
        assert store.totals().unread == 3
        assert (person.view, person.at) == (THU, ONE)
        await person.press("A")
        assert person.toasts[-1] == "everything here is read"
        await person.press("U")
        await person.until(lambda: len(person.toasts) == 3)
        assert person.toasts[-1].startswith("Taken back: 3 marked read")
        assert [entry.read for entry in person.papers.entries] == [False, True, False, False]
        assert [entry.unread for entry in person.papers.entries] == [True, False, True, True]


async def test_all_read_leaves_alone_what_came_meanwhile_and_is_not_shown(
    store: Store, reading: Any, path: Path, clock: Clock
) -> None:
    two_days(store)
    other = Store(path, now=clock)
    try:
        async with reading(store) as person:
            other.save_day(THU, parsed(papers(THU, 6)), complete=False).result()
            await person.press("A")
            shown = person.toasts[-1]
            await person.until(lambda: "2 new" in person.text())
            assert shown == "4 marked read · U undo"
            assert [entry.unread for entry in person.papers.entries] == [False] * 4 + [True] * 2
            await person.press("A")
            assert person.toasts[-1] == "2 marked read · U undo"
    finally:
        other.close()


async def test_a_row_that_was_marked_stays_in_unread_and_in_starred(store: Store, reading: Any) -> None:
    two_days(store)
    store.set_marks(Field.STARRED, True, [ONE, TWO], Cause.BY_HAND).result()
    async with reading(store) as person:
        await person.press("1", "g", "l", "x", "u")
        assert person.ids == ids_of(THU, 1, 2, 3, 4) + ids_of(WED, 1, 2, 3)
        assert [entry.read for entry in person.papers.entries][:3] == [True, True, False]
        await person.press("r")
        assert person.ids == ids_of(THU, 3, 4) + ids_of(WED, 1, 2, 3)
        await person.press("1", "j", "l", "b")
        assert person.view is Collection.STARRED
        assert set(person.ids) == {ONE, TWO}
        await person.press("[", "1", "g", "j", "l")
        assert len(person.ids) == 1


# -- undo


async def test_undo_takes_back_step_by_step_says_what_and_goes_there(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store) as person:
        await person.press("x", "b", "]", "A")
        for toast, view, at in (
            ("Taken back: 3 marked read", WED, id_of(WED, 1)),
            ("Taken back: starred", THU, TWO),
            ("Taken back: skipped", THU, ONE),
            ("nothing to undo", THU, ONE),
        ):
            count = len(person.toasts)
            await person.press("U")
            await person.until(lambda count=count: len(person.toasts) > count)
            assert person.toasts[-1].startswith(toast)
            assert (person.view, person.at) == (view, at)
        assert store.totals().unread == 7
        assert person.page.paper.id == ONE
        for toast, at in (
            ("Done again: skipped", ONE),
            ("Done again: starred", TWO),
            ("Done again: 3 marked read", id_of(WED, 1)),
            ("nothing to do again", id_of(WED, 1)),
        ):
            count = len(person.toasts)
            await person.press("ctrl+r")
            await person.until(lambda count=count: len(person.toasts) > count)
            assert person.toasts[-1].startswith(toast)
            assert person.at == at
        assert store.totals().unread == 3


async def test_undo_goes_on_after_a_restart(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store) as person:
        await person.press("j", "x", "]", "A", "q")
    async with reading(store) as person:
        assert person.view == THU
        await person.press("U")
        await person.until(lambda: person.view == WED)
        await person.press("U")
        await person.until(lambda: person.at == TWO)
        assert store.totals().unread == 7
        await person.press("ctrl+r")
        await person.until(lambda: person.read_by(TWO) == "skipped")


async def test_automatic_marks_are_no_steps(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store, size=(140, 50), config=PASSING) as person:
        await person.press("b", "space")
        await person.stands_for(LOOK)
        await person.press("j")
        assert (person.read_by(ONE), person.read_by(TWO)) == ("opened", "passed")
        await person.press("U")
        await person.until(lambda: person.toasts)
        assert [toast[:19] for toast in person.toasts] == ["Taken back: starred"]
        assert (person.read_by(ONE), person.read_by(TWO)) == ("opened", "passed")
        assert person.at == ONE


async def test_ctrl_z_is_no_undo(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store) as person:
        await person.press("u")
        bindings = {active.binding.key: active.binding.action for active in person.app.screen.active_bindings.values()}
        assert bindings["ctrl+z"].endswith("suspend_process")


# -- by having been looked at


async def test_a_paper_that_was_shown_is_read_when_the_cursor_moves_on(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store, config=SLOW) as person:
        await person.stands_for(LONGER)
        await person.press("j")
        assert not store.entries(THU)[0].read, "nobody had done anything"
        await person.stands_for(LONGER)
        assert not store.entries(THU)[1].read, "the cursor is still there"
        await person.press("J")
        assert person.read_by(TWO) == "passed"
        await person.press("j", "k")
        assert person.read_by(THREE) is None, "it was not there for long"
        await person.stands_for(LONGER)
        await person.press("]")
        assert person.read_by(THREE) == "passed"


async def test_a_key_is_enough_to_be_there(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store, config=PASSING) as person:
        await person.press("b")
        await person.stands_for(LOOK)
        await person.press("j")
        assert person.read_by(ONE) == "passed"


async def test_a_click_is_enough_to_be_there(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store, size=WIDE, config=PASSING) as person:
        await person.click(100, 30)
        await person.stands_for(LOOK)
        await person.press("J")
        assert person.read_by(ONE) == "passed"


async def test_with_zero_seconds_nothing_is_read_by_being_shown(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store) as person:
        await person.press("b")
        await person.stands_for(LOOK)
        await person.press("j", "j")
        assert not any(entry.read for entry in person.papers.entries)


async def test_nothing_is_looked_at_without_the_focus_behind_a_dialog_or_on_a_hidden_page(
    store: Store, reading: Any
) -> None:
    two_days(store)
    async with reading(store, config=SLOW) as person:
        await person.press("b")
        person.app.post_message(events.AppBlur())
        await person.stands_for(LONGER)
        person.app.post_message(events.AppFocus())
        await person.pilot.pause()
        await person.press("j")
        assert person.read_by(ONE) is None
        await person.press("?")
        await person.stands_for(LONGER)
        await person.press("escape", "j")
        assert person.read_by(TWO) is None
    async with reading(store, size=SMALL, config=SLOW, start=WED) as person:
        await person.press("j")
        await person.stands_for(LONGER)
        await person.press("j")
        assert person.read_by(id_of(WED, 2)) is None
        await person.press("enter")
        await person.stands_for(LONGER)
        await person.press("K")
        assert person.read_by(id_of(WED, 3)) == "passed"


async def test_a_paper_set_unread_by_hand_is_left_alone_until_the_cursor_has_left_it(
    store: Store, reading: Any
) -> None:
    two_days(store)
    store.set_marks(Field.READ, True, [ONE], Cause.OPENED).result()
    async with reading(store, config=PASSING, start=THU) as person:
        await person.press("k", "u")
        assert person.at == ONE
        await person.stands_for(LOOK)
        await person.press("j")
        assert person.read_by(ONE) is None
        await person.press("k")
        await person.stands_for(LOOK)
        await person.press("j")
        assert person.read_by(ONE) == "passed"


async def test_a_paper_set_unread_by_undo_is_left_alone_until_the_cursor_has_left_it(
    store: Store, reading: Any
) -> None:
    two_days(store)
    async with reading(store, config=PASSING) as person:
        await person.press("x", "U")
        await person.until(lambda: person.at == ONE)
        assert person.entry.unread
        await person.stands_for(LOOK)
        await person.press("j")
        assert person.read_by(ONE) is None
        assert store.entries(THU)[0].unread


async def test_undo_of_all_read_spares_the_paper_that_was_looked_at(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store, config=PASSING) as person:
        await person.press("j", "j")
        await person.stands_for(LOOK)
        await person.press("A")
        await person.stands_for(LOOK)
        await person.press("U")
        await person.until(lambda: person.toasts[-1].startswith("Taken back"))
        assert all(entry.unread for entry in person.papers.entries)
        assert not any(value for (_, field), (value, _) in person.marks().items() if field == "read")


async def test_undo_of_a_star_does_not_spare_the_paper(store: Store, reading: Any) -> None:
    two_days(store)
    async with reading(store, config=PASSING) as person:
        await person.press("b", "U")
        await person.until(lambda: not person.entry.starred)
        await person.stands_for(LOOK)
        await person.press("j")
        assert person.read_by(ONE) == "passed"


# -- a store that is busy, and one that can't be written


async def test_a_mark_that_can_not_be_kept_is_taken_back_with_a_word(
    store: Store, reading: Any, path: Path, clock: Clock
) -> None:
    two_days(store)
    read_only = Store(path, now=clock, read_only=True)
    try:
        async with reading(read_only, hint=True) as person:
            assert any(str(read_only.read_only) in toast for toast in person.toasts)
            await person.press("u")
            assert person.entry.unread
            assert "not marked" in person.toasts[-1]
            await person.press("A")
            assert all(entry.unread for entry in person.papers.entries)
            assert not any("marked read ·" in toast for toast in person.toasts)
    finally:
        read_only.close()


async def test_a_store_moved_away_takes_no_mark_and_says_so(store: Store, reading: Any, path: Path) -> None:
    two_days(store)
    async with reading(store) as person:
        path.rename(path.with_suffix(".away"))
        await person.press("u")
        await person.until(lambda: person.toasts)
        assert "not marked" in person.toasts[-1]
        assert person.entry.unread
        await person.press("j")
        assert person.at == TWO


async def test_a_store_that_can_not_be_read_any_more_does_not_end_the_reader(
    store: Store, reading: Any, path: Path
) -> None:
    fill(store, {THU: papers(THU, 60), WED: papers(WED, 60)})
    async with reading(store) as person:
        with path.open("r+b") as file:
            file.seek(8192)
            file.write(b"\xff" * (path.stat().st_size - 8192))
        path.with_name(f"{path.name}-wal").write_bytes(b"")
        await person.press("G", "k", "]", "u", "?", "escape", "[")
        await person.until(lambda: person.toasts)
        assert not person.left


async def test_marks_of_another_program_are_shown_within_two_seconds(
    store: Store, reading: Any, path: Path, clock: Clock
) -> None:
    two_days(store)
    other = Store(path, now=clock)
    try:
        async with reading(store) as person:
            other.set_marks(Field.READ, True, [TWO, id_of(WED, 1)], Cause.BY_HAND).result()
            await person.until(lambda: person.papers.entries[1].read, 2)
            assert person.day_line(WED) == "Wed 29 2 · 3"
            assert person.at == ONE
    finally:
        other.close()


@pytest.mark.parametrize("burst", [("x", "x", "x"), ("J", "x", "x"), ("J", "b", "K", "b")])
async def test_keys_in_a_burst_mark_what_they_would_one_by_one(
    store: Store, reading: Any, path: Path, clock: Clock, burst: tuple[str, ...]
) -> None:
    async def after(press: str, folder: Path) -> Any:
        fresh = Store(folder / "burst.db", now=clock)
        two_days(fresh)
        async with reading(fresh) as person:
            await getattr(person, press)(*burst)
            state = [(entry.read, entry.starred) for entry in person.papers.entries], person.at
            assert person.page.paper.id == person.at
        fresh.close()
        return state

    (path.parent / "slow").mkdir()
    (path.parent / "fast").mkdir()
    assert await after("blind", path.parent / "fast") == await after("press", path.parent / "slow")


async def test_a_long_paper_left_by_x_half_way_is_skipped_and_the_next_starts_at_its_top(
    store: Store, reading: Any
) -> None:
    fill(store, {THU: [item(paper, abstract=LONG, day=THU, upvotes=9) for paper in (ONE, TWO)], TUE: []})
    async with reading(store, size=WIDE) as person:
        await person.press("space", "x")
        assert (person.at, person.page.scroll_offset.y) == (TWO, 0)
        assert person.read_by(ONE) == "skipped"
