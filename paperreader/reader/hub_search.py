"""The Hub's own search, papers by id and what is around them, asked through a worker that no refresh keeps busy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperreader.environment import Network
    from paperreader.models import HubHit
    from paperreader.refresh import Event
    from paperreader.refresh.worker import HubWorker
    from paperreader.store import Store


class HubSearch:
    """Starts the worker with the first question."""

    def __init__(self, store: Store, network: Network, *, now: Callable[[], datetime]) -> None:
        self._store, self._network, self._now = store, network, now
        self._worker: HubWorker | None = None
        self._unasked: asyncio.Task[object] | None = None
        """Waits for an answer that the user did not ask for."""

    async def find(self, text: str) -> list[HubHit]:
        """What the Hub finds, in its order. Raises HubError, of which Unreachable means that the network is away."""
        return await self._hits(self._started().search(text))

    async def store_paper(self, id: str) -> bool:
        """Ask for a paper by its arXiv id and store it; False if the Hub does not know it.

        Raises StoreError, and HubError, of which Unreachable means that the network is away.
        """
        hits = await self._hits(self._started().paper(id))
        await asyncio.wrap_future(self._store.ingest.save_papers([hit.paper for hit in hits]))
        return bool(hits)

    async def detail(self, id: str, *, by_user: bool) -> Event | None:
        """Fetch what is around a paper into the store; what came of it: DetailFetched, DetailFailed, Failed or Offline.

        Without `by_user` it is cancelled by whatever the user asks for.
        """
        if by_user:
            self._cancel_unasked()
        else:
            self._unasked = asyncio.current_task()
        return await self._last(self._started().detail(id, by_user=by_user))

    async def linked(self, id: str) -> Event | None:
        """Fetch all repositories that name a paper into the store; the same came of it."""
        self._cancel_unasked()
        return await self._last(self._started().linked(id))

    async def _last(self, answer: AsyncGenerator[Event, None]) -> Event | None:
        last: Event | None = None
        async with aclosing(answer) as events:
            async for event in events:
                last = event
        return last

    def _cancel_unasked(self) -> None:
        if self._unasked is not None:
            self._unasked.cancel()
            self._unasked = None

    def _started(self) -> HubWorker:
        from paperreader.refresh.worker import HubWorker

        self._worker = self._worker or HubWorker(self._store, self._network, now=self._now)
        return self._worker

    async def _hits(self, answer: AsyncGenerator[Event, None]) -> list[HubHit]:
        from paperreader.refresh import Failed, HubMatches, Offline

        self._cancel_unasked()
        problem, network_up = "", True
        async with aclosing(answer) as events:
            async for event in events:
                match event:
                    case HubMatches(hits):
                        return hits
                    case Offline(message, is_up):
                        problem, network_up = message, is_up
                    case Failed(_, message):
                        problem = message
        from paperreader.hub.errors import HubError, Unreachable

        raise HubError(problem) if network_up else Unreachable(problem)

    def close(self) -> None:
        """End the worker."""
        if self._worker:
            self._worker.end()
