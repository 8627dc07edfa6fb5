"""What is followed, on the command line: lists, searches, JSON, and the figures for a status line."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause
from paperreader.store import Store
from paperreader.views import DayView
from tests.conftest import NEWEST, Run, store_of
from tests.hub_server import HubServer


@pytest.fixture
def followed(fetched: HubServer, env: dict[str, str]) -> list[str]:
    """Ada Brook is followed; the ids of the papers of the newest day that are hers."""
    store = Store(store_of(env), now=lambda: datetime.now(UTC))
    store.searches.save("Ada", 'by:"Brook, A."', follows=True).result()
    ids = [entry.id for entry, paper in store.papers.with_entries(DayView(NEWEST)) if "Ada Brook" in paper.authors]
    store.marks.set(READ, True, ids[:1], Cause.BY_HAND).result()
    store.marks.set(STARRED, True, ids[1:2], Cause.BY_HAND).result()
    store.close()
    return ids


def test_lists_have_its_sign(run: Run, followed: list[str]) -> None:
    lines = run("list").stdout.splitlines()
    assert sum(line[14] == "◈" for line in lines) == len(followed) < len(lines)
    assert {line[14] for line in lines} == {"◈", " "}
    assert run("list", "--followed", lines[0][:10]).stdout.splitlines() == [line for line in lines if "◈" in line]
    everything = run("list", "--followed").stdout.splitlines()
    assert len(everything) > len(followed)
    assert all("◈" in line for line in everything)
    assert [line[12:15] for line in run("list", "--followed", "--starred").stdout.splitlines()] == ["●★◈"]
    assert run("search", "is:followed").stdout.splitlines()
    assert run("list", "--saved", "Ada").stdout.count("◈") == len(everything)


def test_the_json_says_why(run: Run, followed: list[str]) -> None:
    papers = json.loads(run("list", "--json").stdout)
    assert {paper["id"]: paper["followed"] for paper in papers if paper["followed"]} == {id: ["Ada"] for id in followed}
    assert json.loads(run("search", "is:followed -is:followed", "--json").stdout) == []


def test_status_tells_follows_from_others(run: Run, followed: list[str]) -> None:
    unread = len(followed) - 1
    assert run("status").stdout == f"{unread} unread from follows, {23 - unread} others\n"
    figures = {"unread": 23, "followed": unread, "others": 23 - unread, "starred": 1}
    assert json.loads(run("status", "--json").stdout) == figures
    assert run("status", "--format", "{followed}+{others} of {unread} {} {a b} ★{starred}").stdout == (
        f"{unread}+{23 - unread} of 23 {{}} {{a b}} ★1\n"
    )
    assert run("status", "--format", "").stdout == "\n"


def test_status_without_follows_or_a_store_is_what_it_was(run: Run, fetched: HubServer) -> None:
    assert run("status").stdout == "24 unread\n"
    assert run("--db", "none.db", "status").stdout == "0 unread\n"
    assert json.loads(run("--db", "none.db", "status", "--json").stdout) == {
        "unread": 0,
        "followed": 0,
        "others": 0,
        "starred": 0,
    }
