"""The state of SQLite and of a store, for `paperreader doctor` and the log."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from paperreader.store import corruption
from paperreader.store.backup import Contents, contents
from paperreader.store.connection import MIN_SQLITE, connect, version_of
from paperreader.store.errors import is_damage, not_ours, store_error
from paperreader.store.files import real_path
from paperreader.store.journal import has_wal
from paperreader.store.migrations import VERSION

RESET_BUG_FIXED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))
"""The first releases without a bug that loses changes when two programs write at just the wrong moment."""


@dataclass(frozen=True, slots=True)
class Engine:
    """The SQLite of this Python."""

    version: str
    fts5: bool
    """It has full-text search."""
    json: bool
    """It reads JSON."""
    old: bool
    """It is older than what was tried."""
    reset_bug: bool
    """https://sqlite.org/wal.html#walresetbug: very rarely, two programs that write damage a file."""


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """What a full check of a store found."""

    version: int
    newest: int
    """The version that this program migrates it to."""
    wrong: str
    """What SQLite finds wrong; empty if nothing."""
    has_wal: bool
    """It has SQLite's log: not where the file system shares no memory."""
    contents: Contents | None
    """None if it is empty."""


def engine() -> Engine:
    """Version and abilities of this SQLite."""
    now = sqlite3.sqlite_version_info
    fixed = now >= RESET_BUG_FIXED[-1] or any(now[:2] == fix[:2] and now >= fix for fix in RESET_BUG_FIXED)
    with closing(sqlite3.connect(":memory:")) as connection:
        fts5 = _can(connection, "CREATE VIRTUAL TABLE search USING fts5 (text)")
        json = _can(connection, "SELECT value FROM json_each('[]')")
    return Engine(sqlite3.sqlite_version, fts5, json, now < MIN_SQLITE, not fixed)


def _can(connection: sqlite3.Connection, sql: str) -> bool:
    try:
        connection.execute(sql)
    except sqlite3.OperationalError:
        return False
    return True


def examine(path: Path) -> StoreHealth:
    """Check the whole store without changing it. Raises StoreError, also if it is another program's."""
    path = real_path(path)
    try:
        with closing(connect(path, write=False)) as connection:
            version = version_of(connection, path)
            problems = [row[0] for row in connection.execute("PRAGMA integrity_check(1)").fetchall()]
            wrong = "" if problems == ["ok"] else " ".join(problems)
            if corruption.is_suspect(path):
                wrong = wrong or "its log of the last changes"
            return StoreHealth(
                version, VERSION, wrong, has_wal(connection), contents(connection, path) if version else None
            )
    except sqlite3.Error as error:
        if is_damage(error) and not corruption.is_ours(path):
            raise not_ours(path) from error
        raise store_error(error, path, failed="it cannot be read") from error
