"""What the user saved: searches for the sidebar, rules that hide papers, and follows."""

from __future__ import annotations

import sqlite3
from datetime import date

from paperreader.models import SavedSearch
from paperreader.store.derived import recount
from paperreader.store.errors import StoreError

HIDDEN_BY = (
    "SELECT count(*) FROM member JOIN state ON state.paper = member.paper WHERE member.saved = ? AND state.hidden"
)

UNREAD_OF_FOLLOWS = """
SELECT member.saved, count(*) FROM state CROSS JOIN member ON member.paper = state.paper
WHERE state.followed AND state.unread GROUP BY member.saved
"""
"""By the papers that are followed and unread, which are few; it needs no query parsed."""

IN_ORDER = "SELECT name, hides, follows, position FROM saved ORDER BY hides, follows, position, name"


def saved(connection: sqlite3.Connection, today: date) -> list[SavedSearch]:
    """Saved searches, rules and follows, in their order."""
    rows = connection.execute("SELECT saved, name, query, hides, follows FROM saved ORDER BY position, name").fetchall()
    unread = dict(connection.execute(UNREAD_OF_FOLLOWS).fetchall()) if any(row[4] for row in rows) else {}
    found = []
    for number, name, text, hides, follows in rows:
        if follows:
            count = unread.get(number, 0)
        elif hides:
            (count,) = connection.execute(HIDDEN_BY, (number,)).fetchone()
        else:
            from paperreader.store.members import count_unread

            count = count_unread(connection, number, text, today)
        found.append(SavedSearch(name, text, bool(hides), count, bool(follows)))
    return found


def has_follows(connection: sqlite3.Connection) -> bool:
    """Whether the user follows anything."""
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM saved WHERE follows)").fetchone()[0])


def save(
    connection: sqlite3.Connection, name: str, text: str, today: date, *, hides: bool = False, follows: bool = False
) -> None:
    """Save a search; replaces one of that name. Raises StoreError if a rule or follow depends on marks or today."""
    from paperreader.store import members

    if (hides or follows) and not members.is_settled(text, today):
        can = "A rule can hide" if hides else "A follow can go"
        raise StoreError(f"{can} by what a paper is, not by marks or by how old it is.")
    delete(connection, name)
    (position,) = connection.execute("SELECT COALESCE(max(position), 0) + 1 FROM saved").fetchone()
    number = connection.execute(
        "INSERT INTO saved (name, query, hides, follows, position) VALUES (?, ?, ?, ?, ?)",
        (name, text, int(hides), int(follows), position),
    ).lastrowid
    assert number is not None
    papers = members.fill(connection, number, text, today)
    if hides or follows:
        recount(connection, papers)


def delete(connection: sqlite3.Connection, name: str) -> None:
    """Delete a saved search, rule or follow; papers that a rule hid come back."""
    found = connection.execute("SELECT saved, hides OR follows FROM saved WHERE name = ?", (name,)).fetchone()
    if found is None:
        return
    number, marks_papers = found
    rows = connection.execute("SELECT paper FROM member WHERE saved = ?", (number,)).fetchall()
    connection.execute("DELETE FROM member WHERE saved = ?", (number,))
    connection.execute("DELETE FROM saved WHERE saved = ?", (number,))
    if marks_papers:
        recount(connection, [paper for (paper,) in rows])


def rename(connection: sqlite3.Connection, name: str, new: str) -> None:
    """Give a search another name. Raises StoreError if another search has it."""
    if new != name and connection.execute("SELECT 1 FROM saved WHERE name = ?", (new,)).fetchone():
        raise StoreError(f"A search named “{new}” already exists.")
    connection.execute("UPDATE saved SET name = ? WHERE name = ?", (new, name))


def move(connection: sqlite3.Connection, name: str, step: int) -> None:
    """Up (-1) or down (+1) by one place among those of its kind.

    No position but those of the two changes, as far as possible: each is a change of a search on other machines.
    """
    ordered = connection.execute(IN_ORDER).fetchall()
    names = [each for each, *_ in ordered]
    if name not in names or not 0 <= (to := (at := names.index(name)) + step) < len(names):
        return
    (_, *kind, position), (other, *other_kind, other_position) = ordered[at], ordered[to]
    if kind != other_kind:
        return
    positions = [(other_position, name), (position, other)]
    if position == other_position:  # of two machines
        names[at], names[to] = other, name
        positions = list(enumerate(names, 1))
    connection.executemany("UPDATE saved SET position = ? WHERE name = ?", positions)
