"""37 clocks that are wrong, days that turn"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from paperreader.refresh import Refresh, due_days
from paperreader.store import Store
from tests.conftest import FRIDAY, WEEK, Clock, iso, told
from tests.hub import HubServer
from tests.stores import NOON, stored
from tests.tui.conftest import fill, made, until


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
    assert {day.date for day in store.days()} == set(WEEK)
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
    refresh = made(store, week_hub, clock, every=0.01)
    task = asyncio.create_task(refresh.work())
    await until(lambda: refresh._round is False and not refresh.doing and week_hub.asked())
    before = len(week_hub.asked())
    clock.now -= timedelta(days=365)
    await until(lambda: len(week_hub.asked()) > before)
    task.cancel()
