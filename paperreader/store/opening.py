"""Opening the file: who may read it, whether it can be written, and which version of the schema it has."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from paperreader.store.errors import StoreError, is_busy, told
from paperreader.store.schema import APPLICATION_ID, MIGRATIONS

if TYPE_CHECKING:
    from sqlite_utils import Database

VERSION = len(MIGRATIONS)
PATIENCE = 60.0
"""Seconds that a write waits for another program before it is given up."""


def open_reader(path: Path, *, read_only: bool = False) -> tuple[sqlite3.Connection, str | None]:
    """A connection that only reads, to a store of this version; and why marks are not kept, if so.

    Makes the store where there is none, and brings an older one up to date. Raises StoreError.
    """
    if not read_only:
        create(path)
    elif not path.exists():
        raise StoreError(f"There is no store at {path} yet: start paperreader once.")
    why = f"{path} was opened to be read only" if read_only else unwritable(path)
    try:
        connection = connect(path, write=why is None)
        try:
            version = version_of(connection, path)
            if version < VERSION:
                if why is not None:
                    raise StoreError(f"The store must first be made ready for this version, but {why}.")
                migrate(path)
            elif version > VERSION:
                why = f"{path} is of version {version}, newer than this paperreader knows: update it"
            connection.execute("PRAGMA query_only = 1")
            connection.execute("PRAGMA cache_size = -16000")  # kB: thousands of scattered rows in a list
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        raise told(error, path) from error
    return connection, why and f"marks are not kept: {why}"


def connect(path: Path, *, write: bool, timeout: float = 5.0) -> sqlite3.Connection:
    """A connection in autocommit mode that never makes a file; it waits `timeout` seconds for a lock."""
    mode = "mode=rw"
    if not write:
        # Where -shm cannot be made, SQLite must be told that nobody writes; true only while there is no -wal.
        alone = not os.access(path.parent, os.W_OK) and not path.with_name(path.name + "-wal").exists()
        mode = "mode=ro&immutable=1" if alone else "mode=ro"
    uri = f"{path.absolute().as_uri()}?{mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=timeout)


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
    finally:
        connection.execute("ROLLBACK")
    if application == APPLICATION_ID:
        return int(version)
    # SQLite takes a file that is shorter than any page for an empty one, and would write over it.
    if application or version or tables or 0 < path.stat().st_size < 512:
        raise StoreError(f"{path} is not a paperreader store and is left alone: name another with --db.")
    return 0


def migrate(path: Path, migrations: tuple[Callable[[Database], None], ...] = MIGRATIONS) -> None:
    """Bring the file to the newest version, all or nothing; of several starts one does it, the others wait.

    An older file is copied beside itself first. Raises StoreError, sqlite3.Error.
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
                if version:
                    back_up(path, version)
                # Its own transactions are savepoints inside this one.
                chain.apply(Database(connection, recursive_triggers=False, execute_plugins=False))
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
                connection.execute(f"PRAGMA user_version = {len(migrations):d}")
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def back_up(path: Path, version: int) -> None:
    """Copy the store, as it is committed, to `….version-N` beside it, for its owner alone."""
    copy = path.with_name(f"{path.name}.version-{version}")
    part = path.with_name(f"{copy.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with closing(connect(path, write=True)) as source, closing(connect(part, write=True)) as target:
            source.backup(target)
        part.replace(copy)
    except OSError as error:
        raise StoreError(f"The store is from an older version and cannot be copied to {copy}.") from error


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
