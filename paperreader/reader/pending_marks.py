"""Marks that are shown before they are stored: the screen never waits for a busy store.

Annotations are no strings here: named tuples are then made in half the time.
"""

import asyncio
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, wait
from typing import NamedTuple

from paperreader.mark_fields import field_of
from paperreader.models import Cause, Entry, UndoStep
from paperreader.reader.changes import Change, Changed
from paperreader.reader.toasts import Toasts
from paperreader.store import Store, StoreError

SAME_FRAME_S = 0.005
"""How long a key press waits for the store, so that row and counts change in one frame; most need 0.0002 s."""


class _Pending(NamedTuple):
    future: Future[int]
    field: str
    value: bool | str
    papers: frozenset[str]


class PendingMarks:
    """Sets marks, and lays those over the entries that the store does not have yet."""

    def __init__(self, store: Store, changed: Changed, toasts: Toasts) -> None:
        self._store, self._changed, self._toasts = store, changed, toasts
        self._pending: list[_Pending] = []

    def set(self, field: str, value: bool | str, papers: Sequence[str], cause: Cause, *, in_run: bool = False) -> bool:
        """Mark the papers (see `Marks.set`); False if that cannot be stored. A store that is busy follows later."""
        if cause is not Cause.PASSED:
            self._toasts.withdraw()
            self._toasts.forget_undo()
        future = self._store.marks.set(field, value, papers, cause, in_run=in_run)
        self._pending.append(_Pending(future, field, value, frozenset(papers)))
        wait([future], timeout=SAME_FRAME_S)
        if future.done():
            return self._settle(future)

        def settle(done: asyncio.Future[int]) -> None:
            if not done.cancelled():
                done.exception()  # or asyncio complains that nobody looked
            self._settle(future)

        asyncio.wrap_future(future).add_done_callback(settle)
        self._changed(Change.MARKS)
        return True

    def step(self, *, redo: bool) -> Future[UndoStep | None]:
        """Undo the newest step, or redo the last one undone; done already, unless the store is busy."""
        step = self._store.marks.redo() if redo else self._store.marks.undo()
        wait([step], timeout=SAME_FRAME_S)
        if step.done():
            self._changed(Change.MARKS)
        else:
            asyncio.wrap_future(step).add_done_callback(self._stepped)
        return step

    def _stepped(self, done: asyncio.Future[UndoStep | None]) -> None:
        if not done.cancelled():
            done.exception()  # whoever asked for it says so
        self._changed(Change.MARKS)

    def _settle(self, future: Future[int]) -> bool:
        self._pending = [mark for mark in self._pending if mark.future is not future]
        error = None if future.cancelled() else future.exception()
        if isinstance(error, StoreError):
            self._toasts.show(f"Not marked: {error}", stays=True)
        elif error is not None:
            raise error
        self._changed(Change.MARKS)
        return error is None

    def with_pending(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries with the marks that the store does not have yet."""
        return [self._with_pending(entry) for entry in entries] if self._pending else list(entries)

    def _with_pending(self, entry: Entry) -> Entry:
        for _, name, value, papers in self._pending:
            if entry.id in papers and (field := field_of(name)):
                entry = field.apply(entry, name, value)
        return entry
