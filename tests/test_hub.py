"""The hub's client against a real server on loopback that fails in every way it can."""

from __future__ import annotations

import asyncio
import io
import json
import os
import random
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
import traceback
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.traceback import Traceback

from paperreader import __version__
from paperreader.hub import (
    Hub,
    HubError,
    HubFailed,
    NotTheHub,
    NotThereYet,
    RateLimited,
    Timings,
    Unreachable,
    parse_found,
    parse_items,
)
from paperreader.hub.pauses import Bucket, asked_for
from paperreader.models import Paper
from tests.conftest import Clock
from tests.hub import HubServer
from tests.hub.items import item, papers

DAY = date(2026, 7, 31)
QUICK = Timings(connect=0.4, read=0.4, whole=0.8, backoff=0.01)
TOKEN = "hf_" + "secret" * 5


@pytest.fixture
async def hub(hub_server: HubServer, clock: Clock) -> AsyncIterator[Hub]:
    hub_server.days[DAY] = papers(DAY, 5)
    client = Hub(hub_server.url, now=clock, sleep=clock.sleep, timings=QUICK)
    yield client
    await client.close()


def one(made: dict[str, Any]) -> Paper:
    return parse_items([made]).papers[0]


# What an item says


def test_every_field_of_an_item() -> None:
    paper = one(
        item(
            "2607.12345",
            "Looms\n  for $\\alpha$-Weaving",
            abstract="We weave.\nThe cloth\n holds $\\beta$.",
            summary="It weaves.",
            keywords=["looms", "$\\gamma$-ray", "looms"],
            authors=["Ada Brook", "李小龙"],
            upvotes=12,
            comments=3,
            organization=("marsh-lab", "Marsh Lab 🌾"),
            repo="https://github.com/example/loom",
            stars=0,
            project=" http://198.51.100.7/loom ",
            submitter="Bo Lindqvist",
        )
    )
    assert paper == Paper(
        id="2607.12345",
        title="Looms for α-Weaving",
        title_raw="Looms for $\\alpha$-Weaving",
        abstract="We weave. The cloth holds β.",
        abstract_raw="We weave. The cloth holds $\\beta$.",
        summary="It weaves.",
        summary_raw="It weaves.",
        keywords=("looms", "γ-ray"),
        authors=("Ada Brook", "李小龙"),
        organization="Marsh Lab 🌾",
        submitter="Bo Lindqvist",
        upvotes=12,
        comments=3,
        github_repo="https://github.com/example/loom",
        github_stars=0,
        project_page="http://198.51.100.7/loom",
        published=date(2026, 7, 30),
    )


def test_fault_14_missing_fields_are_absent_and_unknown_ones_ignored() -> None:
    bare = {"paper": {"id": "2403.00001", "upvotes": 4, "new": {"a": [1]}}, "title": "Bare", "other": None}
    assert one(bare) == Paper(id="2403.00001", title="Bare", title_raw="Bare", abstract="", abstract_raw="", upvotes=4)


def test_fault_14_items_without_id_or_title_are_skipped_and_counted() -> None:
    good = item("2607.00001")
    bad: list[Any] = [
        item(""),
        item("2607.00002", ""),
        item("2607.00003", " \n "),
        {},
        {"title": "x"},
        None,
        7,
        "x",
        [],
    ]
    parsed = parse_items([*bad, good])
    assert [paper.id for paper in parsed.papers] == ["2607.00001"]
    assert parsed.skipped == len(bad)


def test_null_counts_as_missing_everywhere() -> None:
    made = item("2607.00001", summary="s", keywords=["k"], organization=("o", "O"), repo="r", stars=1, project="p")
    paper = dict.fromkeys(made["paper"], None) | {"id": "2607.00001"}
    assert one(dict.fromkeys(made, None) | {"paper": paper, "title": "Nulls"}) == Paper(
        id="2607.00001", title="Nulls", title_raw="Nulls", abstract="", abstract_raw=""
    )


@pytest.mark.parametrize(
    ("sent", "votes", "stars"),
    [
        ('"12"', 12, 12),
        ("12.0", 12, 12),
        ('" 7 "', 7, 7),
        ("NaN", 0, None),
        ("Infinity", 0, None),
        ("1e999", 0, None),
        ("1" + "0" * 30, 0, None),
        ('"1' + "0" * 30 + '"', 0, None),
        ("9" * 5000, 0, None),
        ("-3", 0, None),
        ("true", 0, None),
        ('"many"', 0, None),
        ("[5]", 0, None),
        ('{"n": 5}', 0, None),
        ('"٣"', 0, None),
    ],
)
def test_fault_15_and_16_figures_of_a_wrong_type(sent: str, votes: int, stars: int | None) -> None:
    body = (
        f'[{{"paper": {{"id": "2607.00001", "upvotes": {sent}, "githubStars": {sent}}},'
        f' "title": "Figures", "numComments": {sent}}}]'
    )
    paper = parse_items(body.encode()).papers[0]
    assert (paper.upvotes, paper.comments, paper.github_stars) == (votes, votes, stars)


@pytest.mark.parametrize("wrong", [["a"], {"a": "b"}, 7, True, None, 1.5])
def test_fault_15_texts_of_a_wrong_type_are_dropped(wrong: object) -> None:
    made = item("2607.00001", "Kept", ai_summary=wrong, ai_keywords=wrong, githubRepo=wrong, projectPage=wrong)
    made["paper"] |= {"summary": wrong, "authors": wrong, "publishedAt": wrong, "submittedOnDailyBy": wrong}
    made |= {"summary": wrong, "organization": wrong, "submittedBy": wrong}
    paper = one(made)
    expected = Paper(
        id="2607.00001", title="Kept", title_raw="Kept", abstract="", abstract_raw="", upvotes=1,
        keywords=("a",) if wrong == ["a"] else (),
    )  # fmt: skip
    assert paper == expected


def test_lists_with_wrong_members_keep_the_right_ones() -> None:
    made = item("2607.00001", keywords=["loom"])
    made["paper"]["ai_keywords"] += [7, None, ["x"], "", " tide "]
    made["paper"]["authors"] += [
        None,
        "x",
        7,
        {"name": ["y"]},
        {"hidden": False},
        {"user": {"fullname": "Emi"}},
    ]
    paper = one(made)
    assert paper.keywords == ("loom", "tide")
    assert paper.authors == ("Ada Brook", "Bo Lindqvist", "Emi")


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (b'[{"paper": {"id": "2607.00001"}, "title": "Lone \\ud800 and \\u0000 end"}]', "Lone"),
        (b'[{"paper": {"id": "2607.00001"}, "title": "Caf\xe9"}]', "Caf"),
        (b'\xef\xbb\xbf[{"paper": {"id": "2607.00001"}, "title": "Marked"}]', "Marked"),
    ],
)
def test_fault_16_broken_unicode(body: bytes, title: str) -> None:
    paper = parse_items(body).papers[0]
    assert paper.title.startswith(title)
    paper.title.encode()
    assert "\0" not in paper.title_raw


@pytest.mark.parametrize("body", [b"[" * 100_000, b"[" * 100_000 + b"]" * 100_000, b'{"a":' * 100_000])
def test_fault_16_nested_brackets(body: bytes) -> None:
    with pytest.raises(NotTheHub):
        parse_items(body)


def test_fault_17_the_same_paper_twice_is_one() -> None:
    parsed = parse_items([item("2607.00002", "First"), item("2607.00001"), item("2607.00002v3", "Again")])
    assert [(paper.id, paper.title[:5]) for paper in parsed.papers] == [
        ("2607.00002", "First"),
        ("2607.00001", "A Loo"),
    ]
    assert parsed.skipped == 0


@pytest.mark.parametrize("id", ["2607.12345v2", " 2607.12345\n", "2607.12345v14"])
def test_a_version_is_cut(id: str) -> None:
    assert one(item(id)).id == "2607.12345"


@pytest.mark.parametrize(
    "id",
    [
        *(
            "../x",
            "-rf",
            "26 07.12345",
            "2607.123456",
            "2607.123",
            "x2607.12345",
            "2607,12345",
            "2607.12345v",
        ),
        *("2607.12345/../", "2607.12345\n2607.12345", "٢٦٠٧.12345", "hep-th/9901001", "\x1b[2607.12345"),
        "2607.12345" * 1000,
    ],
)
def test_fault_18_what_is_no_arxiv_id_gets_no_further(id: str) -> None:
    parsed = parse_items([item("2607.00001"), item(id)])
    assert ([paper.id for paper in parsed.papers], parsed.skipped) == (["2607.00001"], 1)


def test_fault_19_long_texts_are_cut_with_a_note() -> None:
    began = time.perf_counter()
    paper = one(item("2607.00001", "t" * 300, abstract="word " * 400_000, authors=[f"A{n}" for n in range(700)]))
    assert time.perf_counter() - began < 1
    assert len(paper.title) == 300
    assert len(paper.authors) == 700
    assert 19_900 < len(paper.abstract) < 20_100
    assert paper.abstract.endswith("word … (cut here; 1,980,000 characters more)")
    assert paper.abstract_raw.endswith("characters more)")


def test_fault_21_no_control_character_gets_in() -> None:
    evil = "a\x1b]52;c;aGk=\x07b\x1b[31mc\x9b2Jd\x00e\u202ef\u200bg"
    made = item(
        "2607.00001", evil, abstract=evil, summary=evil, keywords=[evil], authors=[evil], submitter=evil,
        organization=(evil, evil), repo=f"https://github.com/{evil}", project=f"https://example.org/{evil}",
    )  # fmt: skip
    paper = one(made)
    assert paper.github_repo is None
    assert paper.project_page is None
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202e\u200b]", repr(paper))


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a?b=c#d", True),
        (" http://192.0.2.1:8080 ", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("-https://example.org", False),
        ("https://me:secret@example.org", False),
        ("https://example.org/a b", False),
        ("https://", False),
        ("https://example.org/" + "a" * 3000, False),
    ],
)
def test_fault_26_only_safe_links_are_kept(url: str, kept: bool) -> None:
    paper = one(item("2607.00001", repo=url, project=url))
    assert (paper.github_repo, paper.project_page) == ((url.strip(),) * 2 if kept else (None, None))


def test_hidden_authors_are_not_shown() -> None:
    made = item("2607.00001", authors=["Ada", "Bo", "Chidi"])
    made["paper"]["authors"][1]["hidden"] = True
    assert one(made).authors == ("Ada", "Chidi")


@pytest.mark.parametrize(
    ("outer", "inner", "called"),
    [
        ({"organization": {"name": "m", "fullname": "Marsh"}}, {}, "Marsh"),
        ({"organization": {"name": "m", "fullName": "Marsh"}}, {}, "Marsh"),
        ({"organization": {"name": "marsh-lab"}}, {}, "marsh-lab"),
        ({"organization": {"name": "m", "fullname": ""}}, {}, "m"),
        ({"submitterOrganization": {"name": "m", "fullname": "Marsh"}}, {}, "Marsh"),
        ({}, {"organization": {"name": "m", "fullname": "Marsh"}}, "Marsh"),
        ({"organization": {}}, {}, None),
        ({"organization": "Marsh"}, {}, None),
    ],
)
def test_what_an_organization_is_called(outer: Any, inner: Any, called: str | None) -> None:
    made = item("2607.00001")
    made["paper"] |= inner
    assert one(made | outer).organization == called


def test_submitters_are_called_by_their_name_in_either_shape() -> None:
    made = item("2607.00001", submitter="Ada Brook")
    del made["submittedBy"]
    assert one(made).submitter == "Ada Brook"
    del made["paper"]["submittedOnDailyBy"]
    assert one(made).submitter is None
    assert one(made | {"submittedBy": {"name": "ada"}}).submitter == "ada"


def test_the_newest_day_is_the_first_ten_characters() -> None:
    made = [item("2607.00001", day=DAY - timedelta(1)), item("2607.00002", day=DAY), item("2607.00003")]
    made[1]["paper"]["submittedOnDailyAt"] = "2026-07-31T23:59:59-11:00"
    made[2]["paper"]["submittedOnDailyAt"] = "soon"
    assert parse_items(made).day == DAY
    assert parse_items(made[2:]).day is None


def test_the_outer_title_has_the_tex() -> None:
    made = item("2607.00001", "LLM$\\times$Looms")
    made["paper"]["title"] = "LLMtimesLooms"
    assert one(made).title == "LLM×Looms"
    del made["title"]
    assert one(made).title_raw == "LLMtimesLooms"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = sorted({*item("2607.00001"), *item("2607.00001", keywords=[], organization=("", ""), repo="", stars=1)["paper"]})


@settings(max_examples=150, deadline=None)
@given(
    outer=st.dictionaries(st.sampled_from(KEYS), JSON, max_size=4),
    inner=st.dictionaries(st.sampled_from(KEYS), JSON, max_size=4),
)
def test_fault_15_no_item_whatever_breaks_the_rest(outer: dict[str, Any], inner: dict[str, Any]) -> None:
    made = item("2607.00001")
    made["paper"] |= inner
    parsed = parse_items(json.loads(json.dumps([made | outer, item("2607.00002", "Whole")])))
    assert parsed.papers[-1].title == "Whole"
    assert len(parsed.papers) + parsed.skipped == 2
    assert all(isinstance(paper.title, str) and paper.title and paper.upvotes >= 0 for paper in parsed.papers)


def test_recorded_days_are_read_whole(recorded: Path) -> None:
    with HubServer(recorded=recorded) as server:
        days = sorted(server.dates())
        for day in random.Random(7).sample(days, 12):
            items = server.items(day)
            parsed = parse_items(items)
            assert (len(parsed.papers), parsed.skipped) == (len({each["paper"]["id"] for each in items}), 0)
            assert parsed.day in (day, None)


# The server speaks the hub's language


def test_the_official_client_understands_the_server(hub_server: HubServer) -> None:
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError

    hub_server.days |= {DAY: papers(DAY, 60), DAY - timedelta(1): papers(DAY - timedelta(1), 5)}
    api = HfApi(endpoint=hub_server.url, token=False)
    listed = list(api.list_daily_papers(date=DAY.isoformat()))
    assert len(listed) == 50
    first = listed[0]
    assert (first.id, first.upvotes, first.comments) == ("2607.31001", 199, 1)
    assert first.title == "Ferry: Mending Friday's Tokens, Part 1"
    assert first.authors is not None
    assert first.authors[0].name == "Bo Lindqvist"
    assert first.submitted_by is not None
    assert first.submitted_by.fullname == "Bo Lindqvist"
    assert first.organization is not None
    assert first.organization.fullname == "North Quay Institute"
    assert len(list(api.list_daily_papers(date=DAY.isoformat(), p=1))) == 10
    assert len(list(api.list_daily_papers(week="2026-W31", limit=100))) == 65
    assert len(list(api.list_daily_papers(month="2026-07", limit=100))) == 65
    assert len(list(api.list_daily_papers(sort="trending", limit=7))) == 7
    assert list(api.list_daily_papers(date="2026-07-26")) == []
    info = api.paper_info("2607.30003")
    assert info.title == "Compass: Folding Thursday's Tokens, Part 3"
    assert info.num_total_models == 0
    found = list(api.list_papers(query="ferry part 1"))
    assert found[0].title == first.title
    with pytest.raises(HfHubHTTPError):
        api.paper_info("2607.99999")
    with pytest.raises(HfHubHTTPError):
        list(api.list_daily_papers(date="2026-08-01"))


# Searching, and what is talked of


async def test_a_search_finds_papers_and_says_what_of_them_it_marked(hub: Hub, hub_server: HubServer) -> None:
    hub_server.days[DAY] = [
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


@pytest.mark.parametrize("marks", [None, 7, "x", [None, 7, {}], [{"type": "highlight"}], [{"text": "loom"}]])
def test_highlights_that_are_none_are_none(marks: object) -> None:
    found = parse_found([{**item("2607.31001"), "highlightedTitle": marks, "highlightedSummary": marks}])
    assert [(each.title_words, each.abstract_words) for each in found] == [((), ())]


def test_highlights_are_cleaned_and_readable() -> None:
    marks = [{"type": "highlight", "text": text} for text in ("a\x1b[2Jb", "$\\beta$", "a\u202eb", "", "[/x]")]
    found = parse_found([{**item("2607.31001"), "highlightedTitle": marks}])
    assert found[0].title_words == ("ab", "β", "[/x]")


@pytest.mark.parametrize("what", ["html", "object", "junk"])
async def test_a_search_does_not_take_a_login_page_for_an_answer(hub: Hub, hub_server: HubServer, what: str) -> None:
    hub_server.fail(what)
    with pytest.raises(NotTheHub):
        await hub.search("loom")


async def test_searches_have_a_limit_of_their_own(hub: Hub, hub_server: HubServer, clock: Clock) -> None:
    hub_server.quota = 3
    await hub.search("loom")
    hub_server.quota = 500
    await hub.day(DAY)
    assert clock.slept == []
    await hub.search("loom")
    assert clock.slept == [60]


async def test_what_is_trending_comes_in_the_hubs_order(hub: Hub, hub_server: HubServer) -> None:
    hub_server.days[DAY] = [item("2607.31001", day=DAY, upvotes=5), item("2607.31002", day=DAY, upvotes=20)]
    before = DAY - timedelta(days=1)
    hub_server.days[before] = [item("2607.30001", day=before, upvotes=18), item("2607.30002", day=before, upvotes=2)]
    trending = await hub.trending()
    assert [paper.id for paper in trending] == ["2607.31002", "2607.30001", "2607.31001", "2607.30002"]
    assert hub_server.requests[-1].query == {"sort": "trending", "limit": "100"}


# Asking


async def test_what_is_asked_and_how(hub: Hub, hub_server: HubServer) -> None:
    answer = await hub.day(DAY)
    assert [paper.id for paper in answer.papers] == [f"2607.3100{n}" for n in range(1, 6)]
    assert (answer.skipped, answer.not_modified) == (0, False)
    (request,) = hub_server.requests
    assert request.target == "/api/daily_papers?date=2026-07-31&limit=100"
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert request.headers["user-agent"] == f"paperreader/{__version__}; python/{python}"
    assert request.headers["accept-encoding"] == "gzip"
    assert "authorization" not in request.headers


async def test_the_newest_day_comes_from_the_list_without_a_date(hub: Hub, hub_server: HubServer) -> None:
    hub_server.newest = DAY + timedelta(days=2)
    assert await hub.newest_day() == DAY
    assert "date" not in hub_server.requests[0].query


@pytest.mark.parametrize("ending", ["", "/", "//"])
async def test_an_endpoint_with_a_path(ending: str) -> None:
    with HubServer({DAY: papers(DAY, 3)}, prefix="/mirror/hf") as server:
        hub = Hub(server.url + ending)
        assert len((await hub.day(DAY)).papers) == 3
        assert server.requests[0].path == "/mirror/hf/api/daily_papers"
        await hub.close()


async def test_fault_19_a_day_of_many_pages(hub: Hub, hub_server: HubServer) -> None:
    hub_server.days[DAY] = papers(DAY, 999)
    answer = await hub.day(DAY)
    assert [paper.id for paper in answer.papers] == [f"2607.31{n:03}" for n in range(1, 1000)]
    assert answer.etag is None
    assert [request.query.get("p") for request in hub_server.requests] == [None, *"123456789"]


async def test_a_next_page_is_asked_of_our_endpoint_alone(hub: Hub, hub_server: HubServer) -> None:
    hub_server.days[DAY] = papers(DAY, 103)
    page = json.dumps(papers(DAY, 2))
    link = "<http://192.0.2.1:1/api/x?date=2020-01-01&limit=1&p=1>; rel=next"
    head = f"HTTP/1.1 200 OK\r\nLink: {link}\r\nContent-Length: {len(page)}\r\n\r\n"
    hub_server.fail("raw " + (head + page).replace("\\", "\\\\"), times=1)
    answer = await hub.day(DAY)
    assert len(answer.papers) == 5
    assert [request.target for request in hub_server.requests[1:]] == [
        "/api/daily_papers?date=2026-07-31&limit=100&p=1"
    ]


async def test_next_links_without_an_end_come_to_an_end(hub: Hub, hub_server: HubServer) -> None:
    page = json.dumps(papers(DAY, 2)).replace("\\", "\\\\")
    head = "HTTP/1.1 200 OK\r\nLink: </?p=1>; rel=next\r\nContent-Length: "
    hub_server.fail(f"raw {head}{len(page)}\r\n\r\n{page}")
    assert len((await hub.day(DAY)).papers) == 2
    assert len(hub_server.requests) == 2


async def test_fault_06_an_etag_saves_the_answer(hub: Hub, hub_server: HubServer) -> None:
    first = await hub.day(DAY)
    assert first.etag is not None
    again = await hub.day(DAY, first.etag)
    assert (again.papers, again.not_modified, again.etag) == ([], True, first.etag)
    hub_server.vote(DAY)
    changed = await hub.day(DAY, first.etag)
    assert not changed.not_modified
    assert changed.papers[0].upvotes == first.papers[0].upvotes + 1
    assert changed.etag != first.etag


async def test_fault_06_a_day_that_is_not_there_yet(hub: Hub, hub_server: HubServer) -> None:
    with pytest.raises(NotThereYet, match="2026-08-03"):
        await hub.day(date(2026, 8, 3))
    assert len(hub_server.requests) == 1


async def test_a_304_that_nobody_asked_for_is_a_failure(hub: Hub, hub_server: HubServer) -> None:
    hub_server.fail("raw HTTP/1.1 304 Not Modified\r\n\r\n")
    with pytest.raises(HubFailed, match="304"):
        await hub.day(DAY)


@pytest.mark.parametrize("status", ["401", "403"])
async def test_fault_06_a_token_that_is_not_wanted_is_dropped(hub_server: HubServer, status: str) -> None:
    hub_server.days[DAY] = papers(DAY, 2)
    hub_server.fail(status, times=1)
    hub = Hub(hub_server.url, token=TOKEN, timings=QUICK)
    assert len((await hub.day(DAY)).papers) == 2
    assert hub.notice is not None
    assert "token" in hub.notice
    await hub.day(DAY)
    await hub.close()
    sent = [request.headers.get("authorization") for request in hub_server.requests]
    assert sent == [f"Bearer {TOKEN}", None, None]


async def test_a_token_that_is_wanted_is_sent_each_time(hub_server: HubServer) -> None:
    hub_server.days[DAY], hub_server.token = papers(DAY, 2), TOKEN
    hub = Hub(hub_server.url, token=TOKEN, timings=QUICK)
    await hub.newest_day()
    await hub.day(DAY)
    await hub.close()
    assert hub.notice is None
    assert {request.headers["authorization"] for request in hub_server.requests} == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize(("status", "tries"), [("401", 1), ("404", 1), ("418", 1), ("500", 3), ("503", 3), ("408", 3)])
async def test_fault_08_statuses_are_tried_again_where_that_helps(
    hub: Hub, hub_server: HubServer, status: str, tries: int
) -> None:
    hub_server.fail(f"{status} No\x1b]0;owned\x07 way\x1b[31m")
    with pytest.raises(HubFailed, match=rf"{status}.*No.* way") as caught:
        await hub.day(DAY)
    assert str(caught.value).isprintable()
    assert len(hub_server.requests) == tries


async def test_fault_08_the_third_try_may_do(hub: Hub, hub_server: HubServer, clock: Clock) -> None:
    hub_server.fail("502", times=1)
    hub_server.fail("reset", times=1)
    assert len((await hub.day(DAY)).papers) == 5
    assert len(hub_server.requests) == 3
    first, second = clock.slept
    assert 0.0075 <= first <= 0.0125 < 0.015 <= second <= 0.025


# When it goes wrong


async def test_fault_01_refused(hub: Hub, hub_server: HubServer) -> None:
    hub_server.stop()
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1"):
        await hub.day(DAY)
    hub_server.start()
    assert len((await hub.day(DAY)).papers) == 5


async def test_fault_01_no_such_host() -> None:
    hub = Hub("http://no-such-host.invalid", timings=Timings(connect=3))
    with pytest.raises(Unreachable, match=r"no-such-host\.invalid|No network"):
        await hub.newest_day()
    await hub.close()


@pytest.mark.parametrize("fault", ["reset", "reset half", "truncate"])
async def test_fault_01_and_04_a_lost_connection_gives_nothing(hub: Hub, hub_server: HubServer, fault: str) -> None:
    hub_server.fail(fault)
    with pytest.raises(Unreachable, match="broke off"):
        await hub.day(DAY)
    assert len(hub_server.requests) == 3


async def test_fault_04_a_second_page_that_fails_fails_the_day(hub: Hub, hub_server: HubServer) -> None:
    hub_server.days[DAY] = papers(DAY, 120)
    hub_server.fail("truncate", match="p=1")
    with pytest.raises(Unreachable):
        await hub.day(DAY)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of its own for 127.0.0.1, with its key."""
    if not shutil.which("openssl"):
        pytest.skip("needs openssl to make a certificate")
    made = tmp_path / "own.pem"
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    files = ["-keyout", str(tmp_path / "key.pem"), "-out", str(made)]
    subprocess.run(["openssl", "req", "-x509", *key, *names, *files], check=True, capture_output=True)
    return made


async def test_fault_02_and_11_a_certificate_must_hold(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    with HubServer({DAY: papers(DAY, 3)}, tls=context) as server:
        hub = Hub(server.url, token=TOKEN, timings=QUICK)
        with pytest.raises(Unreachable, match=r"certificate of 127\.0\.0\.1 does not hold: self-signed"):
            await hub.day(DAY)
        await hub.close()
        assert server.requests == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        hub = Hub(server.url, timings=QUICK)
        assert len((await hub.day(DAY)).papers) == 3
        await hub.close()


@pytest.mark.parametrize(("fault", "seconds"), [("silent", QUICK.read), ("drip 0.02", QUICK.whole)])
async def test_fault_03_every_request_comes_to_an_end(
    hub: Hub, hub_server: HubServer, fault: str, seconds: float
) -> None:
    hub_server.fail(fault)
    began = time.monotonic()
    with pytest.raises(Unreachable, match="in time"):
        await hub.day(DAY)
    assert seconds - 0.05 < time.monotonic() - began < seconds + 0.4
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
            await hub.day(DAY)
        assert time.monotonic() - began < QUICK.connect + 0.3
        await hub.close()
        for each in waiting:
            each.close()


def test_the_times_of_the_promise() -> None:
    assert (Timings().connect, Timings().read, Timings().whole) == (5, 10, 30)


PACKED = "gzip-bomb double-gzip deflate-bomb br unknown broken-gzip truncated-gzip deflate"


@pytest.mark.parametrize("fault", ["oversize", "flood", *(f"encoded {kind}" for kind in PACKED.split())])
async def test_fault_05_what_is_too_large_or_packed_otherwise_is_refused(hub_server: HubServer, fault: str) -> None:
    hub_server.days[DAY] = papers(DAY, 5)
    hub_server.fail(fault)
    hub = Hub(hub_server.url)
    with pytest.raises(NotTheHub):
        await hub.day(DAY)
    hub_server.fail()
    assert len((await hub.day(DAY)).papers) == 5
    await hub.close()


@pytest.mark.parametrize(("megabytes", "kept"), [(15, True), (17, False)])
async def test_fault_05_sixteen_megabytes_is_the_limit(hub_server: HubServer, megabytes: int, kept: bool) -> None:
    hub_server.days[DAY] = [item("2607.00001", padding="x" * megabytes * 1024**2)]
    hub = Hub(hub_server.url)
    if kept:
        assert len((await hub.day(DAY)).papers) == 1
    else:
        with pytest.raises(NotTheHub, match="larger"):
            await hub.day(DAY)
    await hub.close()


async def test_gzip_is_unpacked(hub: Hub, hub_server: HubServer) -> None:
    hub_server.fail("encoded gzip")
    assert len((await hub.day(DAY)).papers) == 5


def test_fault_05_memory_grows_by_less_than_50_mb(hub_server: HubServer) -> None:
    hub_server.days[DAY] = papers(DAY, 5)
    hub_server.fail("slow 0", times=1)
    for fault in ("oversize", "flood", "encoded gzip-bomb", "encoded double-gzip"):
        hub_server.fail(fault, times=1)
    program = """
import asyncio, datetime, resource, sys
from paperreader.hub import Hub, NotTheHub
def peak():
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
async def main():
    hub, day = Hub(sys.argv[1]), datetime.date(2026, 7, 31)
    await hub.day(day)
    before = peak()
    for _ in range(4):
        try:
            await hub.day(day)
        except NotTheHub:
            print("refused", (peak() - before) // 1024**2)
    await hub.close()
asyncio.run(main())
"""
    ran = subprocess.run(
        [sys.executable, "-c", program, hub_server.url],
        cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True,
    )  # fmt: skip
    grown = [int(megabytes) for megabytes in re.findall(r"refused (\d+)", ran.stdout)]
    assert len(grown) == 4
    assert max(grown) < 50


# 429


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"RateLimit": '"api";r=0;t=7'}, 8),
        ({"RateLimit": '"api";r=0;t=55', "Retry_After": "3"}, 56),
        ({"Retry_After": "9"}, 9),
        ({"RateLimit": '"api";r=400;t=200', "Retry_After": "2"}, 2),
        ({"Retry_After": "0"}, 0),
    ],
)
async def test_fault_07_it_waits_just_what_it_is_told(
    hub_server: HubServer, clock: Clock, headers: dict[str, str], seconds: float
) -> None:
    hub_server.days[DAY] = papers(DAY, 2)
    hub_server.fail("429", times=1, **headers)
    shown: list[tuple[float, list[float]]] = []
    hub = Hub(
        hub_server.url,
        now=clock,
        sleep=clock.sleep,
        on_wait=lambda wait: shown.append((wait, [*clock.slept])),
    )
    assert len((await hub.day(DAY)).papers) == 2
    await hub.close()
    assert clock.slept == ([seconds] if seconds else [])
    assert shown == ([(seconds, [])] if seconds else [])


async def test_fault_07_a_date_to_wait_for(hub: Hub, hub_server: HubServer, clock: Clock) -> None:
    hub_server.fail("429", times=1, Retry_After=format_datetime(clock() + timedelta(seconds=42), usegmt=True))
    await hub.day(DAY)
    assert clock.slept == [42]


async def test_fault_07_over_a_minute_is_not_waited_for(hub: Hub, hub_server: HubServer, clock: Clock) -> None:
    hub_server.fail("429", RateLimit='"api";r=0;t=240')
    with pytest.raises(RateLimited, match="4 minutes") as caught:
        await hub.day(DAY)
    assert caught.value.until == clock() + timedelta(seconds=241)
    assert clock.slept == []
    with pytest.raises(RateLimited):
        await hub.day(DAY)
    assert len(hub_server.requests) == 1, "an empty bucket is not asked for more"


async def test_fault_07_a_hub_that_goes_on_with_429(hub: Hub, hub_server: HubServer, clock: Clock) -> None:
    hub_server.fail("429", Retry_After="5")
    with pytest.raises(RateLimited):
        await hub.day(DAY)
    assert clock.slept == [5, 5]
    assert len(hub_server.requests) == 3


@pytest.mark.parametrize("garbage", ["", "soon", "-5", "1e9", "9" * 400, "Mon, 99 Foo 2026", "\x00", "٣"])
def test_fault_07_garbage_means_the_usual_pause(garbage: str) -> None:
    headers = {"retry-after": garbage, "ratelimit": garbage}
    assert asked_for(headers, datetime(2026, 7, 31, tzinfo=UTC)) is None


def test_fault_07_an_hour_at_most() -> None:
    now = datetime(2026, 7, 31, tzinfo=UTC)
    for headers in (
        {"retry-after": "999999999"},
        {"retry-after": "Fri, 31 Jul 2099 00:00:00 GMT"},
        {"ratelimit": '"api";r=0;t=999999999'},
    ):
        assert asked_for(headers, now) == 3600


def test_it_slows_down_before_the_bucket_is_empty() -> None:
    now = datetime(2026, 7, 31, tzinfo=UTC)
    bucket = Bucket()
    assert bucket.pause(now) == 0
    told = [(400, 200, 0), (20, 200, 0), (19, 190, 10), (2, 290, 60), (0, 20, 21), (0, 10**8, 3600)]
    for left, seconds, pause in told:
        bucket.note({"ratelimit": f'"api";r={left};t={seconds}'}, now)
        assert bucket.pause(now) == pause
    bucket.note({"ratelimit": '"api";r=0;t=20'}, now)
    bucket.note({"ratelimit": "nonsense"}, now)
    assert bucket.pause(now + timedelta(seconds=5)) == 16
    assert bucket.pause(now + timedelta(seconds=20)) == 0
    assert bucket.pause(now - timedelta(days=900)) == 3600


async def test_a_small_quota_is_never_overdrawn(hub: Hub, hub_server: HubServer, clock: Clock) -> None:
    hub_server.quota = 6
    for _ in range(6):
        await hub.day(DAY)
    with pytest.raises(RateLimited):
        await hub.day(DAY)
    assert len(hub_server.requests) == 6
    assert clock.slept


# What is not the hub


@pytest.mark.parametrize("fault", ["html", "null", "object", "empty", "number", "junk", "nested"])
async def test_fault_09_what_is_not_the_hubs_answer(hub: Hub, hub_server: HubServer, fault: str) -> None:
    hub_server.fail(fault)
    with pytest.raises(NotTheHub, match="login page"):
        await hub.day(DAY)
    with pytest.raises(NotTheHub, match="login page"):
        await hub.newest_day()


async def test_fault_09_no_papers_is_a_true_answer(hub: Hub, hub_server: HubServer) -> None:
    answer = await hub.day(date(2026, 7, 26))
    assert (answer.papers, answer.skipped, answer.not_modified) == ([], 0, False)


async def test_a_list_without_days_or_papers_is_not_the_hubs(hub: Hub, hub_server: HubServer) -> None:
    with pytest.raises(NotTheHub, match="None of the 3"):
        parse_items([1, 2, 3])
    hub_server.fail("none")
    with pytest.raises(NotTheHub, match="which day"):
        await hub.newest_day()


@pytest.mark.parametrize(
    "target", ["http://localhost:{port}/x", "http://127.0.0.1:{other}/x", "https://127.0.0.1:{port}/x",
               "http://10.0.0.1/x", "file:///etc/passwd", "//[::1]:{port}/", "ftp://127.0.0.1:{port}/x"],
)  # fmt: skip
async def test_fault_10_redirects_to_elsewhere_are_not_followed(hub_server: HubServer, target: str) -> None:
    with HubServer({DAY: papers(DAY, 2)}) as other:
        hub = Hub(hub_server.url, token=TOKEN, timings=QUICK)
        hub_server.fail("redirect " + target.format(port=hub_server.port, other=other.port))
        with pytest.raises(NotTheHub, match="elsewhere"):
            await hub.day(DAY)
        await hub.close()
        assert other.requests == []
    assert len(hub_server.requests) == 1


async def test_fault_10_redirects_within_the_hub_are_followed(hub: Hub, hub_server: HubServer) -> None:
    hub_server.fail("redirect /api/daily_papers?date=2026-07-31&limit=2", times=1)
    assert len((await hub.day(DAY)).papers) == 2


async def test_fault_10_a_circle_ends(hub: Hub, hub_server: HubServer) -> None:
    hub_server.fail("redirect /api/daily_papers")
    with pytest.raises(NotTheHub, match="circles"):
        await hub.day(DAY)
    assert len(hub_server.requests) == 4


async def test_cookies_are_not_kept(hub: Hub, hub_server: HubServer) -> None:
    hub_server.fail("500", times=1, Set_Cookie="track=me; Path=/")
    await hub.day(DAY)
    assert not any("cookie" in request.headers for request in hub_server.requests)


# Proxies


async def test_fault_11_a_broken_proxy_is_named(hub_server: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        monkeypatch.setenv("HTTP_PROXY", f"http://me:secret@127.0.0.1:{port}")
        hub = Hub("http://hub.example", timings=QUICK)
        with pytest.raises(Unreachable, match=rf"the proxy 127\.0\.0\.1:{port}") as caught:
            await hub.day(DAY)
        assert "secret" not in str(caught.value)
        await hub.close()
    monkeypatch.setenv("HTTP_PROXY", "gopher://x")
    with pytest.raises(Unreachable, match="HTTP_PROXY"):
        await Hub("http://hub.example", timings=QUICK).day(DAY)


async def test_fault_11_proxies_are_used_but_for_no_proxy(
    hub_server: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub_server.days[DAY] = papers(DAY, 2)
    with HubServer({DAY: papers(DAY, 1)}) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        hub = Hub("http://hub.example", timings=QUICK)
        assert len((await hub.day(DAY)).papers) == 1
        assert proxy.requests[0].target.startswith("http://hub.example/api/daily_papers?")
        await hub.close()
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        hub = Hub(hub_server.url, timings=QUICK)
        assert len((await hub.day(DAY)).papers) == 2
        hub_server.stop()
        with pytest.raises(Unreachable, match=r"127\.0\.0\.1 is down"):
            await hub.day(DAY)
        await hub.close()


async def test_fault_11_certificates_that_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/at-all.pem")
    with pytest.raises(Unreachable, match="SSL_CERT_FILE"):
        await Hub("https://hub.example", timings=QUICK).day(DAY)


@pytest.mark.parametrize("endpoint", ["http://[::1", "http://x:99999", "nonsense", "http://\u200b", "", "http://a..b"])
async def test_an_address_that_is_none_is_unreachable(endpoint: str) -> None:
    hub = Hub(endpoint, timings=QUICK)
    with pytest.raises(HubError) as caught:
        await hub.day(DAY)
    assert str(caught.value).isprintable()
    await hub.close()


# Leaving, and many at once


@pytest.mark.parametrize("fault", ["silent", "drip 0.01", "flood", "slow 9"])
async def test_fault_12_cancelling_takes_no_time(hub: Hub, hub_server: HubServer, fault: str) -> None:
    hub_server.fail(fault)
    task = asyncio.create_task(hub.day(DAY))
    await asyncio.sleep(0.1)
    began = time.monotonic()
    task.cancel()
    await asyncio.wait({task})
    await hub.close()
    assert time.monotonic() - began < 0.3


async def test_fault_13_one_request_at_a_time(hub: Hub, hub_server: HubServer) -> None:
    hub_server.delay = 0.05
    await asyncio.gather(*(hub.day(DAY - timedelta(days=n)) for n in range(5)))
    times = [request.at for request in hub_server.requests]
    assert len(times) == 5
    assert min(later - sooner for sooner, later in pairwise(times)) >= 0.05


# The token


@pytest.mark.parametrize("fault", ["reset", "silent", "500", "html", "redirect http://other.example/", "401"])
async def test_fault_40_the_token_is_in_no_error(hub_server: HubServer, fault: str) -> None:
    hub_server.fail(fault)
    hub = Hub(hub_server.url, token=TOKEN, timings=QUICK)
    with pytest.raises(HubError) as caught:
        await hub.day(DAY)
    await hub.close()
    shown = io.StringIO()
    told = Traceback.from_exception(caught.type, caught.value, caught.tb, show_locals=True, locals_max_length=1000)
    Console(file=shown, width=500).print(told)
    text = "".join(traceback.format_exception(caught.value)) + shown.getvalue() + repr(vars(hub))
    assert "hub.day(DAY)" in text
    assert "secretsecret" not in text.replace(TOKEN, "", 0)


@pytest.mark.parametrize("token", ["hf_a b", "hf_\nx: y", "hf_ü", "x" * 5000])
async def test_fault_40_a_token_that_is_none_is_not_sent(hub_server: HubServer, token: str) -> None:
    hub_server.days[DAY] = papers(DAY, 2)
    hub = Hub(hub_server.url, token=token, timings=QUICK)
    assert hub.notice is not None
    assert token not in hub.notice
    await hub.day(DAY)
    await hub.close()
    assert "authorization" not in hub_server.requests[0].headers
    assert os.environ.get("HF_TOKEN") is None
