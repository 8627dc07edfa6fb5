"""The Hub's own search, papers by id and what is around them, asked through a worker that no refresh keeps busy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import TYPE_CHECKING

from paperreader.reader.connection import Connection

if TYPE_CHECKING:
    from paperreader.models import HubHit
    from paperreader.refresh import Event, Waiting
    from paperreader.refresh.worker import HubWorker
    from paperreader.store import Store

Tell = Callable[["Waiting"], None]
"""Told while a call waits: the Hub asks for a pause, or it is tried again."""


def _tell_nobody(waiting: Waiting) -> None:
    """For what nobody waits for."""


class _Call:
    """A call under way. It ends early when nobody wants its answer any more."""

    def __init__(self, answer: AsyncGenerator[Event, None]) -> None:
        self.listeners: list[Tell] = []
        self.task = asyncio.ensure_future(self._events(answer))

    async def _events(self, answer: AsyncGenerator[Event, None]) -> Sequence[Event]:
        from paperreader.refresh import Waiting

        events = []
        async with aclosing(answer):
            async for event in answer:
                if isinstance(event, Waiting):
                    for tell in [*self.listeners]:
                        tell(event)
                events.append(event)
        return events


class HubSearch:
    """Starts the worker with the first question. Whoever wants what is being asked already shares the call."""

    def __init__(self, store: Store, connection: Connection, *, now: Callable[[], datetime]) -> None:
        self._store, self._connection, self._now = store, connection, now
        self._worker: HubWorker | None = None
        self._unasked: asyncio.Task[object] | None = None
        """Waits for an answer that the user did not ask for."""
        self._calls: dict[tuple[str, str], _Call] = {}
        """Under way, by what is asked about what."""

    async def find(self, text: str, tell: Tell = _tell_nobody) -> list[HubHit]:
        """What the Hub finds, in its order. Raises HubError, of which Unreachable means that the network is away."""
        return await self._hits("search", text, lambda worker: worker.search(text), tell)

    async def store_paper(self, id: str, tell: Tell = _tell_nobody) -> bool:
        """Ask for a paper by its arXiv id and store it; False if the Hub does not know it.

        Raises StoreError, and HubError, of which Unreachable means that the network is away.
        """
        hits = await self._hits("paper", id, lambda worker: worker.paper(id), tell)
        await asyncio.wrap_future(self._store.ingest.save_papers([hit.paper for hit in hits]))
        return bool(hits)

    async def detail(self, id: str, *, by_user: bool, tell: Tell = _tell_nobody) -> Event | None:
        """Fetch what is around a paper into the store; what came of it: DetailFetched, DetailFailed, Failed or Offline.

        Without `by_user` it is cancelled by whatever else the user asks for.
        """
        from paperreader.refresh import DetailFailed, DetailFetched, Offline

        joins = ("detail", id) in self._calls
        if not by_user:
            self._unasked = asyncio.current_task()
        events = await self._shared("detail", id, lambda worker: worker.detail(id, by_user=by_user), tell, by_user)
        last = events[-1] if events else None
        is_final = isinstance(last, DetailFetched | DetailFailed) or (isinstance(last, Offline) and not last.network_up)
        if by_user and joins and not is_final:  # what nobody had asked for was put off
            return await self.detail(id, by_user=True, tell=tell)
        return last

    async def linked(self, id: str, tell: Tell = _tell_nobody) -> Event | None:
        """Fetch all repositories that name a paper into the store; the same came of it."""
        events = await self._shared("linked", id, lambda worker: worker.linked(id), tell)
        return events[-1] if events else None

    async def _shared(
        self,
        what: str,
        about: str,
        ask: Callable[[HubWorker], AsyncGenerator[Event, None]],
        tell: Tell,
        by_user: bool = True,
    ) -> Sequence[Event]:
        """The events of a call, which may be under way for somebody else."""
        key = what, about
        call = self._calls.get(key)
        if by_user and call is None:
            self._cancel_unasked()
        if call is None:
            call = self._calls[key] = _Call(ask(self._started()))
        call.listeners.append(tell)
        try:
            return await asyncio.shield(call.task)
        finally:
            call.listeners.remove(tell)
            if not call.listeners:
                call.task.cancel()
            if (call.task.done() or not call.listeners) and self._calls.get(key) is call:
                del self._calls[key]

    def _cancel_unasked(self) -> None:
        if self._unasked is not None:
            self._unasked.cancel()
            self._unasked = None

    def _started(self) -> HubWorker:
        self._worker = self._worker or self._connection.worker(self._store, now=self._now)
        return self._worker

    async def _hits(
        self, what: str, about: str, ask: Callable[[HubWorker], AsyncGenerator[Event, None]], tell: Tell
    ) -> list[HubHit]:
        from paperreader.refresh import Failed, HubMatches, Offline

        problem, network_up = "", True
        for event in await self._shared(what, about, ask, tell):
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
