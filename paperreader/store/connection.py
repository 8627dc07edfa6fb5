"""One connection to a file: how it is opened, which file and whose it is, and waiting for others to be done."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from paperreader.store import corruption
from paperreader.store.errors import is_busy, not_ours
from paperreader.store.schema import APPLICATION_ID

PATIENCE = 60.0
"""Seconds that a write waits for another program before it is given up."""
SMALLEST = 512
"""Bytes of the smallest page that a database can have."""


def connect(path: Path, *, write: bool, timeout: float = 5.0) -> sqlite3.Connection:
    """A connection in autocommit mode that never makes a file; it waits `timeout` seconds for a lock."""
    mode = "mode=rw"
    if not write:
        # Where -shm cannot be made, SQLite must be told that nobody writes; true only while there is no -wal.
        alone = not os.access(path.parent, os.W_OK) and not path.with_name(path.name + "-wal").exists()
        mode = "mode=ro&immutable=1" if alone else "mode=ro"
    uri = f"{path.absolute().as_uri()}?{mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=timeout)


def identity(path: Path) -> tuple[int, int] | None:
    """Which file it is, None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """The version of the schema, 0 for an empty file. Raises StoreError where it is another program's."""
    connection.execute("BEGIN")  # one look: another start may be making the tables just now
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT EXISTS (SELECT 1 FROM sqlite_master)").fetchone()
    except UnicodeDecodeError as error:  # SQLite's complaint about the schema quotes its broken bytes
        raise corruption.found() from error
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    if application == APPLICATION_ID:
        return int(version)
    if application or version or tables:
        raise not_ours(path)
    if 0 < path.stat().st_size < SMALLEST:
        raise corruption.found()  # SQLite takes it for an empty one, and would write over it
    return 0


def patiently(act: Callable[[], object], give_up: Callable[[], bool] = lambda: False) -> None:
    """Do it once no other connection is in the way; raises sqlite3.OperationalError after PATIENCE."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            act()
            return
        except sqlite3.OperationalError as error:
            if not is_busy(error) or give_up() or time.monotonic() > deadline:
                raise
            time.sleep(0.01)  # some locks are refused without SQLite's own waiting
