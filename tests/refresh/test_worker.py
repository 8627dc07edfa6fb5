"""What a reader wants of the hub, done in a process beside it: what comes of it, and whatever ends either."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import aclosing, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from paperreader.environment import Network
from paperreader.refresh import Done, Event, Failed, Fetched, Fetching, HubMatches, Offline, TrendingFetched, worker
from paperreader.refresh.protocol import LINE_PREFIX
from paperreader.refresh.worker import INTERNAL_ERROR, MAX_STRAY_LINES, HubWorker
from paperreader.store import Store
from paperreader.views import Collection
from tests.conftest import FRIDAY, THURSDAY, TOKEN, WEDNESDAY, Clock, working_days
from tests.hub_server import HubServer
from tests.hub_server.items import papers

READER = """
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
    async for event in worker.run():
        print(worker._process._process.pid, flush=True)
asyncio.run(read())
"""


@pytest.fixture
def hub(hub_server: HubServer) -> HubServer:
    hub_server.days |= {day: papers(day, 3) for day in working_days(FRIDAY, 12)}
    return hub_server


@pytest.fixture
def reader(store: Store, hub: HubServer, clock: Clock) -> Iterator[HubWorker]:
    """The reader's side of it."""
    reader = HubWorker(store, Network(hub.url, None, False, hub.url), now=clock)
    yield reader
    with suppress(RuntimeError):  # its event loop is gone
        reader.end()


def pid_of(reader: HubWorker) -> int:
    assert reader._process is not None
    return reader._process._process.pid


def runs(pid: int) -> bool:
    """Whether it does, and is not just waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


async def all_of(events: Any) -> list[Event]:
    async with asyncio.timeout(60):
        return [event async for event in events]


async def until(fact: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not fact():
            await asyncio.sleep(0.01)


# What comes of it


async def test_all_that_is_due_comes_by_the_readers_clock(reader: HubWorker, store: Store, clock: Clock) -> None:
    events = await all_of(reader.run())
    assert isinstance(events[-1], Done)
    assert store.changed(), "so the reader hears of it"
    assert [day.date for day in store.papers.days()] == working_days(FRIDAY, 7)
    fetched = [day.fetched - clock() for day in store.papers.days() if day.fetched]
    assert timedelta() <= min(fetched)
    assert max(fetched) < timedelta(seconds=20)
    clock.tick(days=2)
    again = await all_of(reader.run())
    assert len([event for event in again if isinstance(event, Fetched)]) > 1, "days are asked for anew by that clock"


async def test_days_that_are_wanted_what_is_trending_and_what_is_searched_for(
    reader: HubWorker, store: Store, hub: HubServer
) -> None:
    wanted = await all_of(reader.run([WEDNESDAY]))
    assert [event.saved.day for event in wanted if isinstance(event, Fetched)] == [WEDNESDAY]
    pid = pid_of(reader)
    assert (await all_of(reader.trending()))[-1] == TrendingFetched(len(store.papers.entries(Collection.TRENDING)))
    title = hub.days[FRIDAY][0]["title"]
    (matches,) = await all_of(reader.search(title))
    assert isinstance(matches, HubMatches)
    assert title in [found.paper.title for found in matches.hits]
    (matches,) = await all_of(reader.search(f"{title} {'and so on ' * 10_000}"))
    assert isinstance(matches, HubMatches), "a whole text may be pasted"
    assert pid_of(reader) == pid, "one process does it all"


async def test_why_a_search_found_nothing_is_told(reader: HubWorker, hub: HubServer) -> None:
    hub.fail("html")
    (event,) = await all_of(reader.search("weaving"))
    assert isinstance(event, Offline)
    assert event.network_up
    assert "a login page?" in event.message
    hub.stop()
    (event,) = await all_of(reader.search("weaving"))
    assert isinstance(event, Offline)
    assert not event.network_up


async def test_what_is_wanted_next_does_not_wait_for_what_was_left(
    reader: HubWorker, store: Store, hub: HubServer
) -> None:
    hub.fail("silent", match=THURSDAY.isoformat())
    async with aclosing(reader.run()) as events:
        async for event in events:
            if event == Fetching(THURSDAY):
                break
    pid, begun = pid_of(reader), time.monotonic()
    assert isinstance((await all_of(reader.run([WEDNESDAY])))[-1], Done)
    assert time.monotonic() - begun < 9, "a silent hub is given up after ten"
    assert pid_of(reader) == pid
    assert [day.date for day in store.papers.days()] == [FRIDAY, WEDNESDAY], "what had come stays"


async def test_what_was_left_is_not_gone_on_with(reader: HubWorker, hub: HubServer) -> None:
    hub.delay = 0.3
    async with aclosing(reader.run()) as events:
        async for event in events:
            if isinstance(event, Fetched):
                break
    before = -1
    while before != (before := len(hub.requests)):
        await asyncio.sleep(1)
    assert before < 8, "seven days and the newest"


async def test_the_process_is_kept_for_a_while_and_no_longer(
    reader: HubWorker, hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await all_of(reader.run([FRIDAY]))
    pid = pid_of(reader)
    monkeypatch.setattr(worker, "WORKER_IDLE_S", 0.5)
    await all_of(reader.run([THURSDAY]))
    assert pid_of(reader) == pid
    await until(lambda: not runs(pid))
    assert isinstance((await all_of(reader.run([WEDNESDAY])))[-1], Done)


async def test_its_token_is_in_no_command_line_and_the_terminals_keys_are_not_for_it(
    store: Store, hub: HubServer, clock: Clock
) -> None:
    reader = HubWorker(store, Network(hub.url, TOKEN, False, hub.url), now=clock)
    await all_of(reader.run([FRIDAY]))
    pid = pid_of(reader)
    assert {request.headers.get("authorization") for request in hub.requests} == {f"Bearer {TOKEN}"}
    assert os.getsid(pid) == pid
    assert os.getpriority(os.PRIO_PROCESS, pid) > os.getpriority(os.PRIO_PROCESS, 0)
    if (line := Path(f"/proc/{pid}/cmdline")).exists():
        assert TOKEN not in line.read_text()
    reader.end()


# What ends it


async def test_killed_in_the_middle_it_is_told_once_and_the_next_one_goes_on(
    reader: HubWorker, store: Store, hub: HubServer, caplog: pytest.LogCaptureFixture
) -> None:
    hub.fail("silent", match=THURSDAY.isoformat())
    told = []
    async with asyncio.timeout(60):
        async for event in reader.run():
            told.append(event)
            if event == Fetching(THURSDAY):
                os.kill(pid_of(reader), signal.SIGKILL)
    assert [event for event in told if isinstance(event, Offline)] == [INTERNAL_ERROR]
    assert "ended unexpectedly" in caplog.text
    hub.fail()
    assert isinstance((await all_of(reader.run()))[-1], Done)
    assert [day.date for day in store.papers.days()] == working_days(FRIDAY, 7)


async def test_killed_while_it_waits_another_is_started(reader: HubWorker, hub: HubServer) -> None:
    await all_of(reader.run([FRIDAY]))
    os.kill(pid_of(reader), signal.SIGKILL)
    await until(lambda: reader._process.has_ended)
    assert isinstance((await all_of(reader.run([THURSDAY])))[-1], Done)


def test_it_ends_with_a_reader_that_is_killed(env: dict[str, str], path: Path, hub: HubServer) -> None:
    hub.fail("silent", match=THURSDAY.isoformat())
    argv = [sys.executable, "-c", READER, str(path), hub.url]
    with subprocess.Popen(argv, env=env, stdout=subprocess.PIPE) as process:
        assert process.stdout
        pid = int(process.stdout.readline())
        while THURSDAY.isoformat() not in hub.asked():
            time.sleep(0.01)
        assert runs(pid)
        process.kill()
    deadline = time.monotonic() + 60
    while runs(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not runs(pid)


@pytest.mark.parametrize(
    ("does", "works"),
    [
        ("os.write(1, b'odd \\xff\\nand without an end')", True),
        ("os._exit(3)", False),
        ("raise SystemExit('no')", False),
        ("while True: os.write(1, b'rubbish\\n')", False),
        ("while True: os.write(2, b'without an end')", False),
        ("os.write(1, b'\\x1ebm8gcGlja2xl\\n\\x1e\\xff\\n'); os._exit(0)", False),
    ],
)
async def test_whatever_it_prints_is_for_the_log_and_never_waited_for(
    reader: HubWorker,
    tmp_path: Path,
    does: str,
    works: bool,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    only_there = "import os, sys\nif 'paperreader.refresh.worker_main' in ' '.join(sys.orig_argv):\n    "
    (tmp_path / "sitecustomize.py").write_text(only_there + does)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    events = await all_of(reader.run([FRIDAY]))
    if works:
        assert isinstance(events[-1], Done)
        assert "odd" in caplog.text
    else:
        assert events == [INTERNAL_ERROR]
        assert "ended unexpectedly" in caplog.text
    assert len(caplog.records) <= MAX_STRAY_LINES + 1


async def test_what_it_does_not_understand_is_not_waited_for(
    reader: HubWorker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The program was installed anew meanwhile, and a request is another thing in it."""
    monkeypatch.setattr(worker, "encode", lambda request: LINE_PREFIX + b"odd\n")
    assert await all_of(reader.run()) == [INTERNAL_ERROR]
    assert "another version" in caplog.text


async def test_where_no_process_can_be_started_that_is_told(
    reader: HubWorker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    assert await all_of(reader.run()) == [INTERNAL_ERROR]


# What it must not do


async def test_a_store_that_was_moved_is_not_made_anew(reader: HubWorker, path: Path, hub: HubServer) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).rename(path.with_name(f"elsewhere{ending}"))
    (event,) = await all_of(reader.run())
    assert isinstance(event, Failed)
    assert "moved or deleted" in event.message
    assert not path.exists()
    assert hub.requests == []


async def test_a_newer_program_does_not_change_the_store_under_an_older_reader(
    reader: HubWorker, hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "VERSION", worker.VERSION - 1)
    (event,) = await all_of(reader.run())
    assert event == Failed(None, "paperreader was updated while running: please restart it.")
    assert hub.requests == []


async def test_what_goes_wrong_stands_in_the_readers_log(
    reader: HubWorker, hub: HubServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    hub.fail("400", match=THURSDAY.isoformat())
    await all_of(reader.run([THURSDAY]))
    (record,) = (record for record in caplog.records if record.name == "paperreader.refresh.fetch")
    assert record.getMessage().startswith(f"{THURSDAY}: The Hub has nothing")
