"""Holds the exchange with the user's other machines, where the settings name a folder: no start imports it."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from paperreader.reader.changes import Change, Changed
from paperreader.store.settings import SYNC_FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from paperreader.config import Config
    from paperreader.reader.machine_sync import MachineSync
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


class MachineSlot:
    """As far as a session needs it while nothing is exchanged."""

    def __init__(self, session: Parts, changed: Changed) -> None:
        self._session, self._changed = session, changed
        self._sync: MachineSync | None = None

    async def run(self) -> None:
        """Exchange marks until the session ends. What that needs is imported off this thread."""
        session, config = self._session, self._session.config
        if not (config.sync or config.groups or session.store.settings.get(SYNC_FOLDER)):
            return
        if session.store.read_only or session.demo:
            return
        await asyncio.to_thread(import_module, MODULE)
        from paperreader.machines.chosen import chosen
        from paperreader.reader.machine_sync import MachineSync

        config = chosen(config, session.store)
        self._sync = MachineSync(session.store, config, now=session.now, changed=self._changed, toasts=session.toasts)
        await self._sync.run()

    def close(self) -> None:
        """Write what is not written yet."""
        if self._sync is not None:
            self._sync.close()

    def follow(self, change: Change) -> None:
        """Marks may have changed."""
        if self._sync is not None:
            self._sync.follow(change)

    def look(self) -> None:
        """Look at once whether anything came."""
        if self._sync is not None:
            self._sync.look()

    @property
    def looked(self) -> datetime | None:
        """When the folders answered last; None: not yet."""
        return self._sync.looked if self._sync is not None else None

    @property
    def news(self) -> str:
        """What arrived lately: `2 marks from laptop`."""
        return self._sync.news if self._sync is not None else ""

    @property
    def problem(self) -> str:
        """Why the last exchange failed; empty if it did not."""
        return self._sync.problem if self._sync is not None else ""
