"""Fetching the archive: which days, at what pace, and that nothing is lost or doubled however it ends."""

from __future__ import annotations

import asyncio
import os
import pty
import re
import signal
import sqlite3
import subprocess
import sys
import termios
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from paperreader.hub.client import Hub
from paperreader.refresh import ArchiveSize, Busy, Done, Event, Failed, Fetched, Fetching, Offline, Waiting
from paperreader.refresh.fetch import Refresh
from paperreader.store import Store
from paperreader.views import Collection
from tests.conftest import NEWEST, QUICK, Clock
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.stores import ROOT

OLDEST = date(2025, 5, 1)


DAYS = [day for back in range(92) if (day := NEWEST - timedelta(days=back)).weekday() < 5]


@pytest.fixture
def hub(hub_server: HubServer) -> HubServer:
    """A quarter of working days with three papers each, the first of each day on the next one, too; one is empty."""
    hub_server.days.update({day: papers(day, 3) for day in DAYS})
    for older, newer in zip(DAYS[1:], DAYS, strict=False):
        hub_server.days[newer].append(papers(older, 1)[0])
    hub_server.days[DAYS[20]] = []
    return hub_server


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "paperreader.db"


@pytest.fixture
def store(path: Path, clock: Clock) -> Iterator[Store]:
    store = Store(path, now=clock)
    yield store
    store.close()


@pytest.fixture
async def client(hub: HubServer, clock: Clock) -> AsyncIterator[Hub]:
    client = Hub(hub.url, now=clock, sleep=clock.sleep, timings=QUICK)
    yield client
    await client.close()


async def all_of(refresh: Refresh, first: date = OLDEST, last: date = date.max) -> list[Event]:
    return [event async for event in refresh.run(archive=(first, last))]


def assert_whole(path: Path, hub: HubServer, since: date = OLDEST) -> None:
    """The store has just what the hub has, in its order."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        listed = connection.execute(
            "SELECT day, paper.id FROM listing JOIN paper ON paper.rowid = paper ORDER BY day, position"
        ).fetchall()
        days = dict(connection.execute("SELECT day, papers FROM day").fetchall())
        assert connection.execute("SELECT count(*) FROM paper").fetchone()[0] == len({id for _, id in listed})
    wanted = [day for day in sorted(DAYS) if day >= since]
    assert listed == [(day.isoformat(), each["paper"]["id"]) for day in wanted for each in hub.items(day)]
    assert days == {day.isoformat(): len(hub.items(day)) for day in wanted}


async def test_all_of_it_comes_and_none_of_it_waits_to_be_read(store: Store, hub: HubServer, client: Hub) -> None:
    events = await all_of(Refresh(store, client, now=lambda: datetime.now(UTC)))
    assert [event.days for event in events if isinstance(event, ArchiveSize)] == [len(DAYS)]
    assert [event.saved.day for event in events if isinstance(event, Fetched)] == DAYS
    assert isinstance(events[-1], Done)
    assert_whole(store.path, hub)
    assert {entry.day for entry in store.papers.entries(Collection.UNREAD)} == {NEWEST}
    assert store.settings.get("since") == NEWEST.isoformat()


async def test_what_is_there_is_not_asked_for_again(store: Store, hub: HubServer, client: Hub, clock: Clock) -> None:
    for day in DAYS[3:10]:
        await asyncio.wrap_future(store.ingest.save_day(day, [], complete=day != DAYS[4]))
    await all_of(Refresh(store, client, now=clock), DAYS[12])
    assert hub.asked() == ["newest", *(str(day) for day in [*DAYS[:3], DAYS[4], *DAYS[10:13]])]
    hub.requests.clear()
    await all_of(Refresh(store, client, now=clock), DAYS[12])
    assert hub.asked() == ["newest", str(NEWEST)]


async def test_from_one_day_to_another(store: Store, hub: HubServer, client: Hub, clock: Clock) -> None:
    await all_of(Refresh(store, client, now=clock), DAYS[9], DAYS[5])
    assert hub.asked() == ["newest", *map(str, DAYS[5:10])]


async def test_calls_are_left_for_what_a_person_waits_for(
    store: Store, hub: HubServer, client: Hub, clock: Clock
) -> None:
    hub.quota = 90
    events = await all_of(Refresh(store, client, now=clock), DAYS[55])
    assert isinstance(events[-1], Done)
    assert len(hub.requests) == 57
    assert len(clock.slept) == 57 - 31, "from 59 left on it slows down"
    assert all(0 < seconds <= 301 for seconds in clock.slept)
    before = len(clock.slept)
    await client.day(DAYS[60])
    assert len(clock.slept) == before


async def test_a_pause_of_minutes_is_waited_for(store: Store, hub: HubServer, client: Hub, clock: Clock) -> None:
    hub.fail("429", times=1, match=str(DAYS[2]), RateLimit='"api";r=0;t=250')
    events = await all_of(Refresh(store, client, now=clock), DAYS[5])
    assert [event.seconds for event in events if isinstance(event, Waiting)] == [251]
    assert isinstance(events[-1], Done)
    assert [day.date for day in store.papers.days()] == DAYS[:6]


async def test_a_pause_that_an_earlier_refresh_was_told_is_kept_to(
    store: Store, hub: HubServer, client: Hub, clock: Clock
) -> None:
    await asyncio.wrap_future(store.settings.set("wait_until", (clock() + timedelta(seconds=90)).isoformat()))
    events = await all_of(Refresh(store, client, now=clock), DAYS[1])
    assert (events[0], clock.slept) == (Waiting(90), [90])
    assert isinstance(events[-1], Done)


async def test_a_long_wait_is_told_each_second_and_can_be_left(store: Store, hub: HubServer) -> None:
    hub.fail("429", RateLimit='"api";r=0;t=200')
    client = Hub(hub.url, timings=QUICK)
    told = []
    async for event in (run := Refresh(store, client, now=lambda: datetime.now(UTC)).run(archive=(OLDEST, NEWEST))):
        if isinstance(event, Waiting):
            told.append(event.seconds)
        if len(told) == 2:
            break
    await run.aclose()
    await client.close()
    assert told == [201, pytest.approx(200, abs=0.5)]


async def test_a_lost_network_ends_it_and_the_next_call_goes_on(
    store: Store, hub: HubServer, client: Hub, clock: Clock
) -> None:
    hub.fail("reset", match=str(DAYS[30]))
    events = await all_of(Refresh(store, client, now=clock))
    assert isinstance(events[-1], Offline)
    assert [day.date for day in store.papers.days()] == DAYS[:30]
    hub.fail()
    hub.requests.clear()
    await all_of(Refresh(store, client, now=clock))
    assert hub.asked() == ["newest", str(NEWEST), *map(str, DAYS[30:])]
    assert_whole(store.path, hub)


async def test_an_archive_that_is_being_fetched_is_in_nobodys_way(
    store: Store, hub: HubServer, client: Hub, clock: Clock
) -> None:
    first, other = (Refresh(store, client, now=clock).run(archive=(OLDEST, NEWEST)) for _ in range(2))
    while not isinstance(await anext(first), Fetched):
        pass
    assert [event async for event in other] == [Busy()]
    assert isinstance([event async for event in Refresh(store, client, now=clock).run([DAYS[40]])][-1], Done)
    await first.aclose()


async def test_a_day_that_cannot_be_had_does_not_end_it(
    store: Store, hub: HubServer, client: Hub, clock: Clock
) -> None:
    hub.fail("500", match=str(DAYS[30]))
    events = await all_of(Refresh(store, client, now=clock))
    assert [event.day for event in events if isinstance(event, Failed)] == [DAYS[30]]
    hub.fail()
    await all_of(Refresh(store, client, now=clock))
    assert_whole(store.path, hub)


async def test_it_may_be_left_at_any_event(store: Store, hub: HubServer, client: Hub, clock: Clock) -> None:
    for count in range(3, 19, 3):
        run = Refresh(store, client, now=clock).run(archive=(OLDEST, NEWEST))
        for _ in range(count):
            last = await anext(run)
        assert isinstance(last, (Fetching, Fetched, ArchiveSize))
        await run.aclose()
    await all_of(Refresh(store, client, now=clock))
    assert_whole(store.path, hub)


@pytest.fixture
def env(tmp_path: Path, hub: HubServer) -> dict[str, str]:
    own = {"HOME": str(tmp_path), "HF_ENDPOINT": hub.url, "PYTHONPATH": str(ROOT), "TERM": "xterm", "LC_ALL": "C.UTF-8"}
    return {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", **own}


def fetch(env: dict[str, str], path: Path, *args: str, **options: Any) -> subprocess.Popen[str]:
    """`paperreader fetch` as a process of its own."""
    command = [sys.executable, "-m", "paperreader", "--db", str(path), "fetch", *args]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen(command, env=env, text=True, **pipes)


def wait_for(hub: HubServer, requests: int) -> None:
    deadline = time.monotonic() + 60
    while len(hub.requests) < requests:
        assert time.monotonic() < deadline
        time.sleep(0.002)


def test_killed_again_and_again_it_comes_to_its_end_with_nothing_lost_or_doubled(
    env: dict[str, str], path: Path, hub: HubServer
) -> None:
    for more in (3, 1, 9, 20, 14):
        process = fetch(env, path, "--since", str(OLDEST))
        wait_for(hub, len(hub.requests) + more)
        process.kill()
        process.communicate(timeout=60)
    process = fetch(env, path, "--since", str(OLDEST))
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    assert output.splitlines()[-1].endswith(" papers")
    assert_whole(path, hub)
    assert max(hub.asked().count(str(day)) for day in DAYS[1:]) <= 2, "what was stored is not asked for again"


def test_ctrl_c_ends_it_calmly_and_130(env: dict[str, str], path: Path, hub: HubServer) -> None:
    hub.delay = 0.01
    process = fetch(env, path, "--since", str(OLDEST))
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(5)]
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    came = len(lines + output.splitlines())
    assert process.returncode == 130
    assert lines[0] == f"{NEWEST}  4 papers, 4 new\n"
    assert errors.startswith(f"paperreader: stopped: {came} of {len(DAYS)} days fetched, ")
    assert errors.endswith("the next run picks up from there\n")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM day").fetchone()[0] >= came


def test_beside_a_reader_that_was_killed_it_ends(env: dict[str, str], path: Path, hub: HubServer) -> None:
    hub.delay = 0.1
    reader = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from paperreader.environment import Network
from paperreader.refresh.worker import HubWorker
from paperreader.store import Store
def now():
    return datetime.now(UTC)
async def read():
    worker = HubWorker(Store(Path(sys.argv[1]), now=now), Network(sys.argv[2], None, False), now=now)
    async for event in worker.archive():
        pass
asyncio.run(read())
"""
    process = subprocess.Popen([sys.executable, "-c", reader, str(path), hub.url], env=env)
    wait_for(hub, 8)
    process.kill()
    process.wait()
    before = -1
    while before != (before := len(hub.requests)):
        time.sleep(1)
    assert before < len(DAYS)


def test_on_a_terminal_there_is_a_bar(env: dict[str, str], path: Path, hub: HubServer) -> None:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    hub.delay = 0.005
    process = fetch(env, path, "--since", str(OLDEST), stdout=theirs, stderr=theirs)
    os.close(theirs)
    output = b""
    try:
        while chunk := os.read(ours, 65536):
            output += chunk
    except OSError:
        pass
    finally:
        os.close(ours)
    assert process.wait(timeout=60) == 0
    looks = re.findall(r"\r([^\r\x1b]+)\x1b\[K", output.decode())
    told = output.decode().rpartition("\x1b[K")[2]
    assert len(looks) > 3
    assert all(len(look) < 100 and look.isprintable() for look in looks)
    assert looks[0].startswith(f"{'░' * 40}  0/{len(DAYS)} days · 0 papers")
    assert told.strip() == f"{len(DAYS)} days fetched, {sum(len(hub.items(day)) for day in DAYS)} papers"
