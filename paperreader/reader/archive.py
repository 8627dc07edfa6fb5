"""The wish for the whole archive: kept until it is fulfilled or taken back, over the next start too."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import aclosing, suppress
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

from paperreader.store import Store

if TYPE_CHECKING:
    from paperreader.environment import Network
    from paperreader.refresh.progress import Progress
    from paperreader.refresh.worker import HubWorker

log = logging.getLogger(__name__)

WISH = "archive"
"""The setting that is there as long as the archive is wanted."""
FIRST_RETRY, LONGEST_RETRY = 30.0, 600.0
"""Seconds after a failure; each further one doubles them."""


class Archive:
    """Fetches all that the store lacks, beside the reader; the list of days follows as it does with any program."""

    def __init__(
        self,
        store: Store,
        network: Network | None,
        *,
        now: Callable[[], datetime],
        told: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        """`told`: called when there is something to show. `say`: tells the person something once."""
        self._store, self._network, self._now, self._told, self._say = store, network, now, told, say
        self.wanted = network is not None and store.setting(WISH) is not None
        self._woken = asyncio.Event()
        self._beside: HubWorker | None = None
        self._progress: Progress | None = None
        self._trouble = ""
        self._failures = self._failed = 0

    def want(self, wanted: bool) -> None:
        """Wish for it, or no longer."""
        self.wanted, self._progress, self._trouble = wanted, None, ""
        self._failures = self._failed = 0
        self._store.set_setting(WISH, "wanted" if wanted else None)
        self._woken.set()
        if self._beside:
            self._beside.end()

    @property
    def facts(self) -> list[str]:
        """How far it is, the first says most; nothing where it is not wanted."""
        if not self.wanted:
            return []
        if self._trouble:
            return [f"the archive waits: {self._trouble}", "the archive waits"]
        if not self._progress or not self._progress.begun:
            return ["the archive comes"]
        first, *others = self._progress.facts
        return [f"archive {first}", *others]

    async def work(self) -> None:
        """Until cancelled: fetch it whenever it is wanted, after a failure not at once."""
        if self._network is None:
            return
        try:
            while True:
                self._woken.clear()
                if not self.wanted:
                    await self._woken.wait()
                elif not await self._is_done(self._network):
                    self._failures += 1
                    with suppress(TimeoutError):
                        async with asyncio.timeout(min(FIRST_RETRY * 2 ** (self._failures - 1), LONGEST_RETRY)):
                            await self._woken.wait()
        finally:
            if self._beside:
                self._beside.end()

    async def _is_done(self, network: Network) -> bool:
        """Fetch it; a mistake of ours is told like one of the network's."""
        try:
            return await self._fetch(network)
        except Exception:
            log.exception("fetching the archive failed")
            self._trouble = "a mistake of its own; the log says more"
            return False

    async def _fetch(self, network: Network) -> bool:
        """Whether nothing of it is wanted any more. What is needed for it is imported off this thread."""
        worker = await asyncio.to_thread(import_module, "paperreader.refresh.worker")
        from paperreader.refresh import Asking, Busy, Done, Failed, Got, Offline, Waiting
        from paperreader.refresh.progress import Progress

        self._beside = self._beside or worker.HubWorker(self._store, network, now=self._now)
        self._progress = self._progress or Progress()
        async with aclosing(self._beside.archive()) as events:
            async for event in events:
                if not self.wanted:
                    break
                self._progress.take(event)
                match event:
                    case Got():
                        self._trouble, self._failures = "", 0
                    case Busy():
                        self._trouble = "another paperreader fetches it"
                    case Failed(day, message):
                        self._failed += day is not None
                        self._trouble = "" if day else message
                    case Offline(message):
                        self._trouble = message
                    case Done():
                        missed = f" · {self._failed} could not be had" if self._failed else ""
                        self._say(f"The archive is here: {self._progress.told}{missed}")
                        self.want(False)
                if not isinstance(event, Asking | Got | Waiting):
                    self._told()
        return not self.wanted
