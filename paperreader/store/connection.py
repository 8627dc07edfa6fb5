"""Connections: how one is opened, which file it is and whose, and waiting for other programs."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from paperreader.store import corruption
from paperreader.store.errors import StoreError, is_busy, lacking_engine, not_ours
from paperreader.store.schema import APPLICATION_ID

MIN_SQLITE = (3, 26, 0)
"""The oldest SQLite that all of this was tried with: the one of Enterprise Linux 8."""
LOCK_TIMEOUT_S = 60.0
"""How long a write waits for another program before it gives up."""
LOCK_RETRY_S = 0.01
MIN_DATABASE_BYTES = 512
"""The smallest page that a database can have."""


def connect(path: Path, *, write: bool, timeout: float = 5.0) -> sqlite3.Connection:
    """A connection in autocommit mode that never creates a file; it waits `timeout` seconds for a lock.

    Raises StoreError if SQLite is too old.
    """
    if sqlite3.sqlite_version_info < MIN_SQLITE:
        raise StoreError(f"{lacking_engine(f'{MIN_SQLITE[0]}.{MIN_SQLITE[1]} or newer')}: use another build of Python.")
    mode = "mode=rw"
    if not write:
        # Where -shm cannot be created, SQLite must be told that nobody writes; true only while there is no -wal.
        alone = not os.access(path.parent, os.W_OK) and not path.with_name(path.name + "-wal").exists()
        # A program that was killed with a rollback journal may have left the file half written: SQLite takes it back.
        interrupted = os.access(path, os.W_OK) and path.with_name(path.name + "-journal").exists()
        mode = "mode=rw" if interrupted else "mode=ro&immutable=1" if alone else "mode=ro"
    uri = f"{path.absolute().as_uri()}?{mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=timeout)


def identity(path: Path) -> tuple[int, int] | None:
    """Device and inode of the file, None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """The version of the schema, 0 for an empty file. Raises StoreError if it is another program's."""
    connection.execute("BEGIN")  # one snapshot: another start may be creating the tables just now
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT EXISTS (SELECT 1 FROM sqlite_master)").fetchone()
    except UnicodeDecodeError as error:  # SQLite's message about the schema quotes its broken bytes
        raise corruption.found() from error
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    if application == APPLICATION_ID:
        return int(version)
    if application or version or tables:
        raise not_ours(path)
    if 0 < path.stat().st_size < MIN_DATABASE_BYTES:
        raise corruption.found()  # SQLite takes it for an empty one and would overwrite it
    return 0


def retry_while_locked(
    act: Callable[[], object], *, timeout_s: float = LOCK_TIMEOUT_S, give_up: Callable[[], bool] = lambda: False
) -> None:
    """Do it as soon as no other program holds a lock, of SQLite's or on a file; raises the last error at the timeout.

    SQLite's own timeout does not cover every lock.
    """
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            act()
            return
        except (sqlite3.OperationalError, BlockingIOError) as error:
            is_locked = isinstance(error, BlockingIOError) or is_busy(error)
            if not is_locked or give_up() or time.monotonic() > deadline:
                raise
        time.sleep(LOCK_RETRY_S)
