"""The only thread of the process that searches: a search that nobody waits for any more is dropped."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar

from paperreader.store.connection import connect
from paperreader.store.errors import StoreError, translated

FAILED = "it cannot be searched now"
CACHE_KIB, PASSING_CACHE_KIB = 16_000, 200
"""Of the pages that were read: kept for the next search, and for a question that keeps nothing."""

T = TypeVar("T")


class SearchThread:
    """Reads in a thread of its own, with a connection of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._passing: sqlite3.Connection | None = None
        """Of the question that is asked in passing just now."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="search")
        self._last: Future[Any] | None = None
        self._closing = False

    def ask(self, question: Callable[[sqlite3.Connection], T], *, drops: bool) -> Future[T]:
        """Queue a question; the future raises StoreError. `drops`: the last one asked so is not wanted any more."""
        if drops and self._last is not None and not self._last.cancel() and not self._last.done() and self._connection:
            self._connection.interrupt()
        future = self._queue(self._answer, question)
        if drops:
            self._last = future
        return future

    def ask_in_passing(self, question: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Queue a question that looks through much of the store: nothing of that stays in memory.

        What was read for searches does: emptying that cache would make the next letter of a search twice as slow.
        """
        return self._queue(self._answer_in_passing, question)

    def _queue(
        self, answer: Callable[[Callable[[sqlite3.Connection], T]], T], question: Callable[[sqlite3.Connection], T]
    ) -> Future[T]:
        if not self._closing:
            return self._thread.submit(answer, question)
        refused: Future[T] = Future()
        refused.set_exception(StoreError(FAILED))
        return refused

    def close(self) -> None:
        """Drop what is not done yet."""
        self._closing = True
        for connection in (self._connection, self._passing):
            if connection is not None:
                with suppress(sqlite3.ProgrammingError):  # closed just now
                    connection.interrupt()
        self._thread.submit(self._disconnect)
        self._thread.shutdown()  # or a reading connection would close last, and leave the -wal behind

    def _answer(self, question: Callable[[sqlite3.Connection], T]) -> T:
        if self._closing:
            raise StoreError(FAILED)
        with translated(self._path, FAILED):
            if self._connection is None:
                self._connection = self._connect(CACHE_KIB)
            return question(self._connection)

    def _answer_in_passing(self, question: Callable[[sqlite3.Connection], T]) -> T:
        if self._closing:
            raise StoreError(FAILED)
        with translated(self._path, FAILED), closing(self._connect(PASSING_CACHE_KIB)) as connection:
            self._passing = connection
            try:
                return question(connection)
            finally:
                self._passing = None

    def _connect(self, cache_kib: int) -> sqlite3.Connection:
        connection = connect(self._path, write=False)
        connection.execute(f"PRAGMA cache_size = -{cache_kib}")
        return connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
