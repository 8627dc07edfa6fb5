"""37 clocks that are wrong, days that turn"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.humanize import relative_time
from paperreader.reader import sync
from paperreader.refresh import due_days
from paperreader.refresh.fetch import Refresh
from paperreader.store import Store
from tests.conftest import FRIDAY, WEEK, Clock, iso, told, until
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.reader.conftest import running_sync
from tests.stored_days import THU, fill
from tests.stores import NOON, stored
from tests.tui.conftest import at_rest


def test_fault_37_weekends_are_asked_for_only_while_the_hub_is_there() -> None:
    saturday = FRIDAY + timedelta(days=1)
    fresh = [stored(day) for day in WEEK]
    assert due_days(fresh, saturday, FRIDAY, NOON) == [saturday]
    growing = [*fresh, stored(saturday, complete=False)]
    monday = FRIDAY + timedelta(days=3)
    assert due_days(growing, monday, FRIDAY, NOON) == [monday, saturday]
    assert due_days(fresh, monday, FRIDAY, NOON) == [monday]


def test_fault_37_a_wrong_clock_changes_nothing_but_ages() -> None:
    growing = [stored(FRIDAY, complete=False), *(stored(day) for day in WEEK[1:])]
    for now in (datetime(1970, 1, 1, tzinfo=UTC), NOON):
        assert due_days(growing, FRIDAY, FRIDAY, now) == [FRIDAY]
    assert due_days(growing, FRIDAY, FRIDAY, datetime(2099, 1, 1, tzinfo=UTC)) == WEEK


async def test_fault_37_the_clock_does_not_tell_the_day(
    refresh: Refresh, store: Store, hub_server: HubServer, clock: Clock
) -> None:
    clock.now = datetime(1971, 2, 3, tzinfo=UTC)
    await told(refresh)
    clock.now = datetime(2031, 2, 3, tzinfo=UTC)
    await told(refresh)
    assert {day.date for day in store.papers.days()} == set(WEEK)
    assert set(hub_server.asked()) == {"newest", *iso(*WEEK)}


async def test_fault_37_a_weekend_is_left_alone(refresh: Refresh, hub_server: HubServer, clock: Clock) -> None:
    hub_server.newest = FRIDAY + timedelta(days=2)
    await told(refresh)
    hub_server.requests.clear()
    for _ in range(3):
        clock.tick(3600)
        await told(refresh)
    assert hub_server.asked() == ["newest", "2026-07-31"] * 3


async def test_fault_37_a_clock_that_is_set_back_neither_stops_it_nor_waits_a_year(
    store: Store, week_hub: HubServer, clock: Clock
) -> None:
    fill(store, week_hub.days)
    async with running_sync(store, week_hub, clock, every_min=0.01) as refresh:
        await until(lambda: refresh.is_idle and week_hub.asked())
        before = len(week_hub.asked())
        clock.now -= timedelta(days=365)
        await until(lambda: len(week_hub.asked()) > before)


async def test_fault_37_after_a_week_of_sleep_it_asks_once(
    store: Store, week_hub: HubServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "MAX_SLEEP_S", 0.05)
    fill(store, week_hub.days)
    looks: list[datetime] = []

    def now() -> datetime:
        looks.append(clock())
        return looks[-1]

    async with running_sync(store, week_hub, now, every_min=15.0) as refresh:
        await until(lambda: refresh.is_idle and week_hub.asked())
        before = week_hub.asked().count("newest")
        clock.tick(days=7)
        await until(lambda: week_hub.asked().count("newest") > before and refresh.is_idle)
        looks.clear()
        await until(lambda: len(looks) > 5)
        assert week_hub.asked().count("newest") == before + 1


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati", "Europe/Berlin"])
async def test_fault_37_today_is_the_hubs_day_everywhere(
    store: Store, open_reader: Any, week_hub: HubServer, clock: Clock, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    for hour in (0, 9, 23):
        clock.now = datetime(2026, 7, 30, hour, 59, tzinfo=UTC)
        async with open_reader(store, hub=week_hub.url) as user:
            await user.until(lambda: user.rows.all)
            assert user.view == THU
    assert max(day.date for day in store.papers.days()) == THU


TIMES = st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1))


@given(TIMES, TIMES)
def test_fault_37_no_age_lies_ahead(then: datetime, now: datetime) -> None:
    """`saved 14:05` is a time of today or before it, whatever the clocks say; also where the clock is put back."""
    for zone in ("UTC", "Europe/Berlin", "America/Los_Angeles"):
        local = ZoneInfo(zone)
        said = relative_time(then.replace(tzinfo=UTC).astimezone(local), now.replace(tzinfo=UTC).astimezone(local))
        if then > now:
            assert said == f"{now.replace(tzinfo=UTC).astimezone(local):%H:%M}"
        assert "-" not in said


async def test_fault_37_a_day_that_turns_appears_and_the_selection_stays(
    store: Store, open_reader: Any, week_hub: HubServer, clock: Clock
) -> None:
    friday = THU + timedelta(days=1)
    fill(store, week_hub.days)
    async with open_reader(store, hub=week_hub.url) as user:
        await at_rest(user)
        await user.press("j")
        at = user.at
        week_hub.days[friday] = papers(friday, 4)
        clock.tick(days=1)
        await user.press("R")
        await user.until(lambda: friday in {day.date for day in store.papers.days()})
        await at_rest(user)
        assert (user.view, user.at) == (THU, at)
        assert "Fri 31" in user.text()
        assert "Fri 31 has arrived (4 papers)" in user.status
