"""Waiting for what a refresh has started: a request, with the pauses it makes, and a write."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import Future
from time import monotonic
from typing import Any, Final, Protocol, TypeVar

from paperreader.refresh.events import Event, Waiting

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
        self._client = client

    async def until(
        self, request: asyncio.Future[Any], also: Callable[[], Sequence[Event]] = tuple
    ) -> AsyncGenerator[Event, None]:
        """Pauses until the request is done, each repeated every second, and its end; between them what `also` has to
        report. Cancels the request if closed early.
        """
        client, begun = self._client, list[Waiting]()
        on_wait, on_retry = client.on_wait, client.on_retry

        def report(seconds: float) -> None:
            begun.append(Waiting(seconds))
            if on_wait:
                on_wait(seconds)

        client.on_wait = report
        client.on_retry = lambda seconds, trouble: begun.append(Waiting(seconds, trouble))
        pause, began, reported, is_over = Waiting(0), 0.0, 0.0, True
        try:
            while not request.done():
                await asyncio.wait({request}, timeout=POLL_INTERVAL_S)
                for event in also():
                    yield event
                while begun:
                    pause, began, is_over = begun.pop(0), monotonic(), False
                    reported = began
                    yield pause
                left = pause.seconds + began - monotonic()
                if left > 0 and monotonic() - reported >= 1:
                    reported = monotonic()
                    yield Waiting(left, pause.trouble)
                elif left <= 0 and not is_over:
                    is_over = True
                    yield Waiting(0, pause.trouble)
        finally:
            client.on_wait, client.on_retry = on_wait, on_retry
            if request.cancel():
                await asyncio.wait({request})


async def stored(future: Future[T]) -> T:
    """Wait for a write; shielded, so that what arrived is stored even if the refresh is cancelled."""
    return await asyncio.shield(asyncio.wrap_future(future))
