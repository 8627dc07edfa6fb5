"""One SQLite file as the parts of a store use it: read now, write and search in threads."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from paperreader.models import timestamp
from paperreader.store.connection import identity
from paperreader.store.errors import StoreError, translated

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.store.search_thread import SearchThread
    from paperreader.store.write_thread import WriteThread

P = ParamSpec("P")
T = TypeVar("T")


class Database:
    """Reads in the thread that made it, writes and searches in threads of their own, which start when first needed.

    `read` raises StoreError; `write` and `search` do so through their futures.
    """

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        *,
        now: Callable[[], datetime],
        read_only: str | None,
        lock_timeout_s: float,
    ) -> None:
        """`read_only`: why nothing can be written, None if it can. `lock_timeout_s`: how long a write waits."""
        self._path, self._connection, self._now, self._read_only = path, connection, now, read_only
        self._file = identity(path)
        self._lock_timeout_s = lock_timeout_s
        self._writer: WriteThread | None = None
        self._searcher: SearchThread | None = None
        self.closed = False

    @property
    def is_there(self) -> bool:
        """The file is still where it was opened."""
        return identity(self._path) == self._file

    def time(self) -> str:
        """Now, as the store writes it."""
        return timestamp(self._now())

    def today(self) -> date:
        return self._now().date()

    def read(self, question: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask a question now. It must fetch all of its rows, so that no transaction stays open."""
        with translated(self._path, "it cannot be read now"):
            return question(self._connection, *args, **kwargs)

    def write(
        self, job: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Run a job in a transaction of its own, after those before it: all of it is written, or nothing."""
        from paperreader.store.write_thread import WriteThread, refused

        if self.closed or self._read_only:
            return refused(StoreError(self._read_only or "The store is closed: this was not saved."))
        if self._writer is None:
            self._writer = WriteThread(self._path, self._file, self._lock_timeout_s)
        return self._writer.write(_with(job, *args, **kwargs))

    def search(
        self, question: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Ask a slow question."""
        return self._search_thread().ask(_with(question, *args, **kwargs), drops=False)

    def search_anew(
        self, question: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Ask a slow question in the place of the last one that was asked so, which is not wanted any more."""
        return self._search_thread().ask(_with(question, *args, **kwargs), drops=True)

    def search_in_passing(
        self, question: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Ask a slow question that looks through much of the store, and keep nothing of it in memory."""
        return self._search_thread().ask_in_passing(_with(question, *args, **kwargs))

    def _search_thread(self) -> SearchThread:
        from paperreader.store.search_thread import SearchThread

        if self._searcher is None:
            self._searcher = SearchThread(self._path)
        return self._searcher

    def close(self, timeout: float) -> bool:
        """Wait up to `timeout` seconds for the writes; False if some were given up."""
        self.closed = True
        if self._searcher is not None:
            self._searcher.close()
        done = self._writer is None or self._writer.close(timeout)
        self._connection.close()
        return done


def _with(
    job: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
) -> Callable[[sqlite3.Connection], T]:
    """The job with all of its arguments but the connection, which only its thread has."""

    def run(connection: sqlite3.Connection) -> T:
        return job(connection, *args, **kwargs)

    return run
