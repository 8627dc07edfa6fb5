"""The journal of a store: SQLite's log (WAL), or a rollback journal where the file system shares no memory.

With the log, readers never wait. It needs memory that is shared through a file, and 9p, virtiofs and many FUSE and
network drives have none. There a write waits for reads that are under way, and a read for a write.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from paperreader.store.connection import connect, retry_while_locked
from paperreader.store.errors import lacks_shared_memory

log = logging.getLogger(__name__)


def use_wal(connection: sqlite3.Connection, path: Path) -> None:
    """Use the log, where that works. The mode is part of the file, but some tools lose it when they copy one."""
    if has_wal(connection):
        return
    with suppress(OSError):  # where it cannot be tried out, the journal stays as it is
        if shares_memory(path):
            connection.execute("PRAGMA journal_mode = WAL").fetchone()


def has_wal(connection: sqlite3.Connection) -> bool:
    """Whether the file has SQLite's log now. Raises sqlite3.Error."""
    connection.execute("PRAGMA user_version").fetchone()  # looks into the file, where another connection may change it
    return bool(connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal")


def leave_wal(path: Path) -> None:
    """Put what the log holds into the file and use a rollback journal, without shared memory. Raises sqlite3.Error."""
    log.info("%s: no shared memory, so it gets a rollback journal", path)
    with closing(connect(path, write=True, timeout=0.5)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        retry_while_locked(lambda: connection.execute("PRAGMA journal_mode = DELETE").fetchone(), timeout_s=5)


def shares_memory(path: Path) -> bool:
    """Whether the file system of a store shares memory: SQLite tries it out, beside the store. Raises OSError."""
    from tempfile import TemporaryDirectory  # slow to import, and rarely needed

    with TemporaryDirectory(prefix=f"{path.name}.work-", dir=path.parent) as folder:
        probe = Path(folder, "probe")
        probe.touch(mode=0o600)
        with closing(connect(probe, write=True)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            try:
                connection.execute("PRAGMA journal_mode = WAL").fetchone()
                connection.execute("PRAGMA user_version = 1")
            except sqlite3.OperationalError as error:
                if lacks_shared_memory(error):
                    return False
                raise
    return True
