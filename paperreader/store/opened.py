"""Which papers the user went to by their ids: by a link, a citation, or an id that was typed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.store.database import Database

MAX_KEPT = 1_000
"""The newest stay; the list shows fewer."""


class Opened:
    """Remembers them for the list of papers that were opened last."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, ids: Iterable[str]) -> Future[None]:
        """The user goes to these papers now."""
        papers, at = list(ids), self._database.time()
        return self._database.write(record, papers, at)


def record(connection: sqlite3.Connection, ids: Iterable[str], at: str) -> None:
    """The user went to these papers at this time."""
    connection.executemany("INSERT OR REPLACE INTO opened (paper, at) VALUES (?, ?)", ((id, at) for id in ids))
    newest = "SELECT paper FROM opened ORDER BY at DESC LIMIT ?"
    connection.execute(f"DELETE FROM opened WHERE paper NOT IN ({newest})", (MAX_KEPT,))
