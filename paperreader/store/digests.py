"""What was sent in digests: papers are told apart from those that came since, whenever they came."""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from paperreader.store.connection import retry_while_locked
from paperreader.store.errors import StoreError
from paperreader.store.lock import lock_file
from paperreader.store.schema import number, numbers

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.store.database import Database

LOCK_WAIT_S = 60.0
"""How long a digest waits for another, whose reader may be slow."""


class LastDigest(NamedTuple):
    """What is known of a digest that was sent before."""

    since: date
    """The first day that it is about."""
    at: datetime
    """When it was last sent."""


class Digests:
    """Digests by their names."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self, name: str) -> LastDigest | None:
        """The digest that was sent last; None if none was."""
        return self._database.read(last, name)

    def sent(self, name: str, ids: Sequence[str]) -> set[str]:
        """Those of these papers that were sent."""
        return self._database.read(sent, name, ids)

    def record(self, name: str, ids: Sequence[str], since: date) -> Future[None]:
        """These papers were sent now. `since`: the first day that the digest is about, which stays as it was first."""
        return self._database.write(record, name, ids, since, self._database.time())


@contextmanager
def digest_lock(path: Path) -> Iterator[None]:
    """Held from the choice of papers until they are recorded as sent: two digests at once would send them twice.

    Released when the program ends, however it ends. StoreError if another program keeps it.
    """
    try:
        file = os.open(path.with_name(f"{path.name}.lock-digest"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError(f"What is sent could not be remembered in {path} ({error.strerror}).") from error
    try:
        try:
            retry_while_locked(lambda: lock_file(file, fcntl.LOCK_EX), timeout_s=LOCK_WAIT_S)
        except BlockingIOError as error:
            raise StoreError("Another digest is being written: try again in a minute.") from error
        except OSError:
            pass  # a file system without locks: a digest that may come twice is better than none
        yield
    finally:
        os.close(file)


def last(connection: sqlite3.Connection, name: str) -> LastDigest | None:
    """The digest that was sent last."""
    found = connection.execute("SELECT since, at FROM digest WHERE name = ?", (name,)).fetchone()
    return LastDigest(date.fromisoformat(found[0]), datetime.fromisoformat(found[1])) if found else None


def sent(connection: sqlite3.Connection, name: str, ids: Sequence[str]) -> set[str]:
    """Those of these papers that were sent."""
    rows = connection.execute(
        "SELECT paper FROM sent JOIN digest USING (digest)"
        " WHERE name = ? AND paper IN (SELECT value FROM json_each(?))",
        (name, json.dumps(numbers(ids))),
    ).fetchall()
    known = {rowid for (rowid,) in rows}
    return {id for id in ids if number(id) in known}


def record(connection: sqlite3.Connection, name: str, ids: Sequence[str], since: date, at: str) -> None:
    """These papers were sent."""
    connection.execute(
        "INSERT INTO digest (name, since, at) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET at = excluded.at",
        (name, since.isoformat(), at),
    )
    connection.execute(
        "INSERT OR IGNORE INTO sent (digest, paper) SELECT digest, value FROM digest, json_each(?) WHERE name = ?",
        (json.dumps(numbers(ids)), name),
    )
