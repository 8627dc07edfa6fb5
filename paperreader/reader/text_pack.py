"""The texts of several papers, fetched behind everything else: the wish lasts until it is fulfilled or cancelled."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from contextlib import aclosing, suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from paperreader.address import CRAWL_DELAY_S
from paperreader.humanize import count, duration
from paperreader.models import Entry
from paperreader.reader.changes import Change, Changed
from paperreader.reader.connection import Connection
from paperreader.reader.delivery_lists import TextChoice
from paperreader.reader.messages import pause_text
from paperreader.reader.paper_rows import PaperRows
from paperreader.reader.tasks import Retries
from paperreader.reader.toasts import Toasts
from paperreader.store import Store, StoreError
from paperreader.views import Collection

if TYPE_CHECKING:
    from paperreader.refresh import Event
    from paperreader.refresh.worker import HubWorker

log = logging.getLogger(__name__)

WANTED_SETTING = "texts"
"""In the store: the papers whose texts are wanted, as JSON, so that the next start goes on with them."""
LOOK_INTERVAL_S = 60.0
"""How often to look for what the setting `texts` wants now, whatever happens."""
TOP = 10
MAX_AUTOMATIC = 500
"""So many papers are looked at for that, the newest first."""
TRY_AGAIN_AFTER = timedelta(hours=1)
"""One that could not be fetched is asked for again by the setting, but not at once: that would never end."""
QUERIES = {"starred": "is:starred", "unread": "is:unread"}
"""Values of the setting that stand for a search."""


def choices(store: Store, rows: PaperRows) -> list[TextChoice]:
    """What the user can choose from. Raises StoreError."""
    top = sorted(rows.entries, key=lambda entry: -entry.upvotes)[:TOP]
    offered = [
        ("s", "the selection", rows.targets if rows.selected else []),
        ("v", "all papers listed here", rows.entries),
        ("t", f"the {TOP} with most upvotes here", top),
        ("b", "everything starred", store.papers.entries(Collection.STARRED)),
    ]
    return [_choice(store, *choice) for choice in offered if choice[2] or choice[0] != "s"]


def _choice(store: Store, letter: str, name: str, entries: Sequence[Entry]) -> TextChoice:
    wanted = [entry.id for entry in entries if not entry.has_text]
    lacking = store.texts.lacking(wanted)
    papers = [paper for paper in wanted if paper not in lacking]
    return TextChoice(letter, name, papers, len(entries), len(lacking))


class TextPack:
    """Fetches texts in a worker of its own, as slowly as arXiv asks for."""

    def __init__(
        self,
        store: Store,
        connection: Connection,
        *,
        automatic: str,
        now: Callable[[], datetime],
        changed: Changed,
        toasts: Toasts,
    ) -> None:
        """`automatic`: the setting `texts`: none, starred, unread, or a search."""
        self._store, self._connection, self._now = store, connection, now
        self._changed, self._toasts = changed, toasts
        self._automatic = "" if automatic == "none" else QUERIES.get(automatic, automatic)
        self.wanted: tuple[str, ...] = ()
        """Ids of the papers that the user wants; empty: none."""
        self._woken = asyncio.Event()
        self._worker: HubWorker | None = None
        self._done = self._total = self._failed = 0
        self._retries = Retries()
        self._trouble = self._pause = ""
        self._host = "arXiv"
        """Who is asked."""
        self._failed_at: dict[str, datetime] = {}
        """When a text could not be fetched, by paper."""
        connection.when_back.append(self._network_is_back)

    # -- what is wanted

    def want(self, papers: Sequence[str]) -> None:
        """Fetch the texts of these papers as well."""
        self._set_wanted(tuple(dict.fromkeys((*self.wanted, *papers))))
        self._restart()

    def stop(self) -> None:
        """Fetch no more, and what the setting asks for only after the next start; what has come stays."""
        self._automatic = ""
        self._toasts.show("No more texts are fetched; what has come stays.")
        self._set_wanted(())
        self._restart()

    def _set_wanted(self, papers: tuple[str, ...]) -> None:
        self.wanted = papers
        self._store.settings.set(WANTED_SETTING, json.dumps(papers) if papers else None)

    def _restart(self) -> None:
        self._done = self._total = self._failed = 0
        self._retries.forget()
        self._trouble = ""
        if self._worker is not None:
            self._worker.end()
        self._woken.set()
        self._changed(Change.STATUS)

    def _network_is_back(self) -> None:
        """Go on at once where the network was away."""
        if self._trouble:
            self._retries.forget()
            self._woken.set()

    def look(self) -> None:
        """Something else may be starred or unread now: look for what the setting asks for."""
        if self._automatic:
            self._woken.set()

    @property
    def is_busy(self) -> bool:
        """Texts are being fetched, or are to be."""
        return bool(self._total or self.wanted)

    @property
    def facts(self) -> list[str]:
        """How far it is, the most telling first; nothing where nothing is wanted."""
        if not self._total and not self.wanted:
            return []
        if self._trouble:
            return ["texts paused", self._trouble]
        if not self._total:
            return ["fetching texts"]
        left = f"about {duration((self._total - self._done) * CRAWL_DELAY_S)} left"
        return [f"text {min(self._done + 1, self._total):,} of {self._total:,}", self._pause or left]

    # -- working

    async def run(self) -> None:
        """Until cancelled: fetch what is wanted, and what the setting asks for; after a failure not at once."""
        with suppress(ValueError, TypeError):
            stored = map(str, json.loads(self._store.settings.get(WANTED_SETTING) or "[]"))
            self.wanted = tuple(dict.fromkeys((*stored, *self.wanted)))
        if self._connection.network is None:
            return
        try:
            while True:
                self._woken.clear()
                try:
                    papers = self.wanted or await self._wanted_by_setting()
                except StoreError as error:
                    log.warning("which texts are wanted cannot be read: %s", error)
                    papers = []
                if not papers:
                    await self._sleep(LOOK_INTERVAL_S if self._automatic else None)
                elif not await self._is_done(papers):
                    await self._sleep(self._retries.next_s())
        finally:
            if self._worker is not None:
                self._worker.end()

    async def _sleep(self, seconds: float | None) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()

    async def _wanted_by_setting(self) -> list[str]:
        """The papers that the setting `texts` finds and that have no text, the newest first."""
        if not self._automatic:
            return []
        from paperreader.views import Search

        search = Search(self._automatic, limit=MAX_AUTOMATIC)
        entries = await asyncio.wrap_future(self._store.searches.find(search))
        wanted = [entry.id for entry in entries if not entry.has_text]
        lacking = self._store.texts.lacking(wanted)
        return [paper for paper in wanted if paper not in lacking and not self._has_failed_lately(paper)]

    def _has_failed_lately(self, paper: str) -> bool:
        failed = self._failed_at.get(paper)
        return failed is not None and self._now() - failed < TRY_AGAIN_AFTER

    async def _is_done(self, papers: Sequence[str]) -> bool:
        """Fetch them; an internal error is shown like one of the network's."""
        try:
            return await self._fetch(papers)
        except Exception:
            log.exception("fetching texts failed")
            self._trouble = "internal error; see the log"
            return False
        finally:
            self._changed(Change.SYNC)

    async def _fetch(self, papers: Sequence[str]) -> bool:
        """Whether nothing of it is wanted any more."""
        self._worker = self._worker or self._connection.worker(self._store, now=self._now)
        asked_for = self.wanted
        is_complete = False
        async with aclosing(self._worker.texts(papers)) as events:
            async for event in events:
                if self.wanted != asked_for:  # others are wanted now
                    return True
                is_complete = self._follow(event)
                self._changed(Change.SYNC)
        if not is_complete:
            return self.wanted != asked_for
        if asked_for:
            self._toasts.show(self._summary(asked_for))
            self._set_wanted(())
        self._done = self._total = self._failed = 0
        return True

    def _summary(self, papers: Sequence[str]) -> str:
        """`40 texts: 36 stored, 4 without a text`."""
        stored = self._store.texts.stored(papers)
        lack = [paper for paper in papers if paper not in stored]
        without = len(self._store.texts.lacking(lack))
        facts = [f"{len(stored):,} stored"]
        if without:
            facts.append(f"{without:,} without a text")
        if failed := len(lack) - without:
            facts.append(f"{failed:,} could not be fetched")
        return f"{count(len(papers), 'text')}: {', '.join(facts)}"

    def _follow(self, event: Event) -> bool:
        """Keep what the user should know of an event; whether all texts are through with it."""
        from paperreader.refresh import (
            Busy,
            Failed,
            FetchingText,
            Offline,
            TextFailed,
            TextFetched,
            TextsProgress,
            Waiting,
        )

        self._pause = ""
        match event:
            case FetchingText(_, host):
                self._host = host.replace("the", "The")
            case Waiting(seconds) if seconds:
                self._pause = pause_text(event, self._host)
            case TextsProgress(done, total, failed, wait_s) if wait_s > CRAWL_DELAY_S:
                self._done, self._total, self._failed = done, total, failed
                self._pause = pause_text(Waiting(wait_s), "arXiv")
            case TextsProgress(done, total, failed):
                self._done, self._total, self._failed = done, total, failed
                return done == total
            case TextFetched():
                self._trouble = ""
                self._retries.forget()
            case TextFailed(paper):
                self._failed_at[paper] = self._now()
            case Busy():
                self._trouble = "another paperreader is fetching texts"
            case Failed(_, message) | Offline(message):
                self._trouble = message
        return False
