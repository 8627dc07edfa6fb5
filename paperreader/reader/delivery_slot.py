"""Holds the deliveries. They are made after the first frame, or when they are first needed: no start imports them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from paperreader.humanize import duration
from paperreader.reader.changes import Change, Changed
from paperreader.reader.links import page_host

if TYPE_CHECKING:
    from paperreader.reader.deliveries import Deliveries, Parts


class DeliverySlot:
    """As far as a session needs them while nothing is delivered."""

    def __init__(self, session: Parts, *, changed: Changed, demo: bool) -> None:
        """In the demo nothing is queued."""
        self._session, self._changed, self._demo = session, changed, demo
        self._deliveries: Deliveries | None = None
        if not demo:
            session.text_slot.queue = lambda paper: self.deliveries.queue_text(paper)
            session.searcher.queue = lambda text: self.deliveries.queue_search(text)
            session.searcher.settle = self._settle_search

    @property
    def deliveries(self) -> Deliveries:
        if self._deliveries is None:
            from paperreader.reader.deliveries import Deliveries

            self._deliveries = Deliveries(self._session, changed=self._changed, demo=self._demo)
        return self._deliveries

    async def run(self) -> None:
        """Begin to work in the background. What that needs is imported off this thread."""
        await asyncio.to_thread(import_module, "paperreader.reader.deliveries")
        self.deliveries.start()

    def _settle_search(self, text: str) -> None:
        if self.waiting:
            self.deliveries.outbox.settle("search", text)

    def close(self) -> None:
        """End the workers."""
        if self._deliveries is not None:
            self._deliveries.close()

    def follow(self, change: Change) -> None:
        """Marks or the refresh have news: other texts may be wanted now."""
        if self._deliveries is not None:
            self._deliveries.follow(change)

    def queues_page(self, link: str) -> bool:
        """Whether a page is not there now, but may be later. `link`: a format, or an address."""
        connection = self._session.connection
        return connection.network is not None and connection.is_away(page_host(link, self._session.links.hub))

    def try_now(self) -> None:
        """Try at once what waits in the outbox."""
        if self._deliveries is not None:
            self._deliveries.outbox.try_now()

    @property
    def pdfs(self) -> Sequence[str]:
        """The PDF that is being fetched, from long to short."""
        return self._deliveries.pdfs.activity if self._deliveries is not None else ()

    @property
    def texts(self) -> Sequence[str]:
        """How far the texts are that are being fetched, the most telling first."""
        return self._deliveries.pack.facts if self._deliveries is not None else ()

    @property
    def outbox(self) -> Sequence[str]:
        """How much waits, and until when, from long to short."""
        if self._deliveries is None or not self.waiting:
            return ()
        waiting, next_try_s = f"outbox {self.waiting:,}", self._deliveries.outbox.next_try_s
        return [*([f"{waiting}, next try in {duration(next_try_s)}"] if next_try_s else []), waiting]

    @property
    def waiting(self) -> int:
        """How many entries wait in the outbox, as far as they were counted."""
        return self._deliveries.outbox.count if self._deliveries is not None else 0

    @property
    def counts_down(self) -> bool:
        """Something is tried again after a while, which is shown."""
        return self._deliveries is not None and self._deliveries.outbox.next_try_s > 0

    @property
    def fetches_texts(self) -> bool:
        """Texts are being fetched in the background, or are to be."""
        return self._deliveries is not None and self._deliveries.pack.is_busy

    @property
    def has_question(self) -> bool:
        """The user is to be asked about pages that waited."""
        return self._deliveries is not None and bool(self._deliveries.outbox.question)
