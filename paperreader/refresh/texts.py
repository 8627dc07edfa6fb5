"""Fetches the texts of papers into the store: arXiv's HTML, or else the Hub's Markdown, as blocks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from concurrent.futures import Future
from contextlib import aclosing
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from paperreader.address import CRAWL_DELAY_S, Host
from paperreader.fulltext.blocks import Source
from paperreader.fulltext.convert import CONVERTER_VERSION
from paperreader.fulltext.encode import encode
from paperreader.fulltext.errors import NoText as NoTextThere
from paperreader.hub.arxiv import Arxiv
from paperreader.hub.client import Hub
from paperreader.hub.errors import HubError, Unreachable
from paperreader.refresh.conversion import HOSTS, converted
from paperreader.refresh.events import (
    Busy,
    Event,
    Failed,
    FetchingText,
    NoText,
    Offline,
    TextFailed,
    TextFetched,
    TextNotStored,
    TextsProgress,
    log_line,
)
from paperreader.refresh.lock import refresh_lock
from paperreader.refresh.pause import pause_left, rate_limited, remember_pause
from paperreader.refresh.waiting import Pauses, stored
from paperreader.store import Store, StoreError

MAX_FAILURES_IN_A_ROW: Final = 3
ASKED_AT: Final = "arxiv_asked_at"
"""Setting of the store: all processes together ask arXiv no more often than it wants."""

log = logging.getLogger(__name__)


class Texts:
    """Fetches texts one at a time, several at the pace that arXiv asks for.

    A generator may be closed at any time: what arrived is stored.
    """

    def __init__(
        self,
        store: Store,
        arxiv: Arxiv,
        hub: Hub,
        *,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        lock: Path | None = None,
    ) -> None:
        self._store, self._arxiv, self._hub = store, arxiv, hub
        self._texts = store.texts
        self._now, self._sleep = now, sleep
        self._lock = lock or store.path.with_name(f"{store.path.name}.lock-texts")
        self._sources: Sequence[tuple[Host, Callable[..., Awaitable[TextFetched | TextNotStored]], Pauses]] = (
            ("arxiv", self._from_arxiv, Pauses(arxiv)),
            ("hub", self._from_hub, Pauses(hub)),
        )

    async def one(self, paper: str) -> AsyncGenerator[Event, None]:
        """Fetch the text of a paper at once; if it is stored, only what has changed since. What cannot be stored comes
        with the last event.
        """
        async with aclosing(self._guarded(self._fetch(paper, background=False))) as events:
            async for event in events:
                yield event

    async def several(self, papers: Sequence[str]) -> AsyncGenerator[Event, None]:
        """Fetch the texts that are not stored, in this order; one process at a time.

        Ends when the network is away, or when three in a row could not be fetched.
        """
        async with aclosing(self._guarded(self._several(papers))) as events:
            async for event in events:
                yield event

    async def _guarded(self, events: AsyncGenerator[Event, None]) -> AsyncGenerator[Event, None]:
        """The events, logged, with an event for what is wrong with the store."""
        try:
            async with aclosing(events):
                async for event in events:
                    if line := log_line(event):
                        log.info(line)
                    yield event
        except OSError as error:
            yield Failed(None, f"Nothing new can be stored: {error.strerror} ({self._lock}).")
        except StoreError as error:
            yield Failed(None, str(error))

    async def _several(self, papers: Sequence[str]) -> AsyncGenerator[Event, None]:
        if self._store.read_only:
            yield Failed(None, self._store.read_only)
            return
        wanted = list(dict.fromkeys(papers))
        done = failed = failures_in_a_row = 0
        async with refresh_lock(self._lock) as locked:
            if not locked:
                yield Busy()
                return
            for paper in wanted:
                while not self._is_settled(paper) and (left := self._crawl_delay()) > 0:
                    yield TextsProgress(done, len(wanted), failed, left)
                    await self._sleep(min(left, 1))
                if self._is_settled(paper):  # by an earlier run, or because the user opened it meanwhile
                    done += 1
                    continue
                yield TextsProgress(done, len(wanted), failed)
                event: Event | None = None
                async with aclosing(self._fetch(paper, background=True)) as events:
                    async for event in events:
                        yield event
                if isinstance(event, Offline):
                    return
                done += 1
                failed += not isinstance(event, TextFetched)
                failures_in_a_row = failures_in_a_row + 1 if isinstance(event, TextFailed) else 0
                if isinstance(event, TextFailed) and failures_in_a_row == MAX_FAILURES_IN_A_ROW:
                    yield Offline(event.message, network_up=True)
                    return
            yield TextsProgress(done, len(wanted), failed)

    async def _fetch(self, paper: str, *, background: bool) -> AsyncGenerator[Event, None]:
        """Ask one source after the other; the last event is TextFetched, TextNotStored, NoText, TextFailed
        or Offline."""
        reasons: list[str] = []
        problems: dict[Host, HubError] = {}
        for host, fetch, pauses in self._sources:
            yield FetchingText(paper, HOSTS[host])
            request = asyncio.ensure_future(fetch(paper, background))
            async with aclosing(pauses.until(request)) as waits:
                async for wait in waits:
                    yield wait
            try:
                yield request.result()
                return
            except NoTextThere as why:
                reasons.append(str(why))
            except HubError as error:
                await remember_pause(self._store, error, host)
                problems[host] = error
            known = self._texts.get(paper)
            if (problems and background) or (known and known.source == "arxiv"):
                break  # the Hub's would be worse than that one, or than what arXiv has another time
        first = next(iter(problems.values()), None)
        is_away = all(isinstance(problem, Unreachable) for problem in problems.values())
        if is_away and ("arxiv" in problems or not reasons):
            yield Offline(str(first))
        elif first or known:
            yield TextFailed(paper, str(first) if first else reasons[0])
        else:
            reason = f"{reasons[0].rstrip('.')}, and the Hub has no text of it"
            await self._keep(self._texts.save_missing(paper, reason), background)
            yield NoText(paper, reason)

    async def _from_arxiv(self, paper: str, background: bool) -> TextFetched | TextNotStored:
        """Raises NoText or HubError."""
        self._check_pause("arxiv")
        asked = self._store.settings.set(ASKED_AT, self._now().isoformat())
        if background:  # nobody else has to wait for it
            await stored(asked)
        known = self._texts.get(paper)
        if known and known.source == "arxiv" and known.converter == CONVERTER_VERSION:
            validators = {"etag": known.etag, "modified": known.modified}
        else:
            validators = {}
        page = await self._arxiv.html(paper, **validators, background=background)
        if page is None:
            raise NoTextThere("arXiv has no HTML version of this paper")
        if page.not_modified and known:
            await self._keep(self._texts.touch(paper), background)
            return TextFetched(paper, "arxiv", known.version, known.text.lacks)
        return await self._save(paper, "arxiv", page.body, page.etag, page.modified, background=background)

    async def _from_hub(self, paper: str, background: bool) -> TextFetched | TextNotStored:
        """Raises NoText or HubError."""
        self._check_pause("hub")
        body = await self._hub.paper_markdown(paper, background=background)
        if body is None:
            raise NoTextThere("the Hub has no text of this paper")
        return await self._save(paper, "hub", body, None, None, background=background)

    async def _save(
        self, paper: str, source: Source, body: bytes, etag: str | None, modified: str | None, *, background: bool
    ) -> TextFetched | TextNotStored:
        text = await converted(paper, source, body)
        save = partial(self._texts.save, converter=CONVERTER_VERSION, etag=etag, modified=modified)
        try:
            await stored(await asyncio.to_thread(save, paper, body, text))  # it is compressed in the thread
        except StoreError as error:
            if background:
                raise
            return TextNotStored(paper, encode(text), str(error))
        return TextFetched(paper, source, text.version, text.lacks)

    async def _keep(self, write: Future[None], background: bool) -> None:
        """Wait for a write. Whoever waits for a text gets it also where nothing can be stored."""
        try:
            await stored(write)
        except StoreError:
            if background:
                raise

    def _is_settled(self, paper: str) -> bool:
        """Whether its text is stored, or it was found lately that there is none."""
        return bool(self._texts.stored([paper]) or self._texts.lacking([paper]))

    def _crawl_delay(self) -> float:
        """Seconds until arXiv may be asked for what nobody waits for."""
        asked = self._store.settings.get_time(ASKED_AT)
        left = CRAWL_DELAY_S - (self._now() - asked).total_seconds() if asked else 0
        left = left if left <= CRAWL_DELAY_S else 0  # more comes from a wrong clock
        return max(left, pause_left(self._store, self._now(), "arxiv"))

    def _check_pause(self, host: Host) -> None:
        """Raise RateLimited during a pause that the host asked for earlier."""
        if left := pause_left(self._store, self._now(), host):
            raise rate_limited(left, self._now(), host)
