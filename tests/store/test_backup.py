"""Backups are complete, and of one moment, while others write."""

from __future__ import annotations

from pathlib import Path

import pytest

from paperreader.store import Store
from paperreader.store.backup import back_up
from tests.stores import MARKS, assert_counts_hold, child, rows


@pytest.fixture
def store(one_read: Store) -> Store:
    return one_read


def test_a_copy_is_whole_and_for_its_owner_alone(path: Path, store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    done = back_up(path, copy)
    assert (done.papers, done.marks, done.size) == (20, 1, copy.stat().st_size)
    assert rows(copy, "PRAGMA integrity_check") == [("ok",)]
    assert rows(copy, MARKS) == rows(path, MARKS)
    assert_counts_hold(copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert sorted(file.name for file in tmp_path.iterdir()) == ["copy.db", "data"]


def test_a_copy_is_of_one_moment_while_another_program_writes(path: Path, store: Store, tmp_path: Path) -> None:
    writer = child(
        """
store = Store(path, now=now)
say("begun")
for n in range(100_000):
    value = n % 2 == 0
    store.marks.set(STARRED, value, [f"2607.{n:05d}" for n in range(20)], Cause.BY_HAND).result()
""",
        path,
    )
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "begun\n"
        for n in range(10):
            back_up(path, tmp_path / f"{n}.db")
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.communicate()
    for n in range(10):
        found = rows(tmp_path / f"{n}.db", "SELECT DISTINCT value FROM mark WHERE field = 'starred'")
        assert len(found) <= 1
        assert_counts_hold(tmp_path / f"{n}.db")
