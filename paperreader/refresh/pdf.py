"""Saves the PDF of a paper to a file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from pathlib import Path

from paperreader.hub.arxiv import Arxiv
from paperreader.hub.errors import HubError, HubFailed, RateLimited, Unreachable
from paperreader.refresh.events import Event, Offline, PdfFailed, PdfProgress, PdfSaved
from paperreader.refresh.waiting import Pauses


async def save_pdf(arxiv: Arxiv, paper: str, to: Path) -> AsyncGenerator[Event, None]:
    """Save a PDF to a new file; if closed early, nothing of it remains.

    Between PdfProgress and Waiting; the last event is PdfSaved, PdfFailed, or Offline where it may come another time.
    """
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
        yield Offline(str(error), network_up=not isinstance(error, Unreachable))
    except HubError as error:
        yield PdfFailed(paper, str(error))
    else:
        yield PdfSaved(paper, str(to)) if is_saved else PdfFailed(paper, "arXiv has no PDF of this paper.")
