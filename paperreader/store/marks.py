"""Marks, and the journal that undo and redo follow."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from datetime import date, timedelta

from paperreader.mark_fields import READ, field_of
from paperreader.models import Cause, Mark, NextStep, UndoStep, timestamp
from paperreader.store.database import Database
from paperreader.store.derived import recount
from paperreader.store.mark_values import StoredValue, from_stored, to_stored
from paperreader.store.merge import merge
from paperreader.store.schema import number, numbers
from paperreader.store.steps import SAVED_SEARCH, new_step, time_of

ALL = "SELECT paper, field, value, at, cause, device FROM mark ORDER BY paper, field"

CURRENT = """
SELECT asked.value, mark.value, mark.cause, mark.step FROM json_each(?) AS asked
LEFT JOIN mark ON mark.paper = asked.value AND mark.field = ? ORDER BY asked.key
"""

WRITE = """
INSERT INTO mark (paper, field, value, at, cause, device, step)
VALUES (?, ?, ?, ?, ?, (SELECT value FROM setting WHERE name = 'device'), ?)
ON CONFLICT (paper, field) DO UPDATE
SET value = excluded.value, at = excluded.at, cause = excluded.cause, device = excluded.device,
    step = excluded.step
"""

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

AHEAD = """
SELECT mark.paper, mark.field, mark.at FROM json_each(?) AS asked
JOIN mark ON mark.paper = json_extract(asked.value, '$[0]') AND mark.field = json_extract(asked.value, '$[1]')
WHERE mark.at >= ?
"""

MarkRow = tuple[str, str, StoredValue, str, str | None, int | None]
"""A mark as it is written: paper, field, value, at, cause, step."""

StepRow = tuple[int, str, StoredValue, str, int | None]
"""A step of the journal: step, field, value, cause, run."""


class Marks:
    """Sets marks, takes them back, and merges those of other stores."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Mark]:
        """All marks, those undone to nothing too, by paper and field."""
        return self._database.read(all_marks)

    def set(
        self, field: str, value: bool | str, papers: Sequence[str], cause: Cause, *, in_run: bool = False
    ) -> Future[int]:
        """Mark papers, stored or not; how many marks changed. It is one undo step if the cause is one.

        `in_run`: the user reads on, so that the step continues the run of the one before, or begins one. Raises
        ValueError if the field cannot have this value (see `mark_fields`).
        """
        known = field_of(field)
        if known is None or not known.accepts(value):
            raise ValueError(f"no mark {field!r} has the value {value!r}")
        ids, at = list(papers), self._database.time()
        return self._database.write(set_marks, field, value, ids, cause, at, in_run=in_run)

    def undo(self) -> Future[UndoStep | None]:
        """Undo the newest step, in those marks that nothing has changed since; None if there is none."""
        at, today = self._database.time(), self._database.today()
        return self._database.write(undo, at, today)

    def redo(self) -> Future[UndoStep | None]:
        """Redo the step that was undone last; None if there is none."""
        at, today = self._database.time(), self._database.today()
        return self._database.write(redo, at, today)

    def next_step(self, *, redo: bool) -> NextStep | None:
        """What `undo` (or `redo`) would do now; None if there is nothing."""
        return self._database.read(next_step, redo=redo)

    def merge(self, marks: Iterable[Mark]) -> Future[int]:
        """Take over each mark that is newer than ours; how many changed. It cannot be undone."""
        theirs = list(marks)
        return self._database.write(merge, theirs)


def all_marks(connection: sqlite3.Connection) -> list[Mark]:
    """All marks, by paper and field."""
    rows = connection.execute(ALL).fetchall()
    return [
        Mark(paper, field, from_stored(value), at, cause, device) for paper, field, value, at, cause, device in rows
    ]


def set_marks(
    connection: sqlite3.Connection,
    field: str,
    value: bool | str,
    papers: Sequence[str],
    cause: Cause,
    at: str,
    *,
    in_run: bool = False,
) -> int:
    """Mark the papers that do not have this value yet; an undo step if the user asked for it.

    A read paper that is opened counts as opened last and read by that, so that no skip or bulk can be undone in it
    any more. It is no step: nobody sees a change.
    """
    new = to_stored(value)
    current = connection.execute(CURRENT, (json.dumps(list(dict.fromkeys(papers))), field)).fetchall()
    changing = [row for row in current if row[1] != new]
    step = None
    if changing and cause.is_step:
        step = new_step(connection, field, new, cause, at, in_run=in_run)
        connection.executemany(
            CHANGE,
            [
                (step, position, paper, field, before, before_cause, before_step, new)
                for position, (paper, before, before_cause, before_step) in enumerate(changing)
            ],
        )
    opened = cause is Cause.OPENED and field == READ and value is True
    written = [(paper, field, new, at, cause.value, step) for paper, *_ in changing]
    written += [
        (paper, field, new, at, cause.value, of if by == Cause.OPENED else None)
        for paper, value_now, by, of in current
        if opened and value_now == new
    ]
    _write(connection, written)
    return len(changing)


def undo(connection: sqlite3.Connection, at: str, today: date) -> UndoStep | None:
    """Undo the newest step, in those marks that it was the last to change."""
    row: StepRow | None = connection.execute(NEXT[False]).fetchone()
    if row is None:
        return None
    step = row[0]
    if row[1] == SAVED_SEARCH:
        return _take_search(connection, step, today, redo=False)
    changes = connection.execute(TO_UNDO, (step,)).fetchall()
    own = [change[:-1] for change in changes if change[-1]]
    connection.execute("UPDATE step SET undone = 1 WHERE step = ?", (step,))
    connection.executemany(
        "UPDATE change SET undone = 1 WHERE step = ? AND position = ?",
        [(step, position) for position, *_ in own],
    )
    _write(connection, [(paper, field, before, at, cause, of) for _, paper, field, before, cause, of in own])
    return _report(connection, row, [paper for _, paper, *_ in changes], [paper for _, paper, *_ in own], redo=False)


def redo(connection: sqlite3.Connection, at: str, today: date) -> UndoStep | None:
    """Redo the oldest undone step, in those marks that are still as undo left them."""
    row: StepRow | None = connection.execute(NEXT[True]).fetchone()
    if row is None:
        return None
    step = row[0]
    if row[1] == SAVED_SEARCH:
        return _take_search(connection, step, today, redo=True)
    changes = connection.execute(TO_REDO, (step,)).fetchall()
    same = [change[:-1] for change in changes if change[-1]]
    connection.execute("UPDATE step SET undone = 0 WHERE step = ?", (step,))
    connection.execute("UPDATE change SET undone = 0 WHERE step = ?", (step,))
    connection.executemany(
        "UPDATE change SET before_cause = ?, before_step = ? WHERE step = ? AND position = ?",
        [(cause, of, step, position) for position, _, _, _, cause, of in same],
    )
    _write(connection, [(paper, field, after, at, row[3], step) for _, paper, field, after, *_ in same])
    return _report(connection, row, [paper for _, paper, *_ in changes], [paper for _, paper, *_ in same], redo=True)


def _take_search(connection: sqlite3.Connection, step: int, today: date, *, redo: bool) -> UndoStep:
    """Undo or redo a step that changed a saved search."""
    from paperreader.store.saved_steps import take  # no start needs it

    return take(connection, step, today, redo=redo)


def next_step(connection: sqlite3.Connection, *, redo: bool) -> NextStep | None:
    """What undo or redo would do now; what has changed since is only known then."""
    row: StepRow | None = connection.execute(NEXT[redo]).fetchone()
    if row is None:
        return None
    step, field, stored, cause, run = row
    first = "SELECT paper FROM change WHERE step = ? ORDER BY position LIMIT 1"
    ((paper,),) = connection.execute(first, (step,)).fetchall()
    if run is None:
        (papers,) = connection.execute("SELECT count(*) FROM change WHERE step = ?", (step,)).fetchone()
    else:
        (papers,) = connection.execute(LEFT_OF_RUN, (run, redo)).fetchone()
    return NextStep(field, _set_value(stored), Cause(cause), papers, paper, run is not None)


def _write(connection: sqlite3.Connection, marks: Sequence[MarkRow]) -> None:
    """Write the marks, and the counts that follow from them.

    A change made now is the newest even if a clock was ahead, here or where a mark was merged from; otherwise the
    next merge would revert it.
    """
    if not marks:
        return
    asked = json.dumps([row[:2] for row in marks]), min(row[3] for row in marks)
    ahead = {
        (paper, field): timestamp(time_of(at) + timedelta(microseconds=1))
        for paper, field, at in connection.execute(AHEAD, asked).fetchall()
    }
    connection.executemany(WRITE, [(*row[:3], ahead.get(row[:2], row[3]), *row[4:]) for row in marks])
    recount(connection, numbers(paper for paper, *_ in marks))


def _report(
    connection: sqlite3.Connection, row: StepRow, papers: Sequence[str], changed: Sequence[str], *, redo: bool
) -> UndoStep:
    """What undo or redo did to the papers of a step."""
    _, field, stored, cause, run = row
    first = number((changed or papers)[0])
    (day,) = connection.execute("SELECT max(day) FROM listing WHERE paper = ?", (first,)).fetchone()
    (left,) = connection.execute(LEFT_OF_RUN, (run, redo)).fetchone()
    return UndoStep(
        field=field,
        value=_set_value(stored),
        cause=Cause(cause),
        papers=tuple(changed),
        skipped=len(papers) - len(changed),
        day=day and date.fromisoformat(day),
        run_left=left if run else None,
    )


def _set_value(stored: StoredValue) -> bool | str:
    """The value that a step set, which is never none."""
    value = from_stored(stored)
    assert value is not None, "the column is NOT NULL"
    return value
