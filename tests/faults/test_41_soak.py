"""41 days of refreshing against a hub that fails in every way"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import FRIDAY, ROOT, working_days
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.stores import assert_counts_hold, rows

SOAK = """
import asyncio, gc, json, logging, os, resource, sys, threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from paperreader.hub.client import Hub
from paperreader.hub.transport import Timings
from paperreader.mark_fields import READ
from paperreader.models import Cause
from paperreader.refresh.fetch import Refresh
from paperreader.store import Store

logging.getLogger().addHandler(logging.NullHandler())
time = [datetime(2026, 7, 31, 12, tzinfo=UTC)]
def now(): return time[0]
async def sleep(seconds): time[0] += timedelta(seconds=seconds)

async def main(path, endpoint, count):
    store = Store(Path(path), now=now)
    hurry = Timings(connect=0.3, read=0.05, total=0.1, backoff=0.001)
    hub = Hub(endpoint, token="hf_x", now=now, sleep=sleep, timings=hurry)
    refresh, seen = Refresh(store, hub, now=now), {}
    for turn in range(count + 1):
        if turn % (count // 6) == 0:
            gc.collect()
            size = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 1024
            files, tasks = len(os.listdir("/proc/self/fd")), len(asyncio.all_tasks())
            print(json.dumps([turn, size, files, threading.active_count(), tasks]), flush=True)
        async for event in refresh.run(force=turn % 5 == 0):
            name = type(event).__name__
            seen[name] = seen.get(name, 0) + 1
        store.marks.set(READ, bool(turn % 2), ["2607.31001"], Cause.BY_HAND)
        time[0] += timedelta(minutes=15)
    await hub.close()
    assert store.close()
    print(json.dumps(seen))
asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc to measure memory")
def test_fault_41_memory_files_and_threads_are_flat(path: Path, hub_server: HubServer, long: bool) -> None:

    hub_server.days |= {day: papers(day, 20) for day in working_days(FRIDAY, 12)}
    hub_server.quota = 10**9
    command = [sys.executable, "-c", SOAK, str(path), f"{hub_server.url}/chaos/0", "2000" if long else "60"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1500)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    *used, seen = (json.loads(line) for line in done.stdout.splitlines())
    assert {"Fetching", "NewestDay", "Fetched", "Offline", "Done", "Waiting", "Notice", "Failed"} <= seen.keys(), seen
    warm = used[1:]  # what is imported and kept at first
    sizes, files, threads, tasks = zip(*(figures[1:] for figures in warm), strict=True)
    assert max(files) - min(files) <= 2, used
    assert max(threads) - min(threads) <= 2, used
    assert max(tasks) - min(tasks) <= 1, used
    assert sizes[-1] - sizes[0] < 6_000, used
    assert_counts_hold(path)
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
