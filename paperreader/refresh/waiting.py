"""Waiting for what a refresh has started: a request, with the pauses it makes, and a write."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import Future
from time import monotonic
from typing import Any, Final, Protocol, TypeVar

from paperreader.refresh.events import Waiting

POLL_INTERVAL_S: Final = 0.2
"""How often a running request is checked for pauses to report."""

T = TypeVar("T")


class Client(Protocol):
    """One that reports its pauses: Hub or Arxiv."""

    on_wait: Callable[[float], None] | None
    on_retry: Callable[[float, str], None] | None


class Pauses:
    """The pauses of a client, as events while a request to it runs."""

    def __init__(self, client: Client) -> None:
        self._pauses: list[Waiting] = []
        self._on_wait = client.on_wait
        client.on_wait, client.on_retry = self._report, self._report_retry

    async def until(self, request: asyncio.Future[Any]) -> AsyncGenerator[Waiting, None]:
        """Pauses until the request is done, each repeated every second, and the end of one before another attempt;
        cancels the request if closed early.
        """
        self._pauses.clear()  # of other requests to the same client
        pause, began, reported = Waiting(0), 0.0, 0.0
        try:
            while not request.done():
                await asyncio.wait({request}, timeout=POLL_INTERVAL_S)
                while self._pauses:
                    pause, began = self._pauses.pop(0), monotonic()
                    reported = began
                    yield pause
                left = pause.seconds + began - monotonic()
                if left > 0 and monotonic() - reported >= 1:
                    reported = monotonic()
                    yield Waiting(left, pause.trouble)
                elif left <= 0 and pause.trouble:
                    yield Waiting(0, pause.trouble)
                    pause = Waiting(0)
        finally:
            if request.cancel():
                await asyncio.wait({request})

    def _report(self, seconds: float) -> None:
        self._pauses.append(Waiting(seconds))
        if self._on_wait:
            self._on_wait(seconds)

    def _report_retry(self, seconds: float, trouble: str) -> None:
        self._pauses.append(Waiting(seconds, trouble))


async def stored(future: Future[T]) -> T:
    """Wait for a write; shielded, so that what arrived is stored even if the refresh is cancelled."""
    return await asyncio.shield(asyncio.wrap_future(future))
