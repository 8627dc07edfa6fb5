"""A refresh from a real server into a real store."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from paperreader.hub.client import Hub
from paperreader.refresh import Done, Failed, Fetched, Fetching, NewestDay, Notice, Offline
from paperreader.refresh.fetch import Refresh
from paperreader.store import Store
from paperreader.views import Collection, DayView
from tests.conftest import FRIDAY, QUICK, WEEK, Clock, iso, told, working_days
from tests.hub_server import HubServer
from tests.hub_server.items import papers


async def test_the_first_start(refresh: Refresh, store: Store, hub_server: HubServer) -> None:
    events = await told(refresh)
    assert events[:2] == [Fetching(None), NewestDay(FRIDAY)]
    assert [event.day for event in events[2:] if isinstance(event, Fetching)] == WEEK
    assert [event.saved.new for event in events if isinstance(event, Fetched)] == [3] * 7
    assert events[-1] == Done(days=7, new=21)
    assert hub_server.asked() == ["newest", *iso(*WEEK)]
    assert (store.settings.get("since"), store.settings.get("newest")) == ("2026-07-31", "2026-07-31")
    assert [(day.date, day.papers, day.complete) for day in store.papers.days()] == [
        (day, 3, day != FRIDAY) for day in WEEK
    ]
    assert len(store.papers.entries(Collection.UNREAD)) == 3, "only the newest day's papers wait to be read"


async def test_an_empty_day_at_the_first_start_is_stored_and_another_asked_for(
    refresh: Refresh, store: Store, hub_server: HubServer
) -> None:
    hub_server.days[WEEK[2]] = []
    events = await told(refresh)
    asked = working_days(FRIDAY, 8)
    assert hub_server.asked() == ["newest", *iso(*asked)]
    assert events[-1] == Done(days=8, new=21)
    assert {day.date: (day.papers, day.complete) for day in store.papers.days()}[WEEK[2]] == (0, True)


async def test_a_first_start_that_was_cut_off_goes_on(refresh: Refresh, store: Store, hub_server: HubServer) -> None:
    hub_server.fail("reset", match=WEEK[2].isoformat())
    assert isinstance((await told(refresh))[-1], Offline)
    assert len(store.papers.days()) == 2
    hub_server.fail()
    hub_server.requests.clear()
    await told(refresh)
    assert hub_server.asked() == ["newest", WEEK[0].isoformat(), *iso(*WEEK[2:])]


async def test_a_day_grows_and_then_turns(refresh: Refresh, store: Store, hub_server: HubServer, clock: Clock) -> None:
    await told(refresh)
    added = hub_server.grow(FRIDAY, 2)
    assert Fetched in map(type, events := await told(refresh))
    assert events[-1] == Done(days=1, new=2)
    monday = FRIDAY + timedelta(days=3)
    hub_server.days[monday] = papers(monday, 4)
    clock.tick(days=3)
    hub_server.requests.clear()
    await told(refresh)
    stale = [day for day in WEEK[1:] if (monday - day).days < 7]
    assert hub_server.asked() == ["newest", *iso(monday, FRIDAY, *stale)]
    days = {day.date: day for day in store.papers.days()}
    assert (days[FRIDAY].complete, days[FRIDAY].papers) == (True, 5)
    assert (days[monday].complete, days[monday].papers) == (False, 4)
    assert len(store.papers.entries(Collection.UNREAD)) == 9
    assert store.settings.get("since") == "2026-07-31"
    assert store.papers.get(added[0]["paper"]["id"]) is not None


async def test_days_that_were_chosen_are_asked_for_alone(refresh: Refresh, store: Store, hub_server: HubServer) -> None:
    await told(refresh)
    hub_server.requests.clear()
    old = working_days(FRIDAY, 11)[-1]
    events = await told(refresh, WEEK[1], old)
    assert hub_server.asked() == iso(WEEK[1], old)
    assert events[-1] == Done(days=2, new=3)
    assert {day.date: day.complete for day in store.papers.days()}[old]
    assert len(store.papers.entries(Collection.UNREAD)) == 3, "an old day that was chosen waits for nobody"


async def test_chosen_days_that_cannot_be(refresh: Refresh, hub_server: HubServer) -> None:
    events = await told(refresh, date(2026, 8, 3), date(2022, 1, 3), FRIDAY)
    failed = {event.day: event.message for event in events if isinstance(event, Failed)}
    assert "newest day is 2026-07-31" in failed[date(2026, 8, 3)]
    assert "begin on 2023-05-04" in failed[date(2022, 1, 3)]
    assert hub_server.asked() == ["newest", "2026-07-31"]


async def test_a_chosen_day_may_be_newer_than_what_was_known(refresh: Refresh, hub_server: HubServer) -> None:
    await told(refresh)
    monday = FRIDAY + timedelta(days=3)
    hub_server.days[monday] = papers(monday, 4)
    hub_server.requests.clear()
    assert (await told(refresh, monday))[-1] == Done(days=1, new=4)
    assert hub_server.asked() == ["newest", monday.isoformat()]


async def test_a_chosen_weekend_is_asked_for(refresh: Refresh, store: Store, hub_server: HubServer) -> None:
    await told(refresh, date(2026, 7, 26))
    assert hub_server.asked() == ["newest", "2026-07-26"]
    assert store.papers.days()[0].papers == 0
    assert store.settings.get("since") is None, "choosing a day is not the first start"


async def test_force_asks_for_fresh_days_too(refresh: Refresh, hub_server: HubServer) -> None:
    await told(refresh)
    hub_server.requests.clear()
    await told(refresh, force=True)
    assert hub_server.asked() == ["newest", *iso(*WEEK)]


async def test_three_bad_days_in_a_row_end_it(refresh: Refresh, hub_server: HubServer) -> None:
    hub_server.fail("500", match="date=")
    events = await told(refresh)
    assert [type(event) for event in events[-2:]] == [Failed, Offline]
    assert len(set(hub_server.asked())) == 4


async def test_bad_days_among_good_ones_do_not_end_it(refresh: Refresh, hub_server: HubServer) -> None:
    for day in (WEEK[0], WEEK[1], WEEK[3], WEEK[4]):
        hub_server.fail("500", match=day.isoformat())
    assert (await told(refresh))[-1] == Done(days=3, new=9)


async def test_a_token_that_is_refused_is_told_once(
    store: Store, hub: Hub, hub_server: HubServer, clock: Clock
) -> None:
    hub_server.token = "hf_right"
    client = Hub(hub_server.url, token="hf_wrong", now=clock, timings=QUICK)
    events = await told(Refresh(store, client, now=clock))
    assert [type(event) for event in events[:3]] == [Fetching, Notice, NewestDay]
    assert sum(isinstance(event, Notice) for event in events) == 1
    await client.close()


async def test_a_folder_that_is_gone_is_said(store: Store, hub: Hub, clock: Clock, tmp_path: Path) -> None:
    (event,) = await told(Refresh(store, hub, now=clock, lock=tmp_path / "gone" / "paperreader.lock"))
    assert isinstance(event, Failed)
    assert "gone" in event.message


async def test_recorded_days_come_in_whole(recorded: Path, store: Store, clock: Clock) -> None:
    with HubServer(recorded=recorded) as server:
        client = Hub(server.url, now=clock)
        events = await told(Refresh(store, client, now=clock))
        await client.close()
        for day in store.papers.days():
            assert [entry.id for entry in store.papers.entries(DayView(day.date))] == [
                each["paper"]["id"] for each in server.items(day.date)
            ]
    assert isinstance(events[-1], Done)
    assert sum(bool(day.papers) for day in store.papers.days()) == 7
