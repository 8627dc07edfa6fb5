"""The way back from searches, weeks, months and hidden papers."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest

from paperreader.mark_fields import READ
from paperreader.period import Period
from paperreader.reader import marking, navigation, read_on
from paperreader.reader.changes import Change
from paperreader.reader.history import History, Location, Viewport
from paperreader.reader.live_search import LiveSearch
from paperreader.reader.navigation import run_action_row, to_neighbour, to_period
from paperreader.store import Store
from paperreader.views import Collection, DayView, Hidden, Search, View
from tests.hub_server import HubServer
from tests.reader.conftest import OpenSession, User
from tests.stored_days import MON, THU, WED, flows, id_of

WEEK, MONTH, FLOW = Period.of("week", THU), Period.of("month", THU), Search("flow", growing=True)


@pytest.fixture
def user(store: Store, open_session: OpenSession) -> User:
    flows(store)
    return open_session(store)


def location(view: View) -> Location:
    return Location(view, [], None, Viewport(), "", [], [])


async def search(user: User, text: str) -> LiveSearch:
    box = LiveSearch(user.session)
    box.type(text)
    await user.until(lambda: user.session.search and user.session.search.text == text)
    return box


def test_the_stack() -> None:
    history = History()
    assert (history.pop(), history.before_search, len(history)) == (None, None, 0)
    day, week = location(DayView(THU)), location(WEEK)
    searches = [location(Search(text)) for text in ("one", "two")]
    for each in (day, week, *searches):
        history.push(each)
    assert history.before_search == week
    history.drop_searches()
    assert (len(history), history.pop(), history.pop(), history.pop()) == (2, week, day, None)
    history.push(searches[0])
    assert history.before_search == searches[0], "a saved search was opened from nowhere else"
    history.drop_searches()
    assert len(history) == 1
    history.clear()
    assert history.pop() is None


def test_the_paper_of_each_view_is_remembered() -> None:
    history = History()
    history.remember(DayView(THU), "1")
    history.remember(WEEK, "2")
    assert [history.paper(view) for view in (DayView(THU), WEEK, MONTH)] == ["1", "2", None]


async def test_back_through_nested_detours(store: Store, user: User) -> None:
    store.searches.save("rule", "title:tokens", hides=True).result()
    user.session.reload(rules=True)
    session, rows = user.session, user.rows
    session.go(DayView(WED))
    steps = [session.location()]
    session.go(Period.of("week", WED))
    rows.move_by(1)
    session.viewport = Viewport("page", 2, 7)
    steps.append(session.location())
    (await search(user, "tokens")).accept("newest")
    rows.move_by(1)
    steps.append(session.location())
    session.go(Hidden(DayView(WED)))
    assert (user.view, len(session.history)) == (Hidden(DayView(WED)), 3)
    while steps:
        before = steps.pop()
        assert before
        session.viewport = Viewport(before.viewport.focus)
        assert navigation.back(session)
        assert session.location() == before
        assert session.viewport == before.viewport
    assert (user.view, navigation.back(session)) == (WED, False)


async def test_a_detour_of_the_same_kind_takes_the_place_of_the_one_before(user: User) -> None:
    user.rows.move_by(1)
    to_period(user.session, "week")
    to_neighbour(user.session, 1)
    to_period(user.session, "month")
    assert user.view == MONTH
    assert navigation.back(user.session)
    assert (user.view, user.at, navigation.back(user.session)) == (THU, id_of(THU, 2), False)


async def test_a_search_takes_the_place_of_the_one_before(user: User) -> None:
    (await search(user, "flow")).accept("newest")
    (await search(user, "flow match")).accept("newest")
    assert navigation.back(user.session)
    assert (user.view, navigation.back(user.session)) == (THU, False)


@pytest.mark.parametrize("view", [DayView(WED), Collection.UNREAD])
async def test_no_way_leads_back_from_a_day_or_a_collection(user: User, view: View) -> None:
    user.session.go(WEEK)
    user.session.go(view)
    assert navigation.back(user.session) is False
    assert user.session.view == view


async def test_a_week_and_a_search_in_it_lead_back_one_after_the_other(user: User) -> None:
    to_period(user.session, "week")
    box = await search(user, "flow")
    box.cancel()
    assert user.view == WEEK
    (await search(user, "flow")).accept("newest")
    to_period(user.session, "month")
    views = []
    while navigation.back(user.session):
        views.append(user.view)
    assert views == [FLOW, WEEK, THU]


async def test_marks_that_were_set_meanwhile_are_shown(user: User) -> None:
    before = user.ids
    to_period(user.session, "week")
    user.rows.move_to(user.rows.index_of(before[0]) or 0)
    marking.toggle_star(user.session)
    navigation.back(user.session)
    assert [(entry.id, entry.starred) for entry in user.rows.entries] == [(id, id == before[0]) for id in before]


async def test_the_cursor_is_where_it_was_in_each_view(user: User) -> None:
    user.rows.move_by(2)
    user.session.go(DayView(WED))
    user.rows.move_by(1)
    user.session.go(DayView(THU))
    assert user.at == id_of(THU, 3)
    user.session.go(DayView(WED))
    assert user.at == id_of(WED, 2)


async def test_back_from_hidden_papers_to_the_row_that_opened_them(store: Store, user: User) -> None:
    store.searches.save("rule", "title:tokens", hides=True).result()
    user.session.reload(rules=True)
    user.session.go(WEEK)
    user.rows.move_to(len(user.rows.all) - 1)
    run_action_row(user.session)
    assert user.view == Hidden(WEEK)
    assert navigation.back(user.session)
    assert (user.view, user.rows.cursor) == (WEEK, len(user.rows.all) - 1)
    assert user.rows.action_row


async def test_back_from_a_week_forgets_its_note_and_leaves_the_focus(user: User) -> None:
    session = user.session
    session.viewport = Viewport("days", 3, 4)
    session.go(WEEK)
    session.viewport = Viewport("papers", 0, 0)
    session.mark(READ, True, user.ids)
    user.rows.move_to(len(user.rows.all) - 1)
    read_on.finish(session)
    read_on.finish(session)
    assert user.activity == "no unread papers left here"
    assert navigation.back(session)
    assert session.rows.end_note is None
    assert session.viewport == Viewport("papers", 3, 4)


async def test_back_on_a_day_it_is_fetched_if_it_never_was(
    store: Store, open_session: OpenSession, hub_server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperreader.reader.session.FETCH_DELAY_S", 0)
    flows(store)
    user = open_session(store, hub=hub_server.url)
    user.session.go(DayView(MON - timedelta(days=7)))
    user.session.go(Period.of("month", MON))
    await user.until(lambda: user.session.sync._requested)
    user.session.sync._requested = ()
    assert navigation.back(user.session)
    await user.until(lambda: user.session.sync._requested == (MON - timedelta(days=7),))


async def test_a_store_that_cannot_be_read_does_not_keep_the_user_in_a_search(store: Store, user: User) -> None:
    (await search(user, "flow")).accept("newest")
    here = user.ids
    with sqlite3.connect(store.path) as other:
        other.execute("UPDATE paper SET keywords = '[broken'")
        other.execute("ALTER TABLE day RENAME TO away")
    assert navigation.back(user.session)
    assert user.view == THU
    assert user.ids != here
    assert user.changes[-1] & Change.VIEW
    assert user.toasts
