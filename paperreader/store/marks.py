"""Marks, and the journal by which they are taken back and set again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from paperreader.models import Cause, Field, Step, moment
from paperreader.store.derived import recount
from paperreader.store.schema import number

STEPS_KEPT = 1000

WRITE = """
INSERT INTO mark (paper, field, value, at, cause, device, step)
VALUES (?, ?, ?, ?, ?, (SELECT value FROM setting WHERE name = 'device'), ?)
ON CONFLICT (paper, field) DO UPDATE
SET value = excluded.value, at = excluded.at, cause = excluded.cause, device = excluded.device,
    step = excluded.step
"""

TO_UNDO = """
SELECT change.position, change.paper, change.field, change.before, change.before_cause, change.before_step,
       mark.step IS change.step
FROM change LEFT JOIN mark ON mark.paper = change.paper AND mark.field = change.field
WHERE change.step = ? ORDER BY change.position
"""

TO_REDO = """
SELECT change.position, change.paper, change.field, change.after, mark.cause, mark.step,
       change.undone AND mark.value IS change.before
FROM change LEFT JOIN mark ON mark.paper = change.paper AND mark.field = change.field
WHERE change.step = ? ORDER BY change.position
"""

AHEAD = """
SELECT mark.paper, mark.field, mark.at FROM json_each(?) AS asked
JOIN mark ON mark.paper = json_extract(asked.value, '$[0]') AND mark.field = json_extract(asked.value, '$[1]')
WHERE mark.at >= ?
"""

MarkRow = tuple[str, str, int | None, str, str | None, int | None]
"""A mark as it is written: paper, field, value, at, cause, step."""

StepRow = tuple[int, str, int, str]
"""An act of marking: step, field, value, cause."""


def set_marks(
    connection: sqlite3.Connection, field: Field, value: bool, papers: Sequence[str], cause: Cause, at: str
) -> int:
    """Mark the papers that are not marked so already; a step of undo unless it happened by itself.

    What was read and is opened now was opened last, and is read by that: no step takes it back any more.
    """
    marks = connection.execute(
        "SELECT asked.value, mark.value, mark.cause, mark.step FROM json_each(?) AS asked"
        " LEFT JOIN mark ON mark.paper = asked.value AND mark.field = ? ORDER BY asked.key",
        (json.dumps(list(dict.fromkeys(papers))), field.value),
    ).fetchall()
    changing = [mark for mark in marks if mark[1] != int(value)]
    step = None
    if changing and cause.is_step:
        step = new_step(connection, field, value, cause, at)
        connection.executemany(
            "INSERT INTO change (step, position, paper, field, before, before_cause, before_step, after)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (step, position, paper, field.value, before, before_cause, before_step, int(value))
                for position, (paper, before, before_cause, before_step) in enumerate(changing)
            ],
        )
    opened = cause is Cause.OPENED and field is Field.READ and value
    written = marks if opened else changing
    write(connection, [(paper, field.value, int(value), at, cause.value, step) for paper, *_ in written])
    return len(changing)


def undo(connection: sqlite3.Connection, at: str) -> Step | None:
    """Take back the newest step, in those marks that are still its own."""
    row: StepRow | None = connection.execute(
        "SELECT step, field, value, cause FROM step WHERE NOT undone ORDER BY step DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    step = row[0]
    changes = connection.execute(TO_UNDO, (step,)).fetchall()
    own = [change[:-1] for change in changes if change[-1]]
    connection.execute("UPDATE step SET undone = 1 WHERE step = ?", (step,))
    connection.executemany(
        "UPDATE change SET undone = 1 WHERE step = ? AND position = ?",
        [(step, position) for position, *_ in own],
    )
    write(connection, [(paper, field, before, at, cause, of) for _, paper, field, before, cause, of in own])
    return report(connection, row, [paper for _, paper, *_ in changes], [paper for _, paper, *_ in own])


def redo(connection: sqlite3.Connection, at: str) -> Step | None:
    """Set again what the oldest undone step had set, in those marks that are as undo left them."""
    row: StepRow | None = connection.execute(
        "SELECT step, field, value, cause FROM step WHERE undone ORDER BY step LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    step = row[0]
    changes = connection.execute(TO_REDO, (step,)).fetchall()
    same = [change[:-1] for change in changes if change[-1]]
    connection.execute("UPDATE step SET undone = 0 WHERE step = ?", (step,))
    connection.execute("UPDATE change SET undone = 0 WHERE step = ?", (step,))
    connection.executemany(
        "UPDATE change SET before_cause = ?, before_step = ? WHERE step = ? AND position = ?",
        [(cause, of, step, position) for position, _, _, _, cause, of in same],
    )
    write(connection, [(paper, field, after, at, row[3], step) for _, paper, field, after, *_ in same])
    return report(connection, row, [paper for _, paper, *_ in changes], [paper for _, paper, *_ in same])


def new_step(connection: sqlite3.Connection, field: Field, value: bool, cause: Cause, at: str) -> int:
    """Open a step in the journal; what was undone before it can no longer be done again."""
    connection.execute("DELETE FROM change WHERE step IN (SELECT step FROM step WHERE undone)")
    connection.execute("DELETE FROM step WHERE undone")
    step = connection.execute(
        "INSERT INTO step (at, field, value, cause) VALUES (?, ?, ?, ?)",
        (at, field.value, int(value), cause.value),
    ).lastrowid
    assert step is not None
    old = connection.execute("SELECT step FROM step ORDER BY step DESC LIMIT 1 OFFSET ?", (STEPS_KEPT,)).fetchone()
    if old is not None:
        connection.execute("DELETE FROM change WHERE step <= ?", old)
        connection.execute("DELETE FROM step WHERE step <= ?", old)
    return step


def write(connection: sqlite3.Connection, marks: Sequence[MarkRow]) -> None:
    """Write the marks, and the counts that follow from them.

    What a person does now is the newest change even if a clock was ahead, here or where a mark was merged from:
    else the next merge would set it back.
    """
    if not marks:
        return
    asked = json.dumps([row[:2] for row in marks]), min(row[3] for row in marks)
    ahead = {
        (paper, field): moment(datetime.fromisoformat(at) + timedelta(microseconds=1))
        for paper, field, at in connection.execute(AHEAD, asked).fetchall()
    }
    connection.executemany(WRITE, [(*row[:3], ahead.get(row[:2], row[3]), *row[4:]) for row in marks])
    recount(connection, [number(paper) for paper, *_ in marks])


def report(connection: sqlite3.Connection, row: StepRow, papers: Sequence[str], changed: Sequence[str]) -> Step:
    """What undo or redo did to the papers of a step."""
    _, field, value, cause = row
    first = number((changed or papers)[0])
    (day,) = connection.execute("SELECT max(day) FROM listing WHERE paper = ?", (first,)).fetchone()
    return Step(
        field=Field(field),
        value=bool(value),
        cause=Cause(cause),
        papers=tuple(changed),
        skipped=len(papers) - len(changed),
        day=day and date.fromisoformat(day),
    )
