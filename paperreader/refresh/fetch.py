"""Fetches days from the Hub into the store."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from paperreader.hub.client import DayAnswer, Hub
from paperreader.hub.errors import Gone, HubError, RateLimited, Unreachable, WrongAnswer
from paperreader.models import SaveResult
from paperreader.refresh.due import archive_days, due_days
from paperreader.refresh.events import (
    ArchiveSize,
    Busy,
    Done,
    Event,
    Failed,
    Fetched,
    Fetching,
    NewestDay,
    Notice,
    Offline,
    TrendingFetched,
    log_line,
)
from paperreader.refresh.lock import refresh_lock
from paperreader.refresh.pause import pause_events, pause_left, remember_pause
from paperreader.refresh.waiting import Pauses, stored
from paperreader.store import Store, StoreError
from paperreader.views import FIRST_DAY

MAX_FAILURES_IN_A_ROW: Final = 3
HUB_DAY_ENDS: Final = timedelta(hours=2, minutes=30)
"""How long after midnight UTC the Hub's day is over."""
log = logging.getLogger(__name__)


class Refresh:
    """Brings a store up to date; a lock file next to it keeps other programs from doing so at the same time."""

    def __init__(
        self,
        store: Store,
        hub: Hub,
        *,
        now: Callable[[], datetime],
        lock: Path | None = None,
    ) -> None:
        self._store = store
        self._hub = hub
        self._now = now
        self._lock = lock or store.path.with_name(f"{store.path.name}.lock")
        self._pauses = Pauses(hub)

    async def run(
        self,
        days: Sequence[date] | None = None,
        *,
        force: bool = False,
        archive: tuple[date, date] | None = None,
    ) -> AsyncGenerator[Event, None]:
        """Fetch the days that are due, newest first, or just the given `days`.

        `force`: also fetch days that are still fresh. `archive`: fetch all that is missing from its first to its last
        day, waiting as long as the Hub asks; only one such run at a time, but it does not keep other refreshes from
        running. Ends at the first connection problem, and may be closed at any time: what arrived is stored.
        """
        if self._store.read_only:
            yield Failed(None, self._store.read_only)
            return
        day: date | None = None
        try:
            lock = self._lock.with_name(f"{self._lock.name}-archive") if archive else self._lock
            async with refresh_lock(lock) as locked, aclosing(self._work(days, force, archive)) as events:
                if not locked:
                    yield Busy()
                    return
                async for event in events:
                    if isinstance(event, Fetching):
                        day = event.day
                    if line := log_line(event):
                        log.info(line)
                    yield event
        except OSError as error:
            yield Failed(None, f"Nothing new can be stored: {error.strerror} ({self._lock}).")
        except StoreError as error:
            yield Failed(day, str(error))

    async def trending(self) -> AsyncGenerator[Event, None]:
        """Fetch the Trending list; needs no lock."""
        if left := pause_left(self._store, self._now()):
            for event in pause_events(left, self._now()):
                yield event
            return
        request = asyncio.ensure_future(self._hub.trending())
        async with aclosing(self._events_until(request)) as events:
            async for event in events:
                yield event
        try:
            papers = request.result()
            await stored(self._store.ingest.save_trending(papers))
        except HubError as error:
            await remember_pause(self._store, error)
            yield Offline(str(error), network_up=not isinstance(error, Unreachable))
        except StoreError as error:
            yield Failed(None, str(error))
        else:
            yield TrendingFetched(len(papers))

    async def _work(
        self, days: Sequence[date] | None, force: bool, archive: tuple[date, date] | None
    ) -> AsyncGenerator[Event, None]:
        background = archive is not None
        left = pause_left(self._store, self._now())
        if left and background:
            async with aclosing(self._events_until(asyncio.ensure_future(self._hub.wait(left)))) as events:
                async for event in events:
                    yield event
        elif left:
            for event in pause_events(left, self._now()):
                yield event
            return
        newest = self._store.settings.get_date("newest")
        if days is None or newest is None or max(days, default=newest) > newest:
            yield Fetching(None)
            newest_request = asyncio.ensure_future(self._hub.newest_day(background=background, look_back=days is None))
            async with aclosing(self._events_until(newest_request)) as events:
                async for event in events:
                    yield event
            try:
                newest = newest_request.result()
            except HubError as error:
                if days is None or isinstance(error, (Unreachable, RateLimited)):
                    await remember_pause(self._store, error)
                    yield Offline(str(error), network_up=not isinstance(error, Unreachable))
                    return
                newest = (self._now() - HUB_DAY_ENDS).date()
            else:
                await stored(self._store.settings.set("newest", newest.isoformat()))
                if days is None and not self._store.settings.get("since"):
                    await stored(self._store.settings.set("since", newest.isoformat()))
                yield NewestDay(newest)
        if archive:
            days = archive_days(self._store.papers.days(), newest, *archive)
            yield ArchiveSize(len(days))
        requested: set[date] = set()
        fetched = new = failures = 0
        while day := self._next(days, requested, newest, force):
            requested.add(day)
            if problem := _out_of_range(day, newest):
                yield Failed(day, problem)
                continue
            yield Fetching(day)
            request = asyncio.ensure_future(self._hub.day(day, self._store.papers.etag(day), background=background))
            async with aclosing(self._events_until(request)) as events:
                async for event in events:
                    yield event
            try:
                answer = request.result()
            except (Unreachable, RateLimited) as error:
                await remember_pause(self._store, error)
                yield Offline(str(error), network_up=not isinstance(error, Unreachable))
                return
            except HubError as error:
                failures += 1
                if isinstance(error, Gone):
                    await stored(self._store.ingest.mark_gone(day))
                yield Failed(day, str(error))
                if failures == MAX_FAILURES_IN_A_ROW or (isinstance(error, WrongAnswer) and not fetched):
                    yield Offline(str(error), network_up=not isinstance(error, Unreachable))
                    return
                continue
            saved = await self._save(day, answer, complete=day < newest)
            failures = 0
            fetched += 1
            new += saved.new
            yield Fetched(saved, answer.skipped, answer.stopped, answer.lacking)
        yield Done(fetched, new)

    def _next(self, days: Sequence[date] | None, requested: set[date], newest: date, force: bool) -> date | None:
        """The first day not requested yet; worked out anew each time, since an empty day makes another one due."""
        if days is None:
            now = self._now() + timedelta(days=365) if force else self._now()
            days = due_days(self._store.papers.days(), newest, self._store.settings.get_date("since"), now)
        return next((day for day in days if day not in requested), None)

    async def _save(self, day: date, answer: DayAnswer, *, complete: bool) -> SaveResult:
        if not answer.not_modified:
            partial = bool(answer.lacking)
            save = self._store.ingest.save_day(day, answer.papers, complete=complete, etag=answer.etag, partial=partial)
            return await stored(save)
        await stored(self._store.ingest.touch_day(day, complete=complete))
        papers = next((known.papers for known in self._store.papers.days() if known.date == day), None)
        return SaveResult(day, papers or 0, 0)

    async def _events_until(self, request: asyncio.Future[Any]) -> AsyncGenerator[Event, None]:
        """Pauses and notices until the request is done; cancels it if closed early."""
        async with aclosing(self._pauses.until(request)) as pauses:
            async for pause in pauses:
                yield pause
        while self._hub.notices:
            yield Notice(self._hub.notices.pop(0))


def _out_of_range(day: date, newest: date) -> str | None:
    if day > newest:
        return f"Nothing on the Hub yet; its newest day is {newest}."
    if day < FIRST_DAY:
        return f"The daily papers begin on {FIRST_DAY}."
    return None
