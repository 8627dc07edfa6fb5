"""The Hub's own search, and papers by id, asked through a worker of its own so that it never waits for a refresh."""

from __future__ import annotations

import re
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


ONE_PAPER = re.compile(r"arxiv:(\d{4}\.\d{4,5})", re.IGNORECASE)


def named_paper(text: str) -> str:
    """The id in a search for nothing but one paper, `arXiv:2401.00007`; empty for any other."""
    found = ONE_PAPER.fullmatch(text.strip())
    return found[1] if found else ""


class HubSearch:
    """Starts the worker with the first question."""

    def __init__(self, store: Store, network: Network, *, now: Callable[[], datetime]) -> None:
        self._store, self._network, self._now = store, network, now
        self._worker: HubWorker | None = None

    async def find(self, text: str) -> list[HubHit]:
        """What the Hub finds, in its order; for `arXiv:2401.00007` that paper, if it has it.

        Raises HubError, of which Unreachable means that the network is away.
        """
        worker, id = self._started(), named_paper(text)
        return await self._hits(worker.paper(id) if id else worker.search(text))

    def _started(self) -> HubWorker:
        from paperreader.refresh.worker import HubWorker

        self._worker = self._worker or HubWorker(self._store, self._network, now=self._now)
        return self._worker

    async def _hits(self, answer: AsyncGenerator[Event, None]) -> list[HubHit]:
        from paperreader.refresh import Failed, HubMatches, Offline

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
