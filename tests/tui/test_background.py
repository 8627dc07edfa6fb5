"""The background refresh when something is in its way: another program, a mistake, a clock, a pause."""

from __future__ import annotations

import asyncio
import fcntl
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from paperreader.environment import Network
from paperreader.store import Store
from paperreader.tui import background
from paperreader.tui.background import Background
from tests.conftest import Clock
from tests.hub import HubServer
from tests.tui.conftest import THU, WED, made, until, week


@pytest.fixture
def hub(hub_server: HubServer) -> HubServer:
    hub_server.days.update(week())
    return hub_server


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


async def test_days_that_rush_in_are_shown_now_and_then_but_the_first_and_the_last_at_once(
    store: Store, hub: HubServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "LULL", 60)
    shown: list[int] = []
    refresh = made(store, hub, clock, told=lambda: shown.append(len(store.days())))
    task = asyncio.create_task(refresh.work())
    await until(lambda: len(store.days()) >= len(week()) and not refresh.doing)
    assert shown == [0, 1, len(store.days())]
    task.cancel()
