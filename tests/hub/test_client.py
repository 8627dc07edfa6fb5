"""The client against a real server on loopback; how that may fail is in `faults`."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta

import pytest

from paperreader import __version__
from paperreader.hub.client import Hub
from paperreader.hub.errors import HubError, RateLimited, WrongAnswer
from paperreader.hub.parse import parse_items
from tests.conftest import FRIDAY, QUICK, TOKEN, Clock
from tests.hub_server import HubServer
from tests.hub_server.items import item, papers


async def test_a_search_finds_papers_and_says_what_of_them_it_marked(hub: Hub, hub_server: HubServer) -> None:
    hub_server.days[FRIDAY] = [
        item("2607.31001", "Nothing of the kind", abstract="A *loom* is a machine."),
        item("2607.31002", "A Kettle", upvotes=9),
        item("1412.6980", "A Loom for $\\alpha$-Looms", abstract="It weaves.", comments=2, organization=("m", "Marsh")),
    ]
    found = await hub.search("  loom \n weaves ", limit=7)
    assert [each.paper.id for each in found] == ["1412.6980", "2607.31001"]
    paper, title_words, abstract_words = found[0].paper, found[0].title_words, found[0].abstract_words
    assert (paper.title, paper.abstract, paper.organization, paper.comments) == (
        "A Loom for α-Looms",
        "It weaves.",
        "Marsh",
        2,
    )
    assert (len(paper.authors), paper.published) == (2, date(2026, 7, 30))
    assert (title_words, abstract_words) == (("Loom",), ("weaves",))
    assert hub_server.requests[-1].query == {"q": "loom weaves", "limit": "7"}


async def test_a_search_is_cut_where_the_hub_wants_it_and_none_is_not_asked(hub: Hub, hub_server: HubServer) -> None:
    assert await hub.search("token " * 100, limit=9999) == await hub.search("token " * 41, limit=120)
    assert [len(request.query["q"]) for request in hub_server.requests] == [245, 245]
    await hub.search("x" * 300)
    assert len(hub_server.requests.pop().query["q"]) == 250
    assert await hub.search(" \n ") == []
    assert len(hub_server.requests) == 2
    assert await hub.search("zzz") == []


@pytest.mark.parametrize("what", ["html", "object", "junk"])
async def test_a_search_does_not_take_a_login_page_for_an_answer(hub: Hub, hub_server: HubServer, what: str) -> None:
    hub_server.fail(what)
    with pytest.raises(WrongAnswer):
        await hub.search("loom")


async def test_one_paper_is_asked_for_by_its_id(hub: Hub, hub_server: HubServer) -> None:
    hub_server.days[FRIDAY] = [item("2401.00007", "A Loom for $\\alpha$-Looms", upvotes=9)]
    paper = await hub.paper("2401.00007")
    assert paper is not None
    assert (paper.id, paper.title, paper.upvotes) == ("2401.00007", "A Loom for α-Looms", 9)
    assert hub_server.requests[-1].path == "/api/papers/2401.00007"
    assert await hub.paper("2401.00008") is None
    hub_server.fail("surrogates", match="2401.00008")
    with pytest.raises(WrongAnswer, match="another paper"):
        await hub.paper("2401.00008")
    hub_server.fail()


@pytest.mark.parametrize("what", ["html", "junk"])
async def test_a_paper_is_not_taken_from_a_login_page(hub: Hub, hub_server: HubServer, what: str) -> None:
    hub_server.days[FRIDAY] = [item("2401.00007", "A Loom")]
    hub_server.fail(what)
    with pytest.raises(WrongAnswer):
        await hub.paper("2401.00007")


async def test_searches_have_a_limit_of_their_own(hub: Hub, hub_server: HubServer, clock: Clock) -> None:
    hub_server.quota = 3
    await hub.search("loom")
    hub_server.quota = 500
    await hub.day(FRIDAY)
    assert clock.slept == []
    await hub.search("loom")
    assert clock.slept == [60]


async def test_what_is_trending_comes_in_the_hubs_order(hub: Hub, hub_server: HubServer) -> None:
    hub_server.days.clear()
    hub_server.days[FRIDAY] = [item("2607.31001", day=FRIDAY, upvotes=5), item("2607.31002", day=FRIDAY, upvotes=20)]
    before = FRIDAY - timedelta(days=1)
    hub_server.days[before] = [item("2607.30001", day=before, upvotes=18), item("2607.30002", day=before, upvotes=2)]
    trending = await hub.trending()
    assert [paper.id for paper in trending] == ["2607.31002", "2607.30001", "2607.31001", "2607.30002"]
    assert hub_server.requests[-1].query == {"sort": "trending", "limit": "100"}


async def test_what_is_asked_and_how(hub: Hub, hub_server: HubServer) -> None:
    answer = await hub.day(FRIDAY)
    assert [paper.id for paper in answer.papers] == [f"2607.3100{n}" for n in range(1, 4)]
    assert (answer.skipped, answer.not_modified) == (0, False)
    (request,) = hub_server.requests
    assert request.target == "/api/daily_papers?date=2026-07-31&limit=100"
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert request.headers["user-agent"] == f"paperreader/{__version__}; python/{python}"
    assert request.headers["accept-encoding"] == "gzip"
    assert "authorization" not in request.headers


async def test_the_newest_day_comes_from_the_list_without_a_date(hub: Hub, hub_server: HubServer) -> None:
    hub_server.newest = FRIDAY + timedelta(days=2)
    assert await hub.newest_day() == FRIDAY
    assert "date" not in hub_server.requests[0].query


@pytest.mark.parametrize("ending", ["", "/", "//"])
async def test_an_endpoint_with_a_path(ending: str) -> None:
    with HubServer({FRIDAY: papers(FRIDAY, 3)}, prefix="/mirror/hf") as server:
        hub = Hub(server.url + ending)
        assert len((await hub.day(FRIDAY)).papers) == 3
        assert server.requests[0].path == "/mirror/hf/api/daily_papers"
        await hub.close()


async def test_a_next_page_is_asked_of_our_endpoint_alone(hub: Hub, hub_server: HubServer) -> None:
    hub_server.days[FRIDAY] = papers(FRIDAY, 103)
    page = json.dumps(papers(FRIDAY, 2))
    link = "<http://192.0.2.1:1/api/x?date=2020-01-01&limit=1&p=1>; rel=next"
    head = f"HTTP/1.1 200 OK\r\nLink: {link}\r\nContent-Length: {len(page)}\r\n\r\n"
    hub_server.fail("raw " + (head + page).replace("\\", "\\\\"), times=1)
    answer = await hub.day(FRIDAY)
    assert len(answer.papers) == 5
    assert [request.target for request in hub_server.requests[1:]] == [
        "/api/daily_papers?date=2026-07-31&limit=100&p=1"
    ]


async def test_next_links_without_an_end_come_to_an_end(hub: Hub, hub_server: HubServer) -> None:
    page = json.dumps(papers(FRIDAY, 2)).replace("\\", "\\\\")
    head = "HTTP/1.1 200 OK\r\nLink: </?p=1>; rel=next\r\nContent-Length: "
    hub_server.fail(f"raw {head}{len(page)}\r\n\r\n{page}")
    assert len((await hub.day(FRIDAY)).papers) == 2
    assert len(hub_server.requests) == 2


async def test_a_token_that_is_wanted_is_sent_each_time(hub_server: HubServer) -> None:
    hub_server.days[FRIDAY], hub_server.token = papers(FRIDAY, 2), TOKEN
    hub = Hub(hub_server.url, token=TOKEN, timings=QUICK)
    await hub.newest_day()
    await hub.day(FRIDAY)
    await hub.close()
    assert not hub.notices
    assert {request.headers["authorization"] for request in hub_server.requests} == {f"Bearer {TOKEN}"}


async def test_gzip_is_unpacked(hub: Hub, hub_server: HubServer) -> None:
    hub_server.fail("encoded gzip")
    assert len((await hub.day(FRIDAY)).papers) == 3


async def test_a_small_quota_is_never_overdrawn(hub: Hub, hub_server: HubServer, clock: Clock) -> None:
    hub_server.quota = 6
    for _ in range(6):
        await hub.day(FRIDAY)
    with pytest.raises(RateLimited):
        await hub.day(FRIDAY)
    assert len(hub_server.requests) == 6
    assert clock.slept


async def test_a_list_without_days_or_papers_is_not_the_hubs(hub: Hub, hub_server: HubServer) -> None:
    with pytest.raises(WrongAnswer, match="None of the 3"):
        parse_items([1, 2, 3])
    hub_server.fail("none")
    with pytest.raises(WrongAnswer, match="which day"):
        await hub.newest_day()


async def test_cookies_are_not_kept(hub: Hub, hub_server: HubServer) -> None:
    hub_server.fail("500", times=1, Set_Cookie="track=me; Path=/")
    await hub.day(FRIDAY)
    assert not any("cookie" in request.headers for request in hub_server.requests)


@pytest.mark.parametrize("endpoint", ["http://[::1", "http://x:99999", "nonsense", "http://\u200b", "", "http://a..b"])
async def test_an_address_that_is_none_is_unreachable(endpoint: str) -> None:
    hub = Hub(endpoint, timings=QUICK)
    with pytest.raises(HubError) as caught:
        await hub.day(FRIDAY)
    assert str(caught.value).isprintable()
    await hub.close()
