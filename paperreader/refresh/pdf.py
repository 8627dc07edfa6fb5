"""Saves the PDF of a paper to a file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from datetime import datetime
from pathlib import Path

from paperreader.hub.arxiv import Arxiv
from paperreader.hub.errors import HubError, HubFailed, RateLimited, Unreachable
from paperreader.refresh.events import Event, Offline, PdfFailed, PdfProgress, PdfSaved
from paperreader.refresh.pause import pause_events, pause_left, remember_pause
from paperreader.refresh.waiting import Pauses
from paperreader.store import Store


async def save_pdf(
    store: Store, arxiv: Arxiv, paper: str, to: Path, *, now: Callable[[], datetime]
) -> AsyncGenerator[Event, None]:
    """Save a PDF to a new file; if closed early, nothing of it remains. `store`: what knows of pauses.

    Between PdfProgress and Waiting; the last event is PdfSaved, PdfFailed, or Offline where it may come another time.
    """
    if left := pause_left(store, now(), "arxiv"):
        for event in pause_events(left, now(), "arxiv"):
            yield event
        return
    arrived: list[PdfProgress] = []

    def note(received: int, total: int | None) -> None:
        arrived[:] = [PdfProgress(paper, received, total)]

    request = asyncio.ensure_future(arxiv.pdf(paper, to, on_progress=note))

    def progress() -> Sequence[Event]:
        newest, arrived[:] = [*arrived], []
        return newest

    async with aclosing(Pauses(arxiv).until(request, progress)) as events:
        async for event in events:
            yield event
    try:
        is_saved = request.result()
    except (Unreachable, RateLimited, HubFailed) as error:
        await remember_pause(store, error, "arxiv")
        yield Offline(str(error), network_up=not isinstance(error, Unreachable))
    except HubError as error:
        yield PdfFailed(paper, str(error))
    else:
        yield PdfSaved(paper, str(to)) if is_saved else PdfFailed(paper, "arXiv has no PDF of this paper.")
