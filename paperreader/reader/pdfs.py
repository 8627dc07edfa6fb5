"""PDFs, saved under names that a person can read; one that is there already is opened."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from contextlib import aclosing
from enum import Enum
from math import ceil
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from paperreader.address import CRAWL_DELAY_S
from paperreader.models import Paper
from paperreader.pdf_folder import saved_pdf
from paperreader.reader.browser import open_url
from paperreader.reader.changes import Change, Changed
from paperreader.reader.messages import pause_text, without_reason
from paperreader.reader.toasts import Toasts
from paperreader.text.sanitize import clean, escape_bytes

if TYPE_CHECKING:
    from paperreader.reader.text_fetch import TextFetch


class Outcome(Enum):
    """What came of saving a PDF."""

    SAVED = "saved"
    OFFLINE = "the network is away"
    TROUBLE = "arXiv has trouble, and may have it another time"
    FAILED = "there is none, or it cannot be saved"


class Saving(NamedTuple):
    """How it went; `trouble`: what arXiv's is, in a sentence."""

    outcome: Outcome
    trouble: str = ""


class Pdfs:
    """Saves and opens PDFs, one at a time."""

    def __init__(
        self,
        fetch: Callable[[], TextFetch | None],
        *,
        folder: str | None,
        viewer: Sequence[str],
        changed: Changed,
        toasts: Toasts,
    ) -> None:
        """`fetch`: the workers, None where the network is not asked. `viewer`: a command; empty: the system's."""
        self._fetch, self.folder, self._viewer = fetch, folder, viewer
        self._changed, self._toasts = changed, toasts
        self._one_at_a_time = asyncio.Lock()
        self._asked_at: float | None = None
        self.activity: Sequence[str] = ()
        """What goes on, from long to short."""

    async def saved(self, id: str) -> Path | None:
        """A copy that is there already. Folders can be large or far away: it is looked for in another thread."""
        return await asyncio.to_thread(saved_pdf, self.folder, id) if self.folder else None

    async def open(self, file: Path) -> None:
        """Show a file in the system's viewer."""
        if await open_url(file.resolve().as_uri(), command=self._viewer, env=os.environ):
            self._toasts.show(f"Opened {shown(file)}")
        else:
            self._toasts.show(f"No program opens it here: {shown(file)}")

    async def save(self, paper: Paper, *, waits: bool = False) -> Saving:
        """Save the PDF of a paper, and say where, or why it can never be.

        `waits`: as long after the last as arXiv asks for.
        """
        from paperreader.export.pdf_names import pdf_name
        from paperreader.refresh import Failed, Offline, PdfFailed, PdfProgress, PdfSaved, Waiting

        fetch = self._fetch()
        if not self.folder:
            self._toasts.show("There is no folder for PDFs: set pdf_folder in the settings.")
            return Saving(Outcome.FAILED)
        if fetch is None:
            return Saving(Outcome.OFFLINE)
        if waits:
            await self._wait(paper.id)
        outcome, trouble = Outcome.FAILED, ""
        async with self._one_at_a_time:
            try:
                if await self.saved(paper.id) is not None:  # wanted twice, and meanwhile here
                    return Saving(Outcome.SAVED)
                self._say(f"fetching the PDF of {paper.id} …", "fetching a PDF …")
                async with aclosing(fetch.pdf(paper.id, Path(self.folder, pdf_name(paper.id, paper)))) as events:
                    async for event in events:
                        match event:
                            case PdfProgress(_, received, total):
                                size = _size(received, total)
                                self._say(f"PDF of {paper.id}: {size}", f"PDF {size}")
                            case Waiting():
                                why = pause_text(event, "arXiv")
                                self._say(f"PDF of {paper.id}: {why}", f"PDF: {without_reason(why)}")
                            case PdfSaved(_, path):
                                self._toasts.show(f"Saved {shown(Path(path))}")
                                outcome = Outcome.SAVED
                            case Offline(_, network_up) if not network_up:
                                outcome = Outcome.OFFLINE
                            case Offline(message):
                                outcome, trouble = Outcome.TROUBLE, message
                            case PdfFailed(_, message) | Failed(_, message):
                                self._toasts.show(message, stays=True)
            finally:
                if outcome is not Outcome.OFFLINE:
                    self._asked_at = monotonic()
                self._say()
        return Saving(outcome, trouble)

    async def _wait(self, id: str) -> None:
        """Until arXiv may be asked for another PDF."""
        while self._asked_at is not None and (left := self._asked_at + CRAWL_DELAY_S - monotonic()) > 0:
            if not self._one_at_a_time.locked():  # else what the user waits for is said
                self._say(f"PDF of {id} in {ceil(left)} s", f"PDF in {ceil(left)} s")
            await asyncio.sleep(min(left, 1))

    def _say(self, *activity: str) -> None:
        self.activity = activity
        self._changed(Change.STATUS)


def shown(file: Path) -> str:
    """A path as the user writes it: with `~` for the home folder, and nothing that a terminal could obey."""
    home = os.environ.get("HOME", "")
    text = str(file)
    short = f"~{text[len(home) :]}" if home and text.startswith(f"{home}/") else text
    return clean(escape_bytes(short))


def _size(received: int, total: int | None) -> str:
    """`1.2 of 3.4 MB`."""
    return f"{received / 1e6:.1f}{f' of {total / 1e6:.1f}' if total else ''} MB"
