"""What the members of the user's groups starred and tagged. It never changes the user's own marks."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from paperreader.group_mark import GroupMark
from paperreader.mark_fields import STARRED
from paperreader.store.schema import number

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.models import Mark
    from paperreader.store.database import Database

COUNTS = (
    "SELECT paper, grp, members FROM group_star WHERE paper IN (SELECT value FROM json_each(?)) ORDER BY paper, grp"
)
MEMBERS = """
SELECT DISTINCT grp, name, field FROM group_mark JOIN group_file USING (grp, file)
WHERE paper = ? ORDER BY grp, field, name LIMIT ?
"""
STARS = "SELECT grp, count(*) FROM group_star GROUP BY grp"
IS_OLDER = "SELECT 1 FROM group_file WHERE grp = ? AND device = ? AND file <> ? AND written > ?"
OF_DEVICE = "SELECT file FROM group_file WHERE grp = ? AND device = ?"
OF_NAME = "SELECT file FROM group_file WHERE grp = ? AND name = ?"
SAID = "SELECT file, paper, field, at FROM group_mark WHERE grp = ? AND file IN (SELECT value FROM json_each(?))"
ONE_MORE = """
INSERT INTO group_star (grp, paper, members) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET members = members + 1
"""
ONE_LESS = "UPDATE group_star SET members = members - 1 WHERE grp = ? AND paper = ?"
NONE_LEFT = "DELETE FROM group_star WHERE grp = ? AND paper = ? AND members <= 0"
UNCOUNT = "DELETE FROM group_star WHERE grp = ? AND paper IN (SELECT value FROM json_each(?))"
COUNT = """
INSERT INTO group_star (paper, grp, members)
SELECT paper, grp, count(DISTINCT name) FROM group_mark JOIN group_file USING (grp, file)
WHERE grp = ? AND field = 'starred' AND paper IN (SELECT value FROM json_each(?)) GROUP BY paper, grp
"""
READ_AGAIN = """
UPDATE group_file SET bytes = -1 WHERE grp = ?1 AND device IN (
    SELECT device FROM group_file WHERE grp = ?1 AND file IN (SELECT value FROM json_each(?2)))
"""
MAX_ON_PAPER = 20
"""Marks of one member; more are not meant to be read."""
MAX_SHOWN = 5_000
"""Marks of a paper that are told of."""
Key = tuple[str, int, str]
"""Of a mark in a group: its file, the paper by rowid, and the field."""
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

    def forget_others(self, groups: Iterable[str]) -> None:
        """The user is in these groups alone; what is known of others goes, soon."""
        mine = list(groups)
        if {*self.names()}.difference(mine):
            self._database.write(forget_others, mine)

    def names(self) -> list[str]:
        """The groups of which anything is known."""
        return self._database.read(names)

    def counts(self, ids: Sequence[str]) -> dict[str, tuple[tuple[str, int], ...]]:
        """How many members of which groups starred these papers; papers that nobody starred are left out."""
        return self._database.read(counts, ids)

    def marks_on(self, id: str) -> list[GroupMark]:
        """What the members did with a paper, by group, field and member."""
        return self._database.read(marks_on, id)

    def stars(self) -> dict[str, int]:
        """How many papers the members of each group starred; groups without any are left out."""
        return self._database.read(stars)


def files(connection: sqlite3.Connection) -> list[GroupFile]:
    """All files that were read."""
    rows = connection.execute(f"SELECT {COLUMNS} FROM group_file ORDER BY grp, file").fetchall()
    return [GroupFile(*row) for row in rows]


def save(connection: sqlite3.Connection, file: GroupFile, marks: Sequence[Mark]) -> None:
    """Take a file's marks; only what has changed since it was read last is written."""
    group, name = file.group, file.file
    is_older = connection.execute(IS_OLDER, (group, file.device, name, file.written)).fetchone() is not None
    replaced = [] if is_older else [row[0] for row in connection.execute(OF_DEVICE, (group, file.device))]
    before = said_in(connection, group, {name, *replaced})
    now, on_paper = dict[Key, str](), Counter[int]()
    for mark in () if is_older else marks:
        if (paper := number(mark.paper)) is not None:
            on_paper[paper] += 1
            if on_paper[paper] <= MAX_ON_PAPER:
                now[name, paper, mark.field] = mark.at
    known = connection.execute("SELECT name FROM group_file WHERE grp = ? AND file = ?", (group, name)).fetchone()
    remember(connection, file)
    gone, new = before.keys() - now.keys(), dict(now.items() - before.items())
    connection.executemany(
        "DELETE FROM group_mark WHERE grp = ? AND file = ? AND paper = ? AND field = ?", [(group, *key) for key in gone]
    )
    connection.executemany(
        "INSERT OR REPLACE INTO group_mark (grp, file, paper, field, at) VALUES (?, ?, ?, ?, ?)",
        [(group, *key, at) for key, at in new.items()],
    )
    of_name = connection.execute(OF_NAME, (group, file.name)).fetchall()
    if known in (None, (file.name,)) and {*replaced} <= {name} and len(of_name) == 1:
        # the member has no other file: far less work, where a thousand starred the same papers
        lost, gained = (
            [(group, paper) for _, paper, field in keys if field == STARRED]
            for keys in (gone, now.keys() - before.keys())
        )
        connection.executemany(ONE_MORE, gained)
        connection.executemany(ONE_LESS, lost)
        connection.executemany(NONE_LEFT, lost)
    else:
        count_again(connection, group, {paper for _, paper, _ in before.keys() | now.keys()})


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
    """Forget files, and what they said; older ones of the same members are read again."""
    papers = {paper for _, paper, _ in said_in(connection, group, names)}
    connection.execute(READ_AGAIN, (group, json.dumps(names)))
    for table in ("group_file", "group_mark"):
        connection.executemany(f"DELETE FROM {table} WHERE grp = ? AND file = ?", [(group, name) for name in names])
    count_again(connection, group, papers)


def forget_others(connection: sqlite3.Connection, groups: list[str]) -> None:
    """Forget all that is known of groups other than these."""
    for table in ("group_file", "group_mark", "group_star"):
        connection.execute(
            f"DELETE FROM {table} WHERE grp NOT IN (SELECT value FROM json_each(?))", (json.dumps(groups),)
        )


def said_in(connection: sqlite3.Connection, group: str, names: Iterable[str]) -> dict[Key, str]:
    """When what was said in these files."""
    rows = connection.execute(SAID, (group, json.dumps(list(names)))).fetchall()
    return {(file, paper, field): at for file, paper, field, at in rows}


def count_again(connection: sqlite3.Connection, group: str, papers: Iterable[int]) -> None:
    """Count the members who starred each of the papers (by rowid)."""
    rowids = json.dumps(list(papers))
    connection.execute(UNCOUNT, (group, rowids))
    connection.execute(COUNT, (group, rowids))


def names(connection: sqlite3.Connection) -> list[str]:
    """The groups of which anything is known."""
    return [name for (name,) in connection.execute("SELECT DISTINCT grp FROM group_file ORDER BY grp").fetchall()]


def counts(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, tuple[tuple[str, int], ...]]:
    """How many members starred these papers."""
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    papers = {rowid: id for id in ids if (rowid := number(id)) is not None}
    for rowid, group, members in connection.execute(COUNTS, (json.dumps(list(papers)),)).fetchall():
        found[papers[rowid]] = (*found.get(papers[rowid], ()), (group, members))
    return found


def marks_on(connection: sqlite3.Connection, id: str) -> list[GroupMark]:
    """What the members did with a paper."""
    return [GroupMark(*row) for row in connection.execute(MEMBERS, (number(id), MAX_SHOWN)).fetchall()]


def stars(connection: sqlite3.Connection) -> dict[str, int]:
    """How many papers the members of each group starred."""
    return dict(connection.execute(STARS).fetchall())
