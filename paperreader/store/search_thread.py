"""The only thread of the process that searches: a search that nobody waits for any more is dropped."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from paperreader.store.connection import connect
from paperreader.store.errors import StoreError, translated

FAILED = "it cannot be searched now"

T = TypeVar("T")


class SearchThread:
    """Reads in a thread of its own, with a connection of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="search")
        self._last: Future[Any] | None = None
        self._closing = False

    def ask(self, question: Callable[[sqlite3.Connection], T], *, drops: bool) -> Future[T]:
        """Queue a question; the future raises StoreError. `drops`: the last one asked so is not wanted any more."""
        if drops and self._last is not None and not self._last.cancel() and not self._last.done() and self._connection:
            self._connection.interrupt()
        future: Future[T]
        if self._closing:
            future = Future()
            future.set_exception(StoreError(FAILED))
            return future
        future = self._thread.submit(self._answer, question)
        if drops:
            self._last = future
        return future

    def close(self) -> None:
        """Drop what is not done yet."""
        self._closing = True
        if self._connection is not None:
            self._connection.interrupt()
        self._thread.submit(self._disconnect)
        self._thread.shutdown()  # or a reading connection would close last, and leave the -wal behind

    def _answer(self, question: Callable[[sqlite3.Connection], T]) -> T:
        if self._closing:
            raise StoreError(FAILED)
        with translated(self._path, FAILED):
            if self._connection is None:
                self._connection = connect(self._path, write=False)
                self._connection.execute("PRAGMA cache_size = -16000")
            return question(self._connection)

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
