"""Opening: making the file, reading only, and leaving other programs' files alone."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from paperreader.store import Store, StoreError
from paperreader.views import DayView
from tests.conftest import FRIDAY, Clock
from tests.stores import a_paper, ids


def test_a_fresh_store_is_for_its_owner_alone(path: Path, opened: Callable[..., Store]) -> None:
    before = os.umask(0)
    try:
        opened().settings.set("a", "b").result()
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
    store.settings.set("a", "b").result()
    store.close()
    assert path.exists()
    assert folder.stat().st_mode & 0o777 == 0o755


def test_a_store_can_be_opened_to_be_read_only(store: Store, opened: Callable[..., Store]) -> None:
    store.ingest.save_day(FRIDAY, [a_paper(1)], complete=True).result()
    reader = opened(read_only=True)
    assert "read only" in str(reader.read_only)
    assert ids(reader.papers.entries(DayView(FRIDAY))) == [1]
    assert isinstance(reader.settings.set("a", "b").exception(), StoreError)
    store.settings.set("a", "b").result()
    assert reader.settings.get("a") == "b"
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
