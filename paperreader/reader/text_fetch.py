"""Texts and PDFs, fetched through workers of their own: a key press waits neither for a refresh nor for a pack."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from paperreader.reader.connection import Connection

if TYPE_CHECKING:
    from paperreader.refresh import Event
    from paperreader.refresh.worker import HubWorker
    from paperreader.store import Store

Kind = Literal["text", "texts", "pdf", "convert"]


class TextFetch:
    """Starts a worker with the first request of each kind. Closing a generator cancels its request."""

    def __init__(self, store: Store, connection: Connection, *, now: Callable[[], datetime]) -> None:
        self._store, self._connection, self._now = store, connection, now
        self._workers: dict[Kind, HubWorker] = {}

    def text(self, paper: str) -> AsyncGenerator[Event, None]:
        """Fetch the text of a paper at once: ends with TextFetched, TextNotStored, NoText, TextFailed or Offline."""
        return self._worker("text").text(paper)

    def texts(self, papers: Sequence[str]) -> AsyncGenerator[Event, None]:
        """Fetch the texts that are not stored, 15 s apart: TextsProgress between the events of each."""
        return self._worker("texts").texts(papers)

    def pdf(self, paper: str, to: Path) -> AsyncGenerator[Event, None]:
        """Save a PDF to a new file: PdfProgress, and in the end PdfSaved, PdfFailed or Offline."""
        return self._worker("pdf").pdf(paper, to)

    def convert(self) -> AsyncGenerator[Event, None]:
        """Convert the texts again that an older version converted: a TextFetched for each."""
        return self._worker("convert").convert()

    def close(self) -> None:
        """End the workers; what was stored stays."""
        for worker in self._workers.values():
            worker.end()

    def _worker(self, kind: Kind) -> HubWorker:
        if kind not in self._workers:
            self._workers[kind] = self._connection.worker(self._store, now=self._now)
        return self._workers[kind]
