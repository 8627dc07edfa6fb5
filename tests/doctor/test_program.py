"""The checks of Python and SQLite."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from paperreader.doctor.program import sqlite
from paperreader.store.health import Engine, engine


def test_what_there_is_to_say_of_sqlite() -> None:
    assert engine().version == sqlite3.sqlite_version
    good = Engine("3.51.3", fts5=True, json=True, old=False, reset_bug=False)
    assert sqlite(good).state == "ok"
    assert sqlite(replace(good, reset_bug=True)).state == "note"
    for lack in ({"fts5": False}, {"json": False}, {"old": True}):
        assert sqlite(replace(good, **lack)).state == "problem"
    assert "without FTS5 and JSON" in sqlite(replace(good, fts5=False, json=False)).message


@pytest.mark.parametrize(
    ("version", "bug"),
    [("3.40.1", True), ("3.44.5", True), ("3.44.6", False), ("3.45.0", True), ("3.50.6", True), ("3.50.7", False)],
)
def test_which_sqlite_has_the_reset_bug(monkeypatch: pytest.MonkeyPatch, version: str, bug: bool) -> None:
    for later, has in ((version, bug), ("3.51.2", True), ("3.51.3", False), ("3.53.0", False)):
        monkeypatch.setattr(sqlite3, "sqlite_version_info", tuple(map(int, later.split("."))))
        assert engine().reset_bug is has
