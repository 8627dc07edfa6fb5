"""The checks of Python and SQLite."""

from __future__ import annotations

import sqlite3

import pytest

from paperreader.doctor.program import sqlite
from paperreader.store.health import Engine, engine


def test_what_there_is_to_say_of_sqlite() -> None:
    assert engine().version == sqlite3.sqlite_version
    assert sqlite(Engine("3.51.3", True, False)).state == "ok"
    assert sqlite(Engine("3.51.2", True, True)).state == "note"
    assert sqlite(Engine("3.51.3", False, False)).state == "problem"


@pytest.mark.parametrize(
    ("version", "bug"),
    [("3.40.1", True), ("3.44.5", True), ("3.44.6", False), ("3.45.0", True), ("3.50.6", True), ("3.50.7", False)],
)
def test_which_sqlite_has_the_reset_bug(monkeypatch: pytest.MonkeyPatch, version: str, bug: bool) -> None:
    for later, has in ((version, bug), ("3.51.2", True), ("3.51.3", False), ("3.53.0", False)):
        monkeypatch.setattr(sqlite3, "sqlite_version_info", tuple(map(int, later.split("."))))
        assert engine().reset_bug is has
