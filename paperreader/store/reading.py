"""SELECTs -> models. Each function reads all of its rows at once, so that no transaction stays open."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from paperreader.models import Collection, Day, Entry, Hidden, Mark, Paper, Period, TextRanges, Totals
from paperreader.store.schema import number


def _as(kind: str, *columns: str) -> str:
    """What belongs there: SQLite keeps what another program puts there. Bytes that are no text are damage."""
    return ", ".join(f"CAST({column} AS {kind})" for column in columns)


DAYS = """
SELECT day, papers, unread, read,
       COALESCE(day >= (SELECT value FROM setting WHERE name = 'since'), 0), complete, fetched,
       gone
FROM day ORDER BY day DESC
"""

ENTRY = f"""
SELECT paper.id, listing.day, {_as("TEXT", "paper.title")}, {_as("INTEGER", "paper.upvotes", "paper.comments")},
       paper.github_repo IS NOT NULL, {_as("INTEGER", "paper.github_stars")},
       {_as("TEXT", "paper.organization", "paper.first_author")}, {_as("INTEGER", "paper.author_count")},
       state.read, state.unread, state.starred IS NOT NULL, paper.published
"""

DAY_ENTRIES = f"""{ENTRY}
FROM listing JOIN paper ON paper.rowid = listing.paper JOIN state ON state.paper = listing.paper
WHERE listing.day = ? AND NOT state.hidden ORDER BY listing.position
"""

NEWEST_LISTING = """
LEFT JOIN listing ON listing.paper = state.paper
      AND listing.day = (SELECT max(day) FROM listing WHERE paper = state.paper)
"""
COLLECTED = f"JOIN paper ON paper.rowid = state.paper {NEWEST_LISTING}"

COLLECTION_ENTRIES = {
    Collection.UNREAD: f"""{ENTRY} FROM state {COLLECTED}
WHERE state.unread ORDER BY listing.day DESC, listing.position, state.paper DESC""",
    Collection.STARRED: f"""{ENTRY} FROM state {COLLECTED}
WHERE state.starred IS NOT NULL ORDER BY state.starred DESC, state.paper DESC""",
    Collection.TRENDING: f"""{ENTRY}
FROM json_each((SELECT value FROM setting WHERE name = 'trending')) AS talked
JOIN state ON state.paper = talked.value {COLLECTED} WHERE NOT state.hidden ORDER BY talked.key""",
}

COLLECTION_ENTRIES[Collection.OPENED] = f"""{ENTRY}
FROM (SELECT paper, at FROM mark WHERE cause = 'opened' AND value ORDER BY at DESC LIMIT 200) AS opened
JOIN paper AS known ON known.id = opened.paper
JOIN state ON state.paper = known.rowid {COLLECTED}
ORDER BY opened.at DESC, state.paper DESC"""
SPAN_ENTRIES = f"""{ENTRY}
FROM (SELECT paper, max(day) AS day FROM listing WHERE day BETWEEN ? AND ? GROUP BY paper) AS listing
JOIN paper ON paper.rowid = listing.paper JOIN state ON state.paper = listing.paper
WHERE NOT state.hidden
ORDER BY paper.upvotes DESC, listing.day DESC, listing.paper DESC
"""

OF_HIDDEN = """
FROM (SELECT paper, max(day) AS day FROM listing WHERE day BETWEEN ? AND ? GROUP BY paper) AS listing
JOIN paper ON paper.rowid = listing.paper JOIN state ON state.paper = listing.paper
WHERE state.hidden
"""
HIDDEN_ENTRIES = f"""{ENTRY}, (
    SELECT saved.name FROM member JOIN saved ON saved.saved = member.saved
    WHERE member.paper = listing.paper AND saved.hides ORDER BY saved.position LIMIT 1)
{OF_HIDDEN} ORDER BY paper.upvotes DESC, listing.day DESC, listing.paper DESC
"""

CHOSEN_ENTRIES = f"{ENTRY} FROM state {COLLECTED} WHERE state.paper IN (SELECT value FROM json_each(?))"

TOTALS = """
SELECT (SELECT count(*) FROM state WHERE unread), (SELECT count(*) FROM state WHERE starred IS NOT NULL)
"""

PAPER = f"""
SELECT id, {_as("TEXT", "title", "COALESCE(title_raw, title)", "abstract", "COALESCE(abstract_raw, abstract)")},
       {_as("TEXT", "summary", "COALESCE(summary_raw, summary)", "keywords", "authors", "organization", "submitter")},
       {_as("INTEGER", "upvotes", "comments")}, {_as("TEXT", "github_repo")}, {_as("INTEGER", "github_stars")},
       {_as("TEXT", "project_page", "published")}, source
FROM paper
"""

PAPERS = f"{PAPER} WHERE rowid IN (SELECT value FROM json_each(?))"
LAST_OF_NEXT = "SELECT max(rowid) FROM (SELECT rowid FROM paper WHERE rowid > ? ORDER BY rowid LIMIT ?)"
OUTDATED = f"{PAPER} WHERE rowid > ? AND rowid <= ? AND readable_version < ? ORDER BY rowid"


def days(connection: sqlite3.Connection, known: Mapping[tuple[Any, ...], Day]) -> dict[tuple[Any, ...], Day]:
    """Every day that was fetched, newest first, by its row; those whose row is `known` are not made anew."""
    return {row: known.get(row) or _day(row) for row in connection.execute(DAYS).fetchall()}


def _day(row: tuple[Any, ...]) -> Day:
    day, papers, unread, read, counts, complete, fetched, gone = row
    return Day(  # by position, which takes half as long: there are a thousand
        date.fromisoformat(day),
        papers,
        unread,
        read,
        bool(counts),
        bool(complete),
        datetime.fromisoformat(fetched),
        datetime.fromisoformat(gone) if gone else None,
    )


def entries(connection: sqlite3.Connection, view: date | Collection | Period | Hidden) -> list[Entry]:
    """The papers of a day in the hub's order, of a week by upvotes, of a collection: unread by day, others by when."""
    if isinstance(view, Hidden):
        found = connection.execute(HIDDEN_ENTRIES, _limits(view.of)).fetchall()
        return [entry(row[:-1])._replace(rule=row[-1]) for row in found]
    if isinstance(view, Collection):
        rows = connection.execute(COLLECTION_ENTRIES[view]).fetchall()
    elif isinstance(view, Period):
        rows = connection.execute(SPAN_ENTRIES, _limits(view)).fetchall()
    else:
        rows = connection.execute(DAY_ENTRIES, (view.isoformat(),)).fetchall()
    return [entry(row) for row in rows]


def hidden(connection: sqlite3.Connection, view: date | Period) -> int:
    """How many papers rules hide of a day, a week or a month."""
    count: int = connection.execute(f"SELECT count(*) {OF_HIDDEN}", _limits(view)).fetchone()[0]
    return count


def keeps_searches(connection: sqlite3.Connection) -> bool:
    """Whether a search was ever saved."""
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM saved)").fetchone()[0])


def _limits(view: date | Period) -> tuple[str, str]:
    """First and last day."""
    if isinstance(view, Period):
        return view.first.isoformat(), view.last.isoformat()
    return view.isoformat(), view.isoformat()


def entries_of(connection: sqlite3.Connection, ids: Sequence[str]) -> list[Entry]:
    """Those of the papers that are in the store, in no order, each under its newest day."""
    numbers = json.dumps([rowid for rowid in map(number, ids) if rowid is not None])
    return [entry(row) for row in connection.execute(CHOSEN_ENTRIES, (numbers,)).fetchall()]


def entry(row: tuple[Any, ...], found: TextRanges = ()) -> Entry:
    """A row of ENTRY; by position, since lists have thousands of them."""
    id, day, title, upvotes, comments, has_code, stars, organization, author, authors = row[:10]
    read, unread, starred, published = row[10:]
    return Entry(
        id,
        date.fromisoformat(day) if day else None,
        title,
        upvotes,
        comments,
        has_code == 1,
        stars,
        organization,
        author,
        authors,
        read == 1,
        unread == 1,
        starred == 1,
        date.fromisoformat(published) if published else None,
        found=found,
    )


def papers(connection: sqlite3.Connection, ids: list[str]) -> dict[str, Paper]:
    """Those of the papers that are in the store, by id."""
    numbers = json.dumps([rowid for rowid in map(number, ids) if rowid is not None])
    rows = connection.execute(PAPERS, (numbers,)).fetchall()
    return {row[0]: paper(row) for row in rows}


def outdated(connection: sqlite3.Connection, after: int, limit: int, version: int) -> tuple[list[Paper], int] | None:
    """Those of the next papers whose readable texts an older version made, and the last that was looked at."""
    (last,) = connection.execute(LAST_OF_NEXT, (after, limit)).fetchone()
    if last is None:
        return None
    return [paper(row) for row in connection.execute(OUTDATED, (after, last, version)).fetchall()], last


def paper(row: tuple[Any, ...]) -> Paper:
    """A row of PAPER."""
    (
        id,
        title,
        title_raw,
        abstract,
        abstract_raw,
        summary,
        summary_raw,
        keywords,
        authors,
        organization,
        submitter,
        upvotes,
        comments,
        github_repo,
        github_stars,
        project_page,
        published,
        source,
    ) = row
    return Paper(
        id=id,
        title=title,
        title_raw=title_raw,
        abstract=abstract,
        abstract_raw=abstract_raw,
        summary=summary,
        summary_raw=summary_raw,
        keywords=tuple(json.loads(keywords)),
        authors=tuple(json.loads(authors)),
        organization=organization,
        submitter=submitter,
        upvotes=upvotes,
        comments=comments,
        github_repo=github_repo,
        github_stars=github_stars,
        project_page=project_page,
        published=date.fromisoformat(published) if published else None,
        source=source,
    )


def totals(connection: sqlite3.Connection) -> Totals:
    """How many papers the collections hold."""
    unread, starred = connection.execute(TOTALS).fetchone()
    return Totals(unread=unread, starred=starred)


def setting(connection: sqlite3.Connection, name: str) -> str | None:
    """A small fact."""
    found = connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return found[0] if found else None


def day_of(connection: sqlite3.Connection, name: str) -> date | None:
    """A small fact that is a day; None for what is none."""
    with suppress(ValueError, TypeError):
        return date.fromisoformat(setting(connection, name) or "")
    return None


def time_of(connection: sqlite3.Connection, name: str) -> datetime | None:
    """A small fact that is a time; None for what is none, or of no time zone."""
    with suppress(ValueError, TypeError):
        at = datetime.fromisoformat(setting(connection, name) or "")
        return at if at.tzinfo else None
    return None


def etag(connection: sqlite3.Connection, day: date) -> str | None:
    """What the hub called its answer for this day."""
    found = connection.execute("SELECT etag FROM day WHERE day = ?", (day.isoformat(),)).fetchone()
    return found[0] if found else None


def samples(connection: sqlite3.Connection, id: str) -> list[tuple[datetime, int, int, int | None]]:
    """When a paper's figures changed: time, upvotes, comments, GitHub stars, oldest first."""
    rows = connection.execute(
        "SELECT at, upvotes, comments, github_stars FROM sample WHERE paper = ? ORDER BY at", (number(id),)
    ).fetchall()
    return [(datetime.fromisoformat(at), upvotes, comments, stars) for at, upvotes, comments, stars in rows]


def data_version(connection: sqlite3.Connection) -> int:
    """A number that changes when another connection has committed."""
    version: int = connection.execute("PRAGMA data_version").fetchone()[0]
    return version


def marks(connection: sqlite3.Connection) -> list[Mark]:
    found = connection.execute(
        "SELECT paper, field, value, at, cause, device FROM mark ORDER BY paper, field"
    ).fetchall()
    return [
        Mark(paper, field, None if value is None else bool(value), at, cause, device)
        for paper, field, value, at, cause, device in found
    ]
