"""When the person last looked at a view, and what has risen since: a look within an hour of another is the same.

Nobody looks at a search before it is made: there it counts when they last looked at any view.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

from paperreader.models import Rise, Search, View
from paperreader.store.schema import number

VISIT = timedelta(hours=1)
"""Who comes back within it has not been away: what had risen is still shown."""

ANY = "any"
"""What all views together are called."""

LAST = "SELECT CASE WHEN at < ? THEN at ELSE before END FROM look WHERE view = ?"

LOOK = """
INSERT INTO look (view, at, before) VALUES (?, ?, ?)
ON CONFLICT (view) DO UPDATE SET before = CASE WHEN at < ? THEN at ELSE before END, at = excluded.at
"""

SEEN = """
JOIN sample AS seen ON seen.paper = paper.rowid
     AND seen.at = (SELECT max(at) FROM sample WHERE sample.paper = paper.rowid AND at <= ?)
"""
"""The figures of a paper as they were at that time."""

RISEN = f"""
SELECT paper.id, paper.upvotes - seen.upvotes, paper.comments - seen.comments,
       COALESCE(paper.github_stars - seen.github_stars, 0)
FROM json_each(?) AS shown
JOIN paper ON paper.rowid = shown.value {SEEN}
WHERE paper.upvotes > seen.upvotes OR paper.comments > seen.comments OR paper.github_stars > seen.github_stars
"""


def last_look(connection: sqlite3.Connection, view: View, at: str) -> str:
    """When the visit before this one ended; `at` itself at the first."""
    name = ANY if isinstance(view, Search) else str(view)
    found: tuple[str] | None = connection.execute(LAST, (_an_hour_before(at), name)).fetchone()
    return found[0] if found else at


def look(connection: sqlite3.Connection, view: View, at: str) -> None:
    """The person looks at the view now."""
    names = [ANY] if isinstance(view, Search) else [str(view), ANY]
    connection.executemany(LOOK, ((name, at, at, _an_hour_before(at)) for name in names))


def risen(connection: sqlite3.Connection, ids: Sequence[str], since: str) -> dict[str, Rise]:
    """What rose of these papers since then; those that had not been there yet are left out."""
    numbers = json.dumps([rowid for rowid in map(number, ids) if rowid is not None])
    found = connection.execute(RISEN, (numbers, since)).fetchall()
    return {id: Rise(*(max(0, figure) for figure in figures)) for id, *figures in found}


def _an_hour_before(at: str) -> str:
    return (datetime.fromisoformat(at) - VISIT).isoformat(timespec="microseconds").replace("+00:00", "Z")
