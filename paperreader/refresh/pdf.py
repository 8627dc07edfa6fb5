"""Saves the PDF of a paper to a file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Final

from paperreader.hub.arxiv import Arxiv
from paperreader.hub.errors import HubError, HubFailed, RateLimited, Unreachable
from paperreader.refresh.events import Event, Offline, PdfFailed, PdfProgress, PdfSaved

POLL_INTERVAL_S: Final = 0.2
"""How often progress is reported."""


async def save_pdf(arxiv: Arxiv, paper: str, to: Path) -> AsyncGenerator[Event, None]:
    """Save a PDF to a new file; if closed early, nothing of it remains. The last event is PdfSaved, PdfFailed, or
    Offline where it may come another time.
    """
    arrived: list[PdfProgress] = []

    def note(received: int, total: int | None) -> None:
        arrived[:] = [PdfProgress(paper, received, total)]

    request = asyncio.ensure_future(arxiv.pdf(paper, to, on_progress=note))
    try:
        while not request.done():
            await asyncio.wait({request}, timeout=POLL_INTERVAL_S)
            if arrived:
                yield arrived.pop()
    finally:
        if request.cancel():
            await asyncio.wait({request})
    try:
        is_saved = request.result()
    except (Unreachable, RateLimited, HubFailed) as error:
        yield Offline(str(error), network_up=not isinstance(error, Unreachable))
    except HubError as error:
        yield PdfFailed(paper, str(error))
    else:
        yield PdfSaved(paper, str(to)) if is_saved else PdfFailed(paper, "arXiv has no PDF of this paper.")
