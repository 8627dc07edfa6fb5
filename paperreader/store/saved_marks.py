"""Saved searches, rules and follows as marks on no paper, so that they are exported and merged as marks are.

The table `saved` is what the program works with; a mark `saved:NAME` says how a search was saved when, as a JSON list
of query, `hides`, `follows` and position, or that it was deleted.
"""

from __future__ import annotations

import sqlite3

from paperreader.mark_fields import ALL_PAPERS, SAVED
from paperreader.models import Cause
from paperreader.store.mark_values import to_stored
from paperreader.store.mark_writes import write

AS_SAVED = "SELECT name, json_array(query, hides, follows, position) FROM saved"
AS_MARKED = f"SELECT field, value FROM mark WHERE paper = '{ALL_PAPERS}' AND field > '{SAVED}' AND field < 'saved;'"
MAX_NAME_CHARS = 190
"""Of a name in a mark: fields are no longer."""


def record(connection: sqlite3.Connection, at: str) -> None:
    """Mark what was saved, changed or deleted since this was last called."""
    saved = {f"{SAVED}{name}": text for name, text in connection.execute(AS_SAVED).fetchall() if _has_mark(name)}
    marked = dict(connection.execute(AS_MARKED).fetchall())
    now = {field: to_stored(saved.get(field, "")) for field in (*saved, *marked)}
    changed = [(field, value) for field, value in now.items() if marked.get(field) != value]
    write(connection, [(ALL_PAPERS, field, value, at, Cause.BY_HAND.value, None) for field, value in changed])


def _has_mark(name: str) -> bool:
    return len(name) <= MAX_NAME_CHARS and name.isprintable() and name == name.strip()
