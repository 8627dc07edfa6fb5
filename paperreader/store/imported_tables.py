"""The table of what was made of imported papers: the migration that makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def imported_vectors(db: Database) -> None:
    """The features of imported papers, which are as many as a library has: making them takes longer than learning."""
    db.execute(
        """CREATE TABLE imported_vector (   -- derived: like `vector`
            key TEXT PRIMARY KEY,         -- imported.key
            version INTEGER NOT NULL,
            features BLOB NOT NULL
        ) WITHOUT ROWID"""
    )
    texts = "title, abstract, keywords, authors"
    for name, event, key in (("outdated", f"UPDATE OF {texts}", "new.key"), ("gone", "DELETE", "old.key")):
        db.execute(
            f"CREATE TRIGGER imported_vector_{name} AFTER {event} ON imported"
            f" BEGIN DELETE FROM imported_vector WHERE key = {key}; END"
        )
