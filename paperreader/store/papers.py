"""Reading papers: the days, the lists of views, whole papers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from paperreader.linked import LINKED_KINDS, MAX_LINKED, NOTHING_LINKED, Linked, LinkedRepo
from paperreader.models import Day, Entry, Paper, Totals
from paperreader.store.entry_rows import ENTRY, NEWEST_LISTING, cast, entry, texts
from paperreader.store.schema import number, numbers
from paperreader.store.visits import last_visit
from paperreader.views import Collection, View

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.notes import Note
    from paperreader.store.database import Database

PAPERS_PER_READ = 100
"""Whole papers that are in memory at once."""

DAYS = """
SELECT day, papers, unread, read,
       COALESCE(day >= (SELECT value FROM setting WHERE name = 'since'), 0), complete, fetched, gone
FROM day ORDER BY day DESC
"""

COLLECTED = f"JOIN paper ON paper.rowid = state.paper {NEWEST_LISTING}"

LISTED = """
FROM (SELECT paper, max(day) AS day FROM listing WHERE day BETWEEN :first AND :last GROUP BY paper) AS listing
JOIN paper ON paper.rowid = listing.paper JOIN state ON state.paper = listing.paper
"""
BY_UPVOTES = "ORDER BY paper.upvotes DESC, listing.day DESC, listing.paper DESC"
PERIOD_ENTRIES = f"{ENTRY} {LISTED} WHERE NOT state.hidden {BY_UPVOTES}"

ENTRIES = {
    "day": f"""{ENTRY}
FROM listing JOIN paper ON paper.rowid = listing.paper JOIN state ON state.paper = listing.paper
WHERE listing.day = :first AND NOT state.hidden ORDER BY listing.position""",
    "week": PERIOD_ENTRIES,
    "month": PERIOD_ENTRIES,
    "hidden": f"""{ENTRY}, (
    SELECT saved.name FROM member JOIN saved ON saved.saved = member.saved
    WHERE member.paper = listing.paper AND saved.hides ORDER BY saved.position LIMIT 1)
{LISTED} WHERE state.hidden {BY_UPVOTES}""",
    "unread": f"""{ENTRY} FROM state {COLLECTED}
WHERE state.unread ORDER BY listing.day DESC, listing.position, state.paper DESC""",
    "starred": f"""{ENTRY} FROM state {COLLECTED}
WHERE state.starred IS NOT NULL ORDER BY state.starred DESC, state.paper DESC""",
    "following": f"""{ENTRY} FROM state {COLLECTED}
WHERE state.followed ORDER BY listing.day DESC, listing.position, state.paper DESC""",
    "opened": f"""{ENTRY}
FROM (
    SELECT paper, max(at) AS at FROM (
        SELECT * FROM (SELECT paper, at FROM mark WHERE cause = 'opened' AND value ORDER BY at DESC LIMIT 200)
        UNION ALL SELECT * FROM (SELECT paper, at FROM opened ORDER BY at DESC LIMIT 200)
    ) GROUP BY paper ORDER BY at DESC LIMIT 200
) AS opened
JOIN paper AS known ON known.id = opened.paper
JOIN state ON state.paper = known.rowid {COLLECTED}
ORDER BY opened.at DESC, state.paper DESC""",
    "trending": f"""{ENTRY}
FROM json_each((SELECT value FROM setting WHERE name = 'trending')) AS ranked
JOIN state ON state.paper = ranked.value {COLLECTED} WHERE NOT state.hidden ORDER BY ranked.key""",
}
"""By the kind of view, with its limits as parameters."""

HIDDEN_COUNT = f"SELECT count(*) {LISTED} WHERE state.hidden"

CHOSEN_ENTRIES = f"{ENTRY} FROM state {COLLECTED} WHERE state.paper IN (SELECT value FROM json_each(?))"

TOTALS = """
SELECT (SELECT count(*) FROM state WHERE unread), (SELECT count(*) FROM state WHERE starred IS NOT NULL),
       (SELECT count(*) FROM state WHERE followed AND unread = 1),
       CAST(COALESCE((SELECT value FROM setting WHERE name = 'second-look'), 0) AS INTEGER)
"""

TAGS = """
SELECT value, count(*) FROM state, json_each(state.tags) WHERE tags IS NOT NULL AND NOT hidden
GROUP BY value ORDER BY value
"""

PAPER = f"""
SELECT id, {cast("TEXT", "title", "COALESCE(title_raw, title)", "abstract", "COALESCE(abstract_raw, abstract)")},
       {cast("TEXT", "summary", "COALESCE(summary_raw, summary)", "keywords", "authors", "organization", "submitter")},
       {cast("INTEGER", "upvotes", "comments")}, {cast("TEXT", "github_repo")}, {cast("INTEGER", "github_stars")},
       {cast("TEXT", "project_page", "published")}, source
FROM paper
"""

FIRST_DAYS = """
SELECT paper.id, min(listing.day) FROM listing JOIN paper ON paper.rowid = listing.paper
WHERE listing.paper IN (SELECT value FROM json_each(?)) GROUP BY listing.paper
"""

CHOSEN_PAPERS = f"{PAPER} WHERE rowid IN (SELECT value FROM json_each(?))"
LAST_OF_NEXT = "SELECT max(rowid) FROM (SELECT rowid FROM paper WHERE rowid > ? ORDER BY rowid LIMIT ?)"
OUTDATED = f"{PAPER} WHERE rowid > ? AND rowid <= ? AND readable_version < ? ORDER BY rowid"

DETAIL = f"SELECT fetched, {cast('INTEGER', 'models', 'datasets', 'spaces')} FROM detail WHERE paper = ?"
LINKED = f"""
SELECT {cast("TEXT", "kind", "id")}, {cast("INTEGER", "likes", "downloads", "parameters")}, {cast("TEXT", "about")},
       gated
FROM linked WHERE paper = ? AND kind IN ('model', 'dataset', 'space') AND position < ?
ORDER BY kind = 'space', kind = 'dataset', position
"""

DayRow = tuple[Any, ...]


class Papers:
    """Days and papers as they are stored."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._days: dict[DayRow, Day] = {}

    def days(self) -> list[Day]:
        """Every day that was fetched, newest first."""
        self._days = self._database.read(days, self._days)
        return list(self._days.values())

    def entries(self, view: View) -> list[Entry]:
        """What the view lists, in its own order."""
        if view.search:
            from paperreader.store import search

            since = self._database.read(last_visit, view, self._database.time())
            return self._database.read(search.find, view.search, self._database.today(), since)
        if view is Collection.SECOND_LOOK:
            from paperreader.store import second_look

            return self._database.read(second_look.entries, self._database.today())
        return self._database.read(entries, view)

    def entries_of(self, ids: Sequence[str]) -> list[Entry]:
        """Those of these papers that are stored, in no order, each under its newest day."""
        return self._database.read(entries_of, ids)

    def get(self, id: str) -> Paper | None:
        """The paper, None if it is not stored."""
        return self._database.read(papers_of, [id]).get(id)

    def with_entries(self, view: View) -> Iterator[tuple[Entry, Paper]]:
        """The view's entries with their papers, read a hundred at a time."""
        return self.of_entries(self.entries(view))

    def of_entries(self, listed: Sequence[Entry]) -> Iterator[tuple[Entry, Paper]]:
        """The entries with their papers, read a hundred at a time."""
        for start in range(0, len(listed), PAPERS_PER_READ):
            some = listed[start : start + PAPERS_PER_READ]
            papers = self._database.read(papers_of, [entry.id for entry in some])
            # a damaged file may list what it does not hold
            yield from ((entry, papers[entry.id]) for entry in some if entry.id in papers)

    def first_days(self, ids: Sequence[str]) -> dict[str, date]:
        """The first of the stored days that list these papers, for those that one lists."""
        return self._database.read(first_days, ids)

    def totals(self) -> Totals:
        """How many papers the collections have, each counted once."""
        return self._database.read(totals)

    def tags(self) -> dict[str, int]:
        """The tags that the user gave, by name, and how many papers each lists."""
        return self._database.read(tags)

    def hidden_count(self, view: View) -> int:
        """How many papers rules hide of a day, a week or a month."""
        return self._database.read(hidden_count, view)

    def samples(self, id: str) -> list[tuple[datetime, int, int, int | None]]:
        """The paper's figures whenever they changed: time, upvotes, comments, GitHub stars; oldest first."""
        return self._database.read(samples, id)

    def linked(self, id: str, *, at_most: int = MAX_LINKED) -> Linked:
        """The repositories on the Hub that name the paper, so many of each kind, as far as the Hub was asked."""
        return self._database.read(linked_of, id, at_most)

    def note(self, id: str) -> Note:
        """The user's note on a paper, stored or not; an empty one if there is none."""
        from paperreader.store.notes import note_of

        return self._database.read(note_of, id)

    def etag(self, day: date) -> str | None:
        """The ETag of the Hub's answer for this day, to ask with."""
        return self._database.read(etag, day)

    def outdated(self, after: int, *, limit: int, version: int) -> Future[tuple[list[Paper], int] | None]:
        """Of the next `limit` papers those whose readable texts are of a version before `version`, and the `after` to
        go on with (0 at first); None when there are no more.
        """
        return self._database.search(outdated, after, limit, version)


def days(connection: sqlite3.Connection, known: Mapping[DayRow, Day]) -> dict[DayRow, Day]:
    """Every day that was fetched, newest first, by its row; days whose row is `known` are not made again."""
    return {row: known.get(row) or _day(row) for row in connection.execute(DAYS).fetchall()}


def _day(row: DayRow) -> Day:
    day, papers, unread, read, starts_unread, complete, fetched, gone = row
    return Day(  # by position, which takes half as long: there are a thousand
        date.fromisoformat(day),
        papers,
        unread,
        read,
        bool(starts_unread),
        bool(complete),
        datetime.fromisoformat(fetched),
        datetime.fromisoformat(gone) if gone else None,
    )


def entries(connection: sqlite3.Connection, view: View) -> list[Entry]:
    """What a view that is not a search lists, in its own order."""
    return [entry(row) for row in connection.execute(ENTRIES[view.kind], view.limits).fetchall()]


def entries_of(connection: sqlite3.Connection, ids: Sequence[str]) -> list[Entry]:
    """Those of these papers that are stored, in no order, each under its newest day."""
    return [entry(row) for row in connection.execute(CHOSEN_ENTRIES, (json.dumps(numbers(ids)),)).fetchall()]


def hidden_count(connection: sqlite3.Connection, view: View) -> int:
    """How many papers rules hide of a day, a week or a month."""
    count: int = connection.execute(HIDDEN_COUNT, view.limits).fetchone()[0]
    return count


def papers_of(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, Paper]:
    """Those of these papers that are stored, by id."""
    rows = connection.execute(CHOSEN_PAPERS, (json.dumps(numbers(ids)),)).fetchall()
    return {row[0]: _paper(row) for row in rows}


def first_days(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, date]:
    """The first of the stored days that list these papers."""
    rows = connection.execute(FIRST_DAYS, (json.dumps(numbers(ids)),)).fetchall()
    return {id: date.fromisoformat(day) for id, day in rows}


def linked_of(connection: sqlite3.Connection, id: str, at_most: int = MAX_LINKED) -> Linked:
    """The repositories that name the paper, so many of each kind."""
    paper = number(id)
    detail = connection.execute(DETAIL, (paper,)).fetchone()
    if detail is None:
        return NOTHING_LINKED
    fetched, *totals = detail
    known = {kind: total for kind, total in zip(LINKED_KINDS, totals, strict=True) if total is not None and total >= 0}
    rows = connection.execute(LINKED, (paper, at_most)).fetchall()
    repos = (LinkedRepo._make((*row[:-1], row[-1] == 1)) for row in rows)
    return Linked(tuple(repos), known, datetime.fromisoformat(fetched))


def outdated(connection: sqlite3.Connection, after: int, limit: int, version: int) -> tuple[list[Paper], int] | None:
    """Of the next papers those whose readable texts are of an older version, and the last that was looked at."""
    (last,) = connection.execute(LAST_OF_NEXT, (after, limit)).fetchone()
    if last is None:
        return None
    return [_paper(row) for row in connection.execute(OUTDATED, (after, last, version)).fetchall()], last


def _paper(row: tuple[Any, ...]) -> Paper:
    """A row of PAPER: its columns are the fields of a Paper in their order."""
    values = dict(zip(Paper._fields, row, strict=True))
    values |= {name: texts(values[name]) for name in ("keywords", "authors")}
    values["published"] = date.fromisoformat(values["published"]) if values["published"] else None
    return Paper(**values)


def totals(connection: sqlite3.Connection) -> Totals:
    """How many papers the collections have."""
    return Totals(*connection.execute(TOTALS).fetchone())


def tags(connection: sqlite3.Connection) -> dict[str, int]:
    """The tags that the user gave, by name, and how many papers each lists."""
    return dict(connection.execute(TAGS).fetchall())


def etag(connection: sqlite3.Connection, day: date) -> str | None:
    """The ETag of the Hub's answer for this day."""
    found = connection.execute("SELECT etag FROM day WHERE day = ?", (day.isoformat(),)).fetchone()
    return found[0] if found else None


def samples(connection: sqlite3.Connection, id: str) -> list[tuple[datetime, int, int, int | None]]:
    """The paper's figures whenever they changed: time, upvotes, comments, GitHub stars; oldest first."""
    rows = connection.execute(
        "SELECT at, upvotes, comments, github_stars FROM sample WHERE paper = ? ORDER BY at", (number(id),)
    ).fetchall()
    return [(datetime.fromisoformat(at), upvotes, comments, stars) for at, upvotes, comments, stars in rows]
