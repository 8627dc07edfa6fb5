"""Marks of other stores: of each paper and field the newest change holds, in whatever order they come."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from paperreader.models import Mark
from paperreader.store.derived import recount
from paperreader.store.schema import number

# Of two changes at the same moment the same one wins everywhere: by device, then by what it says. The journal's
# steps are this store's alone; undo leaves a mark that another store has changed since.
MERGE = """
INSERT INTO mark (paper, field, value, at, cause, device, step) VALUES (?, ?, ?, ?, ?, ?, NULL)
ON CONFLICT (paper, field) DO UPDATE
SET value = excluded.value, at = excluded.at, cause = excluded.cause, device = excluded.device, step = NULL
WHERE (excluded.at, excluded.device, COALESCE(excluded.value, -1), COALESCE(excluded.cause, ''))
    > (mark.at, mark.device, COALESCE(mark.value, -1), COALESCE(mark.cause, ''))
"""


def merge(connection: sqlite3.Connection, marks: Sequence[Mark]) -> int:
    """Take over what is newer, and the counts that follow from it; how many marks changed."""
    changed: dict[tuple[str, str], None] = {}
    for mark in marks:
        row = (mark.paper, mark.field, mark.value, mark.at, mark.cause, mark.device)
        if connection.execute(MERGE, row).rowcount:
            changed[mark.paper, mark.field] = None
    recount(connection, {number(paper) for paper, _ in changed})
    return len(changed)
