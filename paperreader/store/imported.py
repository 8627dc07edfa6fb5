"""The user's own papers, from their bibliographies."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from paperreader.store.entry_rows import cast, texts
from paperreader.store.errors import FOREIGN_VALUE
from paperreader.store.settings import count_up
from paperreader.store.taste_marks import date_reset, reset, time_of
from paperreader.store.vectors import packed, unpacked
from paperreader.taste.imported import ImportedPaper
from paperreader.taste.vector import VERSION, Vector

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.store.database import Database

BYTES = cast("BLOB", "key", "title", "paper", "abstract", "keywords", "authors", "at")
"""Of text, whether or not it is UTF-8: one row that is damaged must not cost the others."""
ALL = f"SELECT {BYTES} FROM imported WHERE at >= ? AND typeof(key) = 'text' ORDER BY key"
IMPORTS = "imports"
"""The setting that counts how often papers came or changed: their texts, which may be many, need not be compared."""
LACKING = """
SELECT CAST(key AS BLOB) FROM imported WHERE typeof(key) = 'text' AND at >= ?
AND NOT EXISTS (SELECT 1 FROM imported_vector AS made WHERE made.key = imported.key AND made.version = ?) ORDER BY key
"""
SOME = f"SELECT {BYTES} FROM imported WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key"
VECTORS = f"""
SELECT {cast("BLOB", "paper", "at", "features")} FROM imported JOIN imported_vector USING (key)
WHERE at >= ? AND version = ? ORDER BY key
"""
KEYS = "SELECT key FROM imported WHERE at >= ?"
ADD = """
INSERT INTO imported (key, paper, title, abstract, keywords, authors, at)
VALUES (:key, :paper, :title, :abstract, :keywords, :authors, :now)
ON CONFLICT (key) DO UPDATE SET paper = excluded.paper, title = excluded.title, abstract = excluded.abstract,
    keywords = excluded.keywords, authors = excluded.authors, at = CASE WHEN at < :since THEN excluded.at ELSE at END
WHERE at < :since OR (paper, title, abstract, keywords, authors)
    IS NOT (excluded.paper, excluded.title, excluded.abstract, excluded.keywords, excluded.authors)
"""


class ImportedVector(NamedTuple):
    """What counts of a paper."""

    paper: str | None
    """Its arXiv id."""
    at: datetime
    packed: bytes

    def vector(self) -> Vector:
        """Its features."""
        return unpacked(self.packed)


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

    def lacking_vectors(self) -> list[str]:
        """The keys of those that count and whose features are not stored."""
        return self._database.read(lacking_vectors)

    def papers(self, keys: Sequence[str]) -> list[ImportedPaper]:
        """The papers with these keys, as far as they can be read."""
        return self._database.read(papers_with, keys)

    def save_vectors(self, vectors: Mapping[str, Vector]) -> Future[None]:
        """Store the features of papers, by key."""
        return self._database.write(save_vectors, vectors)

    def vectors(self) -> list[ImportedVector]:
        """The features of those that count, as far as they are stored, by key."""
        return self._database.read(vectors)

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


def lacking_vectors(connection: sqlite3.Connection) -> list[str]:
    """The keys of those that count and whose features are not stored."""
    keys: list[str] = []
    for (key,) in connection.execute(LACKING, (reset(connection).since, VERSION)).fetchall():
        with suppress(*FOREIGN_VALUE):
            keys.append(key.decode())
    return keys


def papers_with(connection: sqlite3.Connection, keys: Sequence[str]) -> list[ImportedPaper]:
    """The papers with these keys."""
    rows = connection.execute(SOME, (json.dumps(keys),)).fetchall()
    return [paper for row in rows if (paper := _paper(row))]


def save_vectors(connection: sqlite3.Connection, vectors: Mapping[str, Vector]) -> None:
    """Store the features of papers."""
    connection.executemany(
        "INSERT OR REPLACE INTO imported_vector (key, version, features) VALUES (?, ?, ?)",
        [(key, VERSION, packed(vector)) for key, vector in vectors.items()],
    )


def vectors(connection: sqlite3.Connection) -> list[ImportedVector]:
    """The features of those that count."""
    found: list[ImportedVector] = []
    for paper, at, features in connection.execute(VECTORS, (reset(connection).since, VERSION)).fetchall():
        with suppress(*FOREIGN_VALUE):
            found.append(ImportedVector((paper or b"").decode() or None, time_of(at.decode()), features))
    return found


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
        return ImportedPaper(key, title, paper or None, abstract, texts(keywords), texts(authors), time_of(at))
    return None
