"""What is told of each request: whether the host answered, had trouble, or could not be reached."""

from __future__ import annotations

from contextlib import suppress

import pytest

from paperreader.address import Contact
from paperreader.hub.arxiv import Arxiv
from paperreader.hub.client import Hub
from paperreader.hub.errors import HubError
from paperreader.hub.transport import Timings
from tests.conftest import QUICK
from tests.hub_server import HubServer


async def contacts(address: str) -> tuple[list[Contact], list[Contact]]:
    """Of a search on the Hub, and of a text from arXiv, at this address."""
    of_hub, of_arxiv = list[Contact](), list[Contact]()
    hub = Hub(address, timings=QUICK, on_contact=of_hub.append)
    arxiv = Arxiv(address, timings=QUICK, on_contact=of_arxiv.append)
    for request in (hub.search("looms"), arxiv.html("2607.31001")):
        with suppress(HubError):
            await request
    await hub.close()
    await arxiv.close()
    return of_hub, of_arxiv


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("", "served"),
        ("404", "served"),
        ("500", "troubled"),
        ("429", "troubled"),
        ("truncate", "troubled"),
        ("reset", "unreachable"),
        ("redirect http://login.example/", "troubled"),
    ],
)
async def test_the_last_word_of_a_request(hub_server: HubServer, fault: str, told: Contact) -> None:
    hub_server.fail(fault, **({"Retry_After": "3000"} if fault == "429" else {}))
    assert [each[-1] for each in await contacts(hub_server.url)] == [told, told]


async def test_nobody_who_listens_is_this_host_alone() -> None:
    assert await contacts("http://127.0.0.1:9") == (["unreachable"], ["unreachable"])


async def test_a_name_that_nobody_knows_may_be_the_network() -> None:
    told = list[Contact]()
    hub = Hub("http://no-such-host.invalid", timings=Timings(connect=5), on_contact=told.append)
    with suppress(HubError):
        await hub.search("looms")
    await hub.close()
    assert told == ["no network"]


async def test_a_proxy_that_is_away_is_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert await contacts("http://hub.example") == (["no network"], ["no network"])
