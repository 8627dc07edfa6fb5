"""Rows, cursor and selection: papers are selected one by one or as a range, and marked in one step."""

from __future__ import annotations

import pytest

from paperreader.mark_fields import STARRED
from paperreader.models import Cause
from paperreader.order import Order
from paperreader.reader import marking, read_on, undo
from paperreader.reader.changes import Change
from paperreader.store import Store
from paperreader.views import Collection, DayView
from tests.hub_server.items import papers
from tests.reader.conftest import OpenSession, User
from tests.stored_days import THU, WED, id_of, ids_of, parsed, two_days


@pytest.fixture
def user(store: Store, open_session: OpenSession) -> User:
    two_days(store, 8)
    return open_session(store)


def numbers(user: User) -> list[int]:
    """The numbers of the selected papers."""
    return [int(id[-3:]) for id in user.selected]


def starred(user: User) -> list[int]:
    return [int(entry.id[-3:]) for entry in user.rows.entries if entry.starred]


def read(user: User) -> list[int]:
    return [int(entry.id[-3:]) for entry in user.rows.entries if entry.read]


def move(user: User, step: int) -> None:
    for _ in range(abs(step)):
        user.rows.move_by(1 if step > 0 else -1)


def test_single_papers(user: User) -> None:
    user.rows.toggle_selected()
    move(user, 2)
    user.rows.toggle_selected()
    assert (numbers(user), user.rows.targets) == ([1, 3], user.rows.selected)
    user.rows.toggle_selected()
    assert numbers(user) == [1]
    assert user.rows.deselect()
    assert (numbers(user), user.rows.deselect()) == ([], False)
    assert user.rows.targets == [user.entry]


@pytest.mark.parametrize("end", ["toggle_range", "toggle_selected"])
def test_a_range_goes_with_the_cursor_until_it_ends(user: User, end: str) -> None:
    move(user, 1)
    user.rows.toggle_range()
    move(user, 2)
    assert (numbers(user), user.rows.selects_range) == ([2, 3, 4], True)
    move(user, -3)
    assert numbers(user) == [1, 2]
    move(user, 3)
    getattr(user.rows, end)()
    move(user, 2)
    user.rows.toggle_selected()
    assert (numbers(user), user.rows.selects_range) == ([2, 3, 4, 6], False)


def test_each_mark_is_one_step_for_all_that_is_selected(user: User, store: Store) -> None:
    user.session.mark(STARRED, True, [id_of(THU, 2)])
    user.rows.toggle_range()
    move(user, 2)
    marking.toggle_star(user.session)
    assert (starred(user), user.toasts[-1]) == ([1, 2, 3], "Star on 2 of 3 papers · {mark.undo} undo")
    marking.toggle_read(user.session)
    assert (read(user), user.toasts[-1]) == ([1, 2, 3], "3 papers marked read · {mark.undo} undo")
    assert numbers(user) == [1, 2, 3]
    marking.toggle_read(user.session)
    assert (read(user), user.toasts[-1]) == ([], "3 papers marked unread · {mark.undo} undo")
    marking.toggle_star(user.session)
    assert (starred(user), user.toasts[-1]) == ([], "Star removed from 3 papers · {mark.undo} undo")


async def test_undo_takes_back_one_step_at_a_time(user: User) -> None:
    user.session.mark(STARRED, True, [id_of(THU, 2)])
    user.rows.toggle_range()
    move(user, 2)
    marking.toggle_star(user.session)
    marking.toggle_star(user.session)
    for left in ([1, 2, 3], [2], []):
        undo.undo(user.session)
        await user.until(lambda left=left: starred(user) == left)


async def test_skipping_the_selection_goes_on_to_the_next_unread(user: User, store: Store) -> None:
    user.rows.toggle_range()
    move(user, 2)
    read_on.skip(user.session)
    assert [user.read_by(id) for id in ids_of(THU, 1, 2, 3, 4)] == ["skipped"] * 3 + [None]
    assert (user.at, numbers(user), user.toasts) == (id_of(THU, 4), [], ["3 skipped · {mark.undo} undo"])
    undo.undo(user.session)
    await user.until(lambda: user.entry.unread and user.at == id_of(THU, 1))
    assert store.papers.totals().unread == 11


def test_marking_all_read_marks_just_the_selection(user: User) -> None:
    user.rows.toggle_range()
    move(user, 1)
    marking.mark_all_read(user.session)
    assert (read(user), numbers(user)) == ([1, 2], [])
    marking.mark_all_read(user.session)
    assert len(read(user)) == 8


async def test_the_selection_outlives_new_papers_and_sorting_but_not_another_view(user: User, store: Store) -> None:
    move(user, 1)
    user.rows.toggle_range()
    move(user, 1)
    store.ingest.save_day(THU, parsed(papers(THU, 9)), complete=False).result()
    user.session.poll()
    assert (len(user.ids), numbers(user)) == (9, [2, 3])
    move(user, 1)
    assert numbers(user) == [2, 3, 4], "the range goes on"
    user.session.sort(Order.NEWEST)
    assert sorted(numbers(user)) == [2, 3, 4]
    user.session.go(DayView(WED))
    assert numbers(user) == []
    user.rows.toggle_selected()
    user.session.go(Collection.UNREAD)
    assert numbers(user) == [], "the same papers are in another list"


def test_the_cursor_skips_rows_that_only_say_something(user: User, store: Store) -> None:
    store.ingest.save_day(THU, parsed(papers(THU, 10)), complete=False).result()
    user.session.poll()
    assert user.rows.entries[-1].id == id_of(THU, 10)
    user.rows.move_to(7)
    user.rows.toggle_range()
    assert user.rows.move_by(1)
    assert (user.rows.cursor, user.at) == (9, id_of(THU, 9)), "row 8 is the line above the new ones"
    assert numbers(user) == [8, 9]
    assert user.rows.move_by(1)
    assert not user.rows.move_by(1)
    move(user, -20)
    assert user.rows.cursor == 0


def test_moving_to_where_the_cursor_is_changes_nothing(user: User) -> None:
    user.changes.clear()
    user.rows.move_to(0)
    assert (user.rows.move_by(-1), user.changes) == (False, [])
    user.rows.move_to(3)
    assert len(user.changes) == 1
    assert user.changes[0] & Change.CURSOR


def test_the_next_unread_paper(user: User) -> None:
    user.session.mark("read", True, ids_of(THU, 1, 2, 4, 8), Cause.BY_HAND)
    assert (user.rows.next_unread(), user.rows.next_unread(-1)) == (2, None)
    user.rows.move_to(6)
    assert (user.rows.next_unread(), user.rows.next_unread(wrap=True), user.rows.next_unread(-1)) == (None, 2, 5)
    user.session.mark("read", True, user.ids, Cause.BY_HAND)
    assert user.rows.next_unread(wrap=True) is None
