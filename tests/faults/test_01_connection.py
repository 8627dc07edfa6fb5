"""1 no network · 2 a certificate that is not valid · 3 slowness · 4 an answer that breaks off"""

from __future__ import annotations

import socket
import ssl
import sys
import time
from pathlib import Path

import pytest

from paperreader.hub.client import Hub
from paperreader.hub.errors import Unreachable
from paperreader.hub.transport import Timings
from paperreader.refresh import Fetched, Fetching, Offline
from paperreader.refresh.fetch import Refresh
from paperreader.store import Store
from paperreader.views import DayView
from tests.bench.terminal import Program
from tests.conftest import FRIDAY, QUICK, TOKEN, WEEK, Run, iso, told
from tests.hub_server import HubServer
from tests.hub_server.items import papers


async def test_fault_01_refused(hub: Hub, hub_server: HubServer) -> None:
    hub_server.stop()
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1"):
        await hub.day(FRIDAY)
    hub_server.start()
    assert len((await hub.day(FRIDAY)).papers) == 3


async def test_fault_01_no_such_host() -> None:
    hub = Hub("http://no-such-host.invalid", timings=Timings(connect=3))
    with pytest.raises(Unreachable, match=r"no-such-host\.invalid|Can't reach"):
        await hub.newest_day()
    await hub.close()


@pytest.mark.parametrize("fault", ["reset", "reset half", "truncate"])
async def test_fault_01_and_04_a_lost_connection_gives_nothing(hub: Hub, hub_server: HubServer, fault: str) -> None:
    hub_server.fail(fault)
    with pytest.raises(Unreachable, match="was lost"):
        await hub.day(FRIDAY)
    assert len(hub_server.requests) == 3


async def test_fault_01_the_hub_goes_away_in_the_middle(refresh: Refresh, store: Store, hub_server: HubServer) -> None:
    events = []
    async for event in refresh.run():
        events.append(event)
        if isinstance(event, Fetched) and event.saved.day == WEEK[1]:
            hub_server.stop()
    assert isinstance(events[-1], Offline)
    assert [day.date for day in store.papers.days()] == WEEK[:2]
    assert "127.0.0.1" in events[-1].message


def test_fault_01_fetch_without_a_network(run: Run, hub_server: HubServer) -> None:
    hub_server.stop()
    done = run("fetch")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("paperreader: offline: ")
    assert done.stderr.count("\n") == 1


async def test_fault_02_and_11_a_certificate_must_hold(
    certificate: Path, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HubServer({FRIDAY: papers(FRIDAY, 3)}, tls=tls) as server:
        hub = Hub(server.url, token=TOKEN, timings=QUICK)
        with pytest.raises(Unreachable, match=r"certificate of 127\.0\.0\.1 is not valid: self-signed"):
            await hub.day(FRIDAY)
        await hub.close()
        assert server.requests == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        hub = Hub(server.url, timings=QUICK)
        assert len((await hub.day(FRIDAY)).papers) == 3
        await hub.close()


def test_fault_02_the_reader_says_so_and_reads_over_tls(
    certificate: Path, tls: ssl.SSLContext, env: dict[str, str]
) -> None:
    argv = [sys.executable, "-m", "paperreader"]
    with HubServer({FRIDAY: papers(FRIDAY, 3)}, tls=tls) as server:
        env |= {"HF_ENDPOINT": server.url}
        with Program(argv, env, (140, 40)) as program:
            program.until(lambda text: "certificate of 127.0.0.1 is not valid" in " ".join(text.split()))
            program.leave("Q")
        with Program(argv, env | {"SSL_CERT_FILE": str(certificate)}, (140, 40)) as program:
            program.until(lambda text: "3 papers, 3 unread" in text)
            program.leave("Q")


@pytest.mark.parametrize(("fault", "seconds"), [("silent", QUICK.read), ("drip 0.02", QUICK.total)])
async def test_fault_03_every_request_comes_to_an_end(
    hub: Hub, hub_server: HubServer, fault: str, seconds: float
) -> None:
    hub_server.fail(fault)
    began = time.monotonic()
    with pytest.raises(Unreachable, match="in time"):
        await hub.day(FRIDAY)
    assert seconds - 0.05 < time.monotonic() - began < seconds + 20
    assert len(hub_server.requests) == 1


async def test_fault_03_connecting_comes_to_an_end() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(full.getsockname())
        hub = Hub(f"http://127.0.0.1:{full.getsockname()[1]}", timings=QUICK)
        began = time.monotonic()
        with pytest.raises(Unreachable, match="in time"):
            await hub.day(FRIDAY)
        assert time.monotonic() - began < QUICK.connect + 20
        await hub.close()
        for each in waiting:
            each.close()


def test_fault_03_the_times_of_the_promise() -> None:
    assert (Timings().connect, Timings().read, Timings().total) == (5, 10, 30)


async def test_fault_03_a_refresh_ends_at_its_first_time_out(refresh: Refresh, hub_server: HubServer) -> None:
    hub_server.fail("silent", match=WEEK[1].isoformat())
    events = await told(refresh)
    assert [type(event) for event in events[-3:]] == [Fetched, Fetching, Offline]
    assert hub_server.asked() == ["newest", *iso(*WEEK[:2])]


async def test_fault_04_a_second_page_that_fails_fails_the_day(hub: Hub, hub_server: HubServer) -> None:
    hub_server.days[FRIDAY] = papers(FRIDAY, 120)
    hub_server.fail("truncate", match="p=1")
    with pytest.raises(Unreachable):
        await hub.day(FRIDAY)


async def test_fault_04_a_broken_answer_changes_nothing(refresh: Refresh, store: Store, hub_server: HubServer) -> None:
    await told(refresh)
    before = [store.papers.get(entry.id) for entry in store.papers.entries(DayView(FRIDAY))]
    hub_server.vote(FRIDAY)
    for fault in ("truncate", "reset half", "encoded truncated-gzip", "html"):
        hub_server.fail(fault, match="2026-07-31")
        assert not any(isinstance(event, Fetched) for event in await told(refresh))
        hub_server.fail()
    assert [store.papers.get(entry.id) for entry in store.papers.entries(DayView(FRIDAY))] == before
