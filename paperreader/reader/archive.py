"""The whole archive, fetched behind everything else: the wish for it lasts until it is fulfilled or cancelled."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import aclosing, suppress
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

from paperreader.reader.changes import Change, Changed
from paperreader.reader.connection import Connection
from paperreader.reader.tasks import Retries
from paperreader.reader.toasts import Toasts
from paperreader.store import Store

if TYPE_CHECKING:
    from paperreader.refresh.progress import Progress
    from paperreader.refresh.worker import HubWorker

log = logging.getLogger(__name__)

WANTED_SETTING = "archive"
"""In the store as long as the archive is wanted, so that the next start goes on with it."""


class Archive:
    """Fetches all days that the store lacks, in a worker of its own."""

    def __init__(
        self,
        store: Store,
        connection: Connection,
        *,
        now: Callable[[], datetime],
        changed: Changed,
        toasts: Toasts,
    ) -> None:
        self._store, self._connection, self._now = store, connection, now
        self._changed, self._toasts = changed, toasts
        self.wanted = connection.network is not None and store.settings.get(WANTED_SETTING) is not None
        self._woken = asyncio.Event()
        self._worker: HubWorker | None = None
        self._progress: Progress | None = None
        self._trouble = ""
        self._retries = Retries()
        self._days_failed = 0
        connection.when_back.append(self._network_is_back)

    def want(self, wanted: bool) -> None:
        """Start fetching it, or stop."""
        self.wanted, self._progress, self._trouble = wanted, None, ""
        self._days_failed = 0
        self._retries.forget()
        self._store.settings.set(WANTED_SETTING, "wanted" if wanted else None)
        self._woken.set()
        if self._worker:
            self._worker.end()

    def _network_is_back(self) -> None:
        """Go on at once where it could not."""
        if self._trouble:
            self._woken.set()

    @property
    def facts(self) -> list[str]:
        """How far it is, the most telling fact first; nothing where it is not wanted."""
        if not self.wanted:
            return []
        if self._trouble:
            return ["archive paused", self._trouble]
        if not self._progress or not self._progress.started:
            return ["downloading the archive"]
        first, *others = self._progress.facts
        return [f"archive {first}", *others]

    async def run(self) -> None:
        """Until cancelled: fetch it whenever it is wanted, after a failure not at once."""
        if self._connection.network is None:
            return
        try:
            while True:
                self._woken.clear()
                if not self.wanted:
                    await self._woken.wait()
                elif not await self._is_done():
                    with suppress(TimeoutError):
                        async with asyncio.timeout(self._retries.next_s()):
                            await self._woken.wait()
        finally:
            if self._worker:
                self._worker.end()

    async def _is_done(self) -> bool:
        """Fetch it; an internal error is shown like one of the network's."""
        try:
            return await self._fetch()
        except Exception:
            log.exception("fetching the archive failed")
            self._trouble = "internal error; see the log"
            return False

    async def _fetch(self) -> bool:
        """Whether nothing of it is wanted any more. What is needed for it is imported off this thread."""
        await asyncio.to_thread(import_module, "paperreader.refresh.worker")
        from paperreader.refresh import Busy, Done, Failed, Fetched, Fetching, Offline, Waiting
        from paperreader.refresh.progress import Progress

        self._worker = self._worker or self._connection.worker(self._store, now=self._now)
        self._progress = self._progress or Progress()
        async with aclosing(self._worker.archive()) as events:
            async for event in events:
                if not self.wanted:
                    break
                self._progress.update(event)
                match event:
                    case Fetched():
                        self._trouble = ""
                        self._retries.forget()
                    case Busy():
                        self._trouble = "another paperreader is fetching it"
                    case Failed(day, message):
                        self._days_failed += day is not None
                        self._trouble = "" if day else message
                    case Offline(message):
                        self._trouble = message
                    case Done():
                        missed = f" · {self._days_failed} could not be fetched" if self._days_failed else ""
                        self._toasts.show(f"Archive complete: {self._progress.summary}{missed}")
                        self.want(False)
                if not isinstance(event, Fetched | Fetching | Waiting):
                    self._changed(Change.SYNC)
        return not self.wanted
