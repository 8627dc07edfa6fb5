"""Marks: at once and offline, with their causes; undone and redone; set by themselves only when somebody looked."""

from __future__ import annotations

from pathlib import Path

from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause
from paperreader.reader import marking, navigation, read_on
from paperreader.store import Store
from paperreader.views import Collection, DayView
from tests.conftest import Clock
from tests.hub_server.items import papers
from tests.reader.conftest import OpenSession, move
from tests.stored_days import THU, WED, ids_of, parsed, two_days, with_config

ONE, TWO, THREE, FOUR = ids_of(THU, 1, 2, 3, 4)

TIMED = with_config(mark_read_after=2)


# -- by hand


async def test_marks_are_stored_and_shown_at_once_without_a_network(store: Store, open_session: OpenSession) -> None:
    two_days(store, 4)
    user = open_session(store)
    for mark, field, value, read, unread, starred in (
        (marking.toggle_read, "read", 1, True, False, False),
        (marking.toggle_read, "read", 0, False, True, False),
        (marking.toggle_star, "starred", 1, False, True, True),
        (marking.toggle_star, "starred", 0, False, True, False),
    ):
        mark(user.session)
        assert (user.entry.read, user.entry.unread, user.entry.starred) == (read, unread, starred)
        assert user.marks()[ONE, field] == (value, "by hand")
        assert user.session.catalog.totals.starred == starred
        assert f"4 papers, {4 - read} unread" in user.location
    assert (user.at, user.toasts) == (ONE, [])


async def test_each_mark_keeps_how_it_came(store: Store, open_session: OpenSession, clock: Clock) -> None:
    two_days(store, 4)
    user = open_session(store, config=TIMED)
    session = user.session
    read_on.finish(session)
    read_on.skip(session)
    marking.toggle_read(session)
    user.rows.move_by(1)
    move(session, -1, after_s=2, clock=clock)
    navigation.to_neighbour(session, 1)
    marking.mark_all_read(session)
    causes = [user.read_by(paper) for paper in ids_of(THU, 1, 2, 3, 4)]
    assert causes == ["opened", "skipped", "by hand", "passed"]
    assert [user.read_by(paper) for paper in ids_of(WED, 1, 2, 3)] == ["bulk"] * 3


async def test_all_read_marks_this_view_and_nothing_else_and_says_how_many(
    store: Store, open_session: OpenSession
) -> None:
    two_days(store, 4)
    store.marks.set(READ, True, [TWO], Cause.OPENED).result()
    user = open_session(store)
    marking.mark_all_read(user.session)
    assert all(entry.read for entry in user.rows.entries)
    assert user.toasts == ["3 marked read · {mark.undo} undo"]
    assert user.read_by(TWO) == "opened"
    assert user.session.catalog.totals.unread == 3
    assert (user.view, user.at) == (THU, ONE)
    marking.mark_all_read(user.session)
    assert user.toasts[-1] == "Everything here is already read."


async def test_all_read_leaves_papers_alone_that_came_meanwhile_and_are_not_shown(
    store: Store, open_session: OpenSession, path: Path, clock: Clock
) -> None:
    two_days(store, 4)
    user = open_session(store)
    other = Store(path, now=clock)
    other.ingest.save_day(THU, parsed(papers(THU, 6)), complete=False).result()
    other.close()
    marking.mark_all_read(user.session)
    assert user.toasts == ["4 marked read · {mark.undo} undo"]
    assert [entry.unread for entry in user.rows.entries] == [False] * 4 + [True] * 2
    marking.mark_all_read(user.session)
    assert user.toasts[-1] == "2 marked read · {mark.undo} undo"


async def test_a_marked_paper_stays_in_unread_and_in_starred_until_they_are_opened_again(
    store: Store, open_session: OpenSession
) -> None:
    two_days(store, 4)
    store.marks.set(STARRED, True, [ONE, TWO], Cause.BY_HAND).result()
    user = open_session(store)
    session = user.session
    session.go(Collection.UNREAD)
    read_on.skip(session)
    marking.toggle_read(session)
    assert user.ids == ids_of(THU, 1, 2, 3, 4) + ids_of(WED, 1, 2, 3)
    assert [entry.read for entry in user.rows.entries][:3] == [True, True, False]
    navigation.refresh(session)
    assert user.ids == ids_of(THU, 3, 4) + ids_of(WED, 1, 2, 3)
    session.go(Collection.STARRED)
    marking.toggle_star(session)
    assert set(user.ids) == {ONE, TWO}
    session.go(DayView(THU))
    session.go(Collection.STARRED)
    assert len(user.ids) == 1


# -- by having been shown


async def test_a_paper_that_was_shown_is_read_when_the_cursor_moves_on(
    store: Store, open_session: OpenSession, clock: Clock
) -> None:
    two_days(store, 4)
    user = open_session(store, config=TIMED)
    session = user.session
    move(session, 1, after_s=2, clock=clock)
    assert user.read_by(ONE) is None, "the user had done nothing"
    clock.tick(2)
    assert user.read_by(TWO) is None, "the cursor is still there"
    user.rows.move_by(1)
    assert user.read_by(TWO) == "passed"
    move(session, 1, after_s=1.9, clock=clock)
    assert user.read_by(THREE) is None, "it was shown too briefly"
    move(session, -1, clock=clock)
    clock.tick(2)
    session.go(DayView(WED))
    assert user.read_by(THREE) == "passed"


async def test_any_key_counts_as_looking(store: Store, open_session: OpenSession, clock: Clock) -> None:
    two_days(store, 4)
    user = open_session(store, config=TIMED)
    user.session.on_user_activity(looks_at_paper=False)
    move(user.session, 1, after_s=2, clock=clock)
    assert user.read_by(ONE) is None
    move(user.session, -1, clock=clock)
    user.session.on_user_activity()
    move(user.session, 1, after_s=2, clock=clock)
    assert user.read_by(ONE) == "passed"


async def test_a_paper_set_unread_by_hand_stays_unread_until_the_cursor_has_left_it(
    store: Store, open_session: OpenSession, clock: Clock
) -> None:
    two_days(store, 4)
    store.marks.set(READ, True, [ONE], Cause.OPENED).result()
    user = open_session(store, config=TIMED, start=THU)
    session = user.session
    user.rows.move_to(0)
    marking.toggle_read(session)
    move(session, 1, after_s=2, clock=clock)
    assert user.read_by(ONE) is None
    move(session, -1, clock=clock)
    move(session, 1, after_s=2, clock=clock)
    assert user.read_by(ONE) == "passed"


# -- a store that takes no marks


async def test_a_mark_that_cannot_be_stored_is_refused_with_a_toast(
    store: Store, open_session: OpenSession, path: Path, clock: Clock
) -> None:
    two_days(store, 4)
    read_only = Store(path, now=clock, read_only=True)
    try:
        user = open_session(read_only)
        marking.toggle_read(user.session)
        assert user.entry.unread
        assert user.toasts[-1].startswith("Not marked: ")
        marking.mark_all_read(user.session)
        assert all(entry.unread for entry in user.rows.entries)
        assert not any("marked read ·" in toast for toast in user.toasts)
    finally:
        user.session.close()
        read_only.close()


async def test_a_store_that_was_moved_away_takes_no_mark_and_says_so(
    store: Store, open_session: OpenSession, path: Path
) -> None:
    two_days(store, 4)
    user = open_session(store)
    path.rename(path.with_suffix(".away"))
    marking.toggle_read(user.session)
    await user.until(lambda: user.toasts)
    assert user.toasts[-1].startswith("Not marked: ")
    assert user.entry.unread
    user.rows.move_by(1)
    assert user.at == TWO
