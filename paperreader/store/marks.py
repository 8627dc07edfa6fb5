"""Marks: setting them, undo and redo, and taking over those of other stores."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from time import monotonic, sleep

from paperreader.mark_fields import READ, field_of
from paperreader.models import Cause, Mark, MarkChange, NextStep, UndoStep
from paperreader.store.database import Database
from paperreader.store.mark_values import StoredValue, from_stored, to_stored
from paperreader.store.mark_writes import MarkRow, write
from paperreader.store.merge import merge, take_over, to_merge
from paperreader.store.undo_journal import ChangeRow, begin_step, next_step, redo, undo

ALL = "SELECT paper, field, value, at, cause, device FROM mark ORDER BY paper, field"
PORTION = """
SELECT paper, field, value, at, cause, device FROM mark WHERE (paper, field) > (?, ?) ORDER BY paper, field LIMIT 2000
"""

CURRENT = """
SELECT asked.value, mark.value, mark.cause, mark.step FROM json_each(?) AS asked
LEFT JOIN mark ON mark.paper = asked.value AND mark.field = ? ORDER BY asked.key
"""

MARKS_PER_PORTION = 250
"""They are merged in some 5 ms, and larger portions are no faster."""


class Marks:
    """Sets marks, takes them back, and merges those of other stores."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Mark]:
        """All marks, those undone to nothing too, by paper and field."""
        return self._database.read(all_marks)

    def count(self) -> int:
        """How many there are; they never become fewer."""
        return self._database.read(count)

    def each(self) -> Iterator[Mark]:
        """All marks, of which few are in memory at a time. Those set meanwhile may be among them."""
        last = ("", "")
        while marks := self._database.read(portion, last):
            yield from marks
            last = marks[-1][:2]

    def set(
        self, field: str, value: bool | str, papers: Sequence[str], cause: Cause, *, in_run: bool = False
    ) -> Future[int]:
        """Give papers this value; see `apply`."""
        return self.apply([MarkChange(field, value, papers)], cause, in_run=in_run)

    def apply(self, changes: Sequence[MarkChange], cause: Cause, *, in_run: bool = False) -> Future[int]:
        """Mark papers, stored or not; how many marks changed. It is one undo step if the cause is one.

        `in_run`: the user reads on, so that the step continues the run of the one before, or begins one. Raises
        ValueError if a field cannot have its value (see `mark_fields`).
        """
        for field, value, _ in changes:
            known = field_of(field)
            if known is None or not known.accepts(value):
                raise ValueError(f"no mark {field!r} has the value {value!r}")
        own, at = [change._replace(papers=list(change.papers)) for change in changes], self._database.time()
        return self._database.write(apply, own, cause, at, in_run=in_run)

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
        return self._database.write(merge, theirs, self._database.today())

    def merge_in_portions(self, marks: Sequence[Mark]) -> int:
        """Merge many marks, in transactions so short that no key of a reader waits for the store. Raises StoreError.

        Where none is newer than ours, which is usual, nothing is written, and nobody waits at all.
        """
        theirs, changed = self._database.read(to_merge, marks), 0
        for start in range(0, len(theirs), MARKS_PER_PORTION):
            begun = monotonic()
            portion = theirs[start : start + MARKS_PER_PORTION]
            changed += self._database.write(take_over, portion, self._database.today()).result()
            if start + MARKS_PER_PORTION < len(theirs):
                sleep((monotonic() - begun) / 2)  # others who write get a turn
        return changed


def all_marks(connection: sqlite3.Connection) -> list[Mark]:
    """All marks, by paper and field."""
    return [_mark(row) for row in connection.execute(ALL).fetchall()]


def portion(connection: sqlite3.Connection, last: tuple[str, str]) -> list[Mark]:
    """Some marks after this one."""
    return [_mark(row) for row in connection.execute(PORTION, last).fetchall()]


def count(connection: sqlite3.Connection) -> int:
    """How many marks there are."""
    (marks,) = connection.execute("SELECT count(*) FROM mark").fetchone()
    return int(marks)


def apply(
    connection: sqlite3.Connection, changes: Iterable[MarkChange], cause: Cause, at: str, *, in_run: bool = False
) -> int:
    """Mark the papers that do not have these values yet; an undo step if the user asked for it.

    A read paper that is opened counts as opened last and read by that, so that no skip or bulk can be undone in it
    any more. It is no step: nobody sees a change.
    """
    changing: list[ChangeRow] = []
    opened_again: list[MarkRow] = []
    for field, value, papers in changes:
        new = to_stored(value)
        current = connection.execute(CURRENT, (json.dumps(list(dict.fromkeys(papers))), field)).fetchall()
        same = (new,) if value or field == READ else (new, None)  # one that was never read need not count as unread
        changing += [(paper, field, *before, new) for paper, *before in current if before[0] not in same]
        if cause is Cause.OPENED and field == READ and value is True:
            opened_again += [
                (paper, field, new, at, cause.value, of if by == Cause.OPENED else None)
                for paper, value_now, by, of in current
                if value_now == new
            ]
    step = begin_step(connection, changing, cause, at, in_run=in_run) if changing and cause.is_step else None
    written = [(paper, field, new, at, cause.value, step) for paper, field, *_, new in changing]
    write(connection, [*written, *opened_again])
    return len(changing)


def _mark(row: tuple[str, str, StoredValue, str, str | None, str]) -> Mark:
    paper, field, value, at, cause, device = row
    return Mark(paper, field, from_stored(value), at, cause, device)
