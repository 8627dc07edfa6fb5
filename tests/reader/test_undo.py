"""Undo is the last thing the user did, whatever key it was, and they see it or are told where it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause
from paperreader.reader import catch_up, marking, navigation, read_on, undo
from paperreader.reader.history import Viewport
from paperreader.store import Store
from paperreader.views import Collection, DayView
from tests.conftest import Clock
from tests.hub_server.items import papers
from tests.reader.conftest import OpenSession, User, move
from tests.stored_days import THU, TUE, WED, fill, id_of, ids_of, two_days, with_config

ONE, TWO, THREE, FOUR = ids_of(THU, 1, 2, 3, 4)
FERRY, ORCHARD = "“Ferry: Mending Thursday's Tokens, Part 1”", "“Orchard: Counting Thursday's Tokens, Pa…”"

TIMED = with_config(mark_read_after=2)


def space(user: User, times: int = 1) -> None:
    """Space at the end of the page."""
    for _ in range(times):
        read_on.finish(user.session)


async def step(user: User, *, redo: bool = False) -> str:
    """Undo or redo a step; returns what the toast says."""
    count = len(user.toasts)
    (undo.redo if redo else undo.undo)(user.session)
    await user.until(lambda: len(user.toasts) > count)
    return user.toasts[-1]


def comes_next(user: User) -> tuple[str, str]:
    """What undo and redo would do, once all marks are written."""
    user.session.store.settings.set("after", "the marks").result()
    return undo.next_step(user.session, redo=False), undo.next_step(user.session, redo=True)


def unread(user: User) -> list[bool]:
    return [entry.unread for entry in user.rows.entries]


# -- every key, in order


async def test_space_is_the_last_thing_that_was_done(store: Store, open_session: OpenSession) -> None:
    two_days(store, 4)
    user = open_session(store)
    marking.toggle_star(user.session)
    space(user)
    assert await step(user) == f"Undone: {FERRY} unread again"
    assert (user.at, user.entry.unread, user.entry.starred) == (ONE, True, True)
    assert await step(user) == f"Undone: star removed from {FERRY}"
    assert (user.at, user.entry.starred) == (ONE, False)
    assert await step(user) == "Nothing to undo."


async def test_marks_of_every_key_are_undone_in_the_order_in_which_they_were_set(
    store: Store, open_session: OpenSession
) -> None:
    two_days(store, 4)
    user = open_session(store)
    session = user.session
    read_on.skip(session)
    space(user)
    marking.toggle_star(session)
    marking.toggle_read(session)
    session.mark(READ, True, [FOUR], Cause.OPENED)  # as `o` does
    session.go(DayView(WED))
    marking.mark_all_read(session)
    backlog = catch_up.backlog(session)
    assert not backlog.unread
    read = [[True] * 4, [True, True, True, False], [True, True, False, False], [True, True, False, False]]
    for now, left in zip([*read, [True, False, False, False], [False] * 4], range(6), strict=True):
        await step(user)
        assert [entry.read for entry in store.papers.entries(DayView(THU))] == now, left
    assert await step(user) == "Nothing to undo."
    for _ in range(6):
        await step(user, redo=True)
    assert store.papers.totals().unread == 0
    assert await step(user, redo=True) == "Nothing to redo."


async def test_marks_by_the_timer_are_no_steps(store: Store, open_session: OpenSession, clock: Clock) -> None:
    two_days(store, 4)
    user = open_session(store, config=TIMED)
    user.session.on_user_activity()
    marking.toggle_star(user.session)
    move(user.session, 1, after_s=2, clock=clock)
    assert (user.read_by(ONE), comes_next(user)[0]) == ("passed", f"star on {FERRY}")
    space(user)
    move(user.session, -1, after_s=2, clock=clock)
    assert user.read_by(THREE) == "passed"
    assert (await step(user)).startswith(f"Undone: {ORCHARD} unread again")
    assert (await step(user)).startswith("Undone: star removed")
    assert (user.read_by(ONE), user.read_by(THREE)) == ("passed", "passed")


async def test_a_paper_that_the_timer_marked_and_space_passes_is_no_step(
    store: Store, open_session: OpenSession, clock: Clock
) -> None:
    two_days(store, 4)
    user = open_session(store, config=TIMED)
    user.session.on_user_activity()
    move(user.session, 1, after_s=2, clock=clock)
    move(user.session, -1, clock=clock)
    assert user.read_by(ONE) == "passed"
    space(user)
    assert (user.at, user.read_by(ONE)) == (TWO, "opened")
    assert await step(user) == "Nothing to undo."


async def test_space_twice_on_a_paper_is_one_step(store: Store, open_session: OpenSession, clock: Clock) -> None:
    two_days(store, 4)
    user = open_session(store)
    space(user)
    move(user.session, -1, clock=clock)
    clock.tick(60)
    space(user)
    assert await step(user) == f"Undone: {FERRY} unread again"
    assert (user.at, user.entry.unread) == (ONE, True)


# -- a run of Space


async def test_a_run_of_space_is_one_step_that_goes_back_paper_by_paper(
    store: Store, open_session: OpenSession
) -> None:
    two_days(store, 4)
    user = open_session(store)
    marking.toggle_star(user.session)
    assert comes_next(user) == (f"star on {FERRY}", "nothing to redo")
    space(user, 3)
    assert comes_next(user) == ("3 papers marked read ({paper.read-on})", "nothing to redo")
    assert (await step(user)).endswith(" unread again · {mark.undo} undoes 2 more")
    assert (user.at, unread(user)) == (THREE, [False, False, True, True])
    assert comes_next(user)[0] == "2 papers marked read ({paper.read-on})"
    assert await step(user) == f"Undone: {ORCHARD} unread again · {{mark.undo}} undoes 1 more"
    assert user.at == TWO
    assert comes_next(user) == (f"{FERRY} marked read ({{paper.read-on}})", "2 papers marked read ({paper.read-on})")
    assert await step(user) == f"Undone: {FERRY} unread again"
    assert (user.at, comes_next(user)) == (ONE, (f"star on {FERRY}", "3 papers marked read ({paper.read-on})"))
    assert await step(user, redo=True) == f"Redone: {FERRY} marked read · {{mark.redo}} redoes 2 more"
    assert await step(user, redo=True) == f"Redone: {ORCHARD} marked read · {{mark.redo}} redoes 1 more"
    assert (user.at, unread(user)) == (TWO, [False, False, True, True])
    assert user.read_by(TWO) == "opened"


@pytest.mark.parametrize("ends", ["star", "skip", "pause"])
async def test_a_run_ends_with_another_mark_or_a_pause(
    store: Store, open_session: OpenSession, clock: Clock, ends: str
) -> None:
    two_days(store, 4)
    user = open_session(store)
    space(user, 2)
    {
        "star": lambda: marking.toggle_star(user.session),
        "skip": lambda: read_on.skip(user.session),
        "pause": lambda: clock.tick(3601),
    }[ends]()
    space(user)
    assert comes_next(user)[0].endswith("” marked read ({paper.read-on})")
    await step(user)
    if ends != "pause":
        await step(user)
    assert comes_next(user)[0] == "2 papers marked read ({paper.read-on})"


async def test_a_run_goes_on_over_moves_days_undo_and_a_restart(store: Store, open_session: OpenSession) -> None:
    two_days(store, 4)
    user = open_session(store)
    space(user, 2)
    await step(user)
    space(user)
    user.rows.move_by(1)
    user.session.go(DayView(WED))
    space(user)
    user.session.close()
    user = open_session(store)
    user.session.go(DayView(WED))
    space(user)
    assert comes_next(user)[0] == "4 papers marked read ({paper.read-on})"
    for at in (*ids_of(WED, 2, 1), None):
        await step(user)
        assert at is None or user.at == at
    assert (user.view, unread(user)) == (WED, [True, True, True])


async def test_a_paper_of_a_run_that_another_program_changed_is_left_alone(
    store: Store, open_session: OpenSession, path: Path, clock: Clock
) -> None:
    two_days(store, 4)
    user = open_session(store)
    space(user, 3)
    clock.tick(1)
    other = Store(path, now=clock)
    other.marks.set(READ, False, [TWO], Cause.PASSED).result()
    other.marks.set(READ, True, [TWO], Cause.PASSED).result()
    other.close()
    assert (await step(user)).startswith("Undone: ")
    assert await step(user) == "Nothing undone: 1 paper changed since."
    assert (await step(user)).startswith("Undone: ")
    assert unread(user) == [True, False, True, True]


async def test_two_readers_on_one_store_undo_what_was_done_last_in_either(
    store: Store, open_session: OpenSession, path: Path, clock: Clock
) -> None:
    two_days(store, 4)
    here = open_session(store)
    other = Store(path, now=clock)
    there = open_session(other, start=WED)
    space(here)
    space(there)
    assert comes_next(here)[0] == "2 papers marked read ({paper.read-on})"
    assert (await step(here)).endswith("unread again · {mark.undo} undoes 1 more · Wed 29 Jul · {mark.show} goes there")
    assert (here.view, here.at, unread(here)) == (THU, TWO, [False, True, True, True])
    assert (await step(there)).endswith("unread again · Thu 30 Jul · {mark.show} goes there")
    there.session.close()
    other.close()


# -- the read timer


async def test_undo_marks_nothing_read_that_it_leaves(store: Store, open_session: OpenSession, clock: Clock) -> None:
    two_days(store, 4)
    user = open_session(store, config=TIMED)
    user.session.on_user_activity()
    space(user, 3)
    for at in (THREE, TWO, ONE):
        clock.tick(5)
        await step(user)
        assert user.at == at
    assert unread(user) == [True] * 4
    move(user.session, 1, after_s=5, clock=clock)
    assert unread(user) == [True] * 4, "what undo made unread is not read at once again"
    move(user.session, -1, after_s=5, clock=clock)
    assert unread(user) == [True, False, True, True]


async def test_a_paper_set_unread_by_undo_stays_unread_until_the_cursor_has_left_it(
    store: Store, open_session: OpenSession, clock: Clock
) -> None:
    two_days(store, 4)
    user = open_session(store, config=TIMED)
    read_on.skip(user.session)
    await step(user)
    assert user.at == ONE
    move(user.session, 1, after_s=2, clock=clock)
    assert user.read_by(ONE) is None
    assert user.rows.entries[0].unread


async def test_undo_of_all_read_leaves_the_paper_unread_that_was_shown(
    store: Store, open_session: OpenSession, clock: Clock
) -> None:
    two_days(store, 4)
    user = open_session(store, config=TIMED)
    user.rows.move_to(2)
    clock.tick(2)
    marking.mark_all_read(user.session)
    clock.tick(2)
    assert await step(user) == "Undone: 4 papers unread again"
    move(user.session, 1, after_s=2, clock=clock)
    assert all(entry.unread for entry in user.rows.entries)
    assert not any(value for (_, field), (value, _) in user.marks().items() if field == "read")


async def test_undo_of_a_star_does_not_keep_the_paper_unread(
    store: Store, open_session: OpenSession, clock: Clock
) -> None:
    two_days(store, 4)
    user = open_session(store, config=TIMED)
    user.session.on_user_activity()
    marking.toggle_star(user.session)
    await step(user)
    move(user.session, 1, after_s=2, clock=clock)
    assert user.read_by(ONE) == "passed"


async def test_a_paper_gone_to_after_undo_is_not_read_at_once_again(
    store: Store, open_session: OpenSession, clock: Clock
) -> None:
    two_days(store, 4)
    user = open_session(store, config=TIMED)
    space(user)
    user.session.go(DayView(WED))
    await step(user)
    undo.go_to_place(user.session)
    assert (user.view, user.at) == (THU, ONE)
    move(user.session, 1, after_s=5, clock=clock)
    assert user.read_by(ONE) is None


# -- where the user is


async def test_undo_of_all_read_in_another_day_stays_here_names_the_day_and_offers_to_go(
    store: Store, open_session: OpenSession
) -> None:
    two_days(store, 4)
    user = open_session(store, start=WED)
    marking.mark_all_read(user.session)
    user.session.go(DayView(THU))
    user.rows.move_by(2)
    assert await step(user) == "Undone: 3 papers unread again · Wed 29 Jul · {mark.show} goes there"
    assert (user.view, user.at) == (THU, THREE)
    assert user.session.toasts.place is not None
    undo.go_to_place(user.session)
    assert (user.view, user.at) == (WED, id_of(WED, 1))
    assert user.session.toasts.place is None
    user.session.go(DayView(THU))
    assert await step(user, redo=True) == "Redone: 3 papers marked read · Wed 29 Jul · {mark.show} goes there"
    assert (user.view, user.at) == (THU, THREE)


async def test_undo_of_a_catch_up_stays_here_and_names_all_its_days(store: Store, open_session: OpenSession) -> None:
    fill(store, {THU: papers(THU, 4), WED: papers(WED, 3), TUE: papers(TUE, 2)})
    user = open_session(store)
    catch_up.catch_up(user.session, [*ids_of(WED, 1, 2, 3), *ids_of(TUE, 1, 2)], 9)
    assert await step(user) == ("Undone: 5 papers unread again · Wed 29 Jul and 1 other day · {mark.show} goes there")
    assert (user.view, user.at) == (THU, ONE)
    await step(user, redo=True)
    user.session.go(Collection.UNREAD)
    catch_up.catch_up(user.session, ids_of(THU, 1, 2, 3, 4), 4)
    assert await step(user) == "Undone: 4 papers unread again"
    assert user.view is Collection.UNREAD


async def test_undo_leaves_the_cursor_where_it_is_if_the_change_is_in_sight(
    store: Store, open_session: OpenSession
) -> None:
    two_days(store, 4)
    user = open_session(store)
    marking.toggle_star(user.session)
    user.rows.move_by(2)
    assert await step(user) == f"Undone: star removed from {FERRY}"
    assert user.at == THREE
    assert await step(user, redo=True) == f"Redone: star on {FERRY}"
    assert user.at == THREE


async def test_a_change_further_up_in_a_long_list_is_offered(store: Store, open_session: OpenSession) -> None:
    fill(store, {THU: papers(THU, 40)})
    user = open_session(store)
    marking.toggle_star(user.session)
    user.rows.move_to(30)
    user.session.viewport = Viewport(rows=range(25, 33))
    assert await step(user) == f"Undone: star removed from {FERRY} · {{mark.show}} shows it"
    assert user.rows.cursor == 30
    undo.go_to_place(user.session)
    assert user.at == ONE


async def test_a_change_on_the_page_is_seen_though_no_list_is_shown(store: Store, open_session: OpenSession) -> None:
    two_days(store, 4)
    user = open_session(store)
    marking.toggle_star(user.session)
    user.session.viewport = Viewport("page", rows=range(0))
    assert await step(user) == f"Undone: star removed from {FERRY}"


async def test_a_paper_that_no_day_lists_offers_nothing(store: Store, open_session: OpenSession) -> None:
    two_days(store, 4)
    store.marks.set(STARRED, True, ["2607.99999"], Cause.BY_HAND).result()
    user = open_session(store)
    assert comes_next(user)[0] == "star on “2607.99999”"
    assert await step(user) == "Undone: star removed from “2607.99999”"
    assert user.session.toasts.place is None
    undo.go_to_place(user.session)
    assert (user.view, user.at) == (THU, ONE)


async def test_the_year_of_another_year_is_named(store: Store, open_session: OpenSession) -> None:
    fill(store, {THU: papers(THU, 4), date(2024, 2, 29): papers(date(2024, 2, 29), 3)})
    user = open_session(store, start=date(2024, 2, 29))
    marking.mark_all_read(user.session)
    user.session.go(DayView(THU))
    assert "· Thu 29 Feb 2024 ·" in await step(user)


# -- whatever else happens


async def test_undo_works_after_a_restart(store: Store, open_session: OpenSession) -> None:
    two_days(store, 4)
    user = open_session(store)
    user.rows.move_by(1)
    read_on.skip(user.session)
    user.session.go(DayView(WED))
    marking.mark_all_read(user.session)
    user.session.close()

    user = open_session(store)
    assert user.view == THU
    assert await step(user) == "Undone: 3 papers unread again · Wed 29 Jul · {mark.show} goes there"
    await step(user)
    assert (user.at, store.papers.totals().unread) == (TWO, 7)
    assert await step(user, redo=True) == f"Redone: {ORCHARD} skipped"
    assert user.read_by(TWO) == "skipped"


async def test_undo_leaves_alone_what_changed_meanwhile_and_says_so(
    store: Store, open_session: OpenSession, clock: Clock
) -> None:
    two_days(store, 4)
    user = open_session(store)
    marking.mark_all_read(user.session)
    clock.tick(1)
    user.session.mark(READ, False, [ONE], Cause.PASSED)
    assert await step(user) == "Undone: 3 papers unread again · 1 paper changed since, left alone"


async def test_undo_of_a_mark_that_the_store_does_not_have_yet_waits_for_it(
    store: Store, open_session: OpenSession, path: Path, clock: Clock
) -> None:
    two_days(store, 4)
    user = open_session(store)
    other = Store(path, now=clock)
    with other.ingest._database._connection as blocked:
        blocked.execute("PRAGMA query_only = 0")
        blocked.execute("BEGIN IMMEDIATE")
        space(user)
        undo.undo(user.session)
        assert (user.entry.id, user.rows.entries[0].read, user.toasts) == (TWO, True, [])
        blocked.execute("ROLLBACK")
    await user.until(lambda: user.toasts)
    assert (user.toasts, user.at, user.entry.unread) == ([f"Undone: {FERRY} unread again"], ONE, True)
    other.close()


async def test_the_note_at_the_end_of_a_day_goes_with_what_it_said(store: Store, open_session: OpenSession) -> None:
    fill(store, {THU: papers(THU, 1), WED: papers(WED, 2)})
    user = open_session(store)
    space(user)
    assert "done" in user.activity
    await step(user)
    assert "done" not in user.activity
    assert not read_on.go_on_to_next_day(user.session)
    navigation.refresh(user.session)
    assert user.at == ONE


async def test_a_paper_that_a_rule_hides_here_offers_nothing(store: Store, open_session: OpenSession) -> None:
    two_days(store, 4)
    user = open_session(store)
    read_on.skip(user.session)
    store.searches.save("rule", "title:ferry", hides=True).result()
    user.session.reload(rules=True)
    assert ONE not in user.ids
    assert await step(user) == f"Undone: {FERRY} unread again"
    assert user.session.toasts.place is None
