"""The user's own papers, from their bibliographies."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from paperreader.store.entry_rows import cast, texts
from paperreader.store.errors import FOREIGN_VALUE
from paperreader.store.settings import count_up
from paperreader.store.taste_marks import date_reset, reset
from paperreader.taste.imported import ImportedPaper

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.store.database import Database

BYTES = cast("BLOB", "key", "title", "paper", "abstract", "keywords", "authors", "at")
"""Of text, whether or not it is UTF-8: one row that is damaged must not cost the others."""
ALL = f"SELECT {BYTES} FROM imported WHERE at >= ? AND typeof(key) = 'text' ORDER BY key"
IMPORTS = "imports"
"""The setting that counts how often papers came or changed: their texts, which may be many, need not be compared."""
KEYS = "SELECT key FROM imported WHERE at >= ?"
ADD = """
INSERT INTO imported (key, paper, title, abstract, keywords, authors, at)
VALUES (:key, :paper, :title, :abstract, :keywords, :authors, :now)
ON CONFLICT (key) DO UPDATE SET paper = excluded.paper, title = excluded.title, abstract = excluded.abstract,
    keywords = excluded.keywords, authors = excluded.authors, at = CASE WHEN at < :since THEN excluded.at ELSE at END
WHERE at < :since OR (paper, title, abstract, keywords, authors)
    IS NOT (excluded.paper, excluded.title, excluded.abstract, excluded.keywords, excluded.authors)
"""


class Imported:
    """Papers of bibliographies, each once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[ImportedPaper]:
        """All of them, by key."""
        return self._database.read(imported, "")

    def counted(self) -> list[ImportedPaper]:
        """Those that count: imported since the user's order began anew."""
        return self._database.read(counted)

    def stored_titles(self) -> dict[str, str]:
        """The titles of all papers of the store by id, to find the user's own among them."""
        return self._database.read(stored_titles)

    def add(self, papers: Sequence[ImportedPaper]) -> Future[set[str]]:
        """Add papers; the keys of those that did not count before. What counts already keeps its time."""
        return self._database.write(add, papers, self._database.time())


def imported(connection: sqlite3.Connection, since: str) -> list[ImportedPaper]:
    """Those imported since then, by key, without what is no paper as this program stores it."""
    rows = connection.execute(ALL, (since,)).fetchall()
    return [paper for row in rows if (paper := _paper(row))]


def counted(connection: sqlite3.Connection) -> list[ImportedPaper]:
    """Those that count."""
    return imported(connection, reset(connection).since)


def stored_titles(connection: sqlite3.Connection) -> dict[str, str]:
    """The titles of all papers of the store by id."""
    return dict(connection.execute("SELECT id, CAST(title AS TEXT) FROM paper ORDER BY rowid").fetchall())


def add(connection: sqlite3.Connection, papers: Sequence[ImportedPaper], now: str) -> set[str]:
    """Add papers; the keys of those that did not count before."""
    date_reset(connection, now)
    begin = reset(connection).since
    changes = connection.total_changes
    before = {key for (key,) in connection.execute(KEYS, (begin,)).fetchall()}
    connection.executemany(
        ADD,
        [
            {
                **paper._asdict(),
                "keywords": json.dumps(paper.keywords),
                "authors": json.dumps(paper.authors),
                "now": now,
                "since": begin,
            }
            for paper in papers
        ],
    )
    if connection.total_changes > changes:
        count_up(connection, IMPORTS)
    return {paper.key for paper in papers} - before


def _paper(row: tuple[bytes | None, ...]) -> ImportedPaper | None:
    with suppress(*FOREIGN_VALUE):  # another program may have written it
        key, title, paper, abstract, keywords, authors, at = ((value or b"").decode() for value in row)
        time = datetime.fromisoformat(at)
        if time.tzinfo:
            return ImportedPaper(key, title, paper or None, abstract, texts(keywords), texts(authors), time)
    return None
