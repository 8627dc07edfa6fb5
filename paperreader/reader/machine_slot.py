"""Holds the exchange with the user's other machines, where there is a folder for it: no start imports it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from paperreader.reader.changes import Change, Changed
from paperreader.store.settings import SYNC_FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from paperreader.config import Config
    from paperreader.reader.connection import Connection
    from paperreader.reader.machine_sync import MachineSync
    from paperreader.reader.store_guard import StoreGuard
    from paperreader.reader.tasks import Tasks
    from paperreader.reader.toasts import Toasts
    from paperreader.store import Store

MODULE = "paperreader.reader.machine_sync"


class Parts(Protocol):
    """What it needs of a session."""

    store: Store
    config: Config
    demo: bool
    now: Callable[[], datetime]
    toasts: Toasts
    connection: Connection
    tasks: Tasks
    reading_store: StoreGuard


class MachineSlot:
    """As far as a session needs it while nothing is exchanged."""

    def __init__(self, session: Parts, changed: Changed) -> None:
        self._session, self._changed = session, changed
        self._sync: MachineSync | None = None
        self._is_wanted = self._is_marked = False

    async def run(self) -> None:
        """Exchange marks until the session ends. What that needs is imported off this thread."""
        self._leave_groups()
        self._is_wanted = self._has_folder()
        if self._is_wanted:
            await asyncio.to_thread(import_module, MODULE)
            if (sync := self._made()) is not None:
                await sync.run()

    def close(self) -> None:
        """Write what is not written yet, though the session may have been too short to begin."""
        sync = self._made() if self._is_wanted and self._is_marked else self._sync
        self._sync, self._is_wanted = None, False
        if sync is not None:
            sync.close()

    def suspend(self) -> None:
        """The same, where the program is only stopped."""
        if self._sync is not None:
            self._sync.suspend()

    def follow(self, change: Change) -> None:
        """Marks may have changed."""
        self._is_marked = self._is_marked or bool(change & Change.MARKS)
        if self._sync is not None:
            self._sync.follow(change)

    def look(self, *, fetch: bool) -> None:
        """Look at once whether anything came; `fetch`: by git or the user's own command, too."""
        if self._sync is not None:
            self._sync.look(fetch=fetch)
        elif not self._is_wanted and self._has_folder():  # `paperreader sync` was given one meanwhile
            self._session.tasks.start("exchanging marks with other machines", self.run)

    @property
    def news(self) -> Sequence[str]:
        """What arrived lately, from long to short: `2 marks from laptop`; nothing after a while."""
        return self._sync.news if self._sync is not None else ()

    @property
    def problem(self) -> str:
        """Why marks are not exchanged; empty if they are."""
        return self._sync.problem if self._sync is not None else ""

    @property
    def looked(self) -> datetime | None:
        """When all folders answered last."""
        return self._sync.looked if self._sync is not None else None

    def _leave_groups(self) -> None:
        """What those say that are no longer in the settings is forgotten."""
        session = self._session
        if not (session.demo or session.store.read_only):
            with session.reading_store():
                session.store.groups.forget_others(session.config.groups)

    def _has_folder(self) -> bool:
        """There is one to exchange marks by, and there are marks of the user's own."""
        session, config = self._session, self._session.config
        if session.demo or session.store.read_only:
            return False
        with session.reading_store():
            return bool(config.sync or config.groups or session.store.settings.get(SYNC_FOLDER))
        return False

    def _made(self) -> MachineSync | None:
        """Made when first needed; None while the store cannot be read."""
        from paperreader.reader.machine_sync import MachineSync

        session = self._session
        if self._sync is None:
            with session.reading_store():
                self._sync = MachineSync(
                    session.store,
                    session.config,
                    is_offline=session.connection.network is None,
                    now=session.now,
                    changed=self._changed,
                    toasts=session.toasts,
                )
        return self._sync
