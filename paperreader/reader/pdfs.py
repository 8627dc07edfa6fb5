"""PDFs, saved under names that a person can read; one that is there already is opened."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from contextlib import aclosing
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from paperreader.models import Paper
from paperreader.reader.browser import open_url
from paperreader.reader.changes import Change, Changed
from paperreader.reader.toasts import Toasts
from paperreader.text.sanitize import clean, escape_bytes

if TYPE_CHECKING:
    from paperreader.reader.text_fetch import TextFetch


class Outcome(Enum):
    """What came of saving a PDF."""

    SAVED = "saved"
    NOT_NOW = "the network is away"
    FAILED = "there is none, or it cannot be saved"


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
        self._fetch, self._folder, self._viewer = fetch, folder, viewer
        self._changed, self._toasts = changed, toasts
        self._one_at_a_time = asyncio.Lock()
        self.activity = ""
        """What goes on, for the status line."""

    def saved(self, id: str) -> Path | None:
        """The copy that is there already: its name begins with the id."""
        if not self._folder:
            return None
        try:
            found = sorted(Path(self._folder).glob(f"{id}*.pdf"))
        except OSError:
            return None
        return next((file for file in found if file.name[len(id)] in " .v-_"), None)

    async def open(self, file: Path) -> None:
        """Show a file in the system's viewer."""
        if await open_url(file.resolve().as_uri(), command=self._viewer, env=os.environ):
            self._toasts.show(f"Opened {shown(file)}")
        else:
            self._toasts.show(f"No program opens it here: {shown(file)}")

    async def save(self, paper: Paper) -> Outcome:
        """Save the PDF of a paper, and say where, or why not."""
        from paperreader.export import pdf_name
        from paperreader.refresh import Failed, Offline, PdfFailed, PdfProgress, PdfSaved

        fetch = self._fetch()
        if fetch is None:
            return Outcome.NOT_NOW
        if not self._folder:
            self._toasts.show("There is no folder for PDFs: set pdf_folder in the settings.")
            return Outcome.FAILED
        outcome = Outcome.FAILED
        async with self._one_at_a_time:
            try:
                self._say(f"fetching the PDF of {paper.id} …")
                async with aclosing(fetch.pdf(paper.id, Path(self._folder, pdf_name(paper.id, paper)))) as events:
                    async for event in events:
                        match event:
                            case PdfProgress(_, received, total):
                                self._say(f"PDF of {paper.id}: {_size(received, total)}")
                            case PdfSaved(_, path):
                                self._toasts.show(f"Saved {shown(Path(path))}")
                                outcome = Outcome.SAVED
                            case Offline(_, network_up) if not network_up:
                                outcome = Outcome.NOT_NOW
                            case PdfFailed(_, message) | Failed(_, message) | Offline(message):
                                self._toasts.show(message)
            finally:
                self._say("")
        return outcome

    def _say(self, activity: str) -> None:
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
