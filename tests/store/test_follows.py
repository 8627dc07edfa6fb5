"""Follows: which papers are followed, why, and what of them is unread; and how papers write the names looked for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause, Paper, SavedSearch, Totals
from paperreader.store import Store, StoreError
from paperreader.store.migrate import migrate
from paperreader.store.migrations import MIGRATIONS, VERSION
from paperreader.store.open import create
from paperreader.store.recover import carry_over
from paperreader.variants import Variant
from paperreader.views import Collection, DayView, Hidden, Search, View
from tests.conftest import Clock

FRIDAY, THURSDAY = date(2026, 7, 31), date(2026, 7, 30)
ADA = 'by:"Ada Lovelace"'
NAMES = ("Ada Lovelace", "A. Lovelace", "Lovelace, Ada", "Alan Lovelace", "Bo Ek", "Yi Wang", "王毅", "Conan O'Brien")


def a_paper(n: int, *authors: str, **more: object) -> Paper:
    texts = {"title": f"Paper {n}", "title_raw": f"Paper {n}", "abstract": "We show.", "abstract_raw": "We show."}
    return Paper(id=f"2607.{n:05d}", **{**texts, "authors": authors, **more})  # type: ignore[arg-type]


@pytest.fixture
def store(path: Path, clock: Clock) -> Iterator[Store]:
    with closing(Store(path, now=clock)) as store:
        store.settings.set("since", THURSDAY.isoformat()).result()
        store.ingest.save_day(
            THURSDAY, [a_paper(1, "Ada Lovelace", "Bo Ek"), a_paper(2, "Bo Ek", "A. Lovelace")], complete=True
        ).result()
        friday = [a_paper(3, "Alan Lovelace", keywords=("weaving",)), a_paper(4, "Bo Ek", submitter="Ada Lovelace")]
        store.ingest.save_day(FRIDAY, friday, complete=False).result()
        yield store


def ids(store: Store, view: View) -> list[int]:
    return [int(entry.id[5:]) for entry in store.papers.entries(view)]


def reasons(store: Store, view: View) -> dict[int, tuple[str, ...]]:
    return {int(entry.id[5:]): entry.followed for entry in store.papers.entries(view) if entry.followed}


def test_a_follow_counts_its_unread_papers_and_every_list_says_why(store: Store) -> None:
    store.searches.save("weaving", 'keyword:"weaving"', follows=True).result()
    store.searches.save("Ada", ADA, follows=True).result()
    store.searches.save("all of Thursday", "day:2026-07-30", follows=True).result()
    assert [(each.name, each.count, each.follows) for each in store.searches.saved()] == [
        ("weaving", 1, True),
        ("Ada", 2, True),
        ("all of Thursday", 2, True),
    ]
    why = {1: ("Ada", "all of Thursday"), 2: ("Ada", "all of Thursday"), 3: ("weaving",)}
    assert reasons(store, Collection.UNREAD) == reasons(store, Search("sort:title")) == why
    assert reasons(store, DayView(FRIDAY)) == {3: ("weaving",)}
    assert ids(store, Collection.FOLLOWING) == [3, 1, 2]
    assert ids(store, Search("is:followed bo")) == [2, 1]
    assert ids(store, Search("-is:followed")) == [4]
    assert store.papers.totals() == Totals(unread=4, starred=0, followed=3)
    store.marks.set(READ, True, ["2607.00001"], Cause.OPENED).result()
    assert store.papers.totals() == Totals(unread=3, starred=0, followed=2)
    store.searches.rename("Ada", "Countess").result()
    store.searches.delete("all of Thursday").result()
    assert [(each.name, each.count) for each in store.searches.saved()] == [("weaving", 1), ("Countess", 1)]
    assert reasons(store, Collection.FOLLOWING) == {1: ("Countess",), 2: ("Countess",), 3: ("weaving",)}
    for name in ("weaving", "Countess"):
        store.searches.delete(name).result()
    assert (ids(store, Collection.FOLLOWING), store.papers.totals().followed) == ([], 0)


def test_new_and_changed_papers_are_followed_or_not_any_more(store: Store) -> None:
    store.searches.save("Ada", ADA, follows=True).result()
    store.searches.save("her list", 'submitter:"ada lovelace"', follows=True).result()
    papers = [a_paper(4, "Bo Ek", submitter="Bo Ek"), a_paper(5, "Lovelace, Ada"), a_paper(6, "Ada N. Lovelace")]
    store.ingest.save_day(FRIDAY, papers, complete=True).result()
    assert reasons(store, Collection.FOLLOWING) == {1: ("Ada",), 2: ("Ada",), 5: ("Ada",), 6: ("Ada",)}
    store.ingest.save_papers([a_paper(1, "Bo Ek")]).result()
    assert ids(store, Collection.FOLLOWING) == [5, 6, 2]


def test_what_is_followed_is_never_hidden(store: Store) -> None:
    store.searches.save("no Bo", 'author:"Bo Ek"', hides=True).result()
    assert ids(store, Collection.UNREAD) == [3]
    store.searches.save("Ada", ADA, follows=True).result()
    assert ids(store, Collection.UNREAD) == [3, 1, 2]
    assert [each.count for each in store.searches.saved()] == [1, 2], "papers that the rule hides, unread of the follow"
    store.ingest.save_day(FRIDAY, [a_paper(7, "Ada Lovelace", "Bo Ek"), a_paper(8, "Bo Ek")], complete=True).result()
    assert (ids(store, DayView(FRIDAY)), ids(store, Hidden(DayView(FRIDAY)))) == ([7], [8])
    store.searches.delete("Ada").result()
    assert (ids(store, DayView(FRIDAY)), ids(store, Hidden(DayView(FRIDAY)))) == ([], [8, 7])


@pytest.mark.parametrize("query", ["is:read", "by:ada is:unread", "day:90d", "", "sort:title", "is:followed", "by:🤖"])
def test_a_follow_cannot_depend_on_marks_or_on_today(store: Store, query: str) -> None:
    with pytest.raises(StoreError, match="A follow can go by what a paper is"):
        store.searches.save("no", query, follows=True).result()
    assert not store.searches.has_follows()


def test_a_saved_search_may_ask_for_what_is_followed(store: Store) -> None:
    store.searches.save("new", "is:followed is:unread", hides=False).result()
    store.searches.save("Ada", ADA, follows=True).result()
    assert store.searches.saved()[0] == SavedSearch("new", "is:followed is:unread", False, 2)


def test_the_ways_to_write_it_are_counted_before_anything_is_saved(store: Store) -> None:
    store.searches.save("no Bo", 'author:"Bo Ek"', hides=True).result()
    found = store.searches.variants(ADA).result()
    assert (found.papers, found.by_initial, found.hidden) == (2, 1, 2)
    assert found.found == (Variant("Ada Lovelace", 1), Variant("A. Lovelace", 1, is_initial=True))
    assert store.searches.variants('keyword:"weav"').result().found == ()
    assert store.searches.variants('keyword:"weaving"').result().found == (Variant("weaving", 1),)
    assert store.searches.variants('submitter:"ADA LOVELACE"').result().found == (Variant("Ada Lovelace", 1),)
    assert store.searches.variants('author:"Bo Ek" OR by:alan').result().papers == 3
    assert store.searches.variants("by:🤖").result().papers == 0


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.tuples(st.sampled_from(["follow", "hide", "drop"]), st.sampled_from(NAMES)),
            st.tuples(st.just("come"), st.lists(st.sampled_from(NAMES), min_size=1, max_size=3)),
            st.tuples(st.sampled_from(["star", "unstar", "read"]), st.integers(1, 6)),
        ),
        max_size=8,
    )
)
def test_figures_signs_and_lists_say_the_same(store: Store, acts: list[tuple[str, object]]) -> None:
    for saved in store.searches.saved():
        store.searches.delete(saved.name).result()
    for act, what in acts:
        if act in ("follow", "hide"):
            query = f'by:"{what}"' if act == "follow" else f'author:"{what}"'
            store.searches.save(str(what), query, follows=act == "follow", hides=act == "hide").result()
        elif act == "drop":
            store.searches.delete(str(what)).result()
        elif isinstance(what, list):
            papers = [a_paper(n, *what[n % len(what) :]) for n in (3, 4, 5, 6)]
            store.ingest.save_day(FRIDAY, papers, complete=False).result()
        else:
            field = READ if act == "read" else STARRED
            store.marks.set(field, act != "unstar", [f"2607.{what:05d}"], Cause.BY_HAND).result()
    followed = store.papers.entries(Collection.FOLLOWING)
    assert {entry.id for entry in followed} == {entry.id for entry in store.papers.entries(Search("is:followed"))}
    assert all(entry.followed for entry in followed)
    assert store.papers.totals().followed == sum(entry.unread for entry in followed)
    for each in store.searches.saved():
        found = store.papers.entries(Search(each.query))
        if each.follows:
            assert each.count == sum(entry.unread for entry in found)
            assert all(each.name in entry.followed for entry in found)
    for day in store.papers.days():
        hidden = store.papers.entries(Hidden(DayView(day.date)))
        assert not any(entry.followed or entry.starred or entry.unread for entry in hidden)


def test_a_store_of_the_version_before_has_no_follows_yet(path: Path, clock: Clock) -> None:
    create(path)
    migrate(path, MIGRATIONS[: MIGRATIONS.index(next(each for each in MIGRATIONS if each.__name__ == "follows"))])
    with closing(sqlite3.connect(path)) as old:
        old.execute("INSERT INTO saved (name, query, hides, position) VALUES ('mine', 'flow', 0, 1)")
        old.commit()
    with closing(Store(path, now=clock)) as store:
        assert store.searches.saved() == [SavedSearch("mine", "flow", False, 0)]
        store.searches.save("Ada", ADA, follows=True).result()
        assert [each.follows for each in store.searches.saved()] == [False, True]


@pytest.mark.parametrize("version", [VERSION, 8])
def test_what_is_left_of_a_damaged_store_has_its_follows(
    path: Path, tmp_path: Path, clock: Clock, store: Store, version: int
) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    create(old)
    migrate(old, MIGRATIONS[:version])
    create(new)
    migrate(new)
    with closing(sqlite3.connect(old)) as db:
        columns, values = ("name, query, hides, position", "'Ada', 'by:ada', 0, 1")
        if version == VERSION:
            columns, values = f"{columns}, follows", f"{values}, 1"
        db.execute(f"INSERT INTO saved ({columns}) VALUES ({values})")
        db.commit()
    with closing(sqlite3.connect(new)) as db:
        carry_over(old, db, "2026-07-31T12:00:00.000000Z")
        found = db.execute("SELECT name, query, hides, follows FROM saved").fetchall()
        assert found == [("Ada", "by:ada", 0, int(version == VERSION))]
