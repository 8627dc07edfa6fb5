"""9 an answer that is not the hub's · 10 redirects to elsewhere"""

from __future__ import annotations

import ssl
from datetime import date
from pathlib import Path

import pytest

from paperreader.hub.arxiv import Arxiv
from paperreader.hub.client import Hub
from paperreader.hub.errors import WrongAnswer
from paperreader.hub.transport import Timings
from paperreader.refresh import Failed, Fetching, NewestDay, Offline, Waiting
from paperreader.refresh.fetch import Refresh
from paperreader.store import Store
from tests.conftest import FRIDAY, QUICK, TOKEN, told
from tests.hub_server import HubServer
from tests.hub_server.arxiv import page
from tests.hub_server.items import papers


@pytest.mark.parametrize("fault", ["html", "null", "object", "empty", "number", "junk", "nested"])
async def test_fault_09_what_is_not_the_hubs_answer(hub: Hub, hub_server: HubServer, fault: str) -> None:
    hub_server.fail(fault)
    with pytest.raises(WrongAnswer, match="login page"):
        await hub.day(FRIDAY)
    with pytest.raises(WrongAnswer, match="login page"):
        await hub.newest_day()


async def test_fault_09_no_papers_is_a_true_answer(hub: Hub, hub_server: HubServer) -> None:
    answer = await hub.day(date(2026, 7, 26))
    assert (answer.papers, answer.skipped, answer.not_modified) == ([], 0, False)


@pytest.mark.parametrize("fault", ["html", "empty", "redirect http://login.example/", "500", "none"])
async def test_fault_09_a_captive_portal_ends_it(
    refresh: Refresh, store: Store, hub_server: HubServer, fault: str
) -> None:
    hub_server.fail(fault)
    events = await told(refresh)
    assert [type(event) for event in events if not isinstance(event, Waiting)] == [Fetching, Offline]
    asked = hub_server.asked()
    assert asked[0] == "newest"
    assert len(asked) == 11 if fault == "none" else set(asked) == {"newest"}
    hub_server.fail("html", match="date=")
    hub_server._faults.pop(0)
    assert [type(event) for event in await told(refresh)] == [Fetching, NewestDay, Fetching, Failed, Offline]
    assert store.papers.days() == []


@pytest.mark.parametrize(
    "target", ["http://localhost:{port}/x", "http://127.0.0.1:{other}/x", "https://127.0.0.1:{port}/x",
               "http://10.0.0.1/x", "file:///etc/passwd", "//[::1]:{port}/", "ftp://127.0.0.1:{port}/x"],
)  # fmt: skip
async def test_fault_10_redirects_to_elsewhere_are_not_followed(hub_server: HubServer, target: str) -> None:
    with HubServer({FRIDAY: papers(FRIDAY, 2)}) as other:
        hub = Hub(hub_server.url, token=TOKEN, timings=QUICK)
        hub_server.fail("redirect " + target.format(port=hub_server.port, other=other.port))
        with pytest.raises(WrongAnswer, match="another host"):
            await hub.day(FRIDAY)
        await hub.close()
        assert other.requests == []
    assert len(hub_server.requests) == 1


async def test_fault_10_redirects_within_the_hub_are_followed(hub: Hub, hub_server: HubServer) -> None:
    hub_server.fail("redirect /api/daily_papers?date=2026-07-31&limit=2", times=1)
    assert len((await hub.day(FRIDAY)).papers) == 2


async def test_fault_10_a_circle_ends(hub: Hub, hub_server: HubServer) -> None:
    hub_server.fail("redirect /api/daily_papers")
    with pytest.raises(WrongAnswer, match="circles"):
        await hub.day(FRIDAY)
    assert len(hub_server.requests) == 4


async def test_fault_10_arxiv_does_not_lead_back_to_plain_http(
    certificate: Path, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with HubServer(tls=tls) as server:
        server.texts.html["2607.31001"] = page()
        arxiv = Arxiv(server.url, timings=Timings(connect=20, read=20, total=60))
        assert await arxiv.html("2607.31001")
        server.fail(f"redirect {server.url.replace('https', 'http')}/html/2607.31001")
        with pytest.raises(WrongAnswer, match="another host"):
            await arxiv.html("2607.31001")
        await arxiv.close()
    assert len(server.requests) == 2
