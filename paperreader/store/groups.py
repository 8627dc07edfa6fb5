"""What the members of the user's groups starred and tagged. It never changes the user's own marks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.models import Mark
    from paperreader.store.database import Database

COUNTS = """
SELECT paper, grp, count(DISTINCT name) FROM group_mark JOIN group_file USING (grp, file)
WHERE field = 'starred' AND paper IN (SELECT value FROM json_each(?)) GROUP BY paper, grp ORDER BY paper, grp
"""
MEMBERS = """
SELECT grp, name, field, min(at) FROM group_mark JOIN group_file USING (grp, file)
WHERE paper = ? GROUP BY grp, name, field ORDER BY grp, name, field
"""
STARS = "SELECT grp, count(DISTINCT paper) FROM group_mark WHERE field = 'starred' GROUP BY grp"
IS_OLDER = "SELECT 1 FROM group_file WHERE grp = ? AND device = ? AND file <> ? AND written > ?"
SAME_DEVICE = """
DELETE FROM group_mark WHERE grp = ?1 AND file IN (SELECT file FROM group_file WHERE grp = ?1 AND device = ?2)
"""
SHAREABLE = """
SELECT paper, field, at, cause, device FROM mark
WHERE (field = 'starred' OR (field > 'tag:' AND field < 'tag;')) AND value = 1
"""
COLUMNS = "grp, file, bytes, modified_ns, device, name, written, marks, problem"


class GroupFile(NamedTuple):
    """A file in the folder of a group, as it was read last."""

    group: str
    file: str
    bytes: int
    modified_ns: int
    device: str | None = None
    """The store that wrote it; None if none did."""
    name: str = ""
    """What its user is called in the group."""
    written: str = ""
    marks: int = 0
    problem: str = ""


class GroupMark(NamedTuple):
    """What a member of a group did with a paper."""

    group: str
    member: str
    field: str
    """`starred`, or `tag:` and the tag."""
    at: str
    """When; a member may have several machines, and is listed once."""


class Groups:
    """Files of members, and what they say."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def files(self) -> list[GroupFile]:
        """All that were read, by group and name."""
        return self._database.read(files)

    def save(self, file: GroupFile, marks: Sequence[Mark]) -> Future[None]:
        """Take a file's marks in the place of what its member said before, unless that is newer."""
        return self._database.write(save, file, marks)

    def cannot_read(self, file: GroupFile) -> Future[None]:
        """What the file said before still counts."""
        return self._database.write(remember, file)

    def shareable(self) -> list[Mark]:
        """The user's own stars and tags."""
        return self._database.read(shareable)

    def forget(self, group: str, names: Iterable[str]) -> Future[None]:
        """These files are gone from the group's folder, and with them what they said."""
        return self._database.write(forget, group, list(names))

    def counts(self, ids: Sequence[str]) -> dict[str, tuple[tuple[str, int], ...]]:
        """How many members of which groups starred these papers; papers that nobody starred are left out."""
        return self._database.read(counts, ids)

    def marks_on(self, id: str) -> list[GroupMark]:
        """What the members did with a paper, by group and member."""
        return self._database.read(marks_on, id)

    def stars(self) -> dict[str, int]:
        """How many papers the members of each group starred; groups without any are left out."""
        return self._database.read(stars)


def files(connection: sqlite3.Connection) -> list[GroupFile]:
    """All files that were read."""
    rows = connection.execute(f"SELECT {COLUMNS} FROM group_file ORDER BY grp, file").fetchall()
    return [GroupFile(*row) for row in rows]


def save(connection: sqlite3.Connection, file: GroupFile, marks: Sequence[Mark]) -> None:
    """Take a file's marks."""
    connection.execute("DELETE FROM group_mark WHERE grp = ? AND file = ?", (file.group, file.file))
    remember(connection, file)
    if connection.execute(IS_OLDER, (file.group, file.device, file.file, file.written)).fetchone():
        return
    connection.execute(SAME_DEVICE, (file.group, file.device))
    connection.executemany(
        "INSERT OR IGNORE INTO group_mark (grp, file, paper, field, at) VALUES (?, ?, ?, ?, ?)",
        [(file.group, file.file, mark.paper, mark.field, mark.at) for mark in marks],
    )


def remember(connection: sqlite3.Connection, file: GroupFile) -> None:
    """How a file was when it was looked at last."""
    values = ", ".join("?" * len(file))
    connection.execute(f"INSERT OR REPLACE INTO group_file ({COLUMNS}) VALUES ({values})", file)


def shareable(connection: sqlite3.Connection) -> list[Mark]:
    """The user's own stars and tags."""
    from paperreader.models import Mark

    rows = connection.execute(SHAREABLE).fetchall()
    return [Mark(paper, field, True, at, cause, device) for paper, field, at, cause, device in rows]


def forget(connection: sqlite3.Connection, group: str, names: list[str]) -> None:
    """Forget files, and what they said."""
    for table in ("group_file", "group_mark"):
        connection.executemany(f"DELETE FROM {table} WHERE grp = ? AND file = ?", [(group, name) for name in names])


def counts(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, tuple[tuple[str, int], ...]]:
    """How many members starred these papers."""
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for paper, group, members in connection.execute(COUNTS, (json.dumps(list(ids)),)).fetchall():
        found[paper] = (*found.get(paper, ()), (group, members))
    return found


def marks_on(connection: sqlite3.Connection, id: str) -> list[GroupMark]:
    """What the members did with a paper."""
    return [GroupMark(*row) for row in connection.execute(MEMBERS, (id,)).fetchall()]


def stars(connection: sqlite3.Connection) -> dict[str, int]:
    """How many papers the members of each group starred."""
    return dict(connection.execute(STARS).fetchall())
