"""Days, lists and papers read as they were saved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause, Day, Entry, Paper, Totals
from paperreader.period import Period
from paperreader.store import Store
from paperreader.views import Collection, DayView
from tests.conftest import FRIDAY, THURSDAY, WEDNESDAY, Clock
from tests.store.conftest import FULL
from tests.stores import a_paper, assert_counts_hold, by_date, ids


@pytest.mark.parametrize("paper", [a_paper(1), FULL], ids=["bare", "full"])
def test_a_paper_comes_back_as_it_was_saved(store: Store, paper: Paper) -> None:
    store.ingest.save_day(FRIDAY, [paper], complete=True).result()
    assert store.papers.get(paper.id) == paper


def test_entries_show_a_paper_as_it_was_saved(store: Store) -> None:
    store.ingest.save_day(FRIDAY, [FULL, a_paper(1)], complete=True).result()
    assert store.papers.entries(DayView(FRIDAY)) == [
        Entry(
            id="2607.00007",
            day=FRIDAY,
            title="On O(n²) 🧪",
            upvotes=12,
            comments=3,
            has_code=True,
            github_stars=0,
            organization="Org",
            first_author="Author 0 Ł'\\",
            authors=700,
            read=False,
            unread=True,
            starred=False,
            published=date(2026, 7, 28),
        ),
        Entry(
            id="2607.00001",
            day=FRIDAY,
            title="Paper 1",
            upvotes=0,
            comments=0,
            has_code=False,
            github_stars=None,
            organization=None,
            first_author="",
            authors=0,
            read=False,
            unread=True,
            starred=False,
        ),
    ]
    assert all(
        type(value) is bool
        for entry in store.papers.entries(DayView(FRIDAY))
        for value in (entry.has_code, entry.read, entry.unread, entry.starred)
    )


def test_code_is_a_repository_and_stars_may_be_unknown(store: Store) -> None:
    repo = "https://github.com/a/b"
    both = a_paper(3, github_repo=repo, github_stars=4)
    papers = [a_paper(1, github_repo=repo), a_paper(2, github_stars=3), both]
    store.ingest.save_day(FRIDAY, papers, complete=True).result()
    found = [(entry.has_code, entry.github_stars) for entry in store.papers.entries(DayView(FRIDAY))]
    assert found == [(True, None), (False, 3), (True, 4)]


def test_entries_of_papers_wherever_they_are_listed(store: Store) -> None:
    store.ingest.save_day(FRIDAY, [a_paper(1), a_paper(2)], complete=False).result()
    store.ingest.save_day(THURSDAY, [a_paper(2), a_paper(3)], complete=True).result()
    store.ingest.save_day(FRIDAY, [a_paper(2)], complete=False).result()
    store.marks.set(STARRED, True, ["2607.00003"], Cause.BY_HAND).result()
    found = store.papers.entries_of(["2607.00003", "2607.00001", "2607.00002", "2607.99999", "no id"])
    assert {(entry.id, entry.day, entry.unread, entry.starred) for entry in found} == {
        ("2607.00001", None, False, False),
        ("2607.00002", FRIDAY, True, False),
        ("2607.00003", THURSDAY, True, True),
    }
    assert store.papers.entries_of([]) == []


def test_a_week_has_each_paper_of_its_days_once_by_upvotes(store: Store) -> None:
    store.ingest.save_day(FRIDAY, [a_paper(1, upvotes=3), a_paper(2, upvotes=9)], complete=True).result()
    store.ingest.save_day(THURSDAY, [a_paper(3, upvotes=7), a_paper(2, upvotes=9)], complete=True).result()
    store.ingest.save_day(FRIDAY - timedelta(days=7), [a_paper(4, upvotes=99)], complete=True).result()
    found = store.papers.entries(Period.of("week", FRIDAY))
    assert [(int(entry.id[5:]), entry.day) for entry in found] == [(2, FRIDAY), (3, THURSDAY), (1, FRIDAY)]
    assert ids(store.papers.entries(Period.of("month", FRIDAY))) == [4, 2, 3, 1]
    assert [entry.id for entry, _ in store.papers.with_entries(Period.of("week", FRIDAY))] == [
        entry.id for entry in found
    ]


def test_days_are_newest_first_with_what_was_fetched_when(store: Store, clock: Clock) -> None:
    store.ingest.save_day(WEDNESDAY, [a_paper(1)], complete=True).result()
    clock.tick(60.25)
    store.ingest.save_day(FRIDAY, [], complete=False, etag='W/"1"').result()
    assert store.papers.days() == [
        Day(FRIDAY, papers=0, starts_unread=True, fetched=datetime(2026, 7, 31, 12, 1, 0, 250_000, tzinfo=UTC)),
        Day(WEDNESDAY, papers=1, complete=True, fetched=datetime(2026, 7, 31, 12, tzinfo=UTC)),
    ]
    assert store.papers.etag(FRIDAY) == 'W/"1"'
    store.ingest.save_day(FRIDAY, [], complete=False).result()
    assert store.papers.etag(FRIDAY) is None


def test_a_collection_gives_each_entry_with_its_paper(store: Store) -> None:
    papers = [a_paper(n) for n in range(250, 0, -1)]
    store.ingest.save_day(FRIDAY, papers, complete=True).result()
    entries = store.papers.entries(DayView(FRIDAY))
    assert list(store.papers.with_entries(DayView(FRIDAY))) == list(zip(entries, papers, strict=True))
    assert [paper for _, paper in store.papers.with_entries(Collection.UNREAD)] == papers


def test_only_papers_since_the_first_start_wait(path: Path, store: Store) -> None:
    store.ingest.save_day(WEDNESDAY, [a_paper(n) for n in (1, 2)], complete=True).result()
    store.ingest.save_day(THURSDAY, [a_paper(n) for n in (3, 4, 5)], complete=True).result()
    assert store.papers.totals() == Totals(unread=3)
    assert [(day.starts_unread, day.unread) for day in store.papers.days()] == [(True, 3), (False, 0)]
    assert [entry.unread for entry in store.papers.entries(DayView(WEDNESDAY))] == [False, False]
    store.settings.set("since", FRIDAY.isoformat()).result()
    assert store.papers.totals() == Totals(unread=0)
    store.settings.set("since", WEDNESDAY.isoformat()).result()
    assert store.papers.totals() == Totals(unread=5)
    store.settings.set("since", None).result()
    assert store.papers.totals() == Totals(unread=0)
    assert [day.starts_unread for day in store.papers.days()] == [False, False]
    assert_counts_hold(path)


def test_a_paper_set_unread_by_hand_waits_on_any_day(path: Path, store: Store) -> None:
    store.ingest.save_day(WEDNESDAY, [a_paper(n) for n in (1, 2)], complete=True).result()
    store.marks.set(READ, False, ["2607.00002"], Cause.BY_HAND).result()
    assert store.papers.totals() == Totals(unread=1)
    assert by_date(store)[WEDNESDAY].unread == 1
    assert [entry.unread for entry in store.papers.entries(DayView(WEDNESDAY))] == [False, True]
    assert [entry.read for entry in store.papers.entries(DayView(WEDNESDAY))] == [False, False]
    assert_counts_hold(path)


def test_read_papers_are_counted_and_do_not_wait(path: Path, store: Store) -> None:
    store.ingest.save_day(FRIDAY, [a_paper(n) for n in (1, 2, 3)], complete=True).result()
    store.marks.set(READ, True, ["2607.00001", "2607.00003"], Cause.OPENED).result()
    assert (by_date(store)[FRIDAY].unread, by_date(store)[FRIDAY].read) == (1, 2)
    assert [(entry.read, entry.unread) for entry in store.papers.entries(DayView(FRIDAY))] == [
        (True, False),
        (False, True),
        (True, False),
    ]
    assert store.papers.totals() == Totals(unread=1)
    assert_counts_hold(path)


def test_unread_papers_come_by_day_each_under_its_newest(store: Store) -> None:
    store.ingest.save_day(THURSDAY, [a_paper(n) for n in (5, 9, 1)], complete=True).result()
    store.ingest.save_day(FRIDAY, [a_paper(n) for n in (2, 9, 7)], complete=True).result()
    store.ingest.save_day(WEDNESDAY, [a_paper(8)], complete=True).result()
    store.marks.set(READ, False, ["2607.00008"], Cause.BY_HAND).result()
    waiting = store.papers.entries(Collection.UNREAD)
    assert ids(waiting) == [2, 9, 7, 5, 1, 8]
    assert [entry.day for entry in waiting] == [FRIDAY] * 3 + [THURSDAY] * 2 + [WEDNESDAY]


def test_an_unread_paper_of_no_day_comes_last(store: Store) -> None:
    store.ingest.save_day(FRIDAY, [a_paper(1), a_paper(2), a_paper(3)], complete=False).result()
    store.marks.set(READ, False, ["2607.00001", "2607.00002"], Cause.BY_HAND).result()
    store.ingest.save_day(FRIDAY, [a_paper(3)], complete=False).result()
    assert [(entry.id[-1], entry.day) for entry in store.papers.entries(Collection.UNREAD)] == [
        ("3", FRIDAY),
        ("2", None),
        ("1", None),
    ]


def test_starred_papers_come_last_starred_first(store: Store, clock: Clock) -> None:
    store.ingest.save_day(WEDNESDAY, [a_paper(n) for n in (1, 2, 3)], complete=True).result()
    for n in (2, 3, 1):
        clock.tick(1)
        store.marks.set(STARRED, True, [f"2607.0000{n}"], Cause.BY_HAND).result()
    assert ids(store.papers.entries(Collection.STARRED)) == [1, 3, 2]
    clock.tick(1)
    store.marks.set(STARRED, False, ["2607.00001"], Cause.BY_HAND).result()
    assert ids(store.papers.entries(Collection.STARRED)) == [3, 2]
    assert store.papers.totals() == Totals(starred=2)


def test_opened_papers_come_last_opened_first_and_no_more_than_two_hundred(store: Store, clock: Clock) -> None:
    store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(1, 300)], complete=True).result()
    for n in range(1, 206):
        clock.tick(1)
        store.marks.set(READ, True, [f"2607.{n:05}"], Cause.OPENED).result()
    store.marks.set(READ, True, ["2607.00250"], Cause.SKIPPED).result()
    store.marks.set(READ, False, ["2607.00204"], Cause.BY_HAND).result()
    store.marks.set(READ, True, ["2607.99999"], Cause.OPENED).result()
    opened = [int(entry.id[-5:]) for entry in store.papers.entries(Collection.OPENED)]
    assert opened == [205, *range(203, 5, -1)]
    assert [entry.day for entry in store.papers.entries(Collection.OPENED)][:2] == [FRIDAY, FRIDAY]


def test_what_was_read_and_is_opened_then_is_among_the_opened(store: Store, clock: Clock) -> None:
    store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(1, 4)], complete=True).result()
    store.marks.set(READ, True, ["2607.00001", "2607.00002"], Cause.BULK).result()
    for paper in ("2607.00001", "2607.00002", "2607.00001"):
        clock.tick(1)
        assert store.marks.set(READ, True, [paper], Cause.OPENED).result() == 0
    assert [entry.id for entry in store.papers.entries(Collection.OPENED)] == ["2607.00001", "2607.00002"]
    step = store.marks.undo().result()
    assert step is not None
    assert (step.papers, step.skipped) == ((), 2)
    assert len(store.papers.entries(Collection.OPENED)) == 2
