"""58 days, pages and answers without end"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from paperreader.hub.client import MAX_DAY_PAPERS, MAX_HITS, MAX_PAGES, MAX_TRENDING, Hub
from paperreader.hub.errors import Unreachable, WrongAnswer
from paperreader.hub.transport import Timings
from paperreader.refresh import Fetched
from paperreader.refresh.fetch import Refresh
from paperreader.store import Store
from paperreader.views import DayView
from tests.conftest import FRIDAY, Clock, Run, told
from tests.hub_server import HubServer
from tests.hub_server.api import Reply, reply
from tests.hub_server.items import item


class Endless(HubServer):
    """A hub whose lists have `per_page` new papers on every page, with so many bytes of padding each."""

    per_page, padding, has_links = 100, 0, True

    def answer(self, path: str, query: dict[str, str], url: str) -> Reply:
        page = int(query.get("p", 0))
        numbers = range(page * self.per_page, (page + 1) * self.per_page)
        names = [f"Author {n} of a Name of Forty Characters." for n in range(self.padding // 100)]
        more: dict[str, Any] = {"authors": names} if names else {}
        items = [item(f"{2601 + n // 10**5}.{n % 10**5:05}", day=FRIDAY, **more) for n in numbers]
        link = {"Link": f'<{url}?p={page + 1}>; rel="next"'} if self.has_links else {}
        return reply(items, **link)


@pytest.fixture
def endless() -> Iterator[Endless]:
    with Endless() as server:
        yield server


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("per_page", [100, 50, 3000])
async def test_fault_58_a_day_stops_at_a_thousand_papers(endless: Endless, per_page: int, linked: bool) -> None:
    endless.per_page, endless.has_links = per_page, linked
    hub = Hub(endless.url)
    answer = await hub.day(FRIDAY)
    await hub.close()
    assert (len(answer.papers), answer.stopped, answer.etag) == (MAX_DAY_PAPERS, "1,000 papers", None)
    assert len(endless.requests) == max(1, MAX_DAY_PAPERS // per_page)
    assert len({paper.id for paper in answer.papers}) == MAX_DAY_PAPERS


async def test_fault_58_a_day_of_just_a_thousand_is_whole(endless: Endless) -> None:
    endless.per_page, endless.has_links = MAX_DAY_PAPERS, False
    hub = Hub(endless.url)
    answer = await hub.day(FRIDAY)
    await hub.close()
    assert (len(answer.papers), answer.stopped) == (MAX_DAY_PAPERS, "")


async def test_fault_58_a_day_stops_at_its_bytes_and_at_its_pages(endless: Endless) -> None:
    endless.per_page, endless.padding = 10, 1024**2
    hub = Hub(endless.url)
    answer = await hub.day(FRIDAY)
    assert (len(answer.papers), answer.stopped, len(endless.requests)) == (20, "16 MB", 2)
    endless.per_page, endless.padding = 3, 0
    endless.requests.clear()
    answer = await hub.day(FRIDAY)
    await hub.close()
    assert (len(answer.papers), answer.stopped) == (3 * MAX_PAGES, f"{MAX_PAGES} pages")
    assert len(endless.requests) == MAX_PAGES


async def test_fault_58_links_in_a_circle_end(endless: Endless) -> None:
    endless.per_page = 0
    hub = Hub(endless.url)
    assert (await hub.day(FRIDAY)).papers == []
    assert len(endless.requests) == 1
    page = json.dumps([item("2607.00001"), {"title": "No id"}]).replace("\\", "\\\\")
    link = "<?p=1&junk=" + "x" * 3000 + '>; rel="next"'
    endless.fail(f"raw HTTP/1.1 200 OK\r\nLink: {link}\r\nContent-Length: {len(page)}\r\n\r\n{page}")
    answer = await hub.day(FRIDAY)
    await hub.close()
    assert (len(answer.papers), len(endless.requests)) == (1, 3)


async def test_fault_58_a_day_takes_two_minutes_at_most(endless: Endless) -> None:
    assert Timings().day == 120
    endless.per_page, endless.delay = 1, 0.05
    hub = Hub(endless.url, timings=Timings(day=0.2))
    began = time.monotonic()
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1 is too slow for this day"):
        await hub.day(FRIDAY)
    await hub.close()
    assert len(endless.requests) < MAX_PAGES
    assert time.monotonic() - began < 20


async def test_fault_58_pauses_that_the_hub_asks_for_do_not_count(endless: Endless, clock: Clock) -> None:
    endless.per_page = 100
    endless.fail("429", match="p=3", times=1, Retry_After="50")
    hub = Hub(endless.url, now=clock, sleep=clock.sleep)
    assert len((await hub.day(FRIDAY)).papers) == MAX_DAY_PAPERS
    await hub.close()
    assert clock.slept == [50]


async def test_fault_58_trending_and_search_keep_what_they_asked_for(endless: Endless) -> None:
    endless.per_page = 3000
    hub = Hub(endless.url)
    assert len(await hub.trending()) == MAX_TRENDING
    assert len(await hub.search("loom", limit=7)) == 7
    assert len(await hub.search("loom", limit=9999)) == MAX_HITS
    assert await hub.newest_day() == FRIDAY
    await hub.close()
    assert len(endless.requests) == 4


async def test_fault_58_a_search_that_is_too_large_is_refused(endless: Endless) -> None:
    endless.per_page, endless.padding = 5, 1024**2
    hub = Hub(endless.url)
    with pytest.raises(WrongAnswer, match="larger"):
        await hub.search("loom")
    await hub.close()


async def test_fault_58_items_that_are_none_are_bounded(hub: Hub, hub_server: HubServer) -> None:
    page = "[" + "1," * 1_000_000 + json.dumps(item("2607.00001")).replace("\\", "\\\\") + "]"
    hub_server.fail(f"raw HTTP/1.1 200 OK\r\nContent-Length: {len(page)}\r\n\r\n{page}")
    began = time.process_time()
    with pytest.raises(WrongAnswer, match="is a paper"):
        await hub.day(FRIDAY)
    assert time.process_time() - began < 10


async def test_fault_58_a_refresh_says_where_it_stopped(store: Store, endless: Endless, clock: Clock) -> None:
    hub = Hub(endless.url, now=clock, sleep=clock.sleep)
    (got,) = (event for event in await told(Refresh(store, hub, now=clock), FRIDAY) if isinstance(event, Fetched))
    await hub.close()
    assert (got.saved.papers, got.problem) == (MAX_DAY_PAPERS, "stopped at 1,000 papers")
    assert len(store.papers.entries(DayView(FRIDAY))) == MAX_DAY_PAPERS


def test_fault_58_fetch_says_where_it_stopped(run: Run, endless: Endless) -> None:
    day = date(2025, 7, 31)
    done = run("fetch", day.isoformat(), HF_ENDPOINT=endless.url)
    assert done.stdout == f"{day}  1,000 papers, 1,000 new, stopped at 1,000 papers\n"


def test_fault_58_memory_and_store_stay_small(path: Path, endless: Endless) -> None:
    endless.per_page, endless.padding = 100, 150_000
    program = """
import asyncio, datetime, resource, sys
from pathlib import Path
from paperreader.hub.client import Hub
from paperreader.store import Store
def peak():
    if sys.platform == "darwin":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    status = Path("/proc/self/status").read_text()  # the other begins with what the parent had
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024
async def main():
    day = datetime.date(2026, 7, 31)
    hub, store = Hub(sys.argv[1]), Store(Path(sys.argv[2]), now=lambda: datetime.datetime.now(datetime.UTC))
    answer = await hub.day(day)
    store.ingest.save_day(day, answer.papers, complete=True).result()
    await hub.close()
    store.close()
    print("peak", peak() // 1024**2, "stopped at", answer.stopped)
asyncio.run(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", program, endless.url, str(path)],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "stopped at 16 MB" in done.stdout
    found = re.search(r"peak (\d+)", done.stdout)
    assert found
    assert int(found[1]) < 200
    assert path.stat().st_size < 64 * 1024**2
