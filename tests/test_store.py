"""The store on real files: what is read is what was written, whoever writes and whatever ends the program."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from paperreader.models import Cause, Collection, Day, Entry, Field, Paper, Period, SaveResult, Totals
from paperreader.store import Store, StoreError, derived, marks, opening, reading, saving
from paperreader.store.schema import number
from tests.conftest import FRIDAY, THURSDAY, WEDNESDAY, Clock
from tests.stores import a_paper, assert_counts_hold, by_date, child, ids, output, rows


@pytest.fixture
def store(opened: Callable[..., Store]) -> Store:
    """An empty store whose papers wait from Thursday on."""
    store = opened()
    store.set_setting("since", THURSDAY.isoformat()).result()
    return store


# What is in it


def test_a_fresh_store_is_empty(opened: Callable[..., Store]) -> None:
    store = opened()
    assert store.read_only is None
    assert (store.days(), store.totals()) == ([], Totals())
    assert not any(store.entries(view) for view in (FRIDAY, *Collection, Period.of("week", FRIDAY)))
    assert (store.paper("2607.00001"), store.setting("since"), store.etag(FRIDAY)) == (None, None, None)
    assert store.samples("2607.00001") == []
    assert len(store.setting("device") or "") == 16


def test_a_fresh_store_is_for_its_owner_alone(path: Path, opened: Callable[..., Store]) -> None:
    before = os.umask(0)
    try:
        opened().set_setting("a", "b").result()
    finally:
        os.umask(before)
    modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    assert modes == dict.fromkeys([f"paperreader.db{end}" for end in ("", "-wal", "-shm", ".open")], 0o600)
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_an_existing_folder_keeps_its_mode_and_any_name_will_do(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "a b"
    folder.mkdir(mode=0o755)
    path = folder / "x?mode=memory#%20.db"
    store = Store(path, now=clock)
    store.set_setting("a", "b").result()
    store.close()
    assert path.exists()
    assert folder.stat().st_mode & 0o777 == 0o755


FULL = a_paper(
    7,
    title="On O(n²) 🧪",
    title_raw=r"On $\mathcal{O}(n^2)$ 🧪",
    summary="Short, readable",
    summary_raw="Short, $raw$",
    abstract_raw="We `show`.",
    keywords=("deep [learning]", 'quo"te', "微分"),
    authors=tuple(f"Author {n} Ł'\\" for n in range(700)),
    organization="Org",
    submitter="who",
    upvotes=12,
    comments=3,
    github_repo="https://github.com/a/b",
    github_stars=0,
    project_page="https://example.org",
    published=date(2026, 7, 28),
    source="other",
)


@pytest.mark.parametrize("paper", [a_paper(1), FULL], ids=["bare", "full"])
def test_a_paper_comes_back_as_it_was_saved(store: Store, paper: Paper) -> None:
    store.save_day(FRIDAY, [paper], complete=True).result()
    assert store.paper(paper.id) == paper


def test_entries_show_a_paper_as_it_was_saved(store: Store) -> None:
    store.save_day(FRIDAY, [FULL, a_paper(1)], complete=True).result()
    assert store.entries(FRIDAY) == [
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
        for entry in store.entries(FRIDAY)
        for value in (entry.has_code, entry.read, entry.unread, entry.starred)
    )


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("2607.12345", 260712345),
        ("1412.6980", 141206980),
        ("0704.0001", 70400001),
        ("1501.00001", 150100001),
        ("1412.06980", None),
        ("1501.0001", None),
        ("2607.12345v2", None),
        ("../../x", None),
        ("2607.1234\n", None),
        ("２６０７.12345", None),
        ("", None),
    ],
)
def test_a_paper_has_the_number_of_its_id(id: str, expected: int | None) -> None:
    assert number(id) == expected


def test_code_is_a_repository_and_stars_may_be_unknown(store: Store) -> None:
    repo = "https://github.com/a/b"
    both = a_paper(3, github_repo=repo, github_stars=4)
    papers = [a_paper(1, github_repo=repo), a_paper(2, github_stars=3), both]
    store.save_day(FRIDAY, papers, complete=True).result()
    found = [(entry.has_code, entry.github_stars) for entry in store.entries(FRIDAY)]
    assert found == [(True, None), (False, 3), (True, 4)]


def test_entries_of_papers_wherever_they_are_listed(store: Store) -> None:
    store.save_day(FRIDAY, [a_paper(1), a_paper(2)], complete=False).result()
    store.save_day(THURSDAY, [a_paper(2), a_paper(3)], complete=True).result()
    store.save_day(FRIDAY, [a_paper(2)], complete=False).result()
    store.set_marks(Field.STARRED, True, ["2607.00003"], Cause.BY_HAND).result()
    found = store.entries_of(["2607.00003", "2607.00001", "2607.00002", "2607.99999", "no id"])
    assert {(entry.id, entry.day, entry.unread, entry.starred) for entry in found} == {
        ("2607.00001", None, False, False),
        ("2607.00002", FRIDAY, True, False),
        ("2607.00003", THURSDAY, True, True),
    }
    assert store.entries_of([]) == []


def test_papers_of_no_day_are_read_starred_and_found_and_do_not_wait_to_be_read(store: Store) -> None:
    old = Paper("1412.6980", "Old", "Old", "A", "A", authors=("Ada", "Bo"), published=date(2014, 12, 22))
    assert store.save_papers([a_paper(1), old, a_paper(1), Paper("../x", "T", "T", "A", "A")]).result() == 2
    assert store.paper("1412.6980") == old
    assert (store.days(), store.totals(), store.entries(Collection.UNREAD)) == ([], Totals(), [])
    (entry,) = store.entries_of(["1412.6980"])
    assert (entry.day, entry.published, entry.authors, entry.unread) == (None, date(2014, 12, 22), 2, False)
    store.set_marks(Field.STARRED, True, ["1412.6980"], Cause.BY_HAND).result()
    store.set_marks(Field.READ, False, ["1412.6980", "2607.00001"], Cause.BY_HAND).result()
    assert [entry.id for entry in store.entries(Collection.STARRED)] == ["1412.6980"]
    assert [entry.id for entry in store.entries(Collection.UNREAD)] == ["2607.00001", "1412.6980"]
    assert store.totals() == Totals(unread=2, starred=1)
    assert_counts_hold(store.path)


def test_a_thin_answer_takes_nothing_away_and_touches_no_day_and_no_mark(store: Store, clock: Clock) -> None:
    store.save_day(FRIDAY, [a_paper(1), FULL], complete=True, etag='W/"1"').result()
    store.set_marks(Field.READ, True, [FULL.id], Cause.OPENED).result()
    before = (store.days(), store.entries(FRIDAY), store.etag(FRIDAY))
    clock.tick(60)
    thin = Paper(FULL.id, FULL.title, FULL.title_raw, FULL.abstract, FULL.abstract_raw)
    assert store.save_papers([thin]).result() == 0
    assert store.paper(FULL.id) == FULL._replace(source="hf")
    assert (store.days(), store.entries(FRIDAY), store.etag(FRIDAY)) == before
    assert len(store.samples(FULL.id)) == 1
    assert_counts_hold(store.path)


def test_what_a_thin_answer_tells_is_news(store: Store, clock: Clock) -> None:
    store.save_day(FRIDAY, [FULL], complete=True).result()
    clock.tick(60)
    told = a_paper(7, title="Another", title_raw="Another", upvotes=13, organization="New", authors=("Ada",))
    store.save_papers([told]).result()
    kept = {"abstract_raw": told.abstract_raw, "title": "Another", "title_raw": "Another", "source": "hf"}
    assert store.paper(FULL.id) == FULL._replace(upvotes=13, organization="New", authors=("Ada",), **kept)
    assert [upvotes for _, upvotes, _, _ in store.samples(FULL.id)] == [12, 13]


def test_a_week_has_each_paper_of_its_days_once_by_upvotes(store: Store) -> None:
    store.save_day(FRIDAY, [a_paper(1, upvotes=3), a_paper(2, upvotes=9)], complete=True).result()
    store.save_day(THURSDAY, [a_paper(3, upvotes=7), a_paper(2, upvotes=9)], complete=True).result()
    store.save_day(FRIDAY - timedelta(days=7), [a_paper(4, upvotes=99)], complete=True).result()
    found = store.entries(Period.of("week", FRIDAY))
    assert [(int(entry.id[5:]), entry.day) for entry in found] == [(2, FRIDAY), (3, THURSDAY), (1, FRIDAY)]
    assert ids(store.entries(Period.of("month", FRIDAY))) == [4, 2, 3, 1]
    assert [entry.id for entry, _ in store.papers(Period.of("week", FRIDAY))] == [entry.id for entry in found]


def test_what_is_trending_keeps_the_hubs_order_and_the_last_answer_counts(store: Store, clock: Clock) -> None:
    store.save_day(FRIDAY, [FULL], complete=True).result()
    thin = Paper(FULL.id, FULL.title, FULL.title_raw, FULL.abstract, FULL.abstract_raw)
    store.save_trending([a_paper(9), thin, a_paper(3)]).result()
    assert ids(store.entries(Collection.TRENDING)) == [9, 7, 3]
    assert store.paper(FULL.id) == FULL._replace(source="hf")
    clock.tick(60)
    store.save_trending([a_paper(3), a_paper(9)]).result()
    assert ids(store.entries(Collection.TRENDING)) == [3, 9]
    assert store.setting("trending_at") == "2026-07-31T12:01:00.000000Z"
    assert_counts_hold(store.path)


def test_a_paper_of_no_day_waits_to_be_read_once_a_day_lists_it(store: Store) -> None:
    store.save_papers([a_paper(1), a_paper(2)]).result()
    store.save_day(FRIDAY, [a_paper(1)], complete=True).result()
    assert ids(store.entries(Collection.UNREAD)) == [1]
    assert_counts_hold(store.path)


@pytest.mark.parametrize("first", [FRIDAY, THURSDAY], ids=["newest first", "oldest first"])
def test_a_paper_of_two_days_is_as_the_answer_asked_last_tells_it(store: Store, clock: Clock, first: date) -> None:
    last = THURSDAY if first == FRIDAY else FRIDAY
    store.save_day(first, [a_paper(1, upvotes=2, submitter="Ada")], complete=True).result()
    clock.tick(60)
    told = a_paper(1, upvotes=42, submitter="Bo", organization="Marsh Lab")
    store.save_day(last, [told], complete=True).result()
    assert store.paper("2607.00001") == told
    assert [entry.upvotes for day in (FRIDAY, THURSDAY) for entry in store.entries(day)] == [42, 42]
    assert [upvotes for _, upvotes, _, _ in store.samples("2607.00001")] == [2, 42]


def test_a_day_lists_its_papers_in_the_order_of_the_hub(store: Store) -> None:
    assert store.save_day(FRIDAY, [a_paper(n) for n in (3, 1, 2)], complete=False).result().new == 3
    assert ids(store.entries(FRIDAY)) == [3, 1, 2]
    saved = store.save_day(FRIDAY, [a_paper(n) for n in (2, 4, 1, 3)], complete=False).result()
    assert saved == SaveResult(day=FRIDAY, papers=4, new=1)
    assert ids(store.entries(FRIDAY)) == [2, 4, 1, 3]


def test_days_are_newest_first_with_what_was_fetched_when(store: Store, clock: Clock) -> None:
    store.save_day(WEDNESDAY, [a_paper(1)], complete=True).result()
    clock.tick(60.25)
    store.save_day(FRIDAY, [], complete=False, etag='W/"1"').result()
    assert store.days() == [
        Day(FRIDAY, papers=0, counts=True, fetched=datetime(2026, 7, 31, 12, 1, 0, 250_000, tzinfo=UTC)),
        Day(WEDNESDAY, papers=1, complete=True, fetched=datetime(2026, 7, 31, 12, tzinfo=UTC)),
    ]
    assert store.etag(FRIDAY) == 'W/"1"'
    store.save_day(FRIDAY, [], complete=False).result()
    assert store.etag(FRIDAY) is None


def test_times_are_kept_in_utc(path: Path, store: Store, clock: Clock) -> None:
    clock.now = datetime.fromisoformat("2026-07-31T23:30:00-07:00")
    store.save_day(FRIDAY, [], complete=False).result()
    assert rows(path, "SELECT fetched FROM day") == [("2026-08-01T06:30:00.000000Z",)]


def test_a_sample_is_kept_when_the_figures_change(store: Store, clock: Clock) -> None:
    start = clock.now
    for upvotes, stars in ((1, None), (1, None), (2, None), (2, 0), (1, None)):
        paper = a_paper(1, upvotes=upvotes, github_stars=stars, title=f"{upvotes} {stars}")
        store.save_day(FRIDAY, [paper], complete=False).result()
        clock.tick(1)
    minus = [(int((at - start).total_seconds()), *figures) for at, *figures in store.samples("2607.00001")]
    assert minus == [(0, 1, 0, None), (2, 2, 0, None), (3, 2, 0, 0), (4, 1, 0, None)]


def test_a_collection_gives_each_entry_with_its_paper(store: Store) -> None:
    papers = [a_paper(n) for n in range(250, 0, -1)]
    store.save_day(FRIDAY, papers, complete=True).result()
    assert list(store.papers(FRIDAY)) == list(zip(store.entries(FRIDAY), papers, strict=True))
    assert [paper for _, paper in store.papers(Collection.UNREAD)] == papers


def test_settings_stay(store: Store, opened: Callable[..., Store]) -> None:
    store.set_setting("theme", "nord").result()
    assert store.setting("theme") == "nord"
    store.close()
    store = opened()
    assert store.setting("theme") == "nord"
    store.set_setting("theme", None).result()
    assert store.setting("theme") is None


# What waits to be read


def test_only_papers_since_the_first_start_wait(path: Path, store: Store) -> None:
    store.save_day(WEDNESDAY, [a_paper(n) for n in (1, 2)], complete=True).result()
    store.save_day(THURSDAY, [a_paper(n) for n in (3, 4, 5)], complete=True).result()
    assert store.totals() == Totals(unread=3)
    assert [(day.counts, day.unread) for day in store.days()] == [(True, 3), (False, 0)]
    assert [entry.unread for entry in store.entries(WEDNESDAY)] == [False, False]
    store.set_setting("since", FRIDAY.isoformat()).result()
    assert store.totals() == Totals(unread=0)
    store.set_setting("since", WEDNESDAY.isoformat()).result()
    assert store.totals() == Totals(unread=5)
    store.set_setting("since", None).result()
    assert store.totals() == Totals(unread=0)
    assert [day.counts for day in store.days()] == [False, False]
    assert_counts_hold(path)


def test_a_paper_set_unread_by_hand_waits_on_any_day(path: Path, store: Store) -> None:
    store.save_day(WEDNESDAY, [a_paper(n) for n in (1, 2)], complete=True).result()
    store.set_marks(Field.READ, False, ["2607.00002"], Cause.BY_HAND).result()
    assert store.totals() == Totals(unread=1)
    assert by_date(store)[WEDNESDAY].unread == 1
    assert [entry.unread for entry in store.entries(WEDNESDAY)] == [False, True]
    assert [entry.read for entry in store.entries(WEDNESDAY)] == [False, False]
    assert_counts_hold(path)


def test_read_papers_are_counted_and_do_not_wait(path: Path, store: Store) -> None:
    store.save_day(FRIDAY, [a_paper(n) for n in (1, 2, 3)], complete=True).result()
    store.set_marks(Field.READ, True, ["2607.00001", "2607.00003"], Cause.OPENED).result()
    assert (by_date(store)[FRIDAY].unread, by_date(store)[FRIDAY].read) == (1, 2)
    assert [(entry.read, entry.unread) for entry in store.entries(FRIDAY)] == [
        (True, False),
        (False, True),
        (True, False),
    ]
    assert store.totals() == Totals(unread=1)
    assert_counts_hold(path)


def test_unread_papers_come_by_day_each_under_its_newest(store: Store) -> None:
    store.save_day(THURSDAY, [a_paper(n) for n in (5, 9, 1)], complete=True).result()
    store.save_day(FRIDAY, [a_paper(n) for n in (2, 9, 7)], complete=True).result()
    store.save_day(WEDNESDAY, [a_paper(8)], complete=True).result()
    store.set_marks(Field.READ, False, ["2607.00008"], Cause.BY_HAND).result()
    waiting = store.entries(Collection.UNREAD)
    assert ids(waiting) == [2, 9, 7, 5, 1, 8]
    assert [entry.day for entry in waiting] == [FRIDAY] * 3 + [THURSDAY] * 2 + [WEDNESDAY]


def test_an_unread_paper_of_no_day_comes_last(store: Store) -> None:
    store.save_day(FRIDAY, [a_paper(1), a_paper(2), a_paper(3)], complete=False).result()
    store.set_marks(Field.READ, False, ["2607.00001", "2607.00002"], Cause.BY_HAND).result()
    store.save_day(FRIDAY, [a_paper(3)], complete=False).result()
    assert [(entry.id[-1], entry.day) for entry in store.entries(Collection.UNREAD)] == [
        ("3", FRIDAY),
        ("2", None),
        ("1", None),
    ]


def test_starred_papers_come_last_starred_first(store: Store, clock: Clock) -> None:
    store.save_day(WEDNESDAY, [a_paper(n) for n in (1, 2, 3)], complete=True).result()
    for n in (2, 3, 1):
        clock.tick(1)
        store.set_marks(Field.STARRED, True, [f"2607.0000{n}"], Cause.BY_HAND).result()
    assert ids(store.entries(Collection.STARRED)) == [1, 3, 2]
    clock.tick(1)
    store.set_marks(Field.STARRED, False, ["2607.00001"], Cause.BY_HAND).result()
    assert ids(store.entries(Collection.STARRED)) == [3, 2]
    assert store.totals() == Totals(starred=2)


# Marks


def test_only_what_changes_is_written(path: Path, store: Store, clock: Clock) -> None:
    first = clock.now
    assert store.set_marks(Field.READ, True, ["2607.00001"], Cause.OPENED).result() == 1
    clock.tick(5)
    both = ["2607.00002", "2607.00001", "2607.00002"]
    assert store.set_marks(Field.READ, True, both, Cause.BULK).result() == 1
    assert store.set_marks(Field.READ, True, both, Cause.BULK).result() == 0
    found = rows(path, "SELECT paper, field, value, at, cause, device, step IS NULL FROM mark ORDER BY paper")
    device = store.setting("device")
    assert found == [
        ("2607.00001", "read", 1, f"{first:%Y-%m-%dT%H:%M:%S.%f}Z", "opened", device, 1),
        ("2607.00002", "read", 1, f"{clock.now:%Y-%m-%dT%H:%M:%S.%f}Z", "bulk", device, 0),
    ]
    assert rows(path, "SELECT count(*) FROM step") == [(1,)]


def test_marks_of_unknown_papers_hold_once_these_come(path: Path, store: Store) -> None:
    assert store.set_marks(Field.READ, True, ["2607.00001", "no id"], Cause.BY_HAND).result() == 2
    assert store.set_marks(Field.STARRED, True, ["2607.00001"], Cause.BY_HAND).result() == 1
    assert store.set_marks(Field.READ, False, ["2607.00002"], Cause.BY_HAND).result() == 1
    assert store.totals() == Totals()
    store.save_day(WEDNESDAY, [a_paper(1), a_paper(2), a_paper(3)], complete=True).result()
    assert [(e.read, e.unread, e.starred) for e in store.entries(WEDNESDAY)] == [
        (True, False, True),
        (False, True, False),
        (False, False, False),
    ]
    assert store.totals() == Totals(unread=1, starred=1)
    assert_counts_hold(path)


# Two programs, one file


def test_changed_tells_once_of_each_commit(store: Store, opened: Callable[..., Store]) -> None:
    other = opened()
    store.changed()
    assert not store.changed()
    store.set_setting("a", "b").result()
    assert store.changed()
    assert not store.changed()
    assert other.changed()
    assert not other.changed()
    other.set_marks(Field.READ, True, ["2607.00001"], Cause.OPENED).result()
    assert store.changed()
    assert not store.changed()


def test_two_stores_on_a_file_see_each_other(path: Path, store: Store, opened: Callable[..., Store]) -> None:
    other = opened()
    for n in range(1, 41):
        day = date(2026, 6, 1) + timedelta(n)
        saved = store.save_day(day, [a_paper(n), a_paper(99)], complete=True)
        marked = other.set_marks(Field.READ, False, [f"2607.{n:05d}"], Cause.BY_HAND)
        assert (saved.result().papers, marked.result()) == (2, 1)
    assert store.days() == other.days()
    assert len(store.days()) == 40
    assert store.totals() == other.totals() == Totals(unread=40)
    assert_counts_hold(path)


def test_readers_leave_no_transaction_open(path: Path, store: Store) -> None:
    store.save_day(FRIDAY, [a_paper(n) for n in range(1, 201)], complete=True).result()
    half_read = store.papers(FRIDAY)
    next(half_read)
    store.days(), store.totals(), store.entries(FRIDAY), store.setting("a"), store.samples("2607.00001")
    assert rows(path, "PRAGMA wal_checkpoint(TRUNCATE)")[0][0] == 0, "a reader was in the way"


def test_a_copy_that_lost_its_wal_mode_gets_it_back(path: Path, opened: Callable[..., Store]) -> None:
    assert opened().close()
    assert rows(path, "PRAGMA journal_mode = DELETE") == [("delete",)]
    opened().set_setting("a", "b").result()
    assert rows(path, "PRAGMA journal_mode") == [("wal",)]


def test_close_writes_what_is_queued(path: Path, store: Store) -> None:
    for n in range(200):
        store.set_marks(Field.READ, True, [f"2607.{n:05d}"], Cause.OPENED)
    assert store.close()
    assert rows(path, "SELECT count(*) FROM mark") == [(200,)]
    assert store.close()


def test_close_says_what_could_not_be_written_and_lets_the_program_go(path: Path, store: Store) -> None:
    store.close()
    code = """
store = Store(path, now=now)
marks = [store.set_marks(Field.READ, True, [f"2607.0000{n}"], Cause.OPENED) for n in range(9)]
started = time.monotonic()
say(store.close(timeout=0.3))
say(store.set_marks(Field.READ, True, ["2607.00009"], Cause.OPENED).exception())
sys.stdout.flush()
import threading
for thread in threading.enumerate():
    if thread is not threading.main_thread(): thread.join()
say(time.monotonic() - started < 2)
say(all(mark.cancelled() or isinstance(mark.exception(), StoreError) for mark in marks))
"""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = output(child(code, path)).splitlines()
        other.execute("COMMIT")
    assert said == ["False", "The store is closed: this was not saved.", "True", "True"]
    assert rows(path, "SELECT count(*) FROM mark") == [(0,)]


def test_a_store_that_a_newer_program_changes_under_us_is_not_written(path: Path, store: Store) -> None:
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer paperreader"):
        store.set_marks(Field.READ, True, ["2607.00001"], Cause.BY_HAND).result()
    assert store.totals() == Totals()
    with closing(sqlite3.connect(path)) as older:
        older.execute(f"PRAGMA user_version = {opening.VERSION}")
    assert store.set_marks(Field.READ, True, ["2607.00001"], Cause.BY_HAND).result() == 1, "no lock is left"


# When the program or the disk ends


def test_a_store_can_be_opened_to_be_read_only(store: Store, opened: Callable[..., Store]) -> None:
    store.save_day(FRIDAY, [a_paper(1)], complete=True).result()
    reader = opened(read_only=True)
    assert "read only" in str(reader.read_only)
    assert ids(reader.entries(FRIDAY)) == [1]
    assert isinstance(reader.set_setting("a", "b").exception(), StoreError)
    store.set_setting("a", "b").result()
    assert reader.setting("a") == "b"
    assert reader.changed()


def test_a_store_opened_to_be_read_only_is_not_made(path: Path, opened: Callable[..., Store]) -> None:
    with pytest.raises(StoreError, match="no store at"):
        opened(read_only=True)
    assert not path.parent.exists()


def test_the_database_of_another_program_is_left_alone(path: Path, opened: Callable[..., Store]) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE theirs (x)")
        other.execute("PRAGMA user_version = 1")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a paperreader store"):
        opened()
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


# Speed


def test_a_start_imports_no_more_than_it_needs(path: Path, store: Store) -> None:
    store.close()
    code = """
store = Store(path, now=now)
store.days(), store.totals(), store.entries(date(2026, 7, 31)), store.changed()
late = "sqlite_utils", "click", "concurrent.futures", "paperreader.text"
say([name for name in late if name in sys.modules])
"""
    assert output(child(code, path)) == "[]"


def test_no_statement_reads_a_whole_table(path: Path, store: Store) -> None:
    def start(connection: sqlite3.Connection) -> None:
        reading.days(connection, {})
        reading.totals(connection)
        for view in (FRIDAY, *Collection):
            reading.entries(connection, view)
        reading.entries_of(connection, ["2607.00001"])
        reading.papers(connection, ["2607.00001"])
        reading.samples(connection, "2607.00001")
        reading.etag(connection, FRIDAY)

    def writes(connection: sqlite3.Connection) -> None:
        saving.save_day(connection, FRIDAY, [a_paper(1)], complete=True, etag=None, at="2026-07-31T12:00:00Z")
        marks.set_marks(connection, Field.READ, True, ["2607.00001"], Cause.BY_HAND, "2026-07-31T12:00:00Z")
        marks.undo(connection, "2026-07-31T12:00:00Z")
        marks.redo(connection, "2026-07-31T12:00:00Z")
        derived.recount(connection, [260700001], FRIDAY.isoformat())

    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        start(connection)
        writes(connection)
        connection.set_trace_callback(None)
        assert len(statements) > 20
        for statement in (traced for traced in statements if not traced.startswith("--")):  # of a trigger
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
            for table in ("paper", "listing", "mark", "change", "sample"):
                scans = [step for step in plan if step.startswith(f"SCAN {table}")]
                assert not scans or scans == ["SCAN mark USING INDEX mark_opened"], (statement, plan)
            assert "SCAN state" not in plan, (statement, plan)


def test_opened_papers_come_last_opened_first_and_no_more_than_two_hundred(store: Store, clock: Clock) -> None:
    store.save_day(FRIDAY, [a_paper(n) for n in range(1, 300)], complete=True).result()
    for n in range(1, 206):
        clock.tick(1)
        store.set_marks(Field.READ, True, [f"2607.{n:05}"], Cause.OPENED).result()
    store.set_marks(Field.READ, True, ["2607.00250"], Cause.SKIPPED).result()
    store.set_marks(Field.READ, False, ["2607.00204"], Cause.BY_HAND).result()
    store.set_marks(Field.READ, True, ["2607.99999"], Cause.OPENED).result()
    opened = [int(entry.id[-5:]) for entry in store.entries(Collection.OPENED)]
    assert opened == [205, *range(203, 5, -1)]
    assert [entry.day for entry in store.entries(Collection.OPENED)][:2] == [FRIDAY, FRIDAY]


def test_what_was_read_and_is_opened_then_is_among_the_opened(store: Store, clock: Clock) -> None:
    store.save_day(FRIDAY, [a_paper(n) for n in range(1, 4)], complete=True).result()
    store.set_marks(Field.READ, True, ["2607.00001", "2607.00002"], Cause.BULK).result()
    for paper in ("2607.00001", "2607.00002", "2607.00001"):
        clock.tick(1)
        assert store.set_marks(Field.READ, True, [paper], Cause.OPENED).result() == 0
    assert [entry.id for entry in store.entries(Collection.OPENED)] == ["2607.00001", "2607.00002"]
    step = store.undo().result()
    assert step is not None
    assert (step.papers, step.skipped) == ((), 2)
    assert len(store.entries(Collection.OPENED)) == 2


def test_ids_and_texts_are_never_sql(store: Store) -> None:
    nasty = "x'; DROP TABLE mark; --"
    assert store.set_marks(Field.READ, True, [nasty, json.dumps(nasty)], Cause.BY_HAND).result() == 2
    store.set_setting(nasty, nasty).result()
    assert store.setting(nasty) == nasty
    assert store.paper(nasty) is None
