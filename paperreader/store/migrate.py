"""Bringing a store to the newest version of the schema."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from sqlite_utils import Database, Migrations

from paperreader.store.backup import copy
from paperreader.store.connection import connect, retry_while_locked
from paperreader.store.journal import use_wal
from paperreader.store.migrations import MIGRATIONS, Migration
from paperreader.store.schema import APPLICATION_ID


def migrate(path: Path, migrations: tuple[Migration, ...] = MIGRATIONS, *, keep: bool = True) -> None:
    """Bring the file to the newest version, all or nothing; of several starts one does it, the others wait.

    With `keep` an older file is kept as `….version-N` beside it. Raises StoreError, sqlite3.Error.
    """
    chain = Migrations("paperreader")
    for migration in migrations:
        chain()(migration)
    with closing(connect(path, write=True, timeout=0.5)) as connection:
        retry_while_locked(lambda: use_wal(connection, path))
        retry_while_locked(lambda: connection.execute("BEGIN IMMEDIATE"))
        try:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version < len(migrations):
                if version and keep:
                    copy(path, path.with_name(f"{path.name}.version-{version}"))
                # Its own transactions are savepoints inside this one.
                chain.apply(Database(connection, recursive_triggers=False, execute_plugins=False))
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
                connection.execute(f"PRAGMA user_version = {len(migrations):d}")
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
