"""Merging the marks of other stores: for each paper and field the newest change wins, in whatever order they come."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from paperreader.models import Mark
from paperreader.store.derived import recount
from paperreader.store.mark_values import to_stored
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


def merge(connection: sqlite3.Connection, marks: Iterable[Mark]) -> int:
    """Write each mark that is newer than ours, and the counts that follow from it; how many marks changed."""
    changed: set[tuple[str, str]] = set()
    for mark in marks:
        row = (mark.paper, mark.field, to_stored(mark.value), mark.at, mark.cause, mark.device)
        if connection.execute(MERGE, row).rowcount:
            changed.add((mark.paper, mark.field))
    recount(connection, numbers({paper for paper, _ in changed}))
    return len(changed)
