"""Searching a real store: the same answers as from reading every paper, as the text changes, whatever is typed."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from paperreader import demo
from paperreader.hub.parse import parse_items
from paperreader.models import Paper, Rise
from paperreader.store import Store, StoreError
from paperreader.store.search_thread import SearchThread
from paperreader.views import DayView, Search
from tests.conftest import Clock
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.scan import Scan, differences, filled

FRIDAY = date(2026, 7, 31)


def a_paper(n: int, title: str = "A paper", abstract: str = "We show.", **more: object) -> Paper:
    texts = {"title": title, "title_raw": title, "abstract": abstract, "abstract_raw": abstract}
    return Paper(id=f"2607.{n:05d}", **{**texts, **more})  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with closing(Store(tmp_path / "paperreader.db", now=clock)) as store:
        yield store


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Scan]]:
    """The demo's days, newest first as an archive is fetched; what the newest lists is told again by the oldest."""
    path = tmp_path_factory.mktemp("search") / "paperreader.db"
    answers = [(day, list(parse_items(body).papers)) for day, body in demo.days()]
    (newest, told), (_, again) = answers[0], answers[-1]
    again += [paper._replace(upvotes=100 + n, organization=None, github_repo=None) for n, paper in enumerate(told)]
    with closing(Store(path, now=lambda: datetime(2026, 7, 31, 12, tzinfo=UTC))) as store:
        yield store, filled(store, answers, since=newest - timedelta(days=7))


def found(store: Store, text: str, *, growing: bool = False, ranked: bool = False) -> list[int]:
    return [int(entry.id[5:]) for entry in store.searches.find(Search(text, growing, ranked)).result()]


def save(store: Store, *papers: Paper) -> None:
    store.ingest.save_day(FRIDAY, papers, complete=True).result()


def test_three_hundred_random_queries_find_what_reading_every_paper_finds(full: tuple[Store, Scan]) -> None:
    assert list(differences(*full, count=300, seed=7)) == []


def test_a_word_finds_by_its_stem_and_as_it_is_typed_what_it_may_become(store: Store) -> None:
    save(store, a_paper(1, "Generation of probabilities by keyframes"), a_paper(2, "General studies of analysis"))
    assert found(store, "generating") == [2, 1]
    for start in ("gen", "gene", "generati", "probab", "probabili", "generatio"):
        assert 1 in found(store, start, growing=True), start
    assert found(store, "probabil") == []
    assert found(store, "study") == [2]
    assert found(store, "key", growing=True) == [1]
    assert found(store, "analys", growing=True) == [2]


def test_a_phrase_in_quotes_is_meant_as_it_is_written(store: Store) -> None:
    save(store, a_paper(1, "Learning to learn"), a_paper(2, "Learn to learning"), a_paper(3, authors=("Learn To", "X")))
    assert found(store, '"learning to learn"') == [1]
    assert found(store, "learning-to-learn") == [2, 1]
    assert found(store, '"to x"') == []  # no text goes on in the next one
    assert found(store, '"learning to lea', growing=True) == [1]


def test_raw_and_readable_forms_are_both_found(store: Store) -> None:
    save(store, a_paper(1, "An α bound", title_raw=r"An $\alpha$ \emph{bound}"), a_paper(2, "An α bound"))
    assert found(store, "emph") == [1]
    assert found(store, "alpha") == found(store, "α") == [2, 1]


def test_the_index_follows_a_changed_text_and_a_vanished_paper(store: Store) -> None:
    save(store, a_paper(1, "Old title"), a_paper(2, "Other"))
    save(store, a_paper(1, "New title"), a_paper(2, "Other", upvotes=5))
    assert found(store, "old") == []
    assert found(store, "new") == [1]
    with closing(sqlite3.connect(store.path)) as db:
        db.execute("DELETE FROM paper WHERE id = '2607.00001'")
        db.execute("INSERT INTO search (search) VALUES ('integrity-check')")  # raises where index and papers differ
        db.commit()
    assert found(store, "new") == []


def test_the_best_come_first_when_ranked_and_sort_says_otherwise(store: Store) -> None:
    save(
        store,
        a_paper(1, "Agents", upvotes=1),
        a_paper(2, "Other things", "An agent stands here among very many other words of the abstract.", upvotes=9),
    )
    assert found(store, "agent") == [2, 1]
    assert found(store, "agent", ranked=True) == [1, 2]
    assert found(store, "agent sort:upvotes", ranked=True) == [2, 1]
    assert found(store, "agent sort:oldest") == [1, 2]
    assert found(store, "agent sort:title") == [1, 2]
    assert found(store, "sort:relevance upvotes:>0") == [2, 1]


def test_what_rose_since_any_list_was_looked_at_comes_first_and_is_told(store: Store, clock: Clock) -> None:
    def grown(*upvotes: int, comments: int = 0) -> None:
        save(store, *(a_paper(n, upvotes=of, comments=comments * (n == 3)) for n, of in enumerate(upvotes, 1)))

    grown(10, 90, 5, 7)
    assert found(store, "paper sort:rise") == [4, 3, 2, 1], "nobody has looked at anything yet"
    store.visits.record(DayView(FRIDAY)).result()
    clock.tick(8 * 3600)
    grown(30, 80, 5, 9, 40, comments=3)
    assert found(store, "paper sort:rise") == found(store, "sort:rise") == [1, 4, 3, 5, 2]
    best = store.searches.find(Search("sort:rise", limit=3)).result()
    assert [entry.rise for entry in best] == [Rise(20), Rise(2), Rise(0, 3)]
    assert store.searches.find(Search("paper")).result()[-1].rise == Rise(20)
    clock.tick(1)
    store.visits.record(Search("paper")).result()
    assert found(store, "sort:rise")[0] == 1, "it is the same visit"
    clock.tick(2 * 3600)
    assert found(store, "sort:rise") == [5, 4, 3, 2, 1]


def test_what_was_found_is_told_by_its_place(store: Store) -> None:
    save(store, a_paper(1, "Flow matching flows", "Of flow.", keywords=("a", "flow"), authors=("Ann", "Bo Flow")))
    [entry] = store.searches.find(Search("flow")).result()
    assert [entry.title[a:b] for a, b in entry.title_matches] == ["Flow", "flows"]
    [entry] = store.searches.find(Search("flow sort:upvotes")).result()
    assert [entry.title[a:b] for a, b in entry.title_matches] == ["Flow", "flows"]
    marked = store.searches.matches(Search("flow"), entry.id).result()
    assert marked == {
        "title": ((0, 4), (14, 19)),
        "abstract": ((3, 7),),
        "keywords": ((3, 7),),
        "authors": ((8, 12),),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("day:2026-07..", [3, 2]),
        ("day:2026-07-31..", [3]),
        ("day:..2026-06-30", [1]),
        ("day:..2026-07-30", [2, 1]),
        ("day:2026-06..2026-07-30", [2, 1]),
        ("-day:2026-07..", [4, 1]),
        ("paper day:2026-07..", [3, 2]),
        ("day:..", []),
    ],
)
def test_days_can_have_one_end_or_both(store: Store, text: str, expected: list[int]) -> None:
    for n, day in enumerate((date(2026, 6, 30), date(2026, 7, 30), FRIDAY), 1):
        store.ingest.save_day(day, [a_paper(n)], complete=True).result()
    store.ingest.save_papers([a_paper(4)]).result()
    assert found(store, text) == expected
    assert store.searches.count(Search(text)).result() == len(expected)


def test_a_search_that_is_overtaken_is_dropped(full: tuple[Store, Scan]) -> None:
    store, _ = full
    for _ in range(100):  # on a machine that is quick, or busy elsewhere, each may be done before the next one comes
        futures = [store.searches.find(Search("-zzz OR -yyy", limit=n + 1)) for n in range(20)]
        assert len(futures[-1].result()) == 20
        if any(future.cancelled() or future.exception() is not None for future in futures[:-1]):
            return
    pytest.fail("none was dropped")


def test_what_is_not_found_yet_when_the_store_closes_is_dropped(tmp_path: Path, clock: Clock) -> None:
    store = Store(tmp_path / "paperreader.db", now=clock)
    save(store, *(a_paper(n) for n in range(500)))
    counts = [store.searches.count(Search("-zzz OR -yyy", limit=n + 1)) for n in range(100)]
    store.close()
    assert isinstance(counts[-1].exception(), StoreError)


def test_a_store_that_was_searched_is_closed_whole(tmp_path: Path, clock: Clock) -> None:
    for _ in range(20):
        with closing(Store(tmp_path / "paperreader.db", now=clock)) as store:
            save(store, a_paper(1))
            assert found(store, "paper") == [1]
        assert not store.path.with_name("paperreader.db-wal").exists()


def test_the_command_line_searches_the_store_and_asks_the_hub(tmp_path: Path, hub_server: HubServer) -> None:
    hub_server.days[FRIDAY] = papers(FRIDAY, 5)
    path = tmp_path / "paperreader.db"

    def paperreader(*args: str) -> subprocess.CompletedProcess[str]:
        places = {"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
        environment = {**os.environ, "HF_ENDPOINT": hub_server.url, **places}
        command = [sys.executable, "-m", "paperreader", *args, "--db", str(path)]
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)

    word = hub_server.days[FRIDAY][0]["title"].split()[0]
    assert "no store yet" in paperreader("search", word).stderr
    asked = paperreader("search", "--hub", word, "--limit", "3")
    assert asked.returncode == 0
    assert word in asked.stdout
    assert "only" not in paperreader("search", "--json", word).stderr
    assert {paper["day"] for paper in json.loads(paperreader("search", "--json", word).stdout)} == {None}
    assert "“foo:” is not a search field" in paperreader("search", "foo:x").stderr
    assert "offline" in paperreader("search", "--hub", "--offline", word).stderr
    with closing(Store(path, now=lambda: datetime(2026, 7, 31, 12, tzinfo=UTC))) as store:
        store.searches.save("mine", word).result()
    assert paperreader("list", "--saved", "mine").stdout == paperreader("search", word).stdout
    assert "no saved search “x”; there are: mine" in paperreader("list", "--saved", "x").stderr


def test_a_search_after_the_end_says_that_the_store_cannot_be_searched(path: Path) -> None:
    thread = SearchThread(path)
    thread.close()
    with pytest.raises(StoreError, match="cannot be searched"):
        thread.ask(lambda connection: connection.total_changes, drops=True).result()
