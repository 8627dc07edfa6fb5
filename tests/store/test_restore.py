"""Copies of a store, and restoring them."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause
from paperreader.store import Store, StoreError
from paperreader.store.backup import back_up
from paperreader.store.migrations import MIGRATIONS
from paperreader.store.restore import restore
from tests.conftest import Clock
from tests.stores import MARKS, assert_counts_hold, child, others, output, rows


@pytest.fixture
def store(one_read: Store) -> Store:
    return one_read


def test_a_store_is_restored_and_the_one_of_before_is_kept(path: Path, store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(path, copy)
    given = copy.read_bytes()
    store.marks.set(STARRED, True, ["2607.00001"], Cause.BY_HAND).result()
    store.close()
    done, kept = restore(path, copy, now=store._database._now)
    assert (done.papers, done.marks) == (20, 1)
    assert rows(path, MARKS) == [("2607.00000", "read", 1)]
    assert_counts_hold(path)
    assert kept == path.with_name("paperreader.db.before-restore-2026-07-31")
    assert ("2607.00001", "starred", 1) in rows(kept, MARKS)
    assert kept.stat().st_mode & 0o777 == 0o600
    _, again = restore(path, kept, now=store._database._now)
    assert again == path.with_name("paperreader.db.before-restore-2026-07-31-2")
    assert ("2607.00001", "starred", 1) in rows(path, MARKS)
    assert copy.read_bytes() == given
    assert sorted(file.name for file in tmp_path.iterdir()) == ["copy.db", "data"]
    assert others(path) == [kept.name, again.name]


def test_what_only_reads_sees_the_restored_store(path: Path, store: Store, clock: Clock, tmp_path: Path) -> None:
    back_up(path, tmp_path / "copy.db")
    store.marks.set(READ, True, [f"2607.{n:05d}" for n in range(20)], Cause.BULK).result()
    store.close()
    with closing(Store(path, now=clock, read_only=True)) as reader:
        assert reader.papers.totals().unread == 0
        restore(path, tmp_path / "copy.db", now=clock)
        assert reader.changed()
        assert reader.papers.totals().unread == 19


def test_a_store_is_restored_where_none_is(path: Path, store: Store, clock: Clock, tmp_path: Path) -> None:
    back_up(path, tmp_path / "copy.db")
    new = tmp_path / "new" / "paperreader.db"
    done, kept = restore(new, tmp_path / "copy.db", now=clock)
    assert (done.papers, done.marks, kept) == (20, 1, None)
    assert new.stat().st_mode & 0o777 == 0o600
    with closing(Store(new, now=clock)) as there:
        assert there.papers.totals().unread == 19


def test_nothing_is_restored_under_a_running_program(path: Path, store: Store, tmp_path: Path) -> None:
    back_up(path, tmp_path / "copy.db")
    running = child("store = Store(path, now=now)\nsay('open')\nsys.stdin.read()", path, stdin=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stdout.readline() == "open\n"
    store.marks.set(STARRED, True, ["2607.00001"], Cause.BY_HAND).result()
    store.close()
    with pytest.raises(StoreError, match="quit it first"):
        restore(path, tmp_path / "copy.db", now=store._database._now)
    assert ("2607.00001", "starred", 1) in rows(path, MARKS)
    assert others(path) == []
    running.kill()
    running.communicate()
    restore(path, tmp_path / "copy.db", now=store._database._now)
    assert ("2607.00001", "starred", 1) not in rows(path, MARKS)


def test_a_start_waits_until_a_restore_is_done(
    path: Path, store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from paperreader.store import lock

    store.close()
    alone = lock.StoreLock(path)
    assert alone.try_exclusive()
    starting = child("Store(path, now=now).close()\nsay('there')", path)
    monkeypatch.setattr(lock, "EXCLUSIVE_WAIT_S", 0.05)
    with pytest.raises(StoreError, match="restoring"):
        Store(path, now=clock)
    assert starting.poll() is None
    alone.release()
    assert output(starting) == "there"


def damaged(copy: Path) -> None:
    with copy.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(copy.stat().st_size - 4096))


def inconsistent(copy: Path) -> None:
    """Every page can be read, but an index lacks its rows."""
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA writable_schema = 1")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'WHERE unread', 'WHERE NOT unread')")
        connection.commit()


def not_a_database(copy: Path) -> None:
    copy.write_text("a shopping list\n" * 1000)


def empty(copy: Path) -> None:
    copy.write_bytes(b"")


def of_another_program(copy: Path) -> None:
    copy.unlink()
    with closing(sqlite3.connect(copy)) as other:
        other.execute("CREATE TABLE theirs (x)")


def newer(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as later:
        later.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")


def gone(copy: Path) -> None:
    copy.unlink()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (damaged, "is damaged"),
        (inconsistent, "is damaged"),
        (not_a_database, "not a backup of a store"),
        (empty, "is empty"),
        (of_another_program, "not a paperreader store"),
        (newer, "newer than this paperreader"),
        (gone, "no file"),
    ],
)
def test_what_cannot_be_restored_changes_nothing(
    path: Path, store: Store, tmp_path: Path, spoil: Callable[[Path], None], said: str
) -> None:
    copy = tmp_path / "copy.db"
    back_up(path, copy)
    spoil(copy)
    given = copy.read_bytes() if copy.exists() else None
    store.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=said):
        restore(path, copy, now=store._database._now)
    assert path.read_bytes() == before
    assert others(path) == []
    assert (copy.read_bytes() if copy.exists() else None) == given
