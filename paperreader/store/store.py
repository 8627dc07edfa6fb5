"""A store: one SQLite file of papers and marks, opened, held in parts, and closed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from paperreader.store.connection import LOCK_TIMEOUT_S
from paperreader.store.database import Database
from paperreader.store.files import real_path
from paperreader.store.lock import StoreLock
from paperreader.store.open import open_store
from paperreader.store.papers import Papers
from paperreader.store.searches import Searches
from paperreader.store.settings import Settings
from paperreader.store.visits import Visits

if TYPE_CHECKING:
    from paperreader.store.digests import Digests
    from paperreader.store.discussions import Discussions
    from paperreader.store.groups import Groups
    from paperreader.store.imported import Imported
    from paperreader.store.ingest import Ingest
    from paperreader.store.linked import LinkedRepos
    from paperreader.store.machines import Machines
    from paperreader.store.marks import Marks
    from paperreader.store.opened import Opened
    from paperreader.store.outbox import Outbox
    from paperreader.store.second_look import SecondLook
    from paperreader.store.taste import TasteTables
    from paperreader.store.texts import Texts


class Store:
    """Its parts read and write. A start needs only those that are made at once; the others are imported when used.

    Reads happen in the thread that made it, writes and searches in threads of their own. Everything raises
    StoreError, writes and searches through their futures.
    """

    def __init__(
        self,
        path: Path,
        *,
        now: Callable[[], datetime],
        read_only: bool = False,
        repairing: Callable[[], None] = lambda: None,
        lock_timeout_s: float = LOCK_TIMEOUT_S,
    ) -> None:
        """Opens the store, made if there is none. `repairing` is called before a repair, which may take a minute.

        `lock_timeout_s`: how long a write waits for other programs before it fails.
        """
        self.path = path = real_path(path)
        self._lock = StoreLock(path)
        opened = open_store(path, self._lock, now=now, read_only=read_only, repairing=repairing)
        self.read_only = opened.read_only
        """Why marks are not kept; None if they are."""
        self.repaired = opened.repaired
        """What was done about damage; None if there was none."""
        self._database = Database(
            path, opened.connection, now=now, read_only=opened.read_only, lock_timeout_s=lock_timeout_s
        )
        self._seen = self._database.read(data_version)
        self.papers = Papers(self._database)
        self.searches = Searches(self._database)
        self.settings = Settings(self._database)
        self.visits = Visits(self._database)

    @cached_property
    def marks(self) -> Marks:
        from paperreader.store.marks import Marks

        return Marks(self._database)

    @cached_property
    def ingest(self) -> Ingest:
        from paperreader.store.ingest import Ingest

        return Ingest(self._database)

    @cached_property
    def groups(self) -> Groups:
        from paperreader.store.groups import Groups

        return Groups(self._database)

    @cached_property
    def machines(self) -> Machines:
        from paperreader.store.machines import Machines

        return Machines(self._database)

    @cached_property
    def linked(self) -> LinkedRepos:
        from paperreader.store.linked import LinkedRepos

        return LinkedRepos(self._database)

    @cached_property
    def texts(self) -> Texts:
        from paperreader.store.texts import Texts

        return Texts(self._database)

    @cached_property
    def discussions(self) -> Discussions:
        from paperreader.store.discussions import Discussions

        return Discussions(self._database)

    @cached_property
    def digests(self) -> Digests:
        from paperreader.store.digests import Digests

        return Digests(self._database)

    @cached_property
    def outbox(self) -> Outbox:
        from paperreader.store.outbox import Outbox

        return Outbox(self._database)

    @cached_property
    def opened(self) -> Opened:
        from paperreader.store.opened import Opened

        return Opened(self._database)

    @cached_property
    def imported(self) -> Imported:
        from paperreader.store.imported import Imported

        return Imported(self._database)

    @cached_property
    def second_look(self) -> SecondLook:
        from paperreader.store.second_look import SecondLook

        return SecondLook(self._database)

    @cached_property
    def taste(self) -> TasteTables:
        from paperreader.store.taste import TasteTables

        return TasteTables(self._database)

    @property
    def is_there(self) -> bool:
        """The file is still where it was opened."""
        return self._database.is_there

    def changed(self) -> bool:
        """Whether anything was written, by this or another program, since this was last asked."""
        before, self._seen = self._seen, self._database.read(data_version)
        return before != self._seen

    def close(self, timeout: float = 5.0) -> bool:
        """Wait up to `timeout` seconds for the writes; False if some were given up."""
        if self._database.closed:
            return True
        done = self._database.close(timeout)
        if done:
            self._lock.release()
        return done


def data_version(connection: sqlite3.Connection) -> int:
    """A number that changes when another connection commits."""
    version: int = connection.execute("PRAGMA data_version").fetchone()[0]
    return version
