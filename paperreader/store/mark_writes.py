"""Writing marks, with all that follows from them: counts, the index of notes, and which texts a note has replaced."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from paperreader.mark_fields import NOTE
from paperreader.models import timestamp
from paperreader.store import notes
from paperreader.store.derived import recount
from paperreader.store.errors import FOREIGN_VALUE
from paperreader.store.mark_counters import count_set
from paperreader.store.mark_values import StoredValue
from paperreader.store.schema import numbers

LONG_AGO = "2023-05-04T00:00:00.000000Z"
"""Before any paper was starred: the first daily papers are of that day."""

WRITE = """
INSERT INTO mark (paper, field, value, at, cause, device, step)
VALUES (?, ?, ?, ?, ?, (SELECT value FROM setting WHERE name = 'device'), ?)
ON CONFLICT (paper, field) DO UPDATE
SET value = excluded.value, at = excluded.at, cause = excluded.cause, device = excluded.device,
    step = excluded.step
"""

AHEAD = """
SELECT mark.paper, mark.field, mark.at FROM json_each(?) AS asked
JOIN mark ON mark.paper = json_extract(asked.value, '$[0]') AND mark.field = json_extract(asked.value, '$[1]')
WHERE mark.at >= ?
"""

REPLACED = "SELECT at, device, value FROM mark WHERE paper = ? AND field = ? AND length(value) > 2"
SAME = f"SELECT field FROM mark WHERE paper = ? AND {notes.IS_OTHER} AND value = ?"

MarkRow = tuple[str, str, StoredValue, str, str | None, int | None]
"""A mark as it is written: paper, field, value, at, cause, step."""


def write(connection: sqlite3.Connection, marks: Sequence[MarkRow]) -> None:
    """Write the marks, and what follows from them.

    A change made now is the newest even if a clock was ahead, here or where a mark was merged from; otherwise the
    next merge would revert it.
    """
    if not marks:
        return
    asked = json.dumps([row[:2] for row in marks]), min(row[3] for row in marks)
    ahead = {
        (paper, field): after
        for paper, field, at in connection.execute(AHEAD, asked).fetchall()
        if (after := just_after(at))
    }
    rows = [(*row[:3], ahead.get(row[:2], row[3]), *row[4:]) for row in marks]
    replaced = [each for row in rows if row[1] == NOTE for each in _replaced(connection, row[0], row[3])]
    connection.executemany(WRITE, rows)
    write(connection, replaced)
    papers = {paper for paper, *_ in marks}
    if any(notes.is_of_note(field) for _, field, *_ in marks):
        notes.index(connection, papers)
    recount(connection, numbers(papers))
    count_set(connection)


def just_after(at: str) -> str | None:
    """None if that is no time as stores keep it: another program wrote it."""
    with suppress(*FOREIGN_VALUE):
        return timestamp(datetime.fromisoformat(at) + timedelta(microseconds=1))
    return None


def _replaced(connection: sqlite3.Connection, paper: str, at: str) -> Iterator[MarkRow]:
    """What stands in the note until now is overwritten by somebody who has seen it: no merge needs to keep it.

    It may still be the newest on another machine, which learns of that by this mark.
    """
    found = connection.execute(REPLACED, (paper, NOTE)).fetchone()
    if found is not None:
        written, device, value = found
        same = [field for (field,) in connection.execute(SAME, (paper, value)).fetchall()]
        for field in dict.fromkeys([notes.other_field(written, device), *same]):
            yield paper, field, None, at, None, None
