"""What is known of the files of the user's machines."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from paperreader.store.derived import recount
from paperreader.store.mark_counters import MERGED_UNTIL, Counters, count_set, counters
from paperreader.store.mark_writes import LONG_AGO, just_after
from paperreader.store.schema import numbers
from paperreader.store.settings import set_setting, setting

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.store.database import Database

EDITIONS = "sync editions"
"""The setting that has the editions of our own files, the newest last."""
OWN_FILE = "sync written"
"""The setting that has what our own file holds; not set where that is not certain."""
ARRIVED = "sync arrived"
"""The setting that has when the first marks came that our own file does not hold yet."""
MAX_EDITIONS = 100
OF_THE_FUTURE = """
SELECT paper, field, device = (SELECT value FROM setting WHERE name = 'device') FROM mark WHERE at > ?
"""
DATE = "UPDATE mark SET at = ? WHERE paper = ? AND field = ?"


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
    """The files of all machines, our own included."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def flush(self) -> Future[None]:
        """Done once everything that was to be written before is stored, or given up."""
        return self._database.write(lambda _: None)

    def device(self) -> str:
        """What this store is called in marks and files."""
        return self._database.read(setting, "device") or ""

    def renew_device(self, device: str) -> Future[None]:
        """Take another name, unless that has happened already: a copy of this store has the same one."""
        return self._database.write(renew_device, device)

    def editions(self) -> list[str]:
        """The editions of our own files, the newest last."""
        return (self._database.read(setting, EDITIONS) or "").split()

    def counters(self) -> Counters:
        """They grow with each change of a mark."""
        return self._database.read(counters)

    def own_file(self) -> str | None:
        """What our own file holds, as `save_own_file` was told; None: nothing certain."""
        return self._database.read(setting, OWN_FILE)

    def add_edition(self, edition: str) -> Future[None]:
        """Remember an edition before our own file is written as it: so we know our own file when we read it."""
        return self._database.write(add_edition, edition)

    def save_own_file(self, file: MachineFile, holds: str) -> Future[None]:
        """Our own file is written, and is as `file` says."""
        return self._database.write(save_own_file, file, holds)

    def set_arrived(self, at: datetime) -> Future[None]:
        """Marks of others came that our own file does not hold."""
        from paperreader.models import timestamp

        return self._database.write(set_arrived, timestamp(at))

    def forget_own_file(self) -> Future[None]:
        """Write our own file again, whatever it holds."""
        return self._database.write(set_setting, OWN_FILE, None)

    def files(self) -> list[MachineFile]:
        """All that were read, by name."""
        return self._database.read(files)

    def save(self, file: MachineFile) -> Future[None]:
        """Remember a file as it was read."""
        return self._database.write(save, file)

    def forget(self, names: Iterable[str]) -> Future[None]:
        """These files are gone from the folder."""
        return self._database.write(forget, list(names))

    def date_again(self, now: datetime, latest: datetime) -> Future[int]:
        """Marks later than `latest` are of a clock that was wrong: date them again, and say how many."""
        from paperreader.models import timestamp

        return self._database.write(date_again, timestamp(now), timestamp(latest))


def renew_device(connection: sqlite3.Connection, device: str) -> None:
    """Take another name."""
    sql = "UPDATE setting SET value = lower(hex(randomblob(8))) WHERE name = 'device' AND value = ?"
    if connection.execute(sql, (device,)).rowcount:
        set_setting(connection, OWN_FILE, None)


def add_edition(connection: sqlite3.Connection, edition: str) -> None:
    """Remember the edition of a file of ours."""
    editions = [*(setting(connection, EDITIONS) or "").split(), edition]
    set_setting(connection, EDITIONS, " ".join(editions[-MAX_EDITIONS:]))


def save_own_file(connection: sqlite3.Connection, file: MachineFile, holds: str) -> None:
    """Remember our own file."""
    save(connection, file)
    set_setting(connection, OWN_FILE, holds)
    set_setting(connection, ARRIVED, None)


def set_arrived(connection: sqlite3.Connection, at: str) -> None:
    """Remember when the first marks came."""
    if setting(connection, ARRIVED) is None:
        set_setting(connection, ARRIVED, at)


def files(connection: sqlite3.Connection) -> list[MachineFile]:
    """All files that were read."""
    rows = connection.execute(f"SELECT {', '.join(MachineFile._fields)} FROM machine ORDER BY file").fetchall()
    return [MachineFile(*row) for row in rows]


def save(connection: sqlite3.Connection, file: MachineFile) -> None:
    """Remember a file."""
    names = ", ".join(MachineFile._fields)
    values = ", ".join("?" * len(file))
    connection.execute(f"INSERT OR REPLACE INTO machine ({names}) VALUES ({values})", file)


def forget(connection: sqlite3.Connection, names: list[str]) -> None:
    """Forget files."""
    connection.executemany("DELETE FROM machine WHERE file = ?", [(name,) for name in names])


def date_again(connection: sqlite3.Connection, now: str, latest: str) -> int:
    """Date marks of the future again.

    Our own are newer than all that we know of others, and nobody but its machine knows when another's was made: until
    that one is right again, any other mark wins.
    """
    found = connection.execute(OF_THE_FUTURE, (latest,)).fetchall()
    if not found:
        return 0
    merged_until = counters(connection).merged_until
    ours = max(now, just_after(merged_until) or now) if merged_until <= latest else now
    dated = [(ours if is_ours else LONG_AGO, paper, field) for paper, field, is_ours in found]
    connection.executemany(DATE, dated)
    set_setting(connection, MERGED_UNTIL, min(merged_until, latest))
    recount(connection, numbers({paper for _, paper, _ in dated}))
    count_set(connection)
    return len(found)
