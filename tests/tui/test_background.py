"""The background refresh when something is in its way: another program, a mistake, a clock, a pause."""

from __future__ import annotations

import asyncio
import fcntl
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from paperreader.environment import Network
from paperreader.store import Store
from paperreader.tui import background
from paperreader.tui.background import Background
from tests.conftest import Clock
from tests.hub import HubServer
from tests.tui.conftest import THU, WED, fill, week


@pytest.fixture
def hub(hub_server: HubServer) -> HubServer:
    hub_server.days.update(week())
    return hub_server


def made(store: Store, hub: HubServer, clock: Clock, **more: Any) -> Background:
    values: dict[str, Any] = {"every": 0.0, "told": lambda: None, "say": lambda _: None, **more}
    return Background(store, Network(hub.url, None, False), now=clock, **values)


async def until(fact: Any, seconds: float = 8) -> None:
    async with asyncio.timeout(seconds):
        while not fact():
            await asyncio.sleep(0.01)


async def test_what_was_wanted_while_another_program_fetches_comes_after_it(
    store: Store, path: Path, hub: HubServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "BUSY", 0.1)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refresh = made(store, hub, clock)
        refresh.want(WED)
        task = asyncio.create_task(refresh.work())
        await until(lambda: refresh.doing == "another paperreader is fetching")
        assert store.days() == []
    await until(lambda: {THU, WED} <= {day.date for day in store.days()})
    task.cancel()


async def test_a_mistake_is_told_and_the_next_wish_is_served(store: Store, hub: HubServer, clock: Clock) -> None:
    told: list[str] = []

    def stumble() -> None:
        told.append(refresh.trouble)
        if len(told) == 1:
            raise KeyError("a mistake")

    refresh = made(store, hub, clock, told=stumble)
    task = asyncio.create_task(refresh.work())
    await until(lambda: any("mistake" in text for text in told))
    refresh.want(WED)
    await until(lambda: WED in {day.date for day in store.days()})
    task.cancel()


async def test_a_clock_that_is_set_back_neither_stops_it_nor_waits_a_year(
    store: Store, hub: HubServer, clock: Clock
) -> None:
    fill(store, hub.days)
    refresh = made(store, hub, clock, every=0.01)
    task = asyncio.create_task(refresh.work())
    await until(lambda: refresh._round is False and not refresh.doing and hub.asked())
    before = len(hub.asked())
    clock.now -= timedelta(days=365)
    await until(lambda: len(hub.asked()) > before)
    task.cancel()


async def test_one_day_is_asked_for_once_however_often_it_is_wanted(store: Store, hub: HubServer, clock: Clock) -> None:
    fill(store, {THU: hub.days[THU]})
    hub.delay = 0.2
    refresh = made(store, hub, clock)
    refresh._round = False
    refresh.want(WED)
    task = asyncio.create_task(refresh.work())
    await until(lambda: refresh.asking == WED)
    refresh.want(WED)
    await until(lambda: WED in {day.date for day in store.days()})
    await asyncio.sleep(0.3)
    assert hub.asked().count(WED.isoformat()) == 1
    task.cancel()


async def test_a_refused_token_is_told(store: Store, reading: Any, hub: HubServer, clock: Clock) -> None:
    said: list[str] = []
    hub.fail("401", times=1)
    refresh = Background(
        store, Network(hub.url, "hf_secret", False), every=0, now=clock, told=lambda: None, say=said.append
    )
    task = asyncio.create_task(refresh.work())
    await until(lambda: date(2026, 7, 30) in {day.date for day in store.days()})
    assert any("token" in text for text in said)
    assert "hf_secret" not in " ".join(said)
    task.cancel()
