"""What the Hub answers is saved, and nothing that is stored is lost by it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause, Paper, SaveResult, Totals
from paperreader.store import Store
from paperreader.views import Collection, DayView
from tests.conftest import FRIDAY, THURSDAY, Clock
from tests.store.conftest import FULL
from tests.stores import a_paper, assert_counts_hold, ids, rows


def test_papers_of_no_day_are_read_starred_and_found_and_do_not_wait_to_be_read(store: Store) -> None:
    old = Paper("1412.6980", "Old", "Old", "A", "A", authors=("Ada", "Bo"), published=date(2014, 12, 22))
    assert store.ingest.save_papers([a_paper(1), old, a_paper(1), Paper("../x", "T", "T", "A", "A")]).result() == 2
    assert store.papers.get("1412.6980") == old
    assert (store.papers.days(), store.papers.totals(), store.papers.entries(Collection.UNREAD)) == ([], Totals(), [])
    (entry,) = store.papers.entries_of(["1412.6980"])
    assert (entry.day, entry.published, entry.authors, entry.unread) == (None, date(2014, 12, 22), 2, False)
    store.marks.set(STARRED, True, ["1412.6980"], Cause.BY_HAND).result()
    store.marks.set(READ, False, ["1412.6980", "2607.00001"], Cause.BY_HAND).result()
    assert [entry.id for entry in store.papers.entries(Collection.STARRED)] == ["1412.6980"]
    assert [entry.id for entry in store.papers.entries(Collection.UNREAD)] == ["2607.00001", "1412.6980"]
    assert store.papers.totals() == Totals(unread=2, starred=1)
    assert_counts_hold(store.path)


def test_a_thin_answer_takes_nothing_away_and_touches_no_day_and_no_mark(store: Store, clock: Clock) -> None:
    store.ingest.save_day(FRIDAY, [a_paper(1), FULL], complete=True, etag='W/"1"').result()
    store.marks.set(READ, True, [FULL.id], Cause.OPENED).result()
    before = (store.papers.days(), store.papers.entries(DayView(FRIDAY)), store.papers.etag(FRIDAY))
    clock.tick(60)
    thin = Paper(FULL.id, FULL.title, FULL.title_raw, FULL.abstract, FULL.abstract_raw)
    assert store.ingest.save_papers([thin]).result() == 0
    assert store.papers.get(FULL.id) == FULL._replace(source="hf")
    assert (store.papers.days(), store.papers.entries(DayView(FRIDAY)), store.papers.etag(FRIDAY)) == before
    assert len(store.papers.samples(FULL.id)) == 1
    assert_counts_hold(store.path)


def test_what_a_thin_answer_tells_is_news(store: Store, clock: Clock) -> None:
    store.ingest.save_day(FRIDAY, [FULL], complete=True).result()
    clock.tick(60)
    told = a_paper(7, title="Another", title_raw="Another", upvotes=13, organization="New", authors=("Ada",))
    store.ingest.save_papers([told]).result()
    kept = {"abstract_raw": told.abstract_raw, "title": "Another", "title_raw": "Another", "source": "hf"}
    assert store.papers.get(FULL.id) == FULL._replace(upvotes=13, organization="New", authors=("Ada",), **kept)
    assert [upvotes for _, upvotes, _, _ in store.papers.samples(FULL.id)] == [12, 13]


def test_what_is_trending_keeps_the_hubs_order_and_the_last_answer_counts(store: Store, clock: Clock) -> None:
    store.ingest.save_day(FRIDAY, [FULL], complete=True).result()
    thin = Paper(FULL.id, FULL.title, FULL.title_raw, FULL.abstract, FULL.abstract_raw)
    store.ingest.save_trending([a_paper(9), thin, a_paper(3)]).result()
    assert ids(store.papers.entries(Collection.TRENDING)) == [9, 7, 3]
    assert store.papers.get(FULL.id) == FULL._replace(source="hf")
    clock.tick(60)
    store.ingest.save_trending([a_paper(3), a_paper(9)]).result()
    assert ids(store.papers.entries(Collection.TRENDING)) == [3, 9]
    assert store.settings.get("trending_at") == "2026-07-31T12:01:00.000000Z"
    assert_counts_hold(store.path)


def test_a_paper_of_no_day_waits_to_be_read_once_a_day_lists_it(store: Store) -> None:
    store.ingest.save_papers([a_paper(1), a_paper(2)]).result()
    store.ingest.save_day(FRIDAY, [a_paper(1)], complete=True).result()
    assert ids(store.papers.entries(Collection.UNREAD)) == [1]
    assert_counts_hold(store.path)


@pytest.mark.parametrize("first", [FRIDAY, THURSDAY], ids=["newest first", "oldest first"])
def test_a_paper_of_two_days_is_as_the_answer_asked_last_tells_it(store: Store, clock: Clock, first: date) -> None:
    last = THURSDAY if first == FRIDAY else FRIDAY
    store.ingest.save_day(first, [a_paper(1, upvotes=2, submitter="Ada")], complete=True).result()
    clock.tick(60)
    told = a_paper(1, upvotes=42, submitter="Bo", organization="Marsh Lab")
    store.ingest.save_day(last, [told], complete=True).result()
    assert store.papers.get("2607.00001") == told
    assert [entry.upvotes for day in (FRIDAY, THURSDAY) for entry in store.papers.entries(DayView(day))] == [42, 42]
    assert [upvotes for _, upvotes, _, _ in store.papers.samples("2607.00001")] == [2, 42]


def test_a_day_lists_its_papers_in_the_order_of_the_hub(store: Store) -> None:
    assert store.ingest.save_day(FRIDAY, [a_paper(n) for n in (3, 1, 2)], complete=False).result().new == 3
    assert ids(store.papers.entries(DayView(FRIDAY))) == [3, 1, 2]
    saved = store.ingest.save_day(FRIDAY, [a_paper(n) for n in (2, 4, 1, 3)], complete=False).result()
    assert saved == SaveResult(day=FRIDAY, papers=4, new=1)
    assert ids(store.papers.entries(DayView(FRIDAY))) == [2, 4, 1, 3]


def test_times_are_kept_in_utc(path: Path, store: Store, clock: Clock) -> None:
    clock.now = datetime.fromisoformat("2026-07-31T23:30:00-07:00")
    store.ingest.save_day(FRIDAY, [], complete=False).result()
    assert rows(path, "SELECT fetched FROM day") == [("2026-08-01T06:30:00.000000Z",)]


def test_a_sample_is_kept_when_the_figures_change(store: Store, clock: Clock) -> None:
    start = clock.now
    for upvotes, stars in ((1, None), (1, None), (2, None), (2, 0), (1, None)):
        paper = a_paper(1, upvotes=upvotes, github_stars=stars, title=f"{upvotes} {stars}")
        store.ingest.save_day(FRIDAY, [paper], complete=False).result()
        clock.tick(1)
    minus = [(int((at - start).total_seconds()), *figures) for at, *figures in store.papers.samples("2607.00001")]
    assert minus == [(0, 1, 0, None), (2, 2, 0, None), (3, 2, 0, 0), (4, 1, 0, None)]
