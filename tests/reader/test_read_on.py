"""Reading on: from unread paper to unread paper, a pause after the last one, then the next day."""

from __future__ import annotations

from typing import Any

import pytest

from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause
from paperreader.reader import read_on, undo
from paperreader.store import Store
from paperreader.views import Collection
from tests.hub_server.items import papers
from tests.reader.conftest import OpenSession, User
from tests.stored_days import THU, TUE, WED, fill, id_of, ids_of


def three_days(store: Store, count: int = 4, **options: Any) -> None:
    fill(store, {THU: papers(THU, count), WED: papers(WED, 3), TUE: papers(TUE, 2)}, **options)


def space(user: User) -> None:
    """Space at the end of the page."""
    if not read_on.go_on_to_next_day(user.session):
        read_on.finish(user.session)


def skip(user: User, times: int = 1) -> None:
    for _ in range(times):
        read_on.skip(user.session)


async def test_read_papers_are_passed_over_and_those_left_above_come_last(
    store: Store, open_session: OpenSession
) -> None:
    three_days(store)
    store.marks.set(READ, True, ids_of(THU, 2), Cause.OPENED).result()
    user = open_session(store)
    skip(user)
    assert (user.at, user.read_by(id_of(THU, 1))) == (id_of(THU, 3), "skipped")
    user.rows.move_by(1)
    space(user)
    assert (user.at, user.read_by(id_of(THU, 4))) == (id_of(THU, 3), "opened")


async def test_after_the_last_unread_paper_it_stops_once_and_then_goes_on_to_the_day_before(
    store: Store, open_session: OpenSession
) -> None:
    three_days(store, 2)
    user = open_session(store)
    skip(user)
    space(user)
    assert user.activity == "Thu 30 done · {paper.read-on}: Wed 29 (3)"
    assert (user.view, user.at) == (THU, id_of(THU, 2))
    space(user)
    assert (user.view, user.at) == (WED, id_of(WED, 1))
    assert "done" not in user.activity


async def test_days_without_unread_papers_are_passed_over_and_the_last_one_ends_it(
    store: Store, open_session: OpenSession
) -> None:
    three_days(store, 1)
    store.marks.set(READ, True, [*ids_of(WED, 1, 2, 3), id_of(TUE, 1)], Cause.OPENED).result()
    user = open_session(store)
    skip(user)
    assert user.activity == "Thu 30 done · {paper.read-on}: Tue 28 (1)"
    space(user)
    assert (user.view, user.at) == (TUE, id_of(TUE, 2))
    skip(user)
    assert user.activity == "Tue 28 done · everything is read"
    for _ in range(3):
        space(user)
    assert user.view == TUE


async def test_from_the_oldest_day_it_goes_on_to_the_newest_with_unread_papers(
    store: Store, open_session: OpenSession
) -> None:
    three_days(store, 2)
    user = open_session(store, start=TUE)
    skip(user, 2)
    assert user.activity == "Tue 28 done · {paper.read-on}: Thu 30 (2)"
    space(user)
    assert user.view == THU


async def test_moving_in_between_forgets_where_it_was_to_go_on(store: Store, open_session: OpenSession) -> None:
    three_days(store, 2)
    user = open_session(store)
    skip(user, 2)
    user.rows.move_by(-1)
    assert "done" not in user.activity
    space(user)
    assert user.view == THU


async def test_a_paper_that_undo_made_unread_again_is_not_left(store: Store, open_session: OpenSession) -> None:
    fill(store, {THU: papers(THU, 1), WED: papers(WED, 2)})
    user = open_session(store)
    skip(user)
    undo.undo(user.session)
    await user.until(lambda: user.entry.unread)
    assert "done" not in user.activity
    assert not read_on.go_on_to_next_day(user.session)


@pytest.mark.parametrize("collection", [Collection.UNREAD, Collection.STARRED])
async def test_a_collection_is_never_left(store: Store, open_session: OpenSession, collection: Collection) -> None:
    three_days(store, 2)
    store.marks.set(STARRED, True, [id_of(THU, 1), id_of(WED, 2)], Cause.BY_HAND).result()
    user = open_session(store)
    user.session.go(collection)
    ids = user.ids
    assert len(ids) == (7 if collection is Collection.UNREAD else 2)
    skip(user, len(ids))
    assert user.activity == "no unread papers left here"
    for again in (space, space, skip, space):
        again(user)
    assert (user.view, user.ids) == (collection, ids)


async def test_days_before_the_first_start_are_read_paper_by_paper_and_never_gone_on_to(
    store: Store, open_session: OpenSession
) -> None:
    three_days(store, 2, since=WED)
    user = open_session(store, start=TUE)
    space(user)
    assert (user.at, user.read_by(id_of(TUE, 1))) == (id_of(TUE, 2), "opened")
    skip(user)
    assert user.read_by(id_of(TUE, 2)) == "skipped"
    assert user.activity == "Tue 28 done · {paper.read-on}: Thu 30 (2)"
    space(user)
    skip(user, 2)
    space(user)
    skip(user, 3)
    assert user.activity == "Wed 29 done · everything is read"


async def test_what_was_read_to_its_end_can_be_found_again(store: Store, open_session: OpenSession) -> None:
    three_days(store)
    user = open_session(store)
    user.session.go(Collection.OPENED)
    assert (user.ids, user.rows.empty_text) == ([], Collection.OPENED.empty_text)
    user = open_session(store)
    skip(user)
    space(user)
    user.rows.move_by(1)
    space(user)
    user.session.go(Collection.OPENED)
    assert user.ids == ids_of(THU, 4, 2)
