"""What the user wanted while the network was away, done once it is back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from enum import Enum
from math import ceil
from time import monotonic
from typing import TYPE_CHECKING

from paperreader.reader.changes import Change, Changed
from paperreader.reader.connection import Connection
from paperreader.reader.delivery_lists import Waiting
from paperreader.reader.tasks import Retries, Tasks
from paperreader.reader.toasts import Toasts
from paperreader.store import Store, StoreError

if TYPE_CHECKING:
    from paperreader.address import Host
    from paperreader.store.outbox import Kind, OutboxEntry

log = logging.getLogger(__name__)

MAX_PAGES_UNASKED = 3
"""More pages are only opened after a question."""


class Delivery(Enum):
    """What came of an entry."""

    DONE = "it was done, or can never be"
    LATER = "whoever was asked for it has trouble"
    OFFLINE = "the network is away"


Deliver = Callable[[str], Awaitable[Delivery]]
"""Does what an entry asks for, given its argument, and says so to the user."""


class Answer(Enum):
    """What is to become of many pages."""

    OPEN = "open"
    COPY = "copy"
    DROP = "drop"
    LATER = "later"
    """They wait on, until the network comes back another time."""


QUICKEST_FIRST: Sequence[Kind] = ("paper", "search", "text", "pdf")
WORDS: Mapping[Kind, str] = {
    "text": "Text of",
    "pdf": "PDF of",
    "search": "Search the Hub for",
    "page": "Open",
    "paper": "Ask the Hub for",
}


class Outbox:
    """Tries what waits when the network is back, and now and then while nobody knows."""

    def __init__(
        self,
        store: Store,
        deliver: Mapping[Kind, Deliver],
        connection: Connection,
        *,
        look: Callable[[], None],
        host_of: Callable[[str], Host | None],
        copy: Callable[[Sequence[str]], Awaitable[None]],
        tasks: Tasks,
        changed: Changed,
        toasts: Toasts,
    ) -> None:
        """`look`: find out whether the network is there. `host_of`: whose page that is, given a format or an address.
        `copy`: copies the links of pages, given their arguments.
        """
        self._store, self._deliver, self._connection, self._tasks = store, deliver, connection, tasks
        self._look, self._host_of, self._copy = look, host_of, copy
        self._changed, self._toasts = changed, toasts
        self._woken = asyncio.Event()
        self._next_try: float | None = None
        self._retries = Retries()
        self._is_postponed = False
        """The user was asked about the pages and did not say."""
        self.count = 0
        """How much waits."""
        self.question: tuple[OutboxEntry, ...] = ()
        """Pages that the user is asked about, since they are many."""
        connection.when_back.append(self.try_now)
        connection.when_lost.append(self._network_is_lost)

    # -- what waits

    def queue(self, kind: Kind, arguments: Iterable[str], said: str) -> None:
        """Keep something for later. `said`: what the user is told once it is kept."""
        self._retries.forget()  # who wants something now does not want to wait for longer and longer
        added = [self._store.outbox.add(kind, argument) for argument in arguments]
        self._tasks.start("queueing", self._follow_writes, added, f"{said} · {{outbox.open}} lists what waits")

    def entries(self) -> list[Waiting]:
        """Everything that waits, the oldest first. Raises StoreError."""
        return [Waiting(entry.number, self._what(entry), entry.since) for entry in self._store.outbox.entries()]

    def drop(self, numbers: Iterable[int]) -> None:
        """The user does not want these any more."""
        self._tasks.start("dropping", self._follow_writes, [self._store.outbox.drop(number) for number in numbers])

    def settle(self, kind: Kind, argument: str) -> None:
        """It was done in another way, such as by the user: it waits no more."""
        with suppress(StoreError):
            self.drop(e.number for e in self._store.outbox.entries() if (e.kind, e.argument) == (kind, argument))

    def _what(self, entry: OutboxEntry) -> str:
        id = entry.argument.rpartition(" ")[2]
        paper = self._store.papers.get(id) if "://" not in entry.argument and entry.kind != "search" else None
        name = f"arXiv:{id}" if entry.kind == "paper" else entry.argument
        return f"{WORDS[entry.kind]} “{paper.title if paper else name}”"

    async def _follow_writes(self, writes: Iterable[Future[None]], said: str = "") -> None:
        try:
            for write in writes:
                await asyncio.wrap_future(write)
        except StoreError as error:
            said = str(error)
        self._count_again()
        if said:
            self._toasts.show(said)
        self._woken.set()

    def _count_again(self) -> None:
        before = self.count
        with suppress(StoreError):
            self.count = self._store.outbox.count()
        if self.count != before:
            self._changed(Change.STATUS)

    # -- doing it

    def try_now(self) -> None:
        """Try what waits now: the network is back, or the user wants to see."""
        self._retries.forget()
        self._woken.set()

    def _network_is_lost(self) -> None:
        self._is_postponed = False

    @property
    def next_try_s(self) -> int:
        """Seconds until it is tried again what could not be done; 0: it is being tried, or waits for something else."""
        return 0 if self._next_try is None else max(1, ceil(self._next_try - monotonic()))

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._woken.clear()
            self._count_again()
            pause = None
            if self._connection.network is not None and self.count and not await self._try_all():
                pause = self._retries.next_s()
            await self._sleep(pause)

    async def _sleep(self, pause: float | None) -> None:
        """For so many seconds, or until there is something to do."""
        self._next_try = monotonic() + pause if pause is not None and not self._woken.is_set() else None
        self._changed(Change.STATUS)
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await self._woken.wait()
        self._next_try = None

    async def _try_all(self) -> bool:
        """Do what can be done now; whether it need not be tried again soon."""
        try:
            return await self._try()
        except StoreError as error:
            log.warning("the outbox cannot be read or written: %s", error)
        except Exception:
            log.exception("emptying the outbox failed")
        return False

    async def _try(self) -> bool:
        entries = self._store.outbox.entries()
        is_empty = await self._try_pages([entry for entry in entries if entry.kind == "page"])
        tried: set[int] = set()
        kinds = list(QUICKEST_FIRST)
        while entry := self._next(tried, kinds):
            tried.add(entry.number)
            delivery = await self._delivered(entry)
            if delivery is Delivery.OFFLINE:
                kinds.remove(entry.kind)  # the others may be asked of a host that is there
                if self._connection.is_away():
                    return False
            is_empty = is_empty and delivery is Delivery.DONE
        return is_empty

    def _next(self, tried: Collection[int], kinds: Sequence[Kind]) -> OutboxEntry | None:
        """What is quickest of the rest; read again each time, since ten PDFs take minutes."""
        left = [entry for entry in self._store.outbox.entries() if entry.number not in tried]
        return next((entry for kind in kinds for entry in left if entry.kind == kind), None)

    async def _try_pages(self, pages: Sequence[OutboxEntry]) -> bool:
        """Open them once the network is known to be there, many only after a question; False: look again soon."""
        if not pages or self.question or self._is_postponed:
            return True
        hosts = {self._host_of(page.argument.partition(" ")[0]) for page in pages}
        if not all(map(self._connection.has_answered, hosts)):
            self._look()
            return False
        if len(pages) > MAX_PAGES_UNASKED:
            self.question = tuple(pages)
            self._changed(Change.OUTBOX)
            return True
        for page in pages:
            await self._delivered(page)
        return True

    async def _delivered(self, entry: OutboxEntry) -> Delivery:
        """Do it, unless another program does or the user has dropped it."""
        outbox = self._store.outbox
        if not await asyncio.wrap_future(outbox.claim(entry.number)):
            self._count_again()
            return Delivery.LATER
        if entry.kind == "page":  # it cannot be opened half, and must not be opened twice
            await asyncio.wrap_future(outbox.finish(entry.number))
        delivery = Delivery.LATER
        try:
            delivery = await self._deliver[entry.kind](entry.argument)
        except Exception:  # the others are done all the same
            log.exception("%s of the outbox failed", entry.kind)
        finally:
            end = outbox.finish if delivery is Delivery.DONE else outbox.release
            ended = end(entry.number)
        await asyncio.wrap_future(ended)
        self._count_again()
        return delivery

    # -- many pages

    async def answer(self, answer: Answer) -> None:
        """What the user says about many pages."""
        pages, self.question = self.question, ()
        if answer is Answer.LATER:
            self._is_postponed = True
        elif answer is Answer.OPEN:
            for page in pages:
                await self._delivered(page)
        else:
            if answer is Answer.COPY:
                await self._copy([page.argument for page in pages])
            self.drop(page.number for page in pages)
        self._woken.set()

    def ask_again(self) -> None:
        """Ask about the pages that wait, if the network is there."""
        self._is_postponed = False
        self._woken.set()

    @property
    def is_postponed(self) -> bool:
        """Pages wait for the user to say what is to become of them."""
        return self._is_postponed
