"""33 stores of other versions"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from paperreader.mark_fields import READ
from paperreader.models import Cause
from paperreader.store import Store
from paperreader.store.migrate import migrate
from paperreader.store.migrations import MIGRATIONS
from paperreader.views import DayView
from tests.conftest import FRIDAY
from tests.stores import a_paper, ids, rows


def test_fault_33_a_newer_store_is_only_read(path: Path, store: Store, opened: Callable[..., Store]) -> None:
    store.ingest.save_day(FRIDAY, [a_paper(1)], complete=True).result()
    store.close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 99")
    store = opened()
    assert str(store.read_only).startswith("marks are not kept: ")
    assert "newer" in str(store.read_only)
    assert ids(store.papers.entries(DayView(FRIDAY))) == [1]
    mark = store.marks.set(READ, True, ["2607.00001"], Cause.BULK)
    assert str(mark.exception()) == store.read_only
    assert rows(path, "PRAGMA user_version") == [(99,)]


def test_fault_33_an_older_store_is_copied_and_brought_up_to_date(path: Path, store: Store) -> None:
    def colours(db: Any) -> None:
        db.execute("ALTER TABLE mark ADD COLUMN colour TEXT DEFAULT 'red'")

    store.marks.set(READ, True, ["2607.00001"], Cause.BY_HAND).result()
    migrate(path, (*MIGRATIONS, colours))
    assert rows(path, "SELECT paper, colour FROM mark") == [("2607.00001", "red")]
    copy = path.with_name(f"paperreader.db.version-{len(MIGRATIONS)}")
    assert copy.stat().st_mode & 0o777 == 0o600
    assert rows(copy, "SELECT paper, value FROM mark") == [("2607.00001", 1)]
    assert rows(copy, "PRAGMA user_version") == [(len(MIGRATIONS),)]


def test_fault_33_a_failed_update_leaves_the_old_store(path: Path, store: Store) -> None:
    def colours(db: Any) -> None:
        db.execute("ALTER TABLE mark ADD COLUMN colour TEXT")
        db.table("paper").enable_fts(["title"])

    def fails(db: Any) -> None:
        db.execute("INSERT INTO setting VALUES ('half', 'done')")
        raise sqlite3.OperationalError("disk I/O error")

    before = rows(path, "SELECT * FROM sqlite_master")
    with pytest.raises(sqlite3.OperationalError):
        migrate(path, (*MIGRATIONS, colours, fails))
    assert rows(path, "SELECT * FROM sqlite_master") == before
    assert rows(path, "SELECT name FROM setting WHERE name = 'half'") == []
    assert rows(path, "PRAGMA user_version") == [(len(MIGRATIONS),)]
    store.settings.set("goes", "on").result()
