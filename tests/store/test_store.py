"""The store on real files: what is read is what was written, whoever writes and whatever ends the program."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from paperreader.mark_fields import READ
from paperreader.models import Cause, Totals
from paperreader.period import Period
from paperreader.store import Store, StoreError
from paperreader.store.migrations import VERSION
from paperreader.views import Collection, DayView
from tests.conftest import FRIDAY
from tests.stores import a_paper, assert_counts_hold, child, output, rows


def test_a_fresh_store_is_empty(opened: Callable[..., Store]) -> None:
    store = opened()
    assert store.read_only is None
    assert (store.papers.days(), store.papers.totals()) == ([], Totals())
    assert not any(store.papers.entries(view) for view in (DayView(FRIDAY), *Collection, Period.of("week", FRIDAY)))
    assert (store.papers.get("2607.00001"), store.settings.get("since"), store.papers.etag(FRIDAY)) == (
        None,
        None,
        None,
    )
    assert store.papers.samples("2607.00001") == []
    assert len(store.settings.get("device") or "") == 16


def test_changed_tells_once_of_each_commit(store: Store, opened: Callable[..., Store]) -> None:
    other = opened()
    store.changed()
    assert not store.changed()
    store.settings.set("a", "b").result()
    assert store.changed()
    assert not store.changed()
    assert other.changed()
    assert not other.changed()
    other.marks.set(READ, True, ["2607.00001"], Cause.OPENED).result()
    assert store.changed()
    assert not store.changed()


def test_two_stores_on_a_file_see_each_other(path: Path, store: Store, opened: Callable[..., Store]) -> None:
    other = opened()
    for n in range(1, 41):
        day = date(2026, 6, 1) + timedelta(n)
        saved = store.ingest.save_day(day, [a_paper(n), a_paper(99)], complete=True)
        marked = other.marks.set(READ, False, [f"2607.{n:05d}"], Cause.BY_HAND)
        assert (saved.result().papers, marked.result()) == (2, 1)
    assert store.papers.days() == other.papers.days()
    assert len(store.papers.days()) == 40
    assert store.papers.totals() == other.papers.totals() == Totals(unread=40)
    assert_counts_hold(path)


def test_readers_leave_no_transaction_open(path: Path, store: Store) -> None:
    store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(1, 201)], complete=True).result()
    half_read = store.papers.with_entries(DayView(FRIDAY))
    next(half_read)
    (
        store.papers.days(),
        store.papers.totals(),
        store.papers.entries(DayView(FRIDAY)),
        store.settings.get("a"),
        store.papers.samples("2607.00001"),
    )
    assert rows(path, "PRAGMA wal_checkpoint(TRUNCATE)")[0][0] == 0, "a reader was in the way"


def test_a_copy_that_lost_its_wal_mode_gets_it_back(path: Path, opened: Callable[..., Store]) -> None:
    assert opened().close()
    assert rows(path, "PRAGMA journal_mode = DELETE") == [("delete",)]
    opened().settings.set("a", "b").result()
    assert rows(path, "PRAGMA journal_mode") == [("wal",)]


def test_close_writes_what_is_queued(path: Path, store: Store) -> None:
    for n in range(200):
        store.marks.set(READ, True, [f"2607.{n:05d}"], Cause.OPENED)
    assert store.close()
    assert rows(path, "SELECT count(*) FROM mark") == [(200,)]
    assert store.close()


def test_close_says_what_could_not_be_written_and_lets_the_program_go(path: Path, store: Store) -> None:
    store.close()
    code = """
store = Store(path, now=now)
marks = [store.marks.set(READ, True, [f"2607.0000{n}"], Cause.OPENED) for n in range(9)]
started = time.monotonic()
say(store.close(timeout=0.3))
say(store.marks.set(READ, True, ["2607.00009"], Cause.OPENED).exception())
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
        store.marks.set(READ, True, ["2607.00001"], Cause.BY_HAND).result()
    assert store.papers.totals() == Totals()
    with closing(sqlite3.connect(path)) as older:
        older.execute(f"PRAGMA user_version = {VERSION}")
    assert store.marks.set(READ, True, ["2607.00001"], Cause.BY_HAND).result() == 1, "no lock is left"


def test_a_start_imports_no_more_than_it_needs(path: Path, store: Store) -> None:
    store.close()
    code = """
store = Store(path, now=now)
store.papers.days(), store.papers.totals(), store.papers.entries(DayView(date(2026, 7, 31))), store.changed()
late = "sqlite_utils", "click", "concurrent.futures", "paperreader.text"
say([name for name in late if name in sys.modules])
"""
    assert output(child(code, path)) == "[]"
