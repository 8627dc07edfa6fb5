"""Saved searches and rules: counts that are right, and nothing that a rule hides is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperreader.mark_fields import NOTE, READ, STARRED
from paperreader.models import Cause, Paper, SavedSearch
from paperreader.period import Period
from paperreader.store import Store, StoreError
from paperreader.store.migrations import MIGRATIONS, kept_in_sight
from paperreader.views import Collection, DayView, Hidden, Search, View
from tests.conftest import Clock

FRIDAY, THURSDAY = date(2026, 7, 31), date(2026, 7, 30)


def a_paper(n: int, title: str = "A paper", **more: object) -> Paper:
    texts = {"title": title, "title_raw": title, "abstract": "We show.", "abstract_raw": "We show."}
    return Paper(id=f"2607.{n:05d}", **{**texts, **more})  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with closing(Store(tmp_path / "paperreader.db", now=clock)) as store:
        store.settings.set("since", "2026-07-30").result()
        store.ingest.save_day(THURSDAY, [a_paper(1, "Flows"), a_paper(2, "Agents", upvotes=3)], complete=True).result()
        store.ingest.save_day(FRIDAY, [a_paper(3, "Flow agents"), a_paper(4)], complete=False).result()
        yield store


def ids(store: Store, view: View) -> list[int]:
    return [int(entry.id[5:]) for entry in store.papers.entries(view)]


def test_a_saved_search_counts_what_is_unread_of_it(store: Store) -> None:
    store.searches.save("flows", "flow").result()
    store.searches.save("new agents", "agent is:unread").result()
    store.searches.save("all", "is:unread").result()
    store.searches.save("recent", "day:90d").result()
    counts = {"flows": 2, "new agents": 2, "all": 4, "recent": 4}
    assert {each.name: each.count for each in store.searches.saved()} == counts
    store.marks.set(READ, True, ["2607.00003"], Cause.OPENED).result()
    assert [each.count for each in store.searches.saved()] == [1, 1, 3, 3]
    store.ingest.save_day(
        FRIDAY, [a_paper(3, "Else"), a_paper(4, "A flow"), a_paper(5, "Flowing")], complete=True
    ).result()
    assert [each.count for each in store.searches.saved()] == [3, 1, 4, 4]


def test_searches_are_renamed_moved_replaced_and_forgotten(store: Store) -> None:
    for name in ("a", "b", "c"):
        store.searches.save(name, "flow").result()
    store.searches.rename("b", "x").result()
    store.searches.move("c", -1).result()
    assert [each.name for each in store.searches.saved()] == ["a", "c", "x"]
    with pytest.raises(StoreError, match="named “a” already exists"):
        store.searches.rename("x", "a").result()
    store.searches.save("a", "agent").result()
    assert [(each.name, each.query) for each in store.searches.saved()][-1] == ("a", "agent")
    store.searches.delete("c").result()
    store.searches.delete("nothing").result()
    assert [each.name for each in store.searches.saved()] == ["x", "a"]


def test_a_rule_hides_from_lists_counts_and_searches_and_gives_back(store: Store) -> None:
    before = (store.papers.days(), store.papers.totals(), store.papers.entries(DayView(FRIDAY)))
    store.searches.save("no agents", "agent", hides=True).result()
    assert store.searches.saved() == [SavedSearch("no agents", "agent", True, 2)]
    assert [(day.papers, day.unread) for day in store.papers.days()] == [(1, 1), (1, 1)]
    views = (DayView(FRIDAY), Collection.UNREAD, Search("flow"))
    assert [ids(store, view) for view in views] == [[4], [4, 1], [1]]
    assert (store.papers.hidden_count(DayView(FRIDAY)), store.papers.hidden_count(Period.of("month", FRIDAY))) == (1, 2)
    [entry] = store.papers.entries(Hidden(DayView(FRIDAY)))
    assert (entry.id, entry.rule) == ("2607.00003", "no agents")
    assert ids(store, Hidden(Period.of("week", FRIDAY))) == [2, 3]
    store.searches.delete("no agents").result()
    assert (store.papers.days(), store.papers.totals(), store.papers.entries(DayView(FRIDAY))) == before


def test_a_rule_spares_what_is_starred_and_takes_what_comes_later(store: Store) -> None:
    store.searches.save("no agents", "agent", hides=True).result()
    store.marks.set(STARRED, True, ["2607.00003"], Cause.BY_HAND).result()
    assert ids(store, DayView(FRIDAY)) == [3, 4]
    store.ingest.save_day(FRIDAY, [a_paper(3, "Flow agents"), a_paper(4, "An agent")], complete=True).result()
    assert ids(store, DayView(FRIDAY)) == [3]
    store.marks.undo().result()
    assert ids(store, DayView(FRIDAY)) == []


@pytest.mark.parametrize(("field", "value", "off"), [("tag:loom", True, False), (NOTE, "Look", "")])
def test_a_rule_spares_what_is_tagged_or_has_a_note(store: Store, field: str, value: bool | str, off: str) -> None:
    store.searches.save("no agents", "agent", hides=True).result()
    before = {day.date: day for day in store.papers.days()}[FRIDAY]
    store.marks.set(field, value, ["2607.00003"], Cause.BY_HAND).result()
    assert ids(store, DayView(FRIDAY)) == [3, 4]
    marked = {day.date: day for day in store.papers.days()}[FRIDAY]
    assert (marked.papers, marked.unread) == (2, before.unread + 1)
    with closing(sqlite3.connect(store.path)) as old:  # as older versions left it
        state = old.execute("SELECT * FROM state ORDER BY paper").fetchall()
        old.execute("UPDATE state SET hidden = 1, unread = 0 WHERE paper = 260700003")
        old.execute("UPDATE day SET papers = ?, unread = ? WHERE day = ?", (1, before.unread, FRIDAY.isoformat()))
        old.execute(f"PRAGMA user_version = {MIGRATIONS.index(kept_in_sight)}")
        old.execute("DELETE FROM _sqlite_migrations WHERE name = 'kept_in_sight'")
        old.commit()
    store.close()
    with closing(Store(store.path, now=lambda: datetime(2026, 7, 31, tzinfo=UTC))) as again:
        assert {day.date: day for day in again.papers.days()}[FRIDAY] == marked
        with closing(sqlite3.connect(again.path)) as database:
            assert database.execute("SELECT * FROM state ORDER BY paper").fetchall() == state
        again.marks.set(field, off, ["2607.00003"], Cause.BY_HAND).result()
        assert ids(again, DayView(FRIDAY)) == [4]


@pytest.mark.parametrize("query", ["is:read", "flow is:unread", "day:90d", "", "sort:title"])
def test_a_rule_cannot_depend_on_marks_or_on_today(store: Store, query: str) -> None:
    with pytest.raises(StoreError, match="A rule can hide"):
        store.searches.save("no", query, hides=True).result()
    assert store.searches.saved() == []


RULES = ["flow", "agent", "-flow", "upvotes:>2", '"flow agents"', "flow OR agent", "day:2026-07-30", "has:code"]
ACTS = st.one_of(
    st.tuples(st.just("rule"), st.sampled_from(RULES)),
    st.tuples(st.just("drop"), st.sampled_from(RULES)),
    st.tuples(st.sampled_from(["star", "unstar", "read"]), st.integers(1, 6)),
    st.tuples(st.just("come"), st.sampled_from(["Flow", "Agents", "Else"])),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTS, max_size=8))
def test_what_is_seen_and_what_is_hidden_are_all(store: Store, acts: list[tuple[str, str | int]]) -> None:
    for rule in store.searches.saved():
        store.searches.delete(rule.name).result()
    for act, what in acts:
        if act == "rule":
            store.searches.save(str(what), str(what), hides=True).result()
        elif act == "drop":
            store.searches.delete(str(what)).result()
        elif act == "come":
            papers = [a_paper(n, str(what) if n % 2 else "Flow agents")._replace(upvotes=n) for n in (3, 4, 5, 6)]
            store.ingest.save_day(FRIDAY, papers, complete=False).result()
        else:
            field = READ if act == "read" else STARRED
            store.marks.set(field, act != "unstar", [f"2607.{what:05d}"], Cause.BY_HAND).result()
    listed = {}
    for day in store.papers.days():
        visible, hidden = ids(store, DayView(day.date)), ids(store, Hidden(DayView(day.date)))
        assert not set(visible) & set(hidden)
        assert (len(visible), len(hidden)) == (day.papers, store.papers.hidden_count(DayView(day.date)))
        listed[day.date] = sorted(visible + hidden)
        assert day.unread == sum(entry.unread for entry in store.papers.entries(DayView(day.date)))
    assert listed[THURSDAY] == [1, 2]
    assert listed[FRIDAY] in ([3, 4], [3, 4, 5, 6])
    month = Period.of("month", FRIDAY)
    assert sorted(ids(store, month) + ids(store, Hidden(month))) == sorted({*listed[THURSDAY], *listed[FRIDAY]})
    assert store.papers.totals().unread == len(ids(store, Collection.UNREAD))
