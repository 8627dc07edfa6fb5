"""Holds the deliveries. They are made after the first frame, or when they are first needed: no start imports them."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING

from paperreader.reader.changes import Change, Changed

if TYPE_CHECKING:
    from paperreader.environment import Network
    from paperreader.reader.deliveries import Deliveries, Parts


class DeliverySlot:
    """As far as a session needs them while nothing is delivered."""

    def __init__(self, session: Parts, network: Network | None, *, changed: Changed, demo: bool) -> None:
        """`network` None: nothing is fetched now; in the demo nothing is queued either."""
        self._session, self._network, self._changed, self._demo = session, network, changed, demo
        self._deliveries: Deliveries | None = None
        if not demo:
            session.text_slot.queue = lambda paper: self.deliveries.queue_text(paper)
            session.text_slot.network_is_up = lambda: self.deliveries.outbox.network_is_back()
            session.searcher.queue = lambda text: self.deliveries.queue_search(text)

    @property
    def deliveries(self) -> Deliveries:
        if self._deliveries is None:
            from paperreader.reader.deliveries import Deliveries

            self._deliveries = Deliveries(self._session, self._network, changed=self._changed, demo=self._demo)
        return self._deliveries

    async def run(self) -> None:
        """Begin to work in the background. What that needs is imported off this thread."""
        await asyncio.to_thread(import_module, "paperreader.reader.deliveries")
        self.deliveries.start()

    def close(self) -> None:
        """End the workers."""
        if self._deliveries is not None:
            self._deliveries.close()

    def follow(self, change: Change) -> None:
        """Marks or the refresh have news: other texts may be wanted now, or the network may be back."""
        if self._deliveries is not None:
            self._deliveries.follow(change)

    @property
    def queues_pages(self) -> bool:
        """The network is known to be away, and may come back."""
        return self._session.sync.offline and self._network is not None

    @property
    def facts(self) -> list[str]:
        """What is being fetched, the most telling first."""
        return self._deliveries.facts if self._deliveries is not None else []

    @property
    def waiting(self) -> int:
        """How many entries wait in the outbox, as far as they were counted."""
        return self._deliveries.outbox.count if self._deliveries is not None else 0

    @property
    def fetches_texts(self) -> bool:
        """Texts are being fetched in the background, or are to be."""
        return self._deliveries is not None and self._deliveries.pack.is_busy

    @property
    def has_question(self) -> bool:
        """The user is to be asked about pages that waited."""
        return self._deliveries is not None and bool(self._deliveries.outbox.question)
