"""Saved searches, rules and follows as marks on no paper, so that they are exported and merged as marks are.

The table `saved` is what the program works with; a mark `saved:NAME` says how a search was saved when, as a JSON list
of query, `hides`, `follows` and position, or that it was deleted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from typing import TypeVar

from paperreader.mark_fields import ALL_PAPERS, SAVED
from paperreader.models import Cause
from paperreader.store.mark_values import to_stored
from paperreader.store.mark_writes import write

T = TypeVar("T")

AS_SAVED = "SELECT name, json_array(query, hides, follows, position) FROM saved"
AS_MARKED = f"SELECT field, value FROM mark WHERE paper = '{ALL_PAPERS}' AND field > '{SAVED}' AND field < 'saved;'"
MAX_NAME_CHARS = 190
"""Of a name in a mark: fields are no longer."""


def record(connection: sqlite3.Connection, change: Callable[[], T], at: str) -> T:
    """Make a change of saved searches, and mark what it saved, changed or deleted.

    Nothing else: a mark of a newer version may say what this one cannot save.
    """
    before = _saved(connection)
    done = change()
    after = _saved(connection)
    _write(connection, {field: after.get(field, "") for field in (*before, *after)}, before, at)
    return done


def record_all(connection: sqlite3.Connection, at: str) -> None:
    """Mark all that is saved."""
    _write(connection, _saved(connection), {}, at)


def _write(connection: sqlite3.Connection, saved: Mapping[str, str], before: Mapping[str, str], at: str) -> None:
    changed = [(field, to_stored(text)) for field, text in saved.items() if before.get(field) != text]
    write(connection, [(ALL_PAPERS, field, value, at, Cause.BY_HAND.value, None) for field, value in changed])


def _saved(connection: sqlite3.Connection) -> dict[str, str]:
    return {f"{SAVED}{name}": text for name, text in connection.execute(AS_SAVED).fetchall() if _has_mark(name)}


def _has_mark(name: str) -> bool:
    return len(name) <= MAX_NAME_CHARS and name.isprintable() and name == name.strip()
