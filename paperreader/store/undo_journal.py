"""Undo and redo: the steps of the journal with their changes of marks."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date

from paperreader.models import Cause, NextStep, UndoStep
from paperreader.store.mark_values import StoredValue, from_stored
from paperreader.store.mark_writes import write
from paperreader.store.schema import number
from paperreader.store.steps import SAVED_SEARCH, new_step

CHANGE = """
INSERT INTO change (step, position, paper, field, before, before_cause, before_step, after)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
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

NEXT = {
    False: "SELECT step, field, value, cause, run FROM step WHERE NOT undone ORDER BY step DESC LIMIT 1",
    True: "SELECT step, field, value, cause, run FROM step WHERE undone ORDER BY step LIMIT 1",
}
"""The step that is undone next, and (True) the one that is redone next."""

LEFT_OF_RUN = "SELECT count(*) FROM step WHERE run = ? AND undone = ?"

FIELDS = "SELECT field, after FROM change WHERE step = ? GROUP BY field, after ORDER BY min(position)"

StepRow = tuple[int, str, StoredValue, str, int | None]
"""A step of the journal: step, field, value, cause, run."""

ChangeRow = tuple[str, str, StoredValue, str | None, int | None, StoredValue]
"""A change of a step: paper, field; value, cause and step before; value after."""


def begin_step(
    connection: sqlite3.Connection, changes: Sequence[ChangeRow], cause: Cause, at: str, *, in_run: bool
) -> int:
    """Enter a step with these changes; the step itself has the field and the value of the first, which name it."""
    _, field, *_, value = changes[0]
    step = new_step(connection, field, value, cause, at, in_run=in_run)
    connection.executemany(CHANGE, [(step, position, *change) for position, change in enumerate(changes)])
    return step


def undo(connection: sqlite3.Connection, at: str, today: date) -> UndoStep | None:
    """Undo the newest step, in those marks that it was the last to change."""
    row: StepRow | None = connection.execute(NEXT[False]).fetchone()
    if row is None:
        return None
    step = row[0]
    if row[1] == SAVED_SEARCH:
        return _take_search(connection, step, at, today, redo=False)
    changes = connection.execute(TO_UNDO, (step,)).fetchall()
    own = [change[:-1] for change in changes if change[-1]]
    connection.execute("UPDATE step SET undone = 1 WHERE step = ?", (step,))
    connection.executemany(
        "UPDATE change SET undone = 1 WHERE step = ? AND position = ?",
        [(step, position) for position, *_ in own],
    )
    write(connection, [(paper, field, before, at, cause, of) for _, paper, field, before, cause, of in own])
    return _report(connection, row, [paper for _, paper, *_ in changes], [paper for _, paper, *_ in own], redo=False)


def redo(connection: sqlite3.Connection, at: str, today: date) -> UndoStep | None:
    """Redo the oldest undone step, in those marks that are still as undo left them."""
    row: StepRow | None = connection.execute(NEXT[True]).fetchone()
    if row is None:
        return None
    step = row[0]
    if row[1] == SAVED_SEARCH:
        return _take_search(connection, step, at, today, redo=True)
    changes = connection.execute(TO_REDO, (step,)).fetchall()
    same = [change[:-1] for change in changes if change[-1]]
    connection.execute("UPDATE step SET undone = 0 WHERE step = ?", (step,))
    connection.execute("UPDATE change SET undone = 0 WHERE step = ?", (step,))
    connection.executemany(
        "UPDATE change SET before_cause = ?, before_step = ? WHERE step = ? AND position = ?",
        [(cause, of, step, position) for position, _, _, _, cause, of in same],
    )
    write(connection, [(paper, field, after, at, row[3], step) for _, paper, field, after, *_ in same])
    return _report(connection, row, [paper for _, paper, *_ in changes], [paper for _, paper, *_ in same], redo=True)


def _take_search(connection: sqlite3.Connection, step: int, at: str, today: date, *, redo: bool) -> UndoStep:
    """Undo or redo a step that changed a saved search."""
    from paperreader.store import saved_marks, saved_steps  # no start needs them

    return saved_marks.record(connection, lambda: saved_steps.take(connection, step, today, redo=redo), at)


def next_step(connection: sqlite3.Connection, *, redo: bool) -> NextStep | None:
    """What undo or redo would do now; what has changed since is only known then."""
    row: StepRow | None = connection.execute(NEXT[redo]).fetchone()
    if row is None:
        return None
    step, field, stored, cause, run = row
    first = "SELECT paper FROM change WHERE step = ? ORDER BY position LIMIT 1"
    ((paper,),) = connection.execute(first, (step,)).fetchall()
    if run is None:
        (papers,) = connection.execute("SELECT count(DISTINCT paper) FROM change WHERE step = ?", (step,)).fetchone()
    else:
        (papers,) = connection.execute(LEFT_OF_RUN, (run, redo)).fetchone()
    return NextStep(
        field, _set_value(stored), Cause(cause), papers, paper, run is not None, _other_fields(connection, step)
    )


def _report(
    connection: sqlite3.Connection, row: StepRow, all_papers: Sequence[str], changed: Sequence[str], *, redo: bool
) -> UndoStep:
    """What undo or redo did to the papers of a step, where a paper stands once for each of its fields."""
    step, field, stored, cause, run = row
    papers = tuple(dict.fromkeys(changed))
    first = number((papers or all_papers)[0])
    (day,) = connection.execute("SELECT max(day) FROM listing WHERE paper = ?", (first,)).fetchone()
    (left,) = connection.execute(LEFT_OF_RUN, (run, redo)).fetchone()
    return UndoStep(
        field=field,
        value=_set_value(stored),
        cause=Cause(cause),
        papers=papers,
        skipped=len({*all_papers} - {*papers}),
        day=day and date.fromisoformat(day),
        run_left=left if run else None,
        others=_other_fields(connection, step),
    )


def _other_fields(connection: sqlite3.Connection, step: int) -> tuple[tuple[str, bool | str], ...]:
    """The fields of a step after its first."""
    return tuple((field, _set_value(after)) for field, after in connection.execute(FIELDS, (step,)).fetchall()[1:])


def _set_value(stored: StoredValue) -> bool | str:
    """The value that a step set, which is never none."""
    value = from_stored(stored)
    assert value is not None, "the column is NOT NULL"
    return value
