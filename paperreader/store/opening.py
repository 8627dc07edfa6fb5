"""Opening a store: who may read it, whether it can be written, and which version of the schema it has."""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from paperreader.store import corruption
from paperreader.store.connection import connect, patiently, version_of
from paperreader.store.errors import StoreError, is_damage, not_ours, told
from paperreader.store.lock import StoreLock
from paperreader.store.schema import APPLICATION_ID, MIGRATIONS, Migration

VERSION = len(MIGRATIONS)
MENDING = 10.0
"""Seconds that a start waits for another one that mends the same store."""


class Opened(NamedTuple):
    """A store that can be read, and what there is to tell of it."""

    connection: sqlite3.Connection
    """It only reads."""
    read_only: str | None
    """Why marks are not kept; None if they are."""
    mended: str | None
    """What became of it, if it was damaged."""


def open_store(
    path: Path,
    claim: StoreLock,
    *,
    now: Callable[[], datetime],
    read_only: bool = False,
    mending: Callable[[], None] = lambda: None,
) -> Opened:
    """Open a store of this version. `mending` is called before a damaged one is mended. Raises StoreError.

    Unless it is to be read only, the store is claimed; it is made where there is none, brought up to date if it is
    older, and mended if it is damaged.
    """
    if not read_only:
        create(path)
    elif not path.exists():
        raise StoreError(f"There is no store at {path} yet: start paperreader once.")
    why = f"{path} was opened to be read only" if read_only else unwritable(path)
    mended = None
    deadline = time.monotonic() + MENDING
    while True:
        try:
            if why is None and corruption.is_suspect(path):
                raise corruption.found()
            connection, newer = _connected(path, claim, why)
            why = newer or why
            return Opened(connection, why and f"marks are not kept: {why}", mended or None)
        except sqlite3.Error as error:
            if is_damage(error) and not corruption.is_ours(path):
                raise not_ours(path) from error
            if not is_damage(error) or why is not None or mended:
                raise told(error, path, lost="it cannot be read") from error
        if time.monotonic() > deadline:
            raise StoreError(f"{path} is damaged: leave the other paperreader that has it open, then start again.")
        mended = _mend(path, claim, now, mending)


def _mend(path: Path, claim: StoreLock, now: Callable[[], datetime], begun: Callable[[], None]) -> str | None:
    from paperreader.store.repair import mend

    try:
        said = mend(path, claim, now, begun)
    except StoreError:
        claim.release()
        raise
    except (sqlite3.Error, OSError) as error:
        claim.release()
        why = getattr(error, "strerror", None) or error
        raise StoreError(f"{path} is damaged, and a new one cannot be made of it ({why}).") from error
    if said is None:
        time.sleep(0.05)
    return said


def _connected(path: Path, claim: StoreLock, why: str | None) -> tuple[sqlite3.Connection, str | None]:
    """A connection that only reads; and why marks are not kept, if that is for a newer version."""
    connection = connect(path, write=why is None)
    newer = None
    try:
        version = version_of(connection, path)
        if why is None:  # not before it is known to be ours: a lock is a file beside it
            claim.share()
            version = version_of(connection, path)
        if version < VERSION:
            if why is not None:
                raise StoreError(f"{path} is of an older version: a start that may write to it brings it up to date.")
            migrate(path)
        elif version > VERSION:
            newer = f"{path} is of version {version}, newer than this paperreader knows: update it"
        connection.execute("PRAGMA query_only = 1")
        connection.execute("PRAGMA cache_size = -16000")  # kB: thousands of scattered rows in a list
    except BaseException:
        connection.close()
        claim.release()
        raise
    return connection, newer


def create(path: Path) -> None:
    """Make the file, for its owner alone, where there is none; SQLite gives -wal and -shm the same mode."""
    try:
        # To open and close a store would drop the locks that this process has on it.
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(FileExistsError):  # another start was faster
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        why = f"No store can be made at {path} ({error.strerror}): name another with --db."
        raise StoreError(why) from error


def unwritable(path: Path) -> str | None:
    """Why the store cannot be written, None if it can."""
    if not os.access(path.parent, os.W_OK | os.X_OK):
        return f"the folder {path.parent} is read-only"
    return None if os.access(path, os.W_OK) else f"{path} is read-only"


def migrate(path: Path, migrations: tuple[Migration, ...] = MIGRATIONS, *, keep: bool = True) -> None:
    """Bring the file to the newest version, all or nothing; of several starts one does it, the others wait.

    An older file is kept first, as `….version-N` beside it. Raises StoreError, sqlite3.Error.
    """
    from sqlite_utils import Database, Migrations

    chain = Migrations("paperreader")
    for migration in migrations:
        chain()(migration)
    with closing(connect(path, write=True, timeout=0.5)) as connection:
        patiently(lambda: connection.execute("PRAGMA journal_mode = WAL").fetchone())
        patiently(lambda: connection.execute("BEGIN IMMEDIATE"))
        try:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version < len(migrations):
                if version and keep:
                    from paperreader.store.backup import copy

                    copy(path, path.with_name(f"{path.name}.version-{version}"))
                # Its own transactions are savepoints inside this one.
                chain.apply(Database(connection, recursive_triggers=False, execute_plugins=False))
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
                connection.execute(f"PRAGMA user_version = {len(migrations):d}")
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
