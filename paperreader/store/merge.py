"""Merging the marks of other stores: for each paper and field the newest change wins, in whatever order they come."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date

from paperreader.mark_fields import NOTE, SAVED
from paperreader.models import Mark
from paperreader.store import notes
from paperreader.store.derived import recount
from paperreader.store.mark_counters import count_merged
from paperreader.store.mark_values import StoredValue, to_stored
from paperreader.store.schema import numbers

# Of two changes at the same moment the same one wins everywhere: by device, then by what it says.
ORDER = "({0}.at, {0}.device, COALESCE({0}.value, -1), COALESCE({0}.cause, ''))"

# The steps of the journal belong to this store alone: undo skips a mark that another store has changed since.
MERGE = f"""
INSERT INTO mark (paper, field, value, at, cause, device, step) VALUES (?, ?, ?, ?, ?, ?, NULL)
ON CONFLICT (paper, field) DO UPDATE
SET value = excluded.value, at = excluded.at, cause = excluded.cause, device = excluded.device, step = NULL
WHERE {ORDER.format("excluded")} > {ORDER.format("mark")}
"""

# Of a note that is not newer the text may have to be kept.
TO_MERGE = f"""
SELECT theirs.key FROM (
    SELECT key, json_extract(value, '$[0]') AS paper, json_extract(value, '$[1]') AS field,
           json_extract(value, '$[2]') AS value, json_extract(value, '$[3]') AS at,
           json_extract(value, '$[4]') AS cause, json_extract(value, '$[5]') AS device
    FROM json_each(?)) AS theirs
LEFT JOIN mark ON mark.paper = theirs.paper AND mark.field = theirs.field
WHERE mark.paper IS NULL OR {ORDER.format("theirs")} > {ORDER.format("mark")}
   OR theirs.field = '{NOTE}' AND {ORDER.format("theirs")} < {ORDER.format("mark")}
"""
AT_ONCE = 2_000
"""Marks that are compared in one statement."""

CURRENT = "SELECT value, at, cause, device FROM mark WHERE paper = ? AND field = ?"

Written = tuple[StoredValue, str, str | None, str]
"""What was written when, why and where: value, at, cause, device."""


def to_merge(connection: sqlite3.Connection, marks: Sequence[Mark]) -> list[Mark]:
    """Those that merging would not simply skip. Mostly there are few: reading needs no lock, and writing does."""
    found: list[Mark] = []
    for start in range(0, len(marks), AT_ONCE):
        some = marks[start : start + AT_ONCE]
        rows = json.dumps([(*mark[:2], to_stored(mark.value), *mark[3:]) for mark in some])
        found += [some[index] for (index,) in connection.execute(TO_MERGE, (rows,)).fetchall()]
    return found


def merge(connection: sqlite3.Connection, marks: Sequence[Mark], today: date) -> int:
    """Write each mark that is newer than ours, and what follows from it; how many marks changed."""
    return take_over(connection, to_merge(connection, marks), today)


def take_over(connection: sqlite3.Connection, marks: Iterable[Mark], today: date) -> int:
    """The same for marks that `to_merge` has found, perhaps in a transaction before this one."""
    changed, newest = 0, ""
    plain: list[tuple[str, str, *Written]] = []
    touched: set[str] = set()
    written_on: set[str] = set()
    for mark in marks:
        row: Written = (to_stored(mark.value), mark.at, mark.cause, mark.device)
        newest = max(newest, mark.at)
        touched.add(mark.paper)
        if notes.is_of_note(mark.field):
            written_on.add(mark.paper)
        if mark.field == NOTE:
            changed += _merge_note(connection, mark.paper, row)
        else:
            plain.append((mark.paper, mark.field, *row))
    changed += max(0, connection.executemany(MERGE, plain).rowcount)
    notes.index(connection, written_on)
    recount(connection, numbers(touched))
    if changed:
        count_merged(connection, changed, newest)
    if searches := [field for _, field, *_ in plain if field.startswith(SAVED)]:
        from paperreader.store.saved_merge import follow  # most merges change none

        follow(connection, searches, today)
    return changed


def _merge_note(connection: sqlite3.Connection, paper: str, row: Written) -> bool:
    """Whether it is newer. The text that has lost is kept beside the other one."""
    ours = connection.execute(CURRENT, (paper, NOTE)).fetchone()
    is_newer = bool(connection.execute(MERGE, (paper, NOTE, *row)).rowcount)
    if ours is not None and ours != row:
        _keep(connection, paper, ours if is_newer else row)
    return is_newer


def _keep(connection: sqlite3.Connection, paper: str, lost: Written) -> None:
    """Keep a text that has lost against a newer one, unless somebody has overwritten it knowingly (see `notes`)."""
    value, at, cause, device = lost
    if isinstance(value, str) and len(value) > 2:
        connection.execute(MERGE, (paper, notes.other_field(at, device), value, at, cause, device))
