"""The user's own papers, from their bibliographies."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from paperreader.taste.imported import ImportedPaper

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.store.database import Database

ADD = """
INSERT INTO imported (key, paper, title, abstract, keywords, authors, at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET paper = excluded.paper, title = excluded.title, abstract = excluded.abstract,
    keywords = excluded.keywords, authors = excluded.authors
"""


class Imported:
    """Papers of bibliographies, each once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[ImportedPaper]:
        """All of them, by key."""
        return self._database.read(imported)

    def add(self, papers: Sequence[ImportedPaper]) -> Future[int]:
        """Add papers; what is there already keeps its time. How many are new."""
        return self._database.write(add, papers, self._database.time())


def imported(connection: sqlite3.Connection) -> list[ImportedPaper]:
    """All of them, by key."""
    rows = connection.execute(
        "SELECT key, title, paper, abstract, keywords, authors, at FROM imported ORDER BY key"
    ).fetchall()
    return [
        ImportedPaper(
            key,
            title,
            paper,
            abstract,
            tuple(json.loads(keywords)),
            tuple(json.loads(authors)),
            datetime.fromisoformat(at),
        )
        for key, title, paper, abstract, keywords, authors, at in rows
    ]


def add(connection: sqlite3.Connection, papers: Sequence[ImportedPaper], at: str) -> int:
    """Add papers; how many are new."""
    (before,) = connection.execute("SELECT count(*) FROM imported").fetchone()
    connection.executemany(
        ADD,
        [
            (each.key, each.paper, each.title, each.abstract, json.dumps(each.keywords), json.dumps(each.authors), at)
            for each in papers
        ],
    )
    (after,) = connection.execute("SELECT count(*) FROM imported").fetchone()
    return int(after - before)
