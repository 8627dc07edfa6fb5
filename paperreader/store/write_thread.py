"""The only thread of the process that writes, with its only writing connection."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event, Timer
from typing import TypeVar

from paperreader.store.connection import connect, identity, retry_while_locked
from paperreader.store.errors import FOREIGN_VALUE, StoreError, translated
from paperreader.store.journal import use_wal
from paperreader.store.migrations import VERSION

CHECKPOINT_DELAY_S = 3.0
"""How long changes stand in SQLite's log alone, where a copy of the store's file lacks them."""

log = logging.getLogger(__name__)

T = TypeVar("T")


class WriteThread:
    """Runs one job after another, each in a transaction of its own: all of it is written, or nothing."""

    def __init__(self, path: Path, file: tuple[int, int] | None, lock_timeout_s: float) -> None:
        self._path = path
        self._file = file
        self._lock_timeout_s = lock_timeout_s
        self._connection: sqlite3.Connection | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._giving_up = Event()
        self._checkpoint_timer: Timer | None = None

    def write(self, job: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Queue a job; the future raises StoreError."""
        return self._thread.submit(self._write, job)

    def close(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds for the queue; False if the rest of it was given up."""
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
        # a job may also fail on what it was given: a value of the wrong form is no sign of damage
        with translated(self._path, "this was not saved", foreign_values_are_damage=False):
            try:
                return self._run(job)
            except (sqlite3.Error, *FOREIGN_VALUE) as error:
                log.warning("a write failed: %s (%s)", error, getattr(error, "sqlite_errorname", None))
                raise

    def _run(self, job: Callable[[sqlite3.Connection], T]) -> T:
        connection = self._begin()
        try:
            result = job(connection)
            # A rollback journal waits until nobody reads.
            self._retry_while_locked(lambda: connection.execute("COMMIT"))
            self._plan_checkpoint()
        finally:
            if connection.in_transaction:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
        return result

    def _begin(self) -> sqlite3.Connection:
        if identity(self._path) != self._file:
            raise StoreError(f"{self._path} was moved or deleted: this was not saved. Start paperreader again.")
        if self._connection is None:
            self._connection = self._connect()
        connection = self._connection
        self._retry_while_locked(lambda: connection.execute("BEGIN IMMEDIATE"))
        if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
            connection.execute("ROLLBACK")
            raise StoreError(
                f"A newer paperreader has changed {self._path}: this was not saved. Start paperreader again."
            )
        return connection

    def _connect(self) -> sqlite3.Connection:
        # Many short waits, so that another program's lock does not hold up closing.
        connection = connect(self._path, write=True, timeout=0.5)
        try:
            self._retry_while_locked(lambda: use_wal(connection, self._path))
            connection.execute("PRAGMA synchronous = NORMAL")
        except BaseException:
            connection.close()
            raise
        return connection

    def _retry_while_locked(self, act: Callable[[], object]) -> None:
        retry_while_locked(act, timeout_s=self._lock_timeout_s, give_up=self._giving_up.is_set)

    def _plan_checkpoint(self) -> None:
        if self._checkpoint_timer is None:
            self._checkpoint_timer = Timer(CHECKPOINT_DELAY_S, self._queue_checkpoint)
            self._checkpoint_timer.daemon = True
            self._checkpoint_timer.start()

    def _queue_checkpoint(self) -> None:
        with suppress(RuntimeError):  # closed meanwhile
            self._thread.submit(self._checkpoint)

    def _checkpoint(self) -> None:
        """Put SQLite's log into the file, as far as that is possible without waiting for anybody."""
        self._checkpoint_timer = None
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def _disconnect(self) -> None:
        if self._checkpoint_timer is not None:
            self._checkpoint_timer.cancel()
            self._checkpoint()  # closing does it only for the last connection of all programs
        if self._connection is not None:
            self._connection.close()


def refused(error: StoreError) -> Future[T]:
    """The future of a write that is not even attempted."""
    future: Future[T] = Future()
    future.set_exception(error)
    return future
