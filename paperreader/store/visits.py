"""When the user last visited a view, and what papers gained since.

A search has no visit of its own before it is made: there the last visit to any view counts.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from paperreader.models import NO_RISE, Entry, Rise, timestamp
from paperreader.store.schema import numbers
from paperreader.views import ANY_VIEW, View

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.store.database import Database

SAME_VISIT = timedelta(hours=1)
"""Looks less than this apart count as one visit."""

LAST = "SELECT CASE WHEN at < :hour_ago THEN at ELSE before END FROM look WHERE view = :view"

RECORD = """
INSERT INTO look (view, at, before) VALUES (:view, :at, :at)
ON CONFLICT (view) DO UPDATE SET before = CASE WHEN at < :hour_ago THEN at ELSE before END, at = excluded.at
"""

SEEN = """
JOIN sample AS seen ON seen.paper = paper.rowid
     AND seen.at = (SELECT max(at) FROM sample WHERE sample.paper = paper.rowid AND at <= ?)
"""
"""The figures of a paper as they were at that time."""

RISE = f"""
SELECT paper.id, paper.upvotes - seen.upvotes,
       paper.comments - max(seen.comments, COALESCE(
           (SELECT discussion.seen FROM discussion WHERE discussion.paper = shown.value), 0)),
       COALESCE(paper.github_stars - seen.github_stars, 0)
FROM json_each(?) AS shown
JOIN paper ON paper.rowid = shown.value {SEEN}
WHERE paper.upvotes > seen.upvotes OR paper.comments > seen.comments OR paper.github_stars > seen.github_stars
"""


class Visits:
    """Remembers visits and tells what changed since."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self, view: View) -> str:
        """When the visit before this one ended (for a search: to any view); now if this is the first."""
        return self._database.read(last_visit, view, self._database.time())

    def rise(self, ids: Sequence[str], since: str) -> dict[str, Rise]:
        """What these papers gained since that time, if anything; comments that were read are no gain."""
        return self._database.read(rise, ids, since)

    def record(self, view: View) -> Future[None]:
        """The user is looking at the view now."""
        at = self._database.time()
        return self._database.write(record_visit, view, at)


def last_visit(connection: sqlite3.Connection, view: View, at: str) -> str:
    """When the visit before the one at `at` ended; `at` itself if that is the first."""
    return last_visit_to(connection, view.key, at)


def last_visit_to(connection: sqlite3.Connection, key: str, at: str) -> str:
    """The same of anything that is visited, by its key."""
    found: tuple[str] | None = connection.execute(LAST, {"view": key, "hour_ago": _hour_before(at)}).fetchone()
    return found[0] if found else at


def record_visit(connection: sqlite3.Connection, view: View, at: str) -> None:
    """The user looked at the view at this time."""
    for key in dict.fromkeys((view.key, ANY_VIEW)):
        record_visit_to(connection, key, at)


def record_visit_to(connection: sqlite3.Connection, key: str, at: str) -> None:
    """The same of anything that is visited, by its key."""
    connection.execute(RECORD, {"view": key, "at": at, "hour_ago": _hour_before(at)})


def rise(connection: sqlite3.Connection, ids: Sequence[str], since: str) -> dict[str, Rise]:
    """What these papers gained since then; papers that were not stored by then are left out."""
    rows = connection.execute(RISE, (json.dumps(numbers(ids)), since)).fetchall()
    risen = {id: Rise(*(max(0, gain) for gain in gains)) for id, *gains in rows}
    return {id: gains for id, gains in risen.items() if gains != NO_RISE}


def with_rise(entries: Iterable[Entry], rises: Mapping[str, Rise]) -> list[Entry]:
    """The entries, each with its own rise."""
    return [entry._replace(rise=rises[entry.id]) if entry.id in rises else entry for entry in entries]


def _hour_before(at: str) -> str:
    return timestamp(datetime.fromisoformat(at) - SAME_VISIT)
