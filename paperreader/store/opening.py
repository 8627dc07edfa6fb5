"""Opening a store: who may read it, whether it can be written, and which version of the schema it has."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from paperreader.store.claim import Claim
from paperreader.store.connecting import connect, patiently, version_of
from paperreader.store.errors import StoreError, told
from paperreader.store.schema import APPLICATION_ID, MIGRATIONS, Migration

VERSION = len(MIGRATIONS)


def open_reader(
    path: Path, claim: Claim, *, read_only: bool = False
) -> tuple[sqlite3.Connection, str | None]:
    """A connection that only reads, to a store of this version; and why marks are not kept, if so.

    Unless it is to be read only, the store is claimed; it is made where there is none, and an older one is
    brought up to date. Raises StoreError.
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
            if why is None:  # not before it is known to be ours: a lock is a file beside it
                claim.share()
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
            claim.release()
            raise
    except sqlite3.Error as error:
        raise told(error, path) from error
    return connection, why and f"marks are not kept: {why}"


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
                    from paperreader.store.copying import copy

                    copy(path, path.with_name(f"{path.name}.version-{version}"))
                # Its own transactions are savepoints inside this one.
                chain.apply(Database(connection, recursive_triggers=False, execute_plugins=False))
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
                connection.execute(f"PRAGMA user_version = {len(migrations):d}")
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
