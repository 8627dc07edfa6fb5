"""What is known of the files of the user's other machines."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from paperreader.store.settings import set_setting, setting

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.store.database import Database

EDITIONS = "sync editions"
"""The setting that has the editions of our own file, the newest last."""
BASIS = "sync basis"
"""The setting that has what our own file was made of; not set while it is being written."""
MAX_EDITIONS = 20
BASIS_OF_MARKS = "SELECT count(*), total(strftime('%s', at)), total(substr(at, 21, 6)), max(at) FROM mark"
DATE_AGAIN = """
UPDATE mark SET at = ? WHERE at > ? AND device = (SELECT value FROM setting WHERE name = 'device')
"""


class MachineFile(NamedTuple):
    """A file in the folder, as it was read last."""

    file: str
    bytes: int
    modified_ns: int
    again: str | None
    """When it is to be read again though it has not changed."""
    device: str | None = None
    """The store that wrote it; None if none did."""
    name: str = ""
    written: str | None = None
    """When, by the clock of its machine."""
    marks: int = 0
    changed: int = 0
    """How many of them were newer than ours when it was read last."""
    problem: str = ""


class Machines:
    """The files, and who this store is among them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all_written(self) -> Future[None]:
        """Done once everything that was to be written before is stored, or given up."""
        return self._database.write(lambda _: None)

    def device(self) -> str:
        """What this store is called in marks and files."""
        return self._database.read(setting, "device") or ""

    def renew_device(self) -> Future[None]:
        """Be another store from now on: a copy of this one has the same name."""
        return self._database.write(renew_device)

    def editions(self) -> list[str]:
        """The editions of our own file, the newest last."""
        return (self._database.read(setting, EDITIONS) or "").split()

    def basis(self) -> str:
        """Stands for all marks: it changes with any that the user sets."""
        return self._database.read(basis)

    def written(self) -> str | None:
        """The basis of our own file, as it was written last."""
        return self._database.read(setting, BASIS)

    def wrote(self, edition: str, basis: str | None = None) -> Future[None]:
        """Our own file is written as this edition; `basis`: it is done."""
        return self._database.write(wrote, edition, basis)

    def files(self) -> list[MachineFile]:
        """All that were read, by name."""
        return self._database.read(files)

    def saw(self, file: MachineFile) -> Future[None]:
        """A file was read."""
        return self._database.write(saw, file)

    def forget(self, names: Iterable[str]) -> Future[None]:
        """These files are gone from the folder."""
        return self._database.write(forget, list(names))

    def date_again(self, now: datetime, latest: datetime) -> Future[int]:
        """Own marks that are later than `latest` were made when our clock was wrong: they are of now. How many."""
        from paperreader.models import timestamp

        return self._database.write(date_again, timestamp(now), timestamp(latest))


def renew_device(connection: sqlite3.Connection) -> None:
    """Take another name."""
    connection.execute("UPDATE setting SET value = lower(hex(randomblob(8))) WHERE name = 'device'")
    set_setting(connection, EDITIONS, None)


def basis(connection: sqlite3.Connection) -> str:
    """Stands for the marks: of each (paper, field) only the time grows, so that their sum tells whether any changed."""
    return json.dumps(connection.execute(BASIS_OF_MARKS).fetchone())


def wrote(connection: sqlite3.Connection, edition: str, basis: str | None) -> None:
    """Remember the edition of our own file, and what it holds."""
    editions = (setting(connection, EDITIONS) or "").split()
    set_setting(
        connection, EDITIONS, " ".join([*(each for each in editions if each != edition), edition][-MAX_EDITIONS:])
    )
    set_setting(connection, BASIS, basis)


def files(connection: sqlite3.Connection) -> list[MachineFile]:
    """All files that were read."""
    rows = connection.execute(f"SELECT {', '.join(MachineFile._fields)} FROM machine ORDER BY file").fetchall()
    return [MachineFile(*row) for row in rows]


def saw(connection: sqlite3.Connection, file: MachineFile) -> None:
    """Remember a file."""
    names = ", ".join(MachineFile._fields)
    values = ", ".join("?" * len(file))
    connection.execute(f"INSERT OR REPLACE INTO machine ({names}) VALUES ({values})", file)


def forget(connection: sqlite3.Connection, names: list[str]) -> None:
    """Forget files."""
    connection.executemany("DELETE FROM machine WHERE file = ?", [(name,) for name in names])


def date_again(connection: sqlite3.Connection, now: str, latest: str) -> int:
    """Give own marks of the future the time of now."""
    return connection.execute(DATE_AGAIN, (now, latest)).rowcount
