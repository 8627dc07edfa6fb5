"""Searches that are kept: what each finds is known before it is asked for, so that counts and hiding cost nothing.

What it finds is filed when it is saved, and for papers that come or change; clauses that marks or time change (see
`query.Term.settled`) are looked at only then.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date

from paperreader.models import SavedSearch
from paperreader.query import Clause, Query, parse
from paperreader.store import finding
from paperreader.store.derived import recount
from paperreader.store.errors import StoreError

UNREAD = """
SELECT count(*) FROM state {member} JOIN paper ON paper.rowid = state.paper
WHERE state.unread AND {where}
"""
MEMBER = "CROSS JOIN member ON member.paper = state.paper AND member.saved = ?"


def searches(connection: sqlite3.Connection, today: date) -> list[SavedSearch]:
    """All that are kept, in their order."""
    rows = connection.execute("SELECT saved, name, query, hides FROM saved ORDER BY position, saved").fetchall()
    kept = []
    for saved, name, text, hides in rows:
        count = _hidden(connection, saved) if hides else _unread(connection, saved, text, today)
        kept.append(SavedSearch(name, text, bool(hides), count))
    return kept


def _hidden(connection: sqlite3.Connection, saved: int) -> int:
    sql = "SELECT count(*) FROM member JOIN state ON state.paper = member.paper WHERE member.saved = ? AND state.hidden"
    count: int = connection.execute(sql, (saved,)).fetchone()[0]
    return count


def _unread(connection: sqlite3.Connection, saved: int, text: str, today: date) -> int:
    query = parse(text, today)
    finding.teach(connection)
    settled, rest = _parted(query)
    match, where, values = finding.conditions(rest)
    if match:
        where.append("paper.rowid IN (SELECT rowid FROM search WHERE search MATCH ?)")
        values.append(match)
    sql = UNREAD.format(member=MEMBER if settled else "", where=" AND ".join(where) or "true")
    count: int = connection.execute(sql, [*([saved] if settled else []), *values]).fetchone()[0]
    return count


def keep(connection: sqlite3.Connection, name: str, text: str, today: date, *, hides: bool) -> None:
    """Save a search; one of that name is replaced. Raises StoreError where a rule would depend on marks or on today."""
    settled, rest = _parted(parse(text, today))
    if hides and (rest or not settled):
        raise StoreError("A rule can hide by what a paper is, not by marks or by how old it is.")
    remove(connection, name)
    (position,) = connection.execute("SELECT COALESCE(max(position), 0) + 1 FROM saved").fetchone()
    saved = connection.execute(
        "INSERT INTO saved (name, query, hides, position) VALUES (?, ?, ?, ?)", (name, text, int(hides), position)
    ).lastrowid
    assert saved is not None
    found = finding.matching(connection, settled) if settled else []
    _file(connection, saved, found)
    if hides:
        recount(connection, found)


def remove(connection: sqlite3.Connection, name: str) -> None:
    """Forget a search; what a rule hid is back."""
    found = connection.execute("SELECT saved, hides FROM saved WHERE name = ?", (name,)).fetchone()
    if found is None:
        return
    saved, hides = found
    papers = [paper for (paper,) in connection.execute("SELECT paper FROM member WHERE saved = ?", (saved,)).fetchall()]
    connection.execute("DELETE FROM member WHERE saved = ?", (saved,))
    connection.execute("DELETE FROM saved WHERE saved = ?", (saved,))
    if hides:
        recount(connection, papers)


def rename(connection: sqlite3.Connection, name: str, new: str) -> None:
    """Call a search otherwise. Raises StoreError where another has that name."""
    if new != name and connection.execute("SELECT 1 FROM saved WHERE name = ?", (new,)).fetchone():
        raise StoreError(f"Another search is called “{new}” already.")
    connection.execute("UPDATE saved SET name = ? WHERE name = ?", (new, name))


def move(connection: sqlite3.Connection, name: str, step: int) -> None:
    """Up (-1) or down (+1) by one place among those that stand in the sidebar."""
    ordered = connection.execute("SELECT name FROM saved ORDER BY hides, position, saved").fetchall()
    names = [each for (each,) in ordered]
    if name in names:
        at = names.index(name)
        names.insert(max(0, at + step), names.pop(at))
        connection.executemany("UPDATE saved SET position = ? WHERE name = ?", enumerate(names))


def refile(connection: sqlite3.Connection, papers: Iterable[int]) -> None:
    """These papers (by rowid) are new, or not what they were."""
    rows = connection.execute("SELECT saved, query FROM saved").fetchall()
    if not rows:
        return
    touched = list(papers)
    connection.executemany("DELETE FROM member WHERE paper = ?", ((paper,) for paper in touched))
    for saved, text in rows:
        settled, _ = _parted(parse(text, date.max))
        if settled:
            _file(connection, saved, finding.matching(connection, settled, touched))


def _file(connection: sqlite3.Connection, saved: int, papers: Iterable[int]) -> None:
    connection.executemany("INSERT INTO member (saved, paper) VALUES (?, ?)", ((saved, paper) for paper in papers))


def _parted(query: Query) -> tuple[list[Clause], list[Clause]]:
    """The clauses that are settled, and the others."""
    settled = [clause for clause in query.clauses if all(term.settled for term in clause)]
    return settled, [clause for clause in query.clauses if clause not in settled]
