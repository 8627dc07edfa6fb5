"""Asks the hub for days, and keeps what it answers in the store."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import Future
from contextlib import aclosing
from datetime import date, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any, Final, TypeVar

from paperreader.hub.client import Answer, Hub
from paperreader.hub.errors import Gone, HubError, NotTheHub, RateLimited, Unreachable
from paperreader.humanize import duration
from paperreader.models import FIRST_DAY, SaveResult
from paperreader.refresh.due import archive_days, due_days
from paperreader.refresh.events import (
    Asking,
    Busy,
    Done,
    Event,
    Failed,
    Got,
    Lacking,
    Newest,
    Notice,
    Offline,
    Trending,
    Waiting,
    for_the_log,
)
from paperreader.refresh.lock import alone
from paperreader.store import Store, StoreError

MOST_FAILURES: Final = 3
LONGEST_PAUSE: Final = timedelta(hours=1)

T = TypeVar("T")

log = logging.getLogger(__name__)


class Refresh:
    """Brings a store up to date; a lock beside it sees that only one program does so at a time."""

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
        self._pauses: list[float] = []
        self._on_wait = hub.on_wait
        hub.on_wait = self._heard

    async def run(
        self,
        days: Sequence[date] | None = None,
        *,
        force: bool = False,
        archive: tuple[date, date] | None = None,
    ) -> AsyncGenerator[Event, None]:
        """Asks for what is due, newest first (`force`: also for what is fresh), or for just the `days` given.

        `archive`: for all that is lacking from its first day to its last, as patiently as the hub wants. It ends at
        the first time-out, and may be cancelled or closed at any moment; what came is stored. Beside another of its
        kind it does nothing, but it is in no other refresh's way.
        """
        if self._store.read_only:
            yield Failed(None, self._store.read_only)
            return
        day: date | None = None
        try:
            lock = self._lock.with_name(f"{self._lock.name}-archive") if archive else self._lock
            async with alone(lock) as only_one, aclosing(self._work(days, force, archive)) as events:
                if not only_one:
                    yield Busy()
                    return
                async for event in events:
                    if isinstance(event, Asking):
                        day = event.day
                    if line := for_the_log(event):
                        log.info(line)  # told above, as it came
                    yield event
        except OSError as error:
            yield Failed(None, f"Nothing new can be kept: {error.strerror} ({self._lock}).")
        except StoreError as error:
            yield Failed(day, str(error))

    async def trending(self) -> AsyncGenerator[Event, None]:
        """Asks what is trending, and keeps it; in no other refresh's way."""
        if left := self._pause_left():
            for told in _paused(left):
                yield told
            return
        asking = asyncio.ensure_future(self._hub.trending())
        async with aclosing(self._meanwhile(asking)) as events:
            async for event in events:
                yield event
        try:
            papers = asking.result()
            await _written(self._store.save_trending(papers))
        except HubError as error:
            await self._remember_pause(error)
            yield Offline(str(error), hub=not isinstance(error, Unreachable))
        except StoreError as error:
            yield Failed(None, str(error))
        else:
            yield Trending(len(papers))

    async def _work(
        self, days: Sequence[date] | None, force: bool, archive: tuple[date, date] | None
    ) -> AsyncGenerator[Event, None]:
        patient = archive is not None
        left = self._pause_left()
        if left and patient:
            async with aclosing(self._meanwhile(asyncio.ensure_future(self._hub.rest(left)))) as events:
                async for event in events:
                    yield event
        elif left:
            for told in _paused(left):
                yield told
            return
        newest = self._store.day_of("newest")
        if days is None or newest is None or max(days, default=newest) > newest:
            yield Asking(None)
            asking = asyncio.ensure_future(self._hub.newest_day(patient=patient))
            async with aclosing(self._meanwhile(asking)) as events:
                async for event in events:
                    yield event
            try:
                newest = asking.result()
            except HubError as error:
                await self._remember_pause(error)
                yield Offline(str(error), hub=not isinstance(error, Unreachable))
                return
            await _written(self._store.set_setting("newest", newest.isoformat()))
            if days is None and not self._store.setting("since"):
                await _written(self._store.set_setting("since", newest.isoformat()))
            yield Newest(newest)
        if archive:
            days = archive_days(self._store.days(), newest, *archive)
            yield Lacking(len(days))
        asked: set[date] = set()
        got = new = failures = 0
        while day := self._next(days, asked, newest, force):
            asked.add(day)
            if problem := _impossible(day, newest):
                yield Failed(day, problem)
                continue
            yield Asking(day)
            answering = asyncio.ensure_future(self._hub.day(day, self._store.etag(day), patient=patient))
            async with aclosing(self._meanwhile(answering)) as events:
                async for event in events:
                    yield event
            try:
                answer = answering.result()
            except (Unreachable, RateLimited) as error:
                await self._remember_pause(error)
                yield Offline(str(error), hub=not isinstance(error, Unreachable))
                return
            except HubError as error:
                failures += 1
                if isinstance(error, Gone):
                    await _written(self._store.mark_gone(day))
                yield Failed(day, str(error))
                if failures == MOST_FAILURES or (isinstance(error, NotTheHub) and not got):
                    yield Offline(str(error), hub=not isinstance(error, Unreachable))
                    return
                continue
            saved = await self._save(day, answer, complete=day < newest)
            failures = 0
            got += 1
            new += saved.new
            yield Got(saved, answer.skipped)
        yield Done(got, new)

    def _next(self, days: Sequence[date] | None, asked: set[date], newest: date, force: bool) -> date | None:
        """The first day that is still to be asked for; an empty one makes room for another."""
        if days is None:
            now = self._now() + timedelta(days=365) if force else self._now()
            days = due_days(self._store.days(), newest, self._store.day_of("since"), now)
        return next((day for day in days if day not in asked), None)

    async def _save(self, day: date, answer: Answer, *, complete: bool) -> SaveResult:
        if not answer.not_modified:
            return await _written(self._store.save_day(day, answer.papers, complete=complete, etag=answer.etag))
        await _written(self._store.touch_day(day, complete=complete))
        papers = next((known.papers for known in self._store.days() if known.date == day), None)
        return SaveResult(day, papers or 0, 0)

    async def _meanwhile(self, asking: asyncio.Future[Any]) -> AsyncGenerator[Event, None]:
        """What there is to tell until the hub has answered; left early, the question is taken back."""
        pause, begun, told = 0.0, 0.0, 0.0
        try:
            while not asking.done():
                await asyncio.wait({asking}, timeout=0.2)
                while self._pauses:
                    pause, begun = self._pauses.pop(0), monotonic()
                    told = begun
                    yield Waiting(pause)
                left = pause + begun - monotonic()
                if left > 0 and monotonic() - told >= 1:
                    told = monotonic()
                    yield Waiting(left)
            if self._hub.notice:
                yield Notice(self._hub.notice)
                self._hub.notice = None
        finally:
            if asking.cancel():
                await asyncio.wait({asking})

    def _heard(self, seconds: float) -> None:
        self._pauses.append(seconds)
        if self._on_wait:
            self._on_wait(seconds)

    async def _remember_pause(self, error: HubError) -> None:
        if isinstance(error, RateLimited):
            await _written(self._store.set_setting("wait_until", error.until.isoformat()))

    def _pause_left(self) -> float:
        """Seconds left of a pause that the hub asked for; a wrong clock does not prolong it."""
        until = self._store.time_of("wait_until")
        left = until - self._now() if until else timedelta()
        return left.total_seconds() if timedelta() < left <= LONGEST_PAUSE else 0


async def _written(future: Future[T]) -> T:
    """Shielded: what came is written even if nobody waits for it any longer."""
    return await asyncio.shield(asyncio.wrap_future(future))


def _paused(left: float) -> Sequence[Event]:
    """What is told where the hub is not asked, since it wants to be left alone for so many seconds."""
    why = f"The hub asked for a pause; {duration(left)} of it are left."
    return Waiting(left), Offline(why, hub=True)


def _impossible(day: date, newest: date) -> str | None:
    if day > newest:
        return f"The hub has nothing for {day} yet; its newest day is {newest}."
    if day < FIRST_DAY:
        return f"The daily papers begin on {FIRST_DAY}."
    return None
