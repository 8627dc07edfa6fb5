"""What there is to know of SQLite and of a store, for somebody who looks for what is wrong."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from paperreader.store import corruption
from paperreader.store.backup import Contents, contents
from paperreader.store.connection import connect, version_of
from paperreader.store.errors import is_damage, not_ours, told
from paperreader.store.opening import VERSION

RESET_BUG_FIXED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))
"""The releases since which SQLite no longer loses changes when two programs write at just the wrong moment."""


@dataclass(frozen=True, slots=True)
class Engine:
    """SQLite, as Python has it."""

    version: str
    fts5: bool
    """It can search in texts."""
    reset_bug: bool
    """https://sqlite.org/wal.html#walresetbug: very rarely, two programs that write damage a file."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A store, looked at as a whole."""

    version: int
    newest: int
    """The version that this program makes of it."""
    wrong: str
    """What SQLite finds wrong with it; empty if nothing."""
    contents: Contents | None
    """None where it is too old, or empty."""


def engine() -> Engine:
    """What the SQLite of this Python is and can do."""
    now = sqlite3.sqlite_version_info
    fixed = now >= RESET_BUG_FIXED[-1] or any(now[:2] == fix[:2] and now >= fix for fix in RESET_BUG_FIXED)
    with closing(sqlite3.connect(":memory:")) as connection:
        (fts5,) = connection.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()
    return Engine(sqlite3.sqlite_version, bool(fts5), not fixed)


def examine(path: Path) -> Examined:
    """Read all of the store; nothing is changed. Raises StoreError, also where it is another program's."""
    try:
        with closing(connect(path, write=False)) as connection:
            version = version_of(connection, path)
            found = [row[0] for row in connection.execute("PRAGMA integrity_check(1)").fetchall()]
            wrong = "" if found == ["ok"] else " ".join(found)
            if corruption.is_suspect(path):
                wrong = wrong or "its log of the last changes"
            return Examined(version, VERSION, wrong, contents(connection, path) if version else None)
    except sqlite3.Error as error:
        if is_damage(error) and not corruption.is_ours(path):
            raise not_ours(path) from error
        raise told(error, path, lost="it cannot be read") from error
