"""Which days are asked for and when, and a refresh from a real server into a real store."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperreader.hub.client import Hub
from paperreader.models import FIRST_DAY, Collection
from paperreader.refresh import Asking, Done, Failed, Got, Newest, Notice, Offline, due_days
from paperreader.refresh.fetch import Refresh
from paperreader.store import Store
from tests.conftest import FRIDAY, QUICK, WEEK, Clock, iso, told, working_days
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.stores import NOON, stored

# Which days


def test_at_first_the_last_seven_working_days() -> None:
    assert due_days([], FRIDAY, None, NOON) == WEEK
    assert due_days([], FRIDAY, FRIDAY, NOON) == WEEK


def test_a_day_without_papers_makes_room_for_another() -> None:
    empty = [stored(WEEK[1], papers=0), stored(WEEK[3], papers=0)]
    assert due_days(empty, FRIDAY, FRIDAY, NOON) == [
        day for day in working_days(FRIDAY, 9) if day not in (WEEK[1], WEEK[3])
    ]


def test_nothing_is_due_when_all_is_fresh() -> None:
    assert due_days([stored(day) for day in WEEK], FRIDAY, FRIDAY, NOON) == []


def test_a_hub_without_papers_is_not_searched_for_ever() -> None:
    empty = [stored(day, papers=0) for day in working_days(FRIDAY, 30)]
    assert due_days(empty, FRIDAY, FRIDAY, NOON) == []
    assert len(due_days([], date(2023, 5, 8), None, NOON)) == 3


def test_days_that_grow_come_first_and_newest_first() -> None:
    days = [stored(day, hours=30) for day in WEEK]
    days[0] = stored(WEEK[0], complete=False)
    days[3] = stored(WEEK[3], complete=False)
    assert due_days(days, FRIDAY, FRIDAY, NOON) == [WEEK[0], WEEK[3], WEEK[1], WEEK[2], WEEK[4]]


@pytest.mark.parametrize(
    ("age", "hours", "due"),
    [
        (3, 23.9, False),
        (3, 24.1, True),
        (6, 24.1, True),
        (7, 24.1, False),
        (7, 7 * 24 + 0.1, True),
        (29, 7 * 24 + 0.1, True),
        (29, 7 * 24 - 0.1, False),
        (30, 9999, False),
        (900, 9999, False),
    ],
)
def test_complete_days_are_looked_at_now_and_then(age: int, hours: float, due: bool) -> None:
    old = FRIDAY - timedelta(days=age)
    days = [stored(day) for day in working_days(FRIDAY, 30) if day != old]
    found = due_days([*days, stored(old, hours=hours)], FRIDAY, FRIDAY, NOON)
    assert found == ([old] if due else [])


def test_back_from_holiday_every_missed_day_is_due() -> None:
    before = [stored(day, hours=600) for day in working_days(date(2026, 7, 3), 7)]
    found = due_days(before, FRIDAY, date(2026, 6, 1), NOON)
    assert found[:20] == working_days(FRIDAY, 20)
    assert date(2026, 7, 3) not in found[:20]


def test_a_holiday_half_caught_up_with_goes_on() -> None:
    have = [stored(day) for day in [*WEEK, *working_days(date(2026, 7, 3), 7)]]
    gap = [day for day in working_days(FRIDAY, 20) if day not in WEEK]
    assert due_days(have, FRIDAY, date(2026, 7, 3), NOON) == gap


def test_an_old_day_that_was_chosen_opens_no_gap() -> None:
    days = [stored(day) for day in WEEK] + [stored(date(2024, 3, 12), hours=9999)]
    assert due_days(days, FRIDAY, FRIDAY, NOON) == []


def test_after_years_a_year_is_caught_up_with() -> None:
    found = due_days([], FRIDAY, date(2023, 6, 1), NOON)
    assert found == working_days(FRIDAY, 263)
    assert found[-1] >= FRIDAY - timedelta(days=366)


def test_days_beyond_the_newest_are_never_asked_for() -> None:
    later = [stored(day, complete=False, hours=999) for day in WEEK[:3]]
    assert max(due_days(later, WEEK[3], FRIDAY, NOON)) == WEEK[3]


DAYS = st.dates(date(2026, 6, 1), date(2026, 8, 20))


@settings(max_examples=200, deadline=None)
@given(
    have=st.dictionaries(DAYS, st.tuples(st.integers(0, 3), st.booleans(), st.integers(-50, 900))),
    newest=DAYS,
    since=st.none() | DAYS,
)
def test_what_is_due_whatever_is_stored(
    have: dict[date, tuple[int, bool, int]], newest: date, since: date | None
) -> None:
    days = [stored(day, papers=n, complete=done, hours=hours) for day, (n, done, hours) in have.items()]
    due = due_days(days, newest, since, NOON)
    assert len(due) == len(set(due))
    assert all(FIRST_DAY <= day <= newest for day in due)
    assert all(day.weekday() < 5 or day == newest or day in have for day in due)
    assert {day for day, (_, done, _) in have.items() if not done and day <= newest} <= set(due)
    missed = (newest - timedelta(days=n) for n in range((newest - (since or newest)).days + 1))
    assert {day for day in missed if day.weekday() < 5 and day not in have} <= set(due)


# From the server into the store


async def test_the_first_start(refresh: Refresh, store: Store, hub_server: HubServer) -> None:
    events = await told(refresh)
    assert events[:2] == [Asking(None), Newest(FRIDAY)]
    assert [event.day for event in events[2:] if isinstance(event, Asking)] == WEEK
    assert [event.saved.new for event in events if isinstance(event, Got)] == [3] * 7
    assert events[-1] == Done(days=7, new=21)
    assert hub_server.asked() == ["newest", *iso(*WEEK)]
    assert (store.setting("since"), store.setting("newest")) == ("2026-07-31", "2026-07-31")
    assert [(day.date, day.papers, day.complete) for day in store.days()] == [(day, 3, day != FRIDAY) for day in WEEK]
    assert len(store.entries(Collection.UNREAD)) == 3, "only the newest day's papers wait to be read"


async def test_an_empty_day_at_the_first_start_is_stored_and_another_asked_for(
    refresh: Refresh, store: Store, hub_server: HubServer
) -> None:
    hub_server.days[WEEK[2]] = []
    events = await told(refresh)
    asked = working_days(FRIDAY, 8)
    assert hub_server.asked() == ["newest", *iso(*asked)]
    assert events[-1] == Done(days=8, new=21)
    assert {day.date: (day.papers, day.complete) for day in store.days()}[WEEK[2]] == (0, True)


async def test_a_first_start_that_was_cut_off_goes_on(refresh: Refresh, store: Store, hub_server: HubServer) -> None:
    hub_server.fail("reset", match=WEEK[2].isoformat())
    assert isinstance((await told(refresh))[-1], Offline)
    assert len(store.days()) == 2
    hub_server.fail()
    hub_server.requests.clear()
    await told(refresh)
    assert hub_server.asked() == ["newest", WEEK[0].isoformat(), *iso(*WEEK[2:])]


async def test_a_day_grows_and_then_turns(refresh: Refresh, store: Store, hub_server: HubServer, clock: Clock) -> None:
    await told(refresh)
    added = hub_server.grow(FRIDAY, 2)
    assert Got in map(type, events := await told(refresh))
    assert events[-1] == Done(days=1, new=2)
    monday = FRIDAY + timedelta(days=3)
    hub_server.days[monday] = papers(monday, 4)
    clock.tick(days=3)
    hub_server.requests.clear()
    await told(refresh)
    stale = [day for day in WEEK[1:] if (monday - day).days < 7]
    assert hub_server.asked() == ["newest", *iso(monday, FRIDAY, *stale)]
    days = {day.date: day for day in store.days()}
    assert (days[FRIDAY].complete, days[FRIDAY].papers) == (True, 5)
    assert (days[monday].complete, days[monday].papers) == (False, 4)
    assert len(store.entries(Collection.UNREAD)) == 9
    assert store.setting("since") == "2026-07-31"
    assert store.paper(added[0]["paper"]["id"]) is not None


async def test_days_that_were_chosen_are_asked_for_alone(refresh: Refresh, store: Store, hub_server: HubServer) -> None:
    await told(refresh)
    hub_server.requests.clear()
    old = working_days(FRIDAY, 11)[-1]
    events = await told(refresh, WEEK[1], old)
    assert hub_server.asked() == iso(WEEK[1], old)
    assert events[-1] == Done(days=2, new=3)
    assert {day.date: day.complete for day in store.days()}[old]
    assert len(store.entries(Collection.UNREAD)) == 3, "an old day that was chosen waits for nobody"


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
    assert store.days()[0].papers == 0
    assert store.setting("since") is None, "choosing a day is not the first start"


async def test_force_asks_for_fresh_days_too(refresh: Refresh, hub_server: HubServer) -> None:
    await told(refresh)
    hub_server.requests.clear()
    await told(refresh, force=True)
    assert hub_server.asked() == ["newest", *iso(*WEEK)]


# Trouble


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
    assert [type(event) for event in events[:3]] == [Asking, Notice, Newest]
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
        for day in store.days():
            assert [entry.id for entry in store.entries(day.date)] == [
                each["paper"]["id"] for each in server.items(day.date)
            ]
    assert isinstance(events[-1], Done)
    assert sum(bool(day.papers) for day in store.days()) == 7
