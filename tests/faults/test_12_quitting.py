"""12 leaving during a refresh · 13 more wishes than requests"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import aclosing
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from paperreader.hub.client import Hub
from paperreader.refresh import Done, Fetched
from paperreader.refresh.fetch import Refresh
from paperreader.store import Store
from tests.conftest import FRIDAY, WEEK, Clock, told, until, working_days
from tests.hub_server import HubServer
from tests.reader.conftest import running_sync
from tests.stored_days import THU, WED, fill
from tests.tui.conftest import at_rest


@pytest.mark.parametrize("fault", ["silent", "drip 0.01", "flood", "slow 9"])
async def test_fault_12_cancelling_takes_no_time(hub_server: HubServer, fault: str) -> None:
    hub = Hub(hub_server.url)
    hub_server.fail(fault)
    task = asyncio.create_task(hub.day(FRIDAY))
    while not hub_server.requests:
        await asyncio.sleep(0.01)
    began = time.monotonic()
    task.cancel()
    await asyncio.wait({task})
    await hub.close()
    assert time.monotonic() - began < 5, "half of what a silent hub is given"


@pytest.mark.parametrize("fault", ["silent", "drip 0.01"])
async def test_fault_12_quitting_in_the_middle(
    hub: Hub, store: Store, hub_server: HubServer, path: Path, clock: Clock, fault: str
) -> None:
    patient = Hub(hub_server.url, now=clock)
    refresh = Refresh(store, patient, now=clock)
    hub_server.fail(fault, match=WEEK[2].isoformat())
    task = asyncio.create_task(told(refresh))
    while WEEK[2].isoformat() not in hub_server.asked():
        await asyncio.sleep(0.01)
    began = time.monotonic()
    task.cancel()
    await asyncio.wait({task})
    assert task.cancelled()
    assert time.monotonic() - began < 5, "half of what a silent hub is given"
    await patient.close()
    assert asyncio.all_tasks() == {asyncio.current_task()}, "nothing goes on asking"
    assert [(day.date, day.papers) for day in store.papers.days()] == [(WEEK[0], 3), (WEEK[1], 3)]
    with sqlite3.connect(path) as check:
        assert check.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    hub_server.fail()
    assert isinstance((await told(Refresh(store, hub, now=clock)))[-1], Done)


async def test_fault_12_leaving_between_two_days(refresh: Refresh, store: Store, hub_server: HubServer) -> None:
    async with aclosing(refresh.run()) as events:
        async for event in events:
            if isinstance(event, Fetched):
                break
    assert [day.date for day in store.papers.days()] == [FRIDAY]
    assert isinstance((await told(refresh))[-1], Done)


async def test_fault_13_one_request_at_a_time(hub: Hub, hub_server: HubServer) -> None:
    hub_server.delay = 0.05
    await asyncio.gather(*(hub.day(FRIDAY - timedelta(days=n)) for n in range(5)))
    times = [request.at for request in hub_server.requests]
    assert len(times) == 5
    assert min(later - sooner for sooner, later in pairwise(times)) >= 0.05


async def test_fault_12_the_reader_is_left_at_once(store: Store, open_reader: Any, week_hub: HubServer) -> None:
    fill(store, week_hub.days)
    week_hub.fail("silent")
    async with open_reader(store, hub=week_hub.url) as user:
        await user.until(lambda: "refreshing" in user.status.lower())
        await user.press("q")
        begun = time.monotonic()
    assert time.monotonic() - begun < 5, "half of what a silent hub is given"


async def test_fault_13_twenty_days_opened_quickly_cost_a_request_or_two(
    store: Store, open_reader: Any, week_hub: HubServer
) -> None:
    fill(store, week_hub.days)
    store.settings.set("first", "2026-05-01").result()
    async with open_reader(store, hub=week_hub.url) as user:
        await at_rest(user)
        week_hub.delay = 0.2
        asked = len(week_hub.asked())
        await user.press(*["]"] * 6)
        last = working_days(THU, 27)[-1]
        await user.blind(*["]"] * 20)
        await user.until(lambda: user.view == last)
        await user.until(lambda: last.isoformat() in week_hub.asked()[asked:])
        await at_rest(user)
        assert len(week_hub.asked()) - asked <= 2
        assert "No papers that day." in user.text()


async def test_fault_13_one_day_is_asked_for_once_however_often_it_is_wanted(
    store: Store, week_hub: HubServer, clock: Clock
) -> None:
    fill(store, {THU: week_hub.days[THU]})
    week_hub.delay = 0.2
    async with running_sync(store, week_hub, clock, WED) as sync:
        await until(lambda: sync.fetching == WED)
        sync.request(WED)
        await until(lambda: WED in {day.date for day in store.papers.days()} and sync.is_idle)
    assert week_hub.asked().count(WED.isoformat()) == 1
