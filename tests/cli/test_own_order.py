"""The user's own order on the command line."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from math import fsum
from pathlib import Path
from typing import Any

import pytest

from paperreader.cli import own_order, taste_show
from paperreader.cli.own_order import OWN_FIELDS
from paperreader.mark_fields import STARRED
from paperreader.models import Cause
from paperreader.store import Store
from tests.cli.conftest import Here
from tests.conftest import store_of
from tests.stored_days import THU, WED, fill, id_of, ids_of
from tests.taught import mixed_day, weavers_store


@pytest.fixture
def taught(env: dict[str, str]) -> Path:
    """A store whose user likes looms."""
    path = store_of(env)
    weavers_store(path)
    return path


def star(path: Path, *papers: str) -> None:
    store = Store(path, now=lambda: datetime.now(UTC))
    store.marks.set(STARRED, True, papers, Cause.BY_HAND).result()
    store.close()


def ids(printed: str) -> list[str]:
    return [paper["id"] for paper in json.loads(printed)]


def test_a_list_is_sorted_as_the_reader_does(taught: Path, here: Here) -> None:
    told = here("list", "2026-07-30", "--sort", "yours", "--json")
    papers: list[dict[str, Any]] = json.loads(told.out)
    assert (told.code, told.err) == (0, "")
    assert {paper["id"] for paper in papers[:2]} == set(ids_of(THU, 3, 9))
    assert sorted(paper["id"] for paper in papers) == ids_of(THU, *range(1, 13))
    scores = [paper["yours"] for paper in papers]
    assert scores == sorted(scores, reverse=True)
    for paper in papers:
        shares = [reason["share"] for reason in paper["reasons"]]
        assert sum(shares) == fsum(shares) == paper["yours"], "exactly"
        assert all(set(reason) == {"feature", "text", "share"} for reason in paper["reasons"])
    best = {reason["feature"]: reason for reason in papers[0]["reasons"]}
    assert best["word:loom"]["text"] == "looms"
    assert best["word:loom"]["share"] > 0
    assert "votes" in best


def test_every_seventh_paper_at_most_is_marked(taught: Path, here: Here) -> None:
    papers = json.loads(here("list", "2026-07", "--sort", "yours", "--json").out)
    forward = {place: paper["put_forward"] for place, paper in enumerate(papers, 1) if paper["put_forward"]}
    assert forward
    assert all(place % 7 == 0 for place in forward)
    lines = here("list", "2026-07", "--sort", "yours").out.splitlines()
    assert {place for place, line in enumerate(lines, 1) if "⇧" in line} == set(forward)
    assert len({line.index("2") for line in lines}) == 1
    assert "⇧" not in here("list", "2026-07").out


@pytest.mark.parametrize(
    ("order", "first"), [("own", 1), ("upvotes", 1), ("newest", 12), ("title", 12), ("rise", 1), ("unread", 1)]
)
def test_the_other_orders(taught: Path, here: Here, order: str, first: int) -> None:
    printed = here("list", "2026-07-30", "--sort", order, "--json").out
    assert ids(printed)[0] == id_of(THU, first)
    assert not set(OWN_FIELDS) & set(json.loads(printed)[0])


def test_an_order_that_there_is_not(taught: Path, here: Here) -> None:
    told = here("list", "--sort", "moon")
    assert (told.code, told.out) == (2, "")
    assert "own, upvotes" in told.err.replace("'", "")
    told = here("search", "looms", "--sort", "unread")
    assert (told.code, told.out) == (2, "")
    told = here("search", "looms", "--sort", "yours", "--hub")
    assert told.err.startswith("paperreader: the Hub sorts what it finds")


def test_only_the_wanted_papers_and_only_the_first_are_sorted(taught: Path, here: Here) -> None:
    star(taught, id_of(THU, 5), id_of(THU, 9))
    told = here("list", "2026-07-30", "--starred", "--sort", "yours", "--json")
    assert ids(told.out) == [id_of(THU, 9), id_of(THU, 5)]
    told = here("list", "2026-07-30", "--sort", "yours", "--limit", "2", "--json")
    assert set(ids(told.out)) == set(ids_of(THU, 3, 9))
    assert told.err == "paperreader: only 2 of 12 papers\n"


def test_a_search_is_sorted_by_the_option_or_by_its_words(taught: Path, here: Here) -> None:
    by_words = json.loads(here("search", "sort:yours", "day:2026-07-30", "--json").out)
    assert {paper["id"] for paper in by_words[:2]} == set(ids_of(THU, 3, 9))
    assert set(OWN_FIELDS) <= set(by_words[0])
    assert json.loads(here("search", "day:2026-07-30", "--sort", "yours", "--json").out) == by_words
    oldest = here("search", "looms", "--sort", "oldest", "--json").out
    assert ids(oldest) == sorted(ids(oldest))


def test_fields_can_be_asked_for_in_any_order_of_papers(taught: Path, here: Here) -> None:
    lines = here("list", "2026-07-30", "--fields", "id,yours").out.splitlines()
    scores = [float(line.split("\t")[1]) for line in lines]
    assert [line.split("\t")[0] for line in lines] == ids_of(THU, *range(1, 13))
    assert sorted(scores)[-2:] == sorted([scores[2], scores[8]])
    shown = json.loads(here("show", id_of(THU, 3), "--json", "--fields", "yours,reasons").out)
    assert shown[0]["yours"] == scores[2]
    assert shown[0]["reasons"]


def test_new_stars_are_learned_from_first(taught: Path, here: Here) -> None:
    def agents() -> int:
        return sum("Agents" in line for line in here("list", "2026-07-30", "--sort", "yours").out.splitlines()[:4])

    before = agents()
    star(taught, *ids_of(WED, *(number for number in range(1, 13) if number % 3 == 0)), *ids_of(THU, 6, 12))
    assert agents() > before


def test_a_locked_store_holds_it_up_for_a_moment(taught: Path, here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    star(taught, *ids_of(THU, 6, 12))
    monkeypatch.setattr(own_order, "LOCK_TIMEOUT_S", 0.1)
    with closing(sqlite3.connect(taught, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        told = here("list", "2026-07-30", "--sort", "yours", "--json")
    assert told.err == (
        f"paperreader: your order is as last learned: Another program keeps {taught} locked: this was not saved."
        " Try again later.\n"
    )
    assert {paper["id"] for paper in json.loads(told.out)[:2]} == set(ids_of(THU, 3, 9))


def test_what_was_learned_is_shown_while_the_store_is_locked(
    taught: Path, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    star(taught, *ids_of(THU, 6, 12))
    monkeypatch.setattr(taste_show, "LOCK_TIMEOUT_S", 0.1)
    with closing(sqlite3.connect(taught, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        told = here("taste", "show", "--json")
    assert told.err.startswith(f"paperreader: this is as last learned: Another program keeps {taught} locked")
    assert json.loads(told.out)["learned"]["liked"] == 6


def test_before_anything_is_learned_votes_say_the_order(env: dict[str, str], here: Here) -> None:
    store = Store(store_of(env), now=lambda: datetime.now(UTC))
    fill(store, {THU: list(reversed(mixed_day(THU)))})
    store.close()
    papers = json.loads(here("list", "--sort", "yours", "--json").out)
    assert [paper["id"] for paper in papers] == ids_of(THU, *range(1, 13))
    assert {(paper["yours"], paper["put_forward"], *paper["reasons"]) for paper in papers} == {(None, None)}


def test_an_empty_store(here: Here) -> None:
    assert here("list", "--sort", "yours").err == "paperreader: no store yet: run paperreader fetch\n"
    assert here("search", "x", "--sort", "yours").err == "paperreader: no store yet: run paperreader fetch\n"
