"""Weeks, months, what is trending, neighbouring days; and when the Hub is asked for what is shown."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from paperreader.mark_fields import READ
from paperreader.models import Cause
from paperreader.period import Period
from paperreader.reader import session as session_module
from paperreader.reader.navigation import back, fetch, next_unread, refresh, to_neighbour, to_period
from paperreader.reader.sync import TRENDING_MAX_AGE
from paperreader.store import Store
from paperreader.views import Collection, DayView
from tests.conftest import Clock
from tests.hub_server import HubServer
from tests.hub_server.items import Item, item, papers
from tests.reader.conftest import OpenSession, User
from tests.stored_days import MON, THU, TUE, WED, fill, id_of, ids_of, parsed, two_days, week

OLD = [date(2026, 6, day) for day in (11, 10, 9, 8)]
THIS_WEEK = Period.of("week", THU)


def ranked(*days: date, count: int = 3) -> dict[date, list[Item]]:
    """Days whose papers interleave by upvotes."""
    made = {day: papers(day, count) for day in days}
    for place, day in enumerate(days):
        for number, each in enumerate(made[day]):
            each["paper"]["upvotes"] = 100 - number * len(days) - place
    return made


@pytest.fixture
def hub(hub_server: HubServer, monkeypatch: pytest.MonkeyPatch) -> HubServer:
    monkeypatch.setattr(session_module, "FETCH_DELAY_S", 0)
    hub_server.days.update(week())
    hub_server.days.update(ranked(*OLD))
    return hub_server


async def started(user: User) -> User:
    """After the first refresh."""
    user.session.start()
    await user.until(lambda: user.session.sync.is_idle)
    return user


async def test_a_week_is_ranked_and_leads_back_to_the_paper(store: Store, open_session: OpenSession) -> None:
    fill(store, ranked(THU, WED, TUE, MON))
    user = open_session(store)
    user.rows.move_by(1)
    to_period(user.session, "week")
    assert user.view == THIS_WEEK
    assert user.ids == [id_of(day, n) for n in (1, 2, 3) for day in (THU, WED, TUE, MON)]
    assert user.location == "Week 31 · 27-31 Jul 2026 · 12 papers, 12 unread"
    assert user.rows.year == 2026, "the papers say their days"
    back(user.session)
    assert (user.view, user.at, user.rows.year) == (THU, id_of(THU, 2), None)


async def test_from_month_to_month_and_from_there_to_a_week(store: Store, open_session: OpenSession) -> None:
    june = date(2026, 6, 30)
    fill(store, {**ranked(THU, WED), june: papers(june, 2)})
    user = open_session(store)
    to_period(user.session, "month")
    assert (user.view, len(user.ids)) == (Period.of("month", THU), 6)
    to_neighbour(user.session, 1)
    assert (user.view, len(user.ids)) == (Period.of("month", june), 2)
    to_neighbour(user.session, -1)
    to_neighbour(user.session, -1)
    assert user.view == Period.of("month", THU), "nothing is newer than the newest day"
    to_period(user.session, "week")
    assert user.view == THIS_WEEK, "that of the paper under the cursor"
    back(user.session)
    assert user.view == THU


async def test_missing_days_of_a_week_are_fetched_and_ranked(
    store: Store, hub: HubServer, open_session: OpenSession
) -> None:
    fill(store, {**week(), OLD[0]: hub.days[OLD[0]]}, since=THU)
    user = await started(open_session(store, hub=hub.url))
    user.session.go(DayView(OLD[0]))
    to_period(user.session, "week")
    assert user.location == "Week 24 · 8-12 Jun 2026 · 4 days missing · 3 papers"
    await user.until(lambda: "missing" not in user.location and len(user.ids) == 12)
    assert user.ids == [id_of(day, n) for n in (1, 2, 3) for day in OLD]
    assert user.rows.cursor == 0
    assert hub.asked()[-4:] == [str(OLD[0] + timedelta(days=1)), *map(str, OLD[1:])]


async def test_days_that_come_after_the_user_has_moved_in_a_week_are_below(
    store: Store, hub: HubServer, open_session: OpenSession
) -> None:
    fill(store, {**week(), OLD[0]: hub.days[OLD[0]], OLD[1]: hub.days[OLD[1]]}, since=THU)
    user = await started(open_session(store, hub=hub.url))
    user.session.go(DayView(OLD[0]))
    to_period(user.session, "week")
    user.rows.move_by(1)
    at, shown = user.at, user.ids
    await user.until(lambda: len(user.ids) == 12)
    assert (user.at, user.ids[:6]) == (at, shown)
    refresh(user.session)
    assert user.ids == [id_of(day, n) for n in (1, 2, 3) for day in OLD]


async def test_without_a_network_a_week_says_what_is_missing(store: Store, open_session: OpenSession) -> None:
    fill(store, ranked(THU))
    user = open_session(store)
    to_period(user.session, "week")
    assert "3 days missing" in user.location
    to_neighbour(user.session, 1)
    assert user.rows.empty_text == "Week 30 · 20-24 Jul 2026 is not stored, and there is no network."


async def test_neighbouring_days_leave_out_those_without_papers(store: Store, open_session: OpenSession) -> None:
    fill(store, {THU: papers(THU, 2), WED: [], MON: papers(MON, 2)})
    user = open_session(store)
    seen = []
    for step in (1, 1, 1, -1, -1, -1):
        to_neighbour(user.session, step)
        seen.append(user.view)
    assert seen == [TUE, MON, MON, TUE, THU, THU]
    user.session.go(Collection.UNREAD)
    to_neighbour(user.session, 1)
    assert user.view == THU, "from a collection it goes to the newest"


# -- trending


async def test_trending_is_fetched_in_its_order_kept_and_shown_offline(
    store: Store, hub: HubServer, open_session: OpenSession, clock: Clock
) -> None:
    old = date(2026, 7, 20)
    hub.days = {THU: [item("2607.30001", day=THU, upvotes=5), item("2607.30002", day=THU, upvotes=50)]}
    hub.days[old] = [item("2607.20001", day=old, upvotes=130, title="A Kettle")]
    trending = ["2607.30002", "2607.20001", "2607.30001"]
    fill(store, {THU: hub.days[THU]}, since=THU)
    user = await started(open_session(store, hub=hub.url))
    user.session.go(Collection.TRENDING)
    assert user.rows.empty_text == "Fetching Trending …"
    await user.until(lambda: user.ids)
    assert (user.ids, user.location) == (trending, "Trending · 3 papers, 2 unread · fetched 12:00")
    assert hub.requests[-1].query["sort"] == "trending"
    await user.until(lambda: user.session.sync.is_idle)

    asked = len(hub.requests)
    user.session.fetch_missing(Collection.TRENDING)
    clock.tick(TRENDING_MAX_AGE.total_seconds())
    user.session.fetch_missing(Collection.TRENDING)
    assert user.session.sync.is_idle, "not asked for again so soon"
    clock.tick(1)
    user.session.fetch_missing(Collection.TRENDING)
    assert not user.session.sync.is_idle
    await user.until(lambda: user.session.sync.is_idle)
    refresh(user.session)
    await user.until(lambda: len(hub.requests) == asked + 2)

    clock.tick(days=2)
    user = open_session(store)
    user.session.go(Collection.TRENDING)
    assert user.ids == trending
    assert "fetched Fri 12:15" in user.location


async def test_from_a_trending_paper_to_its_week_if_a_day_lists_it(store: Store, open_session: OpenSession) -> None:
    fill(store, ranked(THU))
    store.ingest.save_trending(parsed([item("2607.20001", title="A Kettle"), ranked(THU)[THU][1]])).result()
    user = open_session(store)
    user.session.go(Collection.TRENDING)
    user.rows.move_to(0)
    to_period(user.session, "week")
    assert (user.view, user.toasts) == (Collection.TRENDING, ["No fetched day lists this paper."])
    user.rows.move_by(1)
    to_period(user.session, "week")
    assert user.view == THIS_WEEK
    back(user.session)
    assert (user.view, user.at) == (Collection.TRENDING, id_of(THU, 2))


async def test_trending_without_a_network_says_so(store: Store, open_session: OpenSession) -> None:
    fill(store, ranked(THU))
    user = open_session(store)
    user.session.go(Collection.TRENDING)
    assert user.rows.empty_text == "Trending is not stored, and there is no network."


def test_the_store_s_clock_says_when_trending_was_fetched(store: Store, clock: Clock) -> None:
    store.ingest.save_trending([]).result()
    assert datetime.fromisoformat(store.settings.get("trending_at") or "") == clock()
    assert store.papers.entries(Collection.TRENDING) == []


# -- days that are not stored


@pytest.fixture
def older(store: Store, hub: HubServer) -> date:
    """A day that the Hub has and the store has not."""
    older = date(2026, 7, 20)
    fill(store, week())
    store.settings.set("first", "2026-07-06").result()
    hub.days[older] = papers(older, 4)
    return older


async def test_a_day_is_fetched_once_the_cursor_rests_on_it(
    store: Store, hub: HubServer, older: date, open_session: OpenSession
) -> None:
    user = await started(open_session(store, hub=hub.url))
    asked = len(hub.asked())
    user.session.go(DayView(date(2026, 7, 17)))
    user.session.go(DayView(older))
    assert user.rows.empty_text == "Monday 20 July 2026 is not stored yet."
    await user.until(lambda: user.ids)
    assert user.ids == ids_of(older, 1, 2, 3, 4)
    assert hub.asked()[asked:] == [older.isoformat()], "not the one that was only passed"
    assert not any(entry.unread for entry in user.rows.entries)


async def test_stored_days_are_not_fetched_again(store: Store, hub: HubServer, open_session: OpenSession) -> None:
    fill(store, week())
    user = await started(open_session(store, hub=hub.url))
    for day in (WED, TUE):
        user.session.go(DayView(day))
        user.session.fetch_missing(DayView(day))
        assert user.session.sync.is_idle


async def test_refreshing_a_day_fetches_it_however_complete(
    store: Store, hub: HubServer, open_session: OpenSession
) -> None:
    fill(store, week())
    user = await started(open_session(store, hub=hub.url))
    user.session.go(DayView(WED))
    hub.days[WED][0]["paper"]["upvotes"] = 4321
    asked = len(hub.asked())
    refresh(user.session)
    await user.until(lambda: user.entry.upvotes == 4321)
    assert hub.asked()[asked:] == [WED.isoformat()]


async def test_refreshing_a_collection_fetches_all_that_is_due(
    store: Store, hub: HubServer, open_session: OpenSession
) -> None:
    fill(store, week())
    user = await started(open_session(store, hub=hub.url))
    user.session.go(Collection.UNREAD)
    asked = len(hub.asked())
    refresh(user.session)
    await user.until(lambda: hub.asked()[asked:] == ["newest", THU.isoformat()])
    assert user.view is Collection.UNREAD


async def test_a_day_that_fails_says_why(store: Store, hub: HubServer, open_session: OpenSession) -> None:
    fill(store, {THU: hub.days[THU]})
    store.settings.set("first", MON.isoformat()).result()
    hub.fail("400", match=WED.isoformat())
    user = await started(open_session(store, hub=hub.url))
    assert {TUE, MON} <= {day.date for day in store.papers.days()}, "the others came"
    user.session.go(DayView(WED))
    assert user.rows.empty_text.startswith("Wednesday 29 July 2026 is not stored. The Hub has nothing")


async def test_an_unfetched_day_without_a_network_says_so(store: Store, open_session: OpenSession) -> None:
    fill(store, week())
    store.settings.set("first", "2026-07-06").result()
    user = open_session(store, start=date(2026, 7, 10))
    assert user.rows.empty_text == "Friday 10 July 2026 is not stored, and there is no network."


async def test_refreshing_without_a_network_says_so(store: Store, open_session: OpenSession) -> None:
    fill(store, week())
    user = open_session(store)
    refresh(user.session)
    assert user.toasts == ["Offline: the Hub is not asked."]
    user = open_session(store, demo=True)
    refresh(user.session)
    assert user.toasts == ["This is a demo: there is no Hub."]
    assert user.activity == "demo: made-up papers, nothing is saved"


# -- going to a date


async def test_a_day_that_turns_out_to_have_no_papers_leads_on_to_the_one_before(
    store: Store, open_session: OpenSession, hub: HubServer
) -> None:
    before, holiday, other = date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2)
    hub.days.update({before: papers(before, 4), holiday: [], other: []})
    fill(store, week())
    store.settings.set("first", None).result()
    user = await started(open_session(store, hub=hub.url))
    user.session.go_to_day(other)
    await user.until(lambda: user.view == before and user.ids)
    assert user.toasts == [
        "No papers on Thursday 2 April 2026: this is Wednesday 1 April 2026.",
        "No papers on Wednesday 1 April 2026: this is Tuesday 31 March 2026.",
    ]


async def test_a_day_without_papers_does_not_lead_on_where_the_user_has_left(
    store: Store, open_session: OpenSession, hub: HubServer
) -> None:
    holiday = date(2026, 4, 1)
    hub.days[holiday] = []
    fill(store, week())
    store.settings.set("first", None).result()
    user = await started(open_session(store, hub=hub.url))
    user.session.go_to_day(holiday)
    user.session.sync.request(holiday)
    user.session.go(DayView(WED))
    await user.until(lambda: holiday in {day.date for day in store.papers.days()})
    await user.until(lambda: user.session.sync.is_idle)
    assert (user.view, user.toasts) == (WED, [])


async def test_older_and_newer_pass_over_days_without_papers(store: Store, open_session: OpenSession) -> None:
    fill(store, {THU: papers(THU, 2), WED: [], TUE: papers(TUE, 2), MON: papers(MON, 2)})
    user = open_session(store)
    for step, day in ((-1, THU), (1, TUE), (-1, THU), (1, TUE), (1, MON), (1, MON)):
        to_neighbour(user.session, step)
        assert user.view == day


async def test_back_on_a_day_the_cursor_is_where_it_was(store: Store, open_session: OpenSession) -> None:
    two_days(store)
    user = open_session(store)
    user.rows.move_to(2)
    user.session.go(DayView(WED))
    user.rows.move_to(1)
    user.session.go(DayView(THU))
    assert user.at == id_of(THU, 3)
    user.session.go(DayView(WED))
    assert user.at == id_of(WED, 2)
    user.session.go(DayView(THU), at=id_of(THU, 5))
    assert user.at == id_of(THU, 5)


async def test_next_and_previous_unread_do_not_come_round(store: Store, open_session: OpenSession) -> None:
    two_days(store, 6)
    store.marks.set(READ, True, ids_of(THU, 2, 3, 5), Cause.OPENED).result()
    user = open_session(store)
    seen = []
    for step in (1, 1, 1, -1, -1, -1):
        next_unread(user.session, step)
        seen.append(user.at)
    assert seen == ids_of(THU, 4, 6, 6, 4, 1, 1)


async def test_without_a_hub_a_refresh_only_sorts_afresh_and_says_so(store: Store, open_session: OpenSession) -> None:
    two_days(store)
    user = open_session(store)
    user.changes.clear()
    refresh(user.session)
    assert user.toasts == ["Offline: the Hub is not asked."]
    user = open_session(store, demo=True)
    fetch(user.session)
    assert user.toasts == ["This is a demo: there is no Hub."]
