"""The one thread of the process that writes, with the one connection that can."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import TypeVar

from paperreader.store import corruption
from paperreader.store.connection import connect, identity, patiently
from paperreader.store.errors import StoreError, is_damage, strange, told
from paperreader.store.opening import VERSION

log = logging.getLogger(__name__)

T = TypeVar("T")


class WriteThread:
    """Runs one job after the other, each in a transaction of its own: all of it is written or nothing."""

    def __init__(self, path: Path, file: tuple[int, int] | None) -> None:
        self._path = path
        self._file = file
        self._connection: sqlite3.Connection | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._giving_up = Event()

    def write(self, job: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Queue a job; the future raises StoreError."""
        return self._thread.submit(self._write, job)

    def close(self, timeout: float) -> bool:
        """Wait for the queue; False if it was not done after so many seconds, and the rest is given up."""
        last = self._thread.submit(self._disconnect)
        self._thread.shutdown(wait=False)
        try:
            last.result(timeout)
        except TimeoutError:
            self._giving_up.set()
            self._thread.shutdown(wait=False, cancel_futures=True)
            return False
        return True

    def _write(self, job: Callable[[sqlite3.Connection], T]) -> T:
        try:
            connection = self._begin()
            try:
                result = job(connection)
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    with suppress(sqlite3.Error):
                        connection.execute("ROLLBACK")
            return result
        except sqlite3.Error as error:
            log.warning("a write failed: %s (%s)", error, getattr(error, "sqlite_errorname", None))
            if is_damage(error):
                corruption.note(self._path)
            raise told(error, self._path) from error
        except (ValueError, TypeError) as error:
            log.warning("a write failed: %s", error)
            raise strange(error, self._path) from error

    def _begin(self) -> sqlite3.Connection:
        if identity(self._path) != self._file:
            raise StoreError(f"{self._path} was moved or deleted: this was not saved. Start anew.")
        if self._connection is None:
            self._connection = self._connect()
        connection = self._connection
        patiently(lambda: connection.execute("BEGIN IMMEDIATE"), self._giving_up.is_set)
        if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            connection.execute("ROLLBACK")
            raise StoreError(f"A newer paperreader has changed {self._path}: this was not saved. Start anew.")
        return connection

    def _connect(self) -> sqlite3.Connection:
        # Short waits, often: closing is not held up by another program's lock.
        connection = connect(self._path, write=True, timeout=0.5)
        # Kept in the file, but lost in copies that some tools make of it.
        patiently(lambda: connection.execute("PRAGMA journal_mode = WAL").fetchone(), self._giving_up.is_set)
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()


def refused(error: StoreError) -> Future[T]:
    """The future of a write that is not even tried."""
    future: Future[T] = Future()
    future.set_exception(error)
    return future
