"""Repositories that name a paper, as they are stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from paperreader.linked import NOTHING_LINKED, Linked, LinkedRepo
from paperreader.store import Store, StoreError
from paperreader.views import Search
from tests.conftest import THURSDAY, Clock
from tests.stores import a_paper

PAPER, OTHER = a_paper(1), a_paper(2)


def models(*numbers: int, total: int | None = None, likes: int = 5) -> Linked:
    repos = tuple(LinkedRepo("model", f"a/m{number}", likes) for number in numbers)
    return Linked(repos, {"model": len(numbers) if total is None else total})


def kept(store: Store) -> list[str]:
    return [repo.id for repo in store.papers.linked(PAPER.id).of_kind("model")]


def test_what_was_saved_is_read_with_its_age(store: Store, clock: Clock) -> None:
    assert store.papers.linked(PAPER.id) == NOTHING_LINKED
    space = LinkedRepo("space", "a/s", 3, about="Weave it")
    dataset = LinkedRepo("dataset", "a/d", None, 0, gated=True)
    model = LinkedRepo("model", "gpt2", 1, 2, 3, "text-generation")
    answer = Linked((model, dataset, space), {"model": 4, "dataset": 1, "space": 1})
    store.linked.save(PAPER.id, answer).result()
    assert store.papers.linked(PAPER.id) == answer._replace(fetched=clock.now)
    clock.tick(days=1)
    store.linked.save(PAPER.id, Linked((), {"model": 0})).result()
    found = store.papers.linked(PAPER.id)
    assert (found.repos, found.fetched) == ((dataset, space), clock.now)
    assert found.totals == {"model": 0, "dataset": 1, "space": 1}


def test_the_first_few_come_before_those_that_were_known_as_far_as_there_are_so_many(store: Store) -> None:
    store.linked.save(PAPER.id, models(1, 2, 3, 4, 5)).result()
    store.linked.save(PAPER.id, models(6, 2, total=6, likes=9)).result()
    assert kept(store) == [f"a/m{number}" for number in (6, 2, 1, 3, 4, 5)]
    assert [repo.likes for repo in store.papers.linked(PAPER.id).repos] == [9, 9, 5, 5, 5, 5]
    store.linked.save(PAPER.id, models(3, total=2)).result()
    assert kept(store) == ["a/m3", "a/m6"]
    store.linked.save(PAPER.id, models(7)).result()
    assert kept(store) == ["a/m7"]


def test_they_are_those_of_one_paper_which_need_not_be_stored(store: Store) -> None:
    store.linked.save(PAPER.id, models(1)).result()
    store.linked.save("no paper", models(1)).result()
    assert store.papers.linked(OTHER.id) == store.papers.linked("no paper") == NOTHING_LINKED
    assert kept(store) == ["a/m1"]


def test_has_finds_papers_by_what_names_them(store: Store) -> None:
    store.ingest.save_day(THURSDAY, [PAPER, OTHER, a_paper(3)], complete=True).result()
    store.searches.save("with a demo", "has:space").result()
    store.linked.save(PAPER.id, Linked((), {"model": 2, "dataset": 0, "space": 1})).result()
    store.linked.save(OTHER.id, Linked((), {"dataset": 1})).result()

    def found(text: str) -> list[str]:
        return sorted(entry.id for entry in store.searches.find(Search(text)).result())

    assert (found("has:model"), found("has:dataset"), found("has:space")) == ([PAPER.id], [OTHER.id], [PAPER.id])
    assert found("-has:dataset") == sorted([PAPER.id, a_paper(3).id])
    assert [search.count for search in store.searches.saved()] == [1]
    store.linked.save(PAPER.id, Linked((), {"space": 0})).result()
    assert [search.count for search in store.searches.saved()] == [0]


def test_what_another_program_wrote_there_is_no_crash(store: Store, path: Path) -> None:
    store.linked.save(PAPER.id, models(1, 2, 3)).result()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE linked SET likes = 'many', kind = 'x', gated = 7 WHERE position = 1")
        other.execute("UPDATE linked SET downloads = 'few', about = x'41' WHERE position = 0")
        other.execute("UPDATE detail SET spaces = 'none', models = -1")
    linked = store.papers.linked(PAPER.id)
    assert [(repo.id, repo.downloads, repo.about) for repo in linked.repos] == [("a/m1", 0, "A"), ("a/m3", None, "")]
    assert linked.totals == {"space": 0}


def test_a_time_that_is_none_is_damage_which_the_next_start_repairs(opened: Callable[..., Store], path: Path) -> None:
    store = opened()
    store.ingest.save_day(THURSDAY, [PAPER], complete=True).result()
    store.linked.save(PAPER.id, models(1)).result()
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE detail SET fetched = 'soon'")
    with pytest.raises(StoreError, match="damaged"):
        store.papers.linked(PAPER.id)
    store.close()
    repaired = opened()
    assert repaired.repaired
    assert repaired.papers.linked(PAPER.id) == NOTHING_LINKED
    assert repaired.papers.get(PAPER.id) == PAPER
