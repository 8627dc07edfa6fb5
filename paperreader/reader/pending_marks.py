"""The person's marks: on the screen at once, in the store as soon as it can be, taken back with a word if it can't."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, wait

from paperreader.models import Cause, Entry, Field, Step
from paperreader.store import Store, StoreError

SAME_FRAME = 0.005
"""Seconds that a key press waits for the store, so that row and counts change in one frame; most need 0.0002."""


class Marks:
    """What was marked, laid over what the store knows until it knows it too."""

    def __init__(self, store: Store, *, changed: Callable[[], None], failed: Callable[[str], None]) -> None:
        self._store = store
        self._changed = changed
        self._failed = failed
        self._pending: list[tuple[Future[int], Field, bool, frozenset[str]]] = []

    def put(self, field: Field, value: bool, papers: Sequence[str], cause: Cause) -> bool:
        """Mark the papers; calls `changed` now, and again when a busy store has followed. False: it can't be kept."""
        future = self._store.set_marks(field, value, papers, cause)
        self._pending.append((future, field, value, frozenset(papers)))
        wait([future], timeout=SAME_FRAME)
        if future.done():
            return self._settle(future)

        def settle(done: asyncio.Future[int]) -> None:
            if not done.cancelled():
                done.exception()  # or asyncio complains that nobody asked
            self._settle(future)

        asyncio.wrap_future(future).add_done_callback(settle)
        self._changed()
        return True

    async def step(self, *, redo: bool) -> Step | None:
        """Take back the newest act of marking, or do the last one that was taken back again; None if there is none.

        Raises StoreError.
        """
        step = await asyncio.wrap_future(self._store.redo() if redo else self._store.undo())
        self._changed()
        return step

    def _settle(self, future: Future[int]) -> bool:
        self._pending = [mark for mark in self._pending if mark[0] is not future]
        error = None if future.cancelled() else future.exception()
        if isinstance(error, StoreError):
            self._failed(f"not marked: {error}")
        elif error is not None:
            raise error
        self._changed()
        return error is None

    def over(self, entries: Iterable[Entry]) -> list[Entry]:
        """The entries with the marks that the store does not know yet."""
        return [self._over(entry) for entry in entries] if self._pending else list(entries)

    def _over(self, entry: Entry) -> Entry:
        for _, field, value, papers in self._pending:
            if entry.id in papers:
                entry = (
                    entry._replace(starred=value)
                    if field is Field.STARRED
                    else entry._replace(read=value, unread=not value)
                )
        return entry
