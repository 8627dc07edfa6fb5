"""What the user wants done once the network is back. Of several programs on one store, one does each."""

from __future__ import annotations

import os
import platform
import sqlite3
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from paperreader.models import timestamp

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.store.database import Database

CLAIM_LASTS = timedelta(hours=1)
"""After so long, whoever claimed an entry is taken for gone, also on another machine."""

Kind = Literal["text", "pdf", "search", "page", "paper"]


class OutboxEntry(NamedTuple):
    """Something to be done."""

    number: int
    kind: Kind
    argument: str
    """The paper's id; of a search its text, of a page its address."""
    since: datetime


class Outbox:
    """Entries, oldest first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, kind: Kind, argument: str) -> Future[None]:
        """Queue something; what is queued already stays where it is."""
        return self._database.write(add, kind, argument, self._database.time())

    def entries(self) -> list[OutboxEntry]:
        """What is to be done, with what is being done."""
        return self._database.read(entries)

    def count(self) -> int:
        """How much there is to be done."""
        return self._database.read(count)

    def drop(self, number: int) -> Future[None]:
        """Take an entry off the list: the user does not want it any more."""
        return self._database.write(remove, number)

    def claim(self, number: int) -> Future[bool]:
        """Whether this program may do it now: it is still queued, and nobody else is at it. Then `finish` it."""
        return self._database.write(claim, number, self._database.time())

    def finish(self, number: int) -> Future[None]:
        """A claimed entry was done, or cannot be done."""
        return self._database.write(remove, number)

    def release(self, number: int) -> Future[None]:
        """A claimed entry was not done: it stays for later."""
        return self._database.write(release, number)


def add(connection: sqlite3.Connection, kind: str, argument: str, at: str) -> None:
    """Queue something."""
    connection.execute(
        "INSERT INTO outbox (kind, argument, since) VALUES (?, ?, ?) ON CONFLICT (kind, argument) DO NOTHING",
        (kind, argument, at),
    )


def entries(connection: sqlite3.Connection) -> list[OutboxEntry]:
    """What is to be done."""
    rows = connection.execute("SELECT entry, kind, argument, since FROM outbox ORDER BY entry").fetchall()
    return [OutboxEntry(number, kind, what, datetime.fromisoformat(since)) for number, kind, what, since in rows]


def count(connection: sqlite3.Connection) -> int:
    """How much there is to be done."""
    found: int = connection.execute("SELECT count(*) FROM outbox").fetchone()[0]
    return found


def claim(connection: sqlite3.Connection, number: int, at: str) -> bool:
    """Whether this program may do it now."""
    row = connection.execute("SELECT claimed, claimed_by FROM outbox WHERE entry = ?", (number,)).fetchone()
    if row is None or (row[0] is not None and _is_at_it(row[0], row[1], at)):
        return False
    connection.execute("UPDATE outbox SET claimed = ?, claimed_by = ? WHERE entry = ?", (at, _program(), number))
    return True


def release(connection: sqlite3.Connection, number: int) -> None:
    """It was not done."""
    connection.execute(
        "UPDATE outbox SET claimed = NULL, claimed_by = NULL WHERE entry = ? AND claimed_by = ?", (number, _program())
    )


def remove(connection: sqlite3.Connection, number: int) -> None:
    """It was done, or is not wanted any more."""
    connection.execute("DELETE FROM outbox WHERE entry = ?", (number,))


def _program() -> str:
    return f"{os.getpid()} {platform.node()} {_began(os.getpid())}"


def _began(process: int) -> str:
    """When a process began, as its system counts; empty where that cannot be told."""
    try:
        return Path(f"/proc/{process}/stat").read_text(errors="replace").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def _is_at_it(claimed: str, by: str, at: str) -> bool:
    """Whether the program that claimed an entry still runs, as far as that can be told."""
    if claimed < timestamp(datetime.fromisoformat(at) - CLAIM_LASTS):
        return False
    process, machine, began = [*by.split(" "), "", ""][:3]
    if machine != platform.node() or not process.isdigit():
        return True
    with suppress(PermissionError):
        try:
            os.kill(int(process), 0)
        except (ProcessLookupError, OverflowError):
            return False
    now = _began(int(process))  # a system counts from anew, and another program gets the number
    return not (began and now) or began == now
