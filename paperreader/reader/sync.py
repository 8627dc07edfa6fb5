"""The background refresh: one request after the other while the reader is open, and what to say about it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from importlib import import_module
from math import ceil, inf
from time import monotonic
from typing import TYPE_CHECKING

from paperreader.humanize import short_day
from paperreader.reader.catalog import Catalog
from paperreader.reader.changes import Change, Changed
from paperreader.reader.connection import Connection
from paperreader.reader.messages import pause_text
from paperreader.reader.throttle import Throttle
from paperreader.reader.toasts import Toasts
from paperreader.views import Collection, View

if TYPE_CHECKING:
    from paperreader.refresh import Event
    from paperreader.refresh.worker import HubWorker
    from paperreader.store import Store

log = logging.getLogger(__name__)

TRENDING_MAX_AGE = timedelta(minutes=15)
"""What is trending is fetched again when it is shown after that."""
FIRST_RETRY = timedelta(minutes=1)
"""Wait after a failure; each further failure doubles it, up to the usual interval."""
BUSY_RETRY_S = 3.0
"""Wait for another program that refreshes the same store."""
MAX_SLEEP_S = 30.0
"""Look at the clock that often: a timer alone would sleep on after the lid was closed for a night."""
FETCH_DELAY_S = 0.3
"""How long the cursor must rest on a day before the Hub is asked for it."""
REDRAW_INTERVAL_S = 0.1
"""Minimum time between two redraws while days arrive."""


class Sync:
    """Asks the Hub at intervals, and for what the user wants; `activity` and `trouble` say how it goes."""

    def __init__(
        self,
        store: Store,
        connection: Connection,
        *,
        every_min: float,
        now: Callable[[], datetime],
        changed: Changed,
        toasts: Toasts,
    ) -> None:
        """`every_min`: minutes between two looks, 0: only on request."""
        self._store, self._connection = store, connection
        self._interval = timedelta(minutes=every_min) if every_min else None
        self._now = now
        self._news = Throttle(partial(changed, Change.SYNC), REDRAW_INTERVAL_S)
        self._toasts = toasts
        self._woken = asyncio.Event()
        self._worker: HubWorker | None = None
        self._requested: tuple[date, ...] = ()
        self._due_requested = True
        self._trending_requested = False
        self._failures = 0
        self._activity = ""
        self._notices: set[str] = set()
        self._pause_ends: datetime | None = None
        self._pause_s = 0.0
        self.failed: dict[date, str] = {}
        """Days that could not be fetched at the last try, and why."""
        self.trouble = ""
        """Why the last request failed; empty if it did not."""
        self.fetching: date | None = None
        """The day that is being fetched."""
        connection.when_back.append(self._network_is_back)
        connection.when_lost.append(self._network_is_lost)

    @property
    def offline(self) -> bool:
        """The Hub cannot be reached, whoever has asked it."""
        return self._connection.is_away("hub")

    @property
    def has_answered(self) -> bool:
        """The Hub is known to be there."""
        return self._connection.has_answered("hub")

    @property
    def activity(self) -> str:
        """What is going on, in the user's words; empty when nothing is."""
        return f"waiting {self.waiting} s for the Hub" if self.waiting else self._activity

    @property
    def waiting(self) -> int:
        """Seconds until the Hub may be asked again."""
        left = (self._pause_ends - self._now()).total_seconds() if self._pause_ends else 0
        return max(0, ceil(min(left, self._pause_s)))  # the clock may have been set back meanwhile

    @property
    def is_idle(self) -> bool:
        """Nothing is going on, and nothing is requested."""
        return not (self._due_requested or self._requested or self._trending_requested or self.activity)

    def request(self, *days: date) -> None:
        """Fetch these days next; what was requested before and has not begun is dropped."""
        self._requested = tuple(day for day in days if day != self.fetching)
        if not self._requested:
            return
        if self._failures:
            self.request_due()
        self._woken.set()

    def request_trending(self) -> None:
        """Fetch what is trending."""
        self._trending_requested = True
        self._woken.set()

    def request_missing(self, view: View, catalog: Catalog) -> None:
        """Fetch what was never fetched of the view; what is trending also when that is a while ago."""
        fetched = catalog.trending_fetched
        if view is Collection.TRENDING and (fetched is None or self._now() - fetched > TRENDING_MAX_AGE):
            self.request_trending()
        elif missing := catalog.missing(view):
            self.request(*missing)

    def request_due(self) -> None:
        """Fetch every day that may have changed."""
        self._due_requested, self._failures = True, 0
        self._woken.set()

    def _network_is_back(self) -> None:
        """Somebody was answered: look again at once if it was in vain before."""
        if self._failures and self.is_idle:
            self.request_due()

    def _network_is_lost(self) -> None:
        """Somebody was not answered: look whether the Hub is away as well, and if it is, when it is back."""
        if self._interval and self.is_idle and not self.has_answered:
            self._failures = self._failures or 1
            self._due_requested = not self._connection.is_known("hub")
            self._woken.set()

    async def run(self) -> None:
        """Work until cancelled. What starts the worker process is imported only now, off this thread."""
        if self._connection.network is None:
            return
        await asyncio.to_thread(import_module, "paperreader.refresh.worker")
        self._worker = self._connection.worker(self._store, now=self._now)
        try:
            while True:
                try:
                    await self._next(self._worker)
                except Exception:
                    log.exception("the background refresh failed")
                    self.trouble = "Internal error while refreshing; see the log."
                    self._failures += 1
                    self._news()
        finally:
            self._worker.end()

    async def _next(self, worker: HubWorker) -> None:
        """What the user requested comes before what is due; with neither, sleep."""
        if days := self._requested:
            self._requested = ()
            await self._fetch(worker.run(days), days)
        elif self._trending_requested:
            self._trending_requested, self._activity = False, "fetching Trending …"
            await self._fetch(worker.trending(), ())
        elif self._due_requested:
            self._due_requested = False
            await self._fetch(worker.run(), None)
        else:
            await self._sleep()

    async def _sleep(self) -> None:
        pause = self._interval
        if self._failures:
            retry = FIRST_RETRY * 2 ** min(self._failures - 1, 10)
            pause = min(retry, pause) if pause else None
        until = self._now() + pause if pause else None
        if self._pause_ends and self.waiting:
            until = min(until, self._pause_ends) if until else self._pause_ends
        # by whichever clock it ends first: one is set back now and then, the other stops while the lid is closed
        longest, begun = (until - self._now()).total_seconds() if until else inf, monotonic()
        while (left := min((until - self._now()).total_seconds() if until else inf, longest - monotonic() + begun)) > 0:
            if await self._is_woken(min(left, MAX_SLEEP_S)):
                return
        self._due_requested = True

    async def _is_woken(self, seconds: float) -> bool:
        """Wait that long for a request."""
        self._woken.clear()
        try:
            async with asyncio.timeout(seconds):
                return await self._woken.wait()
        except TimeoutError:
            return False

    async def _fetch(self, events: AsyncGenerator[Event, None], days: Sequence[date] | None) -> None:
        """Fetch these days, None for all that are due, () for what is trending. A new request interrupts it."""
        from paperreader.refresh import Busy, Done, Fetched, TrendingFetched

        self._activity = self._activity or "refreshing …"
        self._news()
        first = True  # the user may be waiting for it
        try:
            async for event in events:
                self._follow(event)
                if first and isinstance(event, Fetched):
                    first = False
                    self._news.now()
                else:
                    self._news()
                if isinstance(event, Busy):
                    # what was requested still is
                    self._requested = self._requested or tuple(days or ())
                    self._due_requested = self._due_requested or days is None
                    await self._is_woken(BUSY_RETRY_S)
                if self._requested and self.fetching is None and not isinstance(event, Done | TrendingFetched):
                    self._due_requested = self._due_requested or days is None
                    self._trending_requested = self._trending_requested or days == ()
                    return
        finally:
            await events.aclose()
            self._activity, self.fetching = "", None
            self._news.now()

    def _follow(self, event: Event) -> None:
        """Keep what the user should know of an event."""
        from paperreader import refresh

        match event:
            case refresh.Fetching(day):
                self.fetching = day
                self._activity = f"fetching {short_day(day)} …" if day else "refreshing …"
            case refresh.Waiting(seconds, trouble) if trouble:
                self._activity = pause_text(event, "The Hub")
            case refresh.Waiting(seconds):
                self._pause_ends, self._pause_s = self._now() + timedelta(seconds=seconds), seconds
            case refresh.Fetched(saved):
                self.failed.pop(saved.day, None)
                self.fetching, self.trouble, self._pause_ends = None, "", None
                if event.problem:
                    self._notify(f"{short_day(saved.day)}: {event.problem}")
            case refresh.TrendingFetched():
                self.trouble, self._pause_ends = "", None
            case refresh.Notice(message):
                self._notify(message)
            case refresh.Busy():
                self._activity = "another paperreader is fetching"
            case refresh.Failed(day, message):
                self.fetching, self.trouble = None, f"{short_day(day)}: {message}" if day else message
                if day:
                    self.failed[day] = message
            case refresh.Offline(message):
                self.trouble = message
                self._failures += 1
            case refresh.Done():
                self._failures = 0

    def _notify(self, message: str) -> None:
        """Show a message, once."""
        if message not in self._notices:
            self._notices.add(message)
            self._toasts.show(message, stays=True)
