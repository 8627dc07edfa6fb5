"""A second look: papers that the user passed over, and whose votes later reached the top tenth of their day."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from paperreader.models import Entry, Passed, Rise
from paperreader.store.entry_rows import ENTRY, cast, entry
from paperreader.store.errors import FOREIGN_VALUE

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.store.database import Database

PAPERS_PER_WEEK: Final = 9
"""Of the papers of a week those that rose most; what was looked at keeps its place among them."""
WEEKS: Final = 5
"""The week of today and those before it: older days are hardly asked for again, so that their votes stand still."""

PASSED = "mark.field = 'read' AND mark.value AND mark.cause IN ('passed', 'skipped', 'bulk')"
"""Marks of papers that were read at a glance, skipped, or caught up with unseen. Who opened one had their look."""
PASSED_AT = "COALESCE(step.at, mark.at)"
"""What undo gives back is a new mark, but of the step that had set it."""

TAKEN_UP = """
state.starred IS NOT NULL OR state.tags IS NOT NULL OR state.noted OR state.hidden
OR EXISTS (SELECT 1 FROM opened WHERE opened.paper = paper.id)
OR EXISTS (SELECT 1 FROM mark AS act
           WHERE act.paper = paper.id AND act.field IN ('copied', 'text', 'lingered') AND act.value)
"""
"""Papers that the user did something with, or does not want to see."""

RISEN = f"""
WITH ranked AS (
    SELECT listing.day, listing.paper, paper.upvotes,
           count(*) OVER (PARTITION BY listing.day) AS papers,
           rank() OVER (PARTITION BY listing.day ORDER BY paper.upvotes DESC) AS place,
           count(*) OVER (PARTITION BY listing.day ORDER BY paper.upvotes DESC) AS as_many_votes
    FROM listing CROSS JOIN paper ON paper.rowid = listing.paper WHERE listing.day >= :first
), candidate AS (
    SELECT ranked.*, {PASSED_AT} AS at, seen.upvotes AS seen_upvotes, seen.comments AS seen_comments,
           seen.github_stars AS seen_stars, COALESCE(looked.value, 0) AS looked_at
    FROM ranked
    CROSS JOIN paper ON paper.rowid = ranked.paper
    CROSS JOIN mark ON mark.paper = paper.id AND {PASSED}
    LEFT JOIN step ON step.step = mark.step
    CROSS JOIN state ON state.paper = ranked.paper
    CROSS JOIN sample AS seen ON seen.paper = ranked.paper
         AND seen.at = (SELECT max(at) FROM sample WHERE sample.paper = ranked.paper AND at <= {PASSED_AT})
    LEFT JOIN mark AS looked ON looked.paper = paper.id AND looked.field = 'looked-again'
    WHERE ranked.as_many_votes * 10 <= ranked.papers AND ranked.upvotes > seen.upvotes
      AND ranked.day = (SELECT min(day) FROM listing WHERE listing.paper = ranked.paper)
      AND (COALESCE(looked.value, 0) OR NOT ({TAKEN_UP}))
), risen AS (
    SELECT *, row_number() OVER (
        PARTITION BY date(day, 'weekday 0') ORDER BY upvotes - seen_upvotes DESC, upvotes DESC, paper DESC
    ) AS place_in_week
    FROM candidate
    WHERE (
        SELECT sum(other.upvotes >= candidate.seen_upvotes) * 10 > count(*)
        FROM listing CROSS JOIN sample AS other ON other.paper = listing.paper
             AND other.at = (SELECT max(at) FROM sample WHERE sample.paper = listing.paper AND at <= candidate.at)
        WHERE listing.day = candidate.day)
)
"""
"""Places are counted down from the most upvotes; a paper is in the top tenth if at most a tenth of its day's papers
have as many or more. `weekday 0` is the Sunday that ends the ISO week."""

WANTED = f"WHERE NOT risen.looked_at AND risen.place_in_week <= {PAPERS_PER_WEEK}"

SEEN = cast("INTEGER", "risen.seen_upvotes", "risen.seen_comments", "risen.seen_stars")
ENTRIES = f"""{RISEN} {ENTRY}, risen.at, {SEEN}, risen.place, risen.papers
FROM risen CROSS JOIN paper ON paper.rowid = risen.paper CROSS JOIN state ON state.paper = risen.paper
CROSS JOIN listing ON listing.paper = risen.paper AND listing.day = risen.day
{WANTED}
ORDER BY risen.upvotes - risen.seen_upvotes DESC, risen.upvotes DESC, risen.paper DESC
"""

COUNT = f"{RISEN} SELECT count(*) FROM risen {WANTED}"


class SecondLook:
    """Tells how many there are."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self) -> Future[int]:
        """How many papers wait for a second look."""
        return self._database.search_in_passing(count, self._database.today())


def count(connection: sqlite3.Connection, today: date) -> int:
    """How many papers wait for a second look."""
    papers: int = connection.execute(COUNT, _since(today)).fetchone()[0]
    return papers


def entries(connection: sqlite3.Connection, today: date) -> list[Entry]:
    """The papers that rose most first, each under its first day, with what it gained since it was passed over."""
    rows = connection.execute(ENTRIES, _since(today)).fetchall()
    found: list[Entry] = []
    for row in rows:
        with suppress(*FOREIGN_VALUE):  # another program may have written the time of the mark
            found.append(_entry(entry(row[:-6]), *row[-6:]))
    return found


def _entry(risen: Entry, at: str, upvotes: int, comments: int, stars: int | None, place: int, papers: int) -> Entry:
    gained_stars = 0 if stars is None or risen.github_stars is None else risen.github_stars - stars
    rise = Rise(risen.upvotes - upvotes, max(0, risen.comments - comments), max(0, gained_stars))
    return risen._replace(rise=rise, passed=Passed(datetime.fromisoformat(at), upvotes, place, papers))


def _since(today: date) -> dict[str, str]:
    monday = today - timedelta(days=today.weekday())
    return {"first": (monday - timedelta(weeks=WEEKS - 1)).isoformat()}
