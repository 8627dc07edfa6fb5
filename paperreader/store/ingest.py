"""Writing what the Hub answered. It never touches a mark."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from datetime import date

from paperreader.models import Paper, SaveResult
from paperreader.store import members
from paperreader.store.database import Database
from paperreader.store.derived import recount
from paperreader.store.other_words import other_words
from paperreader.store.papers import papers_of
from paperreader.store.schema import number
from paperreader.store.settings import set_setting
from paperreader.text.readable import READABLE_VERSION

COLUMNS = (
    "id",
    "source",
    "title",
    "upvotes",
    "comments",
    "github_stars",
    "author_count",
    "first_author",
    "organization",
    "github_repo",
    "project_page",
    "submitter",
    "published",
    "readable_version",
    "title_raw",
    "keywords",
    "authors",
    "summary",
    "summary_raw",
    "abstract",
    "abstract_raw",
    "other_words",
)

UPSERT = f"""
INSERT INTO paper (rowid, {", ".join(COLUMNS)}) VALUES (:rowid, {", ".join(f":{name}" for name in COLUMNS)})
ON CONFLICT (rowid) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in COLUMNS)}
WHERE ({", ".join(COLUMNS)}) IS NOT ({", ".join(f"excluded.{name}" for name in COLUMNS)})
"""

UPDATE_READABLE = """
UPDATE paper SET title = :title, title_raw = :title_raw, summary = :summary, summary_raw = :summary_raw,
                 abstract = :abstract, abstract_raw = :abstract_raw, other_words = :other_words,
                 authors = :authors, first_author = :first_author, organization = :organization,
                 submitter = :submitter, keywords = :keywords, readable_version = :readable_version
WHERE rowid = :rowid AND readable_version < :readable_version
"""


class Ingest:
    """Saves days and papers as the Hub answers them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_day(
        self, day: date, papers: Sequence[Paper], *, complete: bool, etag: str | None = None, partial: bool = False
    ) -> Future[SaveResult]:
        """Save the Hub's answer for a day: the day then lists just these papers, in this order.

        `partial`: the answer lacks fields that papers always have, so stored values stay where it has none.
        """
        answer, at = list(papers), self._database.time()
        return self._database.write(save_day, day, answer, complete=complete, etag=etag, partial=partial, at=at)

    def save_papers(self, papers: Sequence[Paper]) -> Future[int]:
        """Save papers that came without a day, as from a search; how many were new. Days stay as they are.

        Where an answer leaves something out (the summary, the code …) the stored value stays.
        """
        answer, at = list(papers), self._database.time()
        return self._database.write(save_papers, answer, at)

    def save_trending(self, papers: Sequence[Paper]) -> Future[None]:
        """Save what is trending now, in the Hub's order; setting `trending_at` says since when."""
        answer, at = list(papers), self._database.time()
        return self._database.write(save_trending, answer, at)

    def save_readable(self, papers: Sequence[Paper]) -> Future[None]:
        """Save readable texts that a newer version of the conversion made."""
        converted = list(papers)
        return self._database.write(save_readable, converted)

    def touch_day(self, day: date, *, complete: bool) -> Future[None]:
        """The Hub was asked for a day, and nothing had changed."""
        at = self._database.time()
        return self._database.write(touch_day, day, complete=complete, at=at)

    def mark_gone(self, day: date) -> Future[None]:
        """The Hub does not have the day any more; what is stored of it stays."""
        at = self._database.time()
        return self._database.write(mark_gone, day, at)


def save_day(
    connection: sqlite3.Connection,
    day: date,
    papers: Sequence[Paper],
    *,
    complete: bool,
    etag: str | None,
    partial: bool = False,
    at: str,
) -> SaveResult:
    """Make the day list just these papers, in this order, without ids that no paper can have.

    The papers are overwritten even if a later day brought them before: the Hub gives today's figures with any day.
    """
    known = papers_of(connection, [paper.id for paper in papers]) if partial else {}
    rows = _by_number(_completed(paper, known.get(paper.id)) for paper in papers)
    _put(connection, rows, at, is_whole=not partial)
    on = day.isoformat()
    listed = connection.execute("SELECT paper FROM listing WHERE day = ?", (on,)).fetchall()
    before = {rowid for (rowid,) in listed}
    gone = before - rows.keys()
    connection.executemany("DELETE FROM listing WHERE day = ? AND paper = ?", ((on, paper) for paper in gone))
    connection.executemany(
        "INSERT INTO listing (day, paper, position) VALUES (?, ?, ?)"
        " ON CONFLICT (day, paper) DO UPDATE SET position = excluded.position"
        " WHERE position IS NOT excluded.position",
        ((on, paper, position) for position, paper in enumerate(rows)),
    )
    connection.execute(
        "INSERT INTO day (day, fetched, complete, etag) VALUES (?, ?, ?, ?) ON CONFLICT (day) DO UPDATE"
        " SET fetched = excluded.fetched, complete = excluded.complete, etag = excluded.etag, gone = NULL",
        (on, at, int(complete), etag),
    )
    members.update(connection, rows)
    recount(connection, rows.keys() | gone, on)
    return SaveResult(day=day, papers=len(rows), new=len(rows.keys() - before))


def save_papers(connection: sqlite3.Connection, papers: Sequence[Paper], at: str, *, is_whole: bool = False) -> int:
    """Save papers that came without a day, perhaps not in full; how many were new."""
    known = papers_of(connection, [paper.id for paper in papers])
    rows = _by_number(_completed(paper, known.get(paper.id)) for paper in papers)
    _put(connection, rows, at, is_whole=is_whole)
    members.update(connection, rows)
    recount(connection, rows)
    return len(rows) - len(known)


def save_trending(connection: sqlite3.Connection, papers: Sequence[Paper], at: str) -> None:
    """Replace the list of trending papers."""
    save_papers(connection, papers, at, is_whole=True)
    set_setting(connection, "trending", json.dumps(list(_by_number(papers))))
    set_setting(connection, "trending_at", at)


def _completed(paper: Paper, known: Paper | None) -> Paper:
    """The paper with the known values for those that are empty now."""
    if known is None:
        return paper
    missing = ((name, getattr(known, name)) for name in Paper._fields if not getattr(paper, name))
    return paper._replace(**{name: value for name, value in missing if value is not None})


def _by_number(papers: Iterable[Paper]) -> dict[int, Paper]:
    """Each paper once, by its rowid."""
    rows: dict[int, Paper] = {}
    for paper in papers:
        rowid = number(paper.id)
        if rowid is not None:
            rows.setdefault(rowid, paper)
    return rows


def _put(connection: sqlite3.Connection, papers: dict[int, Paper], at: str, *, is_whole: bool) -> None:
    """Insert or update papers by rowid, in ascending order, and sample figures that changed.

    The first sample is made of a whole answer: a figure that an answer leaves out has not risen once it is known.
    """
    sampled = {
        rowid: figures
        for rowid, *figures in connection.execute(
            "SELECT rowid, upvotes, comments, github_stars FROM paper WHERE rowid IN (SELECT value FROM json_each(?))"
            " AND EXISTS (SELECT 1 FROM sample WHERE sample.paper = paper.rowid)",
            (json.dumps(list(papers)),),
        ).fetchall()
    }
    ascending = sorted(papers.items())
    connection.executemany(UPSERT, (_row(rowid, paper) for rowid, paper in ascending))
    connection.executemany(
        "INSERT INTO sample (paper, at, upvotes, comments, github_stars) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (paper, at) DO UPDATE"
        " SET upvotes = excluded.upvotes, comments = excluded.comments, github_stars = excluded.github_stars",
        (
            (rowid, at, paper.upvotes, paper.comments, paper.github_stars)
            for rowid, paper in ascending
            if (is_whole or rowid in sampled)
            and sampled.get(rowid) != [paper.upvotes, paper.comments, paper.github_stars]
        ),
    )


def save_readable(connection: sqlite3.Connection, papers: Sequence[Paper]) -> None:
    """Save readable texts that a newer version of the conversion made, unless a refresh was faster."""
    rows = _by_number(papers)
    connection.executemany(UPDATE_READABLE, (_row(rowid, paper) for rowid, paper in rows.items()))
    members.update(connection, rows)
    recount(connection, rows)


def touch_day(connection: sqlite3.Connection, day: date, *, complete: bool, at: str) -> None:
    """The Hub was asked for a day, and nothing had changed."""
    connection.execute(
        "UPDATE day SET fetched = ?, complete = ?, gone = NULL WHERE day = ?", (at, int(complete), day.isoformat())
    )


def mark_gone(connection: sqlite3.Connection, day: date, at: str) -> None:
    """The Hub does not have the day any more; what is stored of it stays."""
    connection.execute("UPDATE day SET gone = ? WHERE day = ?", (at, day.isoformat()))


def _row(rowid: int, paper: Paper) -> dict[str, object]:
    """The paper by column; a raw text is not stored if the readable one is the same."""
    title_raw = None if paper.title_raw == paper.title else paper.title_raw
    summary_raw = None if paper.summary_raw == paper.summary else paper.summary_raw
    abstract_raw = None if paper.abstract_raw == paper.abstract else paper.abstract_raw
    return {
        "rowid": rowid,
        "id": paper.id,
        "source": paper.source,
        "title": paper.title,
        "upvotes": paper.upvotes,
        "comments": paper.comments,
        "github_stars": paper.github_stars,
        "author_count": len(paper.authors),
        "first_author": paper.authors[0] if paper.authors else "",
        "organization": paper.organization,
        "github_repo": paper.github_repo,
        "project_page": paper.project_page,
        "submitter": paper.submitter,
        "published": paper.published and paper.published.isoformat(),
        "readable_version": READABLE_VERSION,
        "title_raw": title_raw,
        "keywords": json.dumps(paper.keywords, ensure_ascii=False),
        "authors": json.dumps(paper.authors, ensure_ascii=False),
        "summary": paper.summary,
        "summary_raw": summary_raw,
        "abstract": paper.abstract,
        "abstract_raw": abstract_raw,
        "other_words": other_words(paper),
    }
