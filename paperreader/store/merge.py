"""Merging the marks of other stores: for each paper and field the newest change wins, in whatever order they come."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date

from paperreader.mark_fields import NOTE, SAVED
from paperreader.models import Mark
from paperreader.store import notes
from paperreader.store.derived import recount
from paperreader.store.mark_counters import count_merged
from paperreader.store.mark_values import StoredValue, to_stored
from paperreader.store.schema import numbers

# Of two changes at the same moment the same one wins everywhere: by device, then by what it says. The steps of the
# journal belong to this store alone: undo skips a mark that another store has changed since.
MERGE = """
INSERT INTO mark (paper, field, value, at, cause, device, step) VALUES (?, ?, ?, ?, ?, ?, NULL)
ON CONFLICT (paper, field) DO UPDATE
SET value = excluded.value, at = excluded.at, cause = excluded.cause, device = excluded.device, step = NULL
WHERE (excluded.at, excluded.device, COALESCE(excluded.value, -1), COALESCE(excluded.cause, ''))
    > (mark.at, mark.device, COALESCE(mark.value, -1), COALESCE(mark.cause, ''))
"""

CURRENT = "SELECT value, at, cause, device FROM mark WHERE paper = ? AND field = ?"

Written = tuple[StoredValue, str, str | None, str]
"""What was written when, why and where: value, at, cause, device."""


def merge(connection: sqlite3.Connection, marks: Iterable[Mark], today: date) -> int:
    """Write each mark that is newer than ours, and what follows from it; how many marks changed."""
    changed: dict[tuple[str, str], str] = {}
    written_on: set[str] = set()
    for mark in marks:
        row: Written = (to_stored(mark.value), mark.at, mark.cause, mark.device)
        ours = connection.execute(CURRENT, (mark.paper, mark.field)).fetchone() if mark.field == NOTE else None
        is_newer = bool(connection.execute(MERGE, (mark.paper, mark.field, *row)).rowcount)
        if is_newer:
            changed[mark.paper, mark.field] = mark.at
        if notes.is_of_note(mark.field):
            written_on.add(mark.paper)
        if ours is not None and ours != row:
            _keep(connection, mark.paper, ours if is_newer else row)
    notes.index(connection, written_on)
    recount(connection, numbers({paper for paper, _ in changed} | written_on))
    if changed:
        count_merged(connection, len(changed), max(changed.values()))
    if searches := [field for _, field in changed if field.startswith(SAVED)]:
        from paperreader.store.saved_merge import follow  # most merges change none

        follow(connection, searches, today)
    return len(changed)


def _keep(connection: sqlite3.Connection, paper: str, lost: Written) -> None:
    """Keep a text that has lost against a newer one, unless somebody has overwritten it knowingly (see `notes`)."""
    value, at, cause, device = lost
    if isinstance(value, str) and len(value) > 2:
        connection.execute(MERGE, (paper, notes.other_field(at, device), value, at, cause, device))
