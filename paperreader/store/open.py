"""Opening a store: making it, checking whether it can be written, migrating or repairing it."""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from paperreader.store import corruption
from paperreader.store.connection import connect, version_of
from paperreader.store.errors import (
    StoreError,
    is_damage,
    lacks_shared_memory,
    not_ours,
    store_error,
)
from paperreader.store.files import other_name
from paperreader.store.lock import StoreLock
from paperreader.store.migrations import VERSION

NO_LOG = "{} is on a file system without shared memory: while one program writes to the store, others wait."
REPAIR_WAIT_S = 10.0
"""How long a start waits for another one that repairs the same store."""


class OpenStore(NamedTuple):
    """A store that can be read, and what the user should know of it."""

    connection: sqlite3.Connection
    """It only reads."""
    read_only: str | None
    """Why marks are not kept; None if they are."""
    repaired: str | None
    """What was done about damage, or what the file system lacks; None if nothing."""


def open_store(
    path: Path,
    lock: StoreLock,
    *,
    now: Callable[[], datetime],
    read_only: bool = False,
    repairing: Callable[[], None] = lambda: None,
) -> OpenStore:
    """Open a store of this version. `repairing` is called before a damaged one is repaired. Raises StoreError.

    Unless it is only to be read, the store is locked against a restore; it is made if there is none, migrated if it
    is older, and repaired if it is damaged.
    """
    if not read_only:
        create(path)
    elif not path.exists():
        raise StoreError(f"There is no store at {path} yet: start paperreader once.")
    why = f"{path} was opened to be read only" if read_only else unwritable(path)
    repaired = None
    fresh = why is None and not path.stat().st_size
    deadline = time.monotonic() + REPAIR_WAIT_S
    while True:
        try:
            if why is None and corruption.is_suspect(path):
                raise corruption.found()
            connection, newer = _connect(path, lock, why)
            why = newer or why
            if fresh and not repaired and _shares_no_memory(connection):
                repaired = NO_LOG.format(path.parent)
            return OpenStore(connection, why and f"marks are not kept: {why}", repaired or None)
        except sqlite3.Error as failed:
            error: sqlite3.Error | None = failed
            if why is None and lacks_shared_memory(failed):
                error, fresh = _leave_wal(path), True
            if error is None:
                continue
            if is_damage(error) and not corruption.is_ours(path):
                raise not_ours(path) from error
            if not is_damage(error) or why is not None or repaired:
                raise store_error(error, path, failed="it cannot be read") from error
        if time.monotonic() > deadline:
            raise StoreError(f"{path} is damaged: quit the other paperreader that has it open, then start again.")
        repaired = _repair(path, lock, now, repairing)


def _shares_no_memory(connection: sqlite3.Connection) -> bool:
    from paperreader.store.journal import has_wal

    return not has_wal(connection)


def _leave_wal(path: Path) -> sqlite3.Error | None:
    """Do without SQLite's log: the store came from another disk. What went wrong, None if nothing."""
    from paperreader.store.journal import leave_wal

    try:
        leave_wal(path)
    except sqlite3.Error as error:
        return error
    return None


def _repair(path: Path, lock: StoreLock, now: Callable[[], datetime], begun: Callable[[], None]) -> str | None:
    """What was done; None if another program has the store open."""
    from paperreader.store.repair import repair

    try:
        done = repair(path, lock, now, begun)
    except StoreError:
        lock.release()
        raise
    except (sqlite3.Error, OSError) as error:
        lock.release()
        why = getattr(error, "strerror", None) or error
        raise StoreError(f"{path} is damaged, and no new store can be made of it ({why}).") from error
    if done is None:
        time.sleep(0.05)
    return done


def _connect(path: Path, lock: StoreLock, why: str | None) -> tuple[sqlite3.Connection, str | None]:
    """A connection that only reads; and why marks are not kept if the store is of a newer version."""
    connection = connect(path, write=why is None)
    newer = None
    try:
        version = version_of(connection, path)
        if why is None:  # only now that it is known to be ours: a lock is a file beside it
            lock.share()
            version = version_of(connection, path)
        if version < VERSION:
            if why is not None and not version:
                raise StoreError(f"{path} has nothing in it yet: start paperreader once where it can be written.")
            if why is not None:
                raise StoreError(f"{path} is of an older version: start paperreader once where it can be written.")
            from paperreader.store.migrate import migrate

            migrate(path)
        elif version > VERSION:
            newer = f"{path} is of version {version}, newer than this paperreader knows: update it"
        connection.execute("PRAGMA query_only = 1")
        connection.execute("PRAGMA cache_size = -16000")  # kB: thousands of scattered rows in a list
    except BaseException:
        connection.close()
        lock.release()
        raise
    return connection, newer


def create(path: Path) -> None:
    """Make the file, for its owner alone, if there is none; SQLite gives -wal and -shm the same mode."""
    try:
        # Opening and closing a store would drop the locks that this process has on it.
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(FileExistsError):  # another start was faster
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        why = f"No store can be made at {path} ({error.strerror}): name another file with --db."
        raise StoreError(why) from error


def unwritable(path: Path) -> str | None:
    """Why the store cannot be written, None if it can."""
    if not os.access(path.parent, os.W_OK | os.X_OK):
        return f"the folder {path.parent} is read-only"
    return other_name(path) if os.access(path, os.W_OK) else f"{path} is read-only"
