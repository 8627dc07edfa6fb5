"""Searching, and the searches that the user saved: for the sidebar, as rules that hide papers, or as follows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from paperreader.models import Entry, SavedSearch, TextHits, TextRanges, Variants
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

UNREAD_OF_FOLLOWS = """
SELECT member.saved, count(*) FROM state CROSS JOIN member ON member.paper = state.paper
WHERE state.followed AND state.unread GROUP BY member.saved
"""
"""By the papers that are followed and unread, which are few; it needs no query parsed."""


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

    def variants(self, query: str) -> Future[Variants]:
        """How the papers that a query finds write the names and keywords that it looks for."""
        from paperreader.store.variants import variants

        today = self._database.today()
        return self._database.search(variants, query, today)

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
        """Saved searches, rules and follows, in their order."""
        return self._database.read(saved, self._database.today())

    def has_follows(self) -> bool:
        """Whether the user follows anything."""
        return self._database.read(has_follows)

    def save(
        self, name: str, query: str, *, hides: bool = False, follows: bool = False, is_step: bool = False
    ) -> Future[None]:
        """Save a search under a name, or with `hides` as a rule, `follows` as a follow; replaces one of that name.

        `is_step`: it can be undone.
        """
        today, kind = self._database.today(), {"hides": hides, "follows": follows}
        at = self._database.time() if is_step else None
        return self._database.write(
            _change, lambda connection: save(connection, name, query, today, **kind), name, name, at
        )

    def delete(self, name: str, *, is_step: bool = False) -> Future[None]:
        """Delete a saved search, rule or follow; papers that a rule hid come back."""
        at = self._database.time() if is_step else None
        return self._database.write(_change, lambda connection: delete(connection, name), name, name, at)

    def rename(self, name: str, new: str, *, is_step: bool = False) -> Future[None]:
        """Give a saved search another name."""
        at = self._database.time() if is_step else None
        return self._database.write(_change, lambda connection: rename(connection, name, new), name, new, at)

    def move(self, name: str, step: int) -> Future[None]:
        """Move a saved search up (-1) or down (+1) by one place."""
        return self._database.write(move, name, step)


def _change(
    connection: sqlite3.Connection,
    change: Callable[[sqlite3.Connection], None],
    name: str,
    new_name: str,
    at: str | None,
) -> None:
    """Change a saved search; `at`: as a step that can be undone, which is made then."""
    if at is None:
        change(connection)
    else:
        from paperreader.store.saved_steps import record  # which needs this module

        record(connection, lambda: change(connection), name, new_name, at)


def saved(connection: sqlite3.Connection, today: date) -> list[SavedSearch]:
    """Saved searches, rules and follows, in their order."""
    rows = connection.execute(
        "SELECT saved, name, query, hides, follows FROM saved ORDER BY position, saved"
    ).fetchall()
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
    """Up (-1) or down (+1) by one place among those of its kind."""
    ordered = connection.execute("SELECT name FROM saved ORDER BY hides, follows, position, saved").fetchall()
    names = [each for (each,) in ordered]
    if name in names:
        at = names.index(name)
        names.insert(max(0, at + step), names.pop(at))
        connection.executemany("UPDATE saved SET position = ? WHERE name = ?", enumerate(names))
