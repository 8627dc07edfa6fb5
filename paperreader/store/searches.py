"""Searching, and the searches that the user saved: some stand in the sidebar, others are rules that hide papers."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from paperreader.models import Entry, SavedSearch, TextHits, TextRanges
from paperreader.store.derived import recount
from paperreader.store.errors import StoreError
from paperreader.store.visits import last_visit

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.store.database import Database
    from paperreader.views import Search

HIDDEN_BY = (
    "SELECT count(*) FROM member JOIN state ON state.paper = member.paper WHERE member.saved = ? AND state.hidden"
)


class Searches:
    """Finds papers and keeps searches. What knows queries is imported when it is needed: most starts do not."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, search: Search) -> Future[list[Entry]]:
        """The papers that a search finds. A find before it that is not done is cancelled, or raises StoreError."""
        from paperreader.store.search import find

        today = self._database.today()
        since = self._database.read(last_visit, search, self._database.time())
        return self._database.search_anew(find, search, today, since)

    def count(self, search: Search) -> Future[int]:
        """How many papers a search finds, counted up to its limit."""
        from paperreader.store.search import count

        today = self._database.today()
        return self._database.search(count, search, today)

    def matches(self, search: Search, id: str, shared_words: Sequence[str] = ()) -> Future[dict[str, TextRanges]]:
        """Where a search matches in a paper's title, abstract, summary, keywords, authors and organization.

        Keywords and authors are joined with `, `. `shared_words`: those that made the paper similar match, too.
        """
        from paperreader.store.highlights import matches

        today = self._database.today()
        return self._database.search(matches, search, id, today, shared_words)

    def text_hits(self, search: Search, id: str) -> Future[TextHits]:
        """Where a search matches in the stored text of a paper; none unless it has `text:`."""
        from paperreader.store.text_hits import text_hits

        today = self._database.today()
        return self._database.search(text_hits, search, id, today)

    def saved(self) -> list[SavedSearch]:
        """Saved searches and rules, in their order."""
        return self._database.read(saved, self._database.today())

    def save(self, name: str, query: str, *, hides: bool = False) -> Future[None]:
        """Save a search under a name, or with `hides` as a rule; replaces one of that name."""
        today = self._database.today()
        return self._database.write(save, name, query, today, hides=hides)

    def delete(self, name: str) -> Future[None]:
        """Delete a saved search; papers that a rule hid come back."""
        return self._database.write(delete, name)

    def rename(self, name: str, new: str) -> Future[None]:
        """Give a saved search another name."""
        return self._database.write(rename, name, new)

    def move(self, name: str, step: int) -> Future[None]:
        """Move a saved search up (-1) or down (+1) by one place."""
        return self._database.write(move, name, step)


def saved(connection: sqlite3.Connection, today: date) -> list[SavedSearch]:
    """Saved searches and rules, in their order."""
    rows = connection.execute("SELECT saved, name, query, hides FROM saved ORDER BY position, saved").fetchall()
    found = []
    for number, name, text, hides in rows:
        if hides:
            (count,) = connection.execute(HIDDEN_BY, (number,)).fetchone()
        else:
            from paperreader.store.members import count_unread

            count = count_unread(connection, number, text, today)
        found.append(SavedSearch(name, text, bool(hides), count))
    return found


def save(connection: sqlite3.Connection, name: str, text: str, today: date, *, hides: bool) -> None:
    """Save a search; replaces one of that name. Raises StoreError if a rule would depend on marks or on today."""
    from paperreader.store import members

    if hides and not members.can_hide(text, today):
        raise StoreError("A rule can hide by what a paper is, not by marks or by how old it is.")
    delete(connection, name)
    (position,) = connection.execute("SELECT COALESCE(max(position), 0) + 1 FROM saved").fetchone()
    number = connection.execute(
        "INSERT INTO saved (name, query, hides, position) VALUES (?, ?, ?, ?)", (name, text, int(hides), position)
    ).lastrowid
    assert number is not None
    papers = members.fill(connection, number, text, today)
    if hides:
        recount(connection, papers)


def delete(connection: sqlite3.Connection, name: str) -> None:
    """Delete a saved search; papers that a rule hid come back."""
    found = connection.execute("SELECT saved, hides FROM saved WHERE name = ?", (name,)).fetchone()
    if found is None:
        return
    number, hides = found
    rows = connection.execute("SELECT paper FROM member WHERE saved = ?", (number,)).fetchall()
    connection.execute("DELETE FROM member WHERE saved = ?", (number,))
    connection.execute("DELETE FROM saved WHERE saved = ?", (number,))
    if hides:
        recount(connection, [paper for (paper,) in rows])


def rename(connection: sqlite3.Connection, name: str, new: str) -> None:
    """Give a search another name. Raises StoreError if another search has it."""
    if new != name and connection.execute("SELECT 1 FROM saved WHERE name = ?", (new,)).fetchone():
        raise StoreError(f"A search named “{new}” already exists.")
    connection.execute("UPDATE saved SET name = ? WHERE name = ?", (new, name))


def move(connection: sqlite3.Connection, name: str, step: int) -> None:
    """Up (-1) or down (+1) by one place among those in the sidebar."""
    ordered = connection.execute("SELECT name FROM saved ORDER BY hides, position, saved").fetchall()
    names = [each for (each,) in ordered]
    if name in names:
        at = names.index(name)
        names.insert(max(0, at + step), names.pop(at))
        connection.executemany("UPDATE saved SET position = ? WHERE name = ?", enumerate(names))
