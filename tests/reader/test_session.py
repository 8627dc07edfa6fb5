"""The session as a whole: one notification for each event, what another program writes, what it leaves behind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from paperreader.mark_fields import STARRED
from paperreader.models import Cause
from paperreader.reader.changes import Change
from paperreader.store import Store
from paperreader.views import DayView
from tests.conftest import Clock
from tests.hub_server.items import papers
from tests.reader.conftest import OpenSession, written
from tests.stored_days import THU, TUE, WED, fill, id_of, ids_of, parsed, two_days


async def test_each_event_is_one_notification(store: Store, open_session: OpenSession) -> None:
    two_days(store)
    user = open_session(store)
    session, rows, changes = user.session, user.rows, user.changes
    assert changes == [Change.CATALOG | Change.OPENED | Change.VIEW | Change.PAGE | Change.STATUS]
    for act, change in (
        (lambda: rows.move_by(1), Change.CURSOR | Change.PAGE | Change.STATUS),
        (
            lambda: session.mark(STARRED, True, [user.at], Cause.BY_HAND),
            Change.MARKS | Change.CATALOG | Change.ROWS | Change.PAGE | Change.STATUS,
        ),
        (rows.toggle_selected, Change.SELECTION | Change.STATUS),
        (
            lambda: session.go(DayView(WED)),
            Change.OPENED | Change.VIEW | Change.PAGE | Change.SELECTION | Change.STATUS,
        ),
        (rows.deselect, Change.NOTHING),
    ):
        changes.clear()
        act()
        assert changes == ([change] if change else [])


async def test_what_another_program_writes_is_shown_in_place(
    store: Store, open_session: OpenSession, path: Path, clock: Clock
) -> None:
    fill(store, {THU: papers(THU, 3), WED: papers(WED, 2)})
    user = open_session(store)
    user.rows.move_by(1)
    user.session.poll()  # records the visit
    written(store)
    user.session.poll()
    user.changes.clear()
    user.session.poll()
    assert user.changes == []

    other = Store(path, now=clock)
    other.marks.set(STARRED, True, [user.at], Cause.BY_HAND).result()
    other.ingest.save_day(THU, parsed(papers(THU, 5)), complete=False).result()
    other.close()
    user.session.poll()
    assert (user.at, len(user.ids), user.entry.starred) == (id_of(THU, 2), 5, True)


async def test_it_opens_at_the_first_unread_paper_of_the_newest_day_that_has_papers(
    store: Store, open_session: OpenSession
) -> None:
    fill(store, {THU: [], WED: papers(WED, 3)})
    store.marks.set("read", True, [id_of(WED, 1)], Cause.OPENED).result()
    user = open_session(store)
    assert (user.view, user.at) == (WED, id_of(WED, 2))


async def test_a_restart_opens_at_the_paper_where_the_user_was_if_that_is_on_the_newest_day(
    store: Store, open_session: OpenSession
) -> None:
    fill(store, {THU: papers(THU, 4), WED: papers(WED, 3)})
    user = open_session(store)
    user.rows.move_to(2)
    user.session.close()
    written(store)
    user = open_session(store)
    assert (user.view, user.at) == (THU, id_of(THU, 3))
    user.session.go(DayView(WED))
    user.rows.move_to(1)
    user.session.close()
    written(store)
    user = open_session(store)
    assert (user.view, user.at) == (THU, id_of(THU, 1))


async def test_it_opens_on_the_day_that_was_asked_for(store: Store, open_session: OpenSession) -> None:
    fill(store, {THU: papers(THU, 4), WED: papers(WED, 3)})
    user = open_session(store, start=WED)
    assert (user.view, user.at) == (WED, id_of(WED, 1))


async def test_days_before_the_first_start_count_nothing_as_unread(store: Store, open_session: OpenSession) -> None:
    fill(store, {THU: papers(THU, 2), WED: papers(WED, 3), TUE: papers(TUE, 2)}, since=WED)
    user = open_session(store, start=TUE)
    assert not any(entry.unread for entry in user.rows.entries)
    assert user.location.startswith("Tuesday 28 July 2026 · 2 papers")
    assert "unread" not in user.location
    assert user.session.catalog.totals.unread == 5
    assert user.rows.next_unread(wrap=True) is None


def friday_comes(store: Store) -> date:
    """Friday becomes the Hub's newest day."""
    friday = THU.replace(day=31)
    store.settings.set("newest", friday.isoformat()).result()
    store.ingest.save_day(friday, parsed(papers(friday, 5)), complete=False).result()
    return friday


async def test_a_new_day_is_opened_until_the_user_does_something(store: Store, open_session: OpenSession) -> None:
    two_days(store)
    user = open_session(store)
    friday = friday_comes(store)
    user.session.poll()
    assert (user.view, user.at) == (friday, id_of(friday, 1))


async def test_a_new_day_does_not_take_a_user_away_who_only_turns_the_wheel(
    store: Store, open_session: OpenSession
) -> None:
    two_days(store)
    user = open_session(store)
    user.session.on_user_activity(looks_at_paper=False)
    friday = friday_comes(store)
    user.session.poll()
    assert (user.view, user.activity) == (THU, "Fri 31 has arrived (5 papers)")
    user.session.go(DayView(friday))
    assert user.activity != "Fri 31 has arrived (5 papers)"


async def test_a_second_look_at_a_view_sorts_it_afresh_and_keeps_the_cursor_on_its_paper(
    store: Store, open_session: OpenSession
) -> None:
    items = papers(THU, 5)
    fill(store, {THU: items, WED: papers(WED, 2)})
    user = open_session(store)
    user.rows.move_to(2)
    items.insert(0, items.pop())  # the Hub's order is another now
    store.ingest.save_day(THU, parsed(items), complete=False).result()
    user.session.poll()
    assert user.ids == ids_of(THU, 1, 2, 3, 4, 5)
    user.session.go(DayView(WED))
    user.session.go(DayView(THU))
    assert (user.ids[0], user.at) == (id_of(THU, 5), id_of(THU, 3))
