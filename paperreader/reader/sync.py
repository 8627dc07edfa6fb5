"""The background refresh: one request after the other while the reader is open, and what to say about it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from datetime import date, datetime, timedelta
from importlib import import_module
from math import ceil, inf
from time import monotonic
from typing import TYPE_CHECKING

from paperreader.humanize import short_day

if TYPE_CHECKING:
    from paperreader.environment import Network
    from paperreader.models import HubHit
    from paperreader.refresh import Event
    from paperreader.refresh.worker import HubWorker
    from paperreader.store import Store

log = logging.getLogger(__name__)

FIRST_RETRY = timedelta(minutes=1)
"""After a failure; each further one doubles it, up to the usual interval."""
BUSY = 3.0
"""Seconds to wait for another program that refreshes the same store."""
LONGEST_SLEEP = 30.0
"""Seconds until it looks at the clock again: a timer alone would sleep on after the lid was closed for a night."""
LULL = 0.1
"""Seconds that the screen has between two things to show, when days rush in."""


class Throttle:
    """Calls something at once, but not again before a while has passed."""

    def __init__(self, call: Callable[[], None], seconds: float) -> None:
        self._call, self._seconds = call, seconds
        self._lull: asyncio.TimerHandle | None = None
        self._again = False

    def __call__(self) -> None:
        if self._lull:
            self._again = True
            return
        self._lull = asyncio.get_running_loop().call_later(self._seconds, self._after)
        self._call()

    def at_once(self) -> None:
        """However short it is since."""
        if self._lull:
            self._lull.cancel()
        self._lull, self._again = None, False
        self()

    def _after(self) -> None:
        self._lull = None
        if self._again:
            self.at_once()


class Sync:
    """Asks the hub every so often and when a person wants something; `doing` and `trouble` say what is going on."""

    def __init__(
        self,
        store: Store,
        network: Network | None,
        *,
        every: float,
        now: Callable[[], datetime],
        told: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        """`network` None: the hub is never asked. `every`: minutes between two looks, 0: only when a person wants it.

        `told`: called when there is something to show. `say`: tells the person something once.
        """
        self._store = store
        self.network = network
        self._every = timedelta(minutes=every) if every else None
        self._now = now
        self._told, self._say = Throttle(told, LULL), say
        self._woken = asyncio.Event()
        self._asked_of: HubWorker | None = None
        self._searched_by: HubWorker | None = None
        """Another one: a search waits for no refresh."""
        self._wanted: tuple[date, ...] = ()
        self._round = True
        self._trending = False
        self._failures = 0
        self._doing = ""
        self._noticed: set[str] = set()
        self._pause_ends: datetime | None = None
        self._pause = 0.0
        self.failed: dict[date, str] = {}
        """Days that could not be had at the last try, and why."""
        self.trouble = ""
        """Why the last look failed; empty when it did not."""
        self.offline = network is None
        self.asking: date | None = None
        """The day that is being asked for."""

    @property
    def doing(self) -> str:
        """What is going on, in a person's words; empty when nothing is."""
        return f"waiting {self.waiting} s for the hub" if self.waiting else self._doing

    @property
    def waiting(self) -> int:
        """Seconds that the hub still wants to be left alone."""
        left = (self._pause_ends - self._now()).total_seconds() if self._pause_ends else 0
        return max(0, ceil(min(left, self._pause)))  # the clock may have been set back meanwhile

    def want(self, *days: date) -> None:
        """Ask for these days next; what was wanted before and is not begun is dropped."""
        self._wanted = tuple(day for day in days if day != self.asking)
        if not self._wanted:
            return
        if self._failures:
            self.want_round()
        self._woken.set()

    def want_trending(self) -> None:
        """Ask what is trending."""
        self._trending = True
        self._woken.set()

    def want_round(self) -> None:
        """Ask for every day that is due."""
        self._round, self._failures = True, 0
        self._woken.set()

    async def work(self) -> None:
        """Until cancelled. What starts the process that asks the hub is imported only now, off this thread."""
        if self.network is None:
            return
        await asyncio.to_thread(import_module, "paperreader.refresh.worker")
        self._asked_of = self._beside(self.network)
        try:
            while True:
                try:
                    await self._next(self._asked_of)
                except Exception:
                    log.exception("the background refresh failed")
                    self.trouble = "The refresh failed by a mistake of its own; the log says more."
                    self._failures += 1
                    self._told()
        finally:
            self._asked_of.end()
            if self._searched_by:
                self._searched_by.end()

    async def find(self, text: str) -> list[HubHit]:
        """What the hub finds for the text, in its order. Raises HubError."""
        from paperreader.refresh import Failed, Matches, Offline

        assert self.network is not None
        self._searched_by = self._searched_by or self._beside(self.network)
        said = ""
        async with aclosing(self._searched_by.search(text)) as events:
            async for event in events:
                match event:
                    case Matches(found):
                        return found
                    case Offline(message) | Failed(_, message):
                        said = message
        from paperreader.hub.errors import HubError

        raise HubError(said)

    def _beside(self, network: Network) -> HubWorker:
        from paperreader.refresh.worker import HubWorker

        return HubWorker(self._store, network, now=self._now)

    async def _next(self, beside: HubWorker) -> None:
        """What a person chose comes before what is due; with neither, sleep."""
        if days := self._wanted:
            self._wanted = ()
            await self._ask(beside.run(days), days)
        elif self._trending:
            self._trending, self._doing = False, "asking what is trending …"
            await self._ask(beside.trending(), ())
        elif self._round:
            self._round = False
            await self._ask(beside.run(), None)
        else:
            await self._sleep()

    async def _sleep(self) -> None:
        pause = self._every
        if self._failures:
            retry = FIRST_RETRY * 2 ** min(self._failures - 1, 10)
            pause = min(retry, pause) if pause else None
        until = self._now() + pause if pause else None
        if self._pause_ends and self.waiting:
            until = min(until, self._pause_ends) if until else self._pause_ends
        # by whichever clock it ends first: one is set back now and then, the other stops while the lid is closed
        longest, begun = (until - self._now()).total_seconds() if until else inf, monotonic()
        while (left := min((until - self._now()).total_seconds() if until else inf, longest - monotonic() + begun)) > 0:
            if await self._is_woken(min(left, LONGEST_SLEEP)):
                return
        self._round = True

    async def _is_woken(self, seconds: float) -> bool:
        """Wait so long for a person to want something."""
        self._woken.clear()
        try:
            async with asyncio.timeout(seconds):
                return await self._woken.wait()
        except TimeoutError:
            return False

    async def _ask(self, events: AsyncGenerator[Event, None], days: Sequence[date] | None) -> None:
        """For these days, None for all that are due; whoever wants something else meanwhile comes next.

        Without a day it is what is trending.
        """
        from paperreader.refresh import Busy, Done, Got, Trending

        self._doing = self._doing or "asking the hub …"
        self._told()
        waits = True  # a person, perhaps, for the first of them
        try:
            async for event in events:
                self._take(event)
                if waits and isinstance(event, Got):
                    waits = False
                    self._told.at_once()
                else:
                    self._told()
                if isinstance(event, Busy):
                    # what was wanted is wanted still
                    self._wanted, self._round = self._wanted or tuple(days or ()), self._round or days is None
                    await self._is_woken(BUSY)
                if self._wanted and self.asking is None and not isinstance(event, Done | Trending):
                    self._round, self._trending = self._round or days is None, self._trending or days == ()
                    return
        finally:
            await events.aclose()
            self._doing, self.asking = "", None
            self._told.at_once()

    def _take(self, event: Event) -> None:
        """One event of the refresh, as a person should hear of it."""
        from paperreader import refresh

        match event:
            case refresh.Asking(day):
                self.asking = day
                self._doing = f"asking for {short_day(day)} …" if day else "asking the hub …"
            case refresh.Waiting(seconds):
                self._pause_ends, self._pause = self._now() + timedelta(seconds=seconds), seconds
            case refresh.Got(saved):
                self.failed.pop(saved.day, None)
                self.asking, self.offline, self.trouble, self._pause_ends = None, False, "", None
            case refresh.Trending():
                self.offline, self.trouble, self._pause_ends = False, "", None
            case refresh.Notice(message) if message not in self._noticed:
                self._noticed.add(message)
                self._say(message)
            case refresh.Busy():
                self._doing = "another paperreader is fetching"
            case refresh.Failed(day, message):
                self.asking, self.trouble = None, f"{short_day(day)}: {message}" if day else message
                if day:
                    self.failed[day] = message
            case refresh.Offline(message, hub):
                self.offline, self.trouble = not hub, message
                self._failures += 1
            case refresh.Done():
                self.offline, self._failures = False, 0
