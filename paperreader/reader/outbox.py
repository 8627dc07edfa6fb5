"""What the user wanted while the network was away, done once it is back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING

from paperreader.reader.changes import Change, Changed
from paperreader.reader.delivery_lists import Waiting
from paperreader.reader.sync import Sync
from paperreader.reader.tasks import Tasks
from paperreader.reader.toasts import Toasts
from paperreader.store import Store, StoreError

if TYPE_CHECKING:
    from paperreader.store.outbox import Kind, OutboxEntry

log = logging.getLogger(__name__)

FIRST_RETRY_S, MAX_RETRY_S = 30.0, 600.0
"""Wait after a try without a network; each further try doubles it."""
MAX_PAGES_UNASKED = 3
"""More pages are only opened after a question."""


class Delivery(Enum):
    """What came of an entry."""

    DONE = "it was done, or can never be"
    NOT_NOW = "the network is away"


Deliver = Callable[[str], Awaitable[Delivery]]
"""Does what an entry asks for, given its argument, and says so to the user."""


WORDS: Mapping[Kind, str] = {"text": "Text of", "pdf": "PDF of", "search": "Search the Hub for", "page": "Open"}


class Outbox:
    """Tries what waits when the network is back, and now and then while nobody knows."""

    def __init__(
        self,
        store: Store,
        deliver: Mapping[Kind, Deliver],
        sync: Sync,
        *,
        tasks: Tasks,
        changed: Changed,
        toasts: Toasts,
    ) -> None:
        """`sync` knows whether the network is there."""
        self._store, self._deliver, self._sync, self._tasks = store, deliver, sync, tasks
        self._changed, self._toasts = changed, toasts
        self._woken = asyncio.Event()
        self._failures = 0
        self.count = 0
        """How much waits."""
        self.question: tuple[OutboxEntry, ...] = ()
        """Pages that the user is asked about, since they are many."""

    # -- what waits

    def queue(self, kind: Kind, arguments: Iterable[str], what: str) -> None:
        """Keep something for later, and say so. `what`: what will be done, `the text is fetched`."""
        added = [self._store.outbox.add(kind, argument) for argument in arguments]
        self._tasks.start("queueing", self._count_after, added)
        self._toasts.show(f"Offline: {what} when the network is back · {{outbox.open}} lists what waits")

    def entries(self) -> list[Waiting]:
        """Everything that waits, the oldest first. Raises StoreError."""
        return [Waiting(entry.number, self._what(entry), entry.since) for entry in self._store.outbox.entries()]

    def drop(self, numbers: Iterable[int]) -> None:
        """The user does not want these any more."""
        self._tasks.start("dropping", self._count_after, [self._store.outbox.drop(number) for number in numbers])

    def _what(self, entry: OutboxEntry) -> str:
        id = entry.argument.rpartition(" ")[2]
        paper = self._store.papers.get(id) if "://" not in entry.argument and entry.kind != "search" else None
        return f"{WORDS[entry.kind]} “{paper.title if paper else entry.argument}”"

    async def _count_after(self, writes: Iterable[Future[None]]) -> None:
        for write in writes:
            await asyncio.wrap_future(write)
        self._count_again()
        self._woken.set()

    def _count_again(self) -> None:
        with suppress(StoreError):
            self.count = self._store.outbox.count()
        self._changed(Change.STATUS)

    # -- doing it

    def network_is_back(self) -> None:
        """Try what waits now."""
        self._failures = 0
        self._woken.set()

    async def run(self, *, can_deliver: bool) -> None:
        """Until cancelled. `can_deliver`: whether the network may be asked at all."""
        self._count_again()
        while can_deliver:
            self._woken.clear()
            self._count_again()
            if self.count and not self.question:
                await self._try()
            pause = min(FIRST_RETRY_S * 2**self._failures, MAX_RETRY_S) if self.count and not self.question else None
            self._failures += 1
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._woken.wait()

    async def _try(self) -> None:
        """Do what can be done now."""
        entries = self._store.outbox.entries()
        pages = tuple(entry for entry in entries if entry.kind == "page")
        for entry in entries:
            if entry.kind != "page" and not await self._is_delivered(entry):
                return
        if pages and not self._sync.has_answered:
            self._sync.request_due()
        elif len(pages) > MAX_PAGES_UNASKED:
            self.question = pages
            self._changed(Change.OUTBOX)
        else:
            for page in pages:
                await self._is_delivered(page)

    async def _is_delivered(self, entry: OutboxEntry) -> bool:
        """Do it, unless another program does; False if the network is away."""
        if not await asyncio.wrap_future(self._store.outbox.claim(entry.number)):
            return True
        if entry.kind == "page":  # it cannot be opened half, and must not be opened twice
            await asyncio.wrap_future(self._store.outbox.finish(entry.number))
        try:
            delivery = await self._deliver[entry.kind](entry.argument)
        except BaseException:
            self._store.outbox.release(entry.number)
            raise
        done = delivery is Delivery.DONE
        await asyncio.wrap_future((self._store.outbox.finish if done else self._store.outbox.release)(entry.number))
        self._count_again()
        return done

    async def answer(self, opens: bool) -> None:
        """What the user says about many pages: open them, or drop them."""
        pages, self.question = self.question, ()
        if opens:
            for page in pages:
                await self._is_delivered(page)
        else:
            self.drop(page.number for page in pages)
        self._woken.set()

    def postpone(self) -> None:
        """The user does not say: the pages wait until the list of what waits is opened, or for the next start."""
        self._changed(Change.STATUS)
