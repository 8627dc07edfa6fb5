"""The background refresh when something is in its way: another program, a mistake, a clock, a pause."""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from paperreader.environment import Network
from paperreader.hub.errors import HubError
from paperreader.reader import sync
from paperreader.reader.sync import Sync
from paperreader.refresh import worker
from paperreader.store import Store
from tests.conftest import Clock
from tests.hub_server import HubServer
from tests.tui.conftest import THU, WED, at_rest, made, until, week


@pytest.fixture
def hub(hub_server: HubServer) -> HubServer:
    hub_server.days.update(week())
    return hub_server


async def test_what_was_wanted_while_another_program_fetches_comes_after_it(
    store: Store, path: Path, hub: HubServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "BUSY", 0.1)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refresh = made(store, hub, clock)
        refresh.want(WED)
        task = asyncio.create_task(refresh.work())
        await until(lambda: refresh.doing == "another paperreader is fetching")
        assert store.days() == []
    await until(lambda: {THU, WED} <= {day.date for day in store.days()})
    task.cancel()


async def test_a_day_that_is_wanted_while_trending_waits_comes_first_and_then_what_is_trending(
    store: Store, hub: HubServer, clock: Clock
) -> None:
    refresh = made(store, hub, clock)
    task = asyncio.create_task(refresh.work())
    await until(lambda: THU in {day.date for day in store.days()})
    hub.fail("429", match="sort=trending", times=1, Retry_After="1")
    refresh.want_trending()
    await until(lambda: "trending" in refresh.doing)
    refresh.want(WED)
    await until(lambda: store.setting("trending_at"))
    task.cancel()


async def test_a_refused_token_is_told(store: Store, reading: Any, hub: HubServer, clock: Clock) -> None:
    said: list[str] = []
    hub.fail("401", times=1)
    refresh = Sync(store, Network(hub.url, "hf_secret", False), every=0, now=clock, told=lambda: None, say=said.append)
    task = asyncio.create_task(refresh.work())
    await until(lambda: date(2026, 7, 30) in {day.date for day in store.days()})
    assert any("token" in text for text in said)
    assert "hf_secret" not in " ".join(said)
    task.cancel()


async def test_a_refused_token_is_told_once_though_each_process_finds_out_anew(
    store: Store, hub: HubServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "LINGERS", 0)
    said: list[str] = []
    hub.token = "another"
    refresh = Sync(store, Network(hub.url, "hf_secret", False), every=0, now=clock, told=lambda: None, say=said.append)
    task = asyncio.create_task(refresh.work())
    for day in (THU, WED):
        refresh.want(day)
        asked = len(hub.requests)
        await until(lambda asked=asked: len(hub.requests) > asked and not refresh._round and not refresh.doing)
        await asyncio.sleep(0.1)
    assert len([request for request in hub.requests if "authorization" in request.headers]) == 2
    assert len(said) == 1
    task.cancel()


async def test_a_process_that_is_killed_is_trouble_and_the_next_wish_starts_another(
    store: Store, reading: Any, hub: HubServer
) -> None:
    hub.fail("silent", match=WED.isoformat())
    async with reading(store, hub=hub.url) as person:
        sync = person.app.reader._background
        await person.until(lambda: sync.asking == WED)
        os.kill(sync._asked_of._process._process.pid, signal.SIGKILL)
        await person.until(lambda: "the log says more" in person.status)
        assert "offline" not in person.status
        assert person.view == THU
        hub.fail()
        await person.press("R")
        await person.until(lambda: WED in {day.date for day in store.days()})
        await at_rest(person)
        assert "the log says more" not in person.status


async def test_leaving_ends_the_process_at_once(store: Store, reading: Any, hub: HubServer) -> None:
    hub.fail("silent", match=WED.isoformat())
    async with reading(store, hub=hub.url) as person:
        sync = person.app.reader._background
        await person.until(lambda: sync.asking == WED)
        process = sync._asked_of._process
        await person.press("q")
    await until(lambda: process.has_ended, 1)


async def test_days_that_rush_in_are_shown_now_and_then_but_the_first_and_the_last_at_once(
    store: Store, hub: HubServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "LULL", 60)
    shown: list[int] = []
    refresh = made(store, hub, clock, told=lambda: shown.append(len(store.days())))
    task = asyncio.create_task(refresh.work())
    await until(lambda: len(store.days()) >= len(week()) and not refresh.doing)
    assert shown == [0, 1, len(store.days())]
    task.cancel()


async def test_a_search_that_cannot_be_kept_says_why(store: Store, hub: HubServer, clock: Clock, path: Path) -> None:
    refresh = made(store, hub, clock)
    path.rename(path.with_name("elsewhere"))
    with pytest.raises(HubError, match="was moved or deleted"):
        await refresh.find("weaving")
