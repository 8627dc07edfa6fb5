"""What the user wants beyond papers and marks: texts, PDFs, pages; now, or once the network is back."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

from paperreader import xdg
from paperreader.address import CRAWL_DELAY_S
from paperreader.config import Config
from paperreader.humanize import count
from paperreader.models import Paper
from paperreader.reader.changes import Change, Changed
from paperreader.reader.connection import Connection
from paperreader.reader.delivery_lists import DEMO
from paperreader.reader.discussion_slot import DiscussionSlot
from paperreader.reader.links import page_host
from paperreader.reader.outbox import Outbox
from paperreader.reader.outbox_work import OutboxWork
from paperreader.reader.outbox_work import Parts as OutboxParts
from paperreader.reader.pdfs import Outcome, Pdfs
from paperreader.reader.sync import Sync
from paperreader.reader.tasks import Tasks
from paperreader.reader.text_pack import TextPack

if TYPE_CHECKING:
    from paperreader.address import Host
    from paperreader.reader.text_fetch import TextFetch
    from paperreader.store.outbox import Kind


class Parts(OutboxParts, Protocol):
    """A session, as far as this file knows it."""

    config: Config
    now: Callable[[], datetime]
    connection: Connection
    discussion_slot: DiscussionSlot
    sync: Sync
    tasks: Tasks


class Deliveries:
    """Fetches, opens, and queues what cannot be fetched or opened now."""

    def __init__(self, session: Parts, *, changed: Changed, demo: bool) -> None:
        """In the demo nothing is queued."""
        self._session, self._changed, self._is_demo = session, changed, demo
        self._connection, self._tasks, self._toasts = session.connection, session.tasks, session.toasts
        store, config, toasts, connection = session.store, session.config, session.toasts, session.connection
        self._fetch: TextFetch | None = None
        self.pack = TextPack(store, connection, automatic=config.texts, now=session.now, changed=changed, toasts=toasts)
        folder = config.pdf_folder or xdg.downloads(os.environ)
        self.pdfs = Pdfs(self._workers, folder=folder, viewer=config.browser, changed=changed, toasts=toasts)
        self._work = OutboxWork(session, self.pdfs, self._workers)
        self.outbox = Outbox(
            store,
            self._work.of_kind,
            connection,
            look=session.sync.request_due,
            host_of=partial(page_host, hub=session.links.hub),
            copy=self._work.copy_pages,
            tasks=session.tasks,
            changed=changed,
            toasts=toasts,
        )

    def start(self) -> None:
        """Begin to work in the background."""
        self._tasks.start("fetching texts", self.pack.run)
        self._tasks.start("emptying the outbox", self.outbox.run)
        if self._is_demo:
            self._tasks.start("storing the texts of the demo", self._store_demo_texts)

    def close(self) -> None:
        """End the workers."""
        if self._fetch is not None:
            self._fetch.close()

    def follow(self, change: Change) -> None:
        """Marks have changed, or the refresh has news."""
        if change & Change.MARKS or (change & Change.SYNC and self._session.sync.is_idle):
            self.pack.look()

    async def _store_demo_texts(self) -> None:
        """In another thread, once the first frame is there."""
        from paperreader import demo

        if not self._session.store.texts.count():
            for paper in await asyncio.to_thread(demo.save_texts, self._session.store):
                self._session.text_slot.arrived(paper)
            for paper in await asyncio.to_thread(demo.save_discussions, self._session.store):
                self._session.discussion_slot.arrived(paper)
            self._changed(Change.SYNC)  # their papers get a sign

    # -- what the user wants now

    def fetch_texts(self, papers: Sequence[str]) -> None:
        """Fetch the texts of many papers, in the background."""
        self.pack.want(papers)
        if self._connection.network is None:
            self._toasts.show("Offline: the texts are fetched after the next start with a network.")

    def save_pdfs(self, papers: Sequence[Paper]) -> None:
        """Save the PDFs of the papers; of one that is there already, open it."""
        self._tasks.start("saving PDFs", self._save_pdfs, papers)

    async def _save_pdfs(self, papers: Sequence[Paper]) -> None:
        if len(papers) == 1:
            await self._save_pdf(papers[0])
            return
        missing = [paper.id for paper in papers if await self.pdfs.saved(paper.id) is None]
        if not missing:
            self._toasts.show("All of them are saved already.")
        elif self._connection.is_away("arxiv") or self._is_demo:
            self._queue("pdf", missing, f"{count(len(missing), 'PDF')} are saved")
        else:  # the outbox remembers them if the program ends meanwhile
            self.outbox.queue("pdf", missing, f"Saving {count(len(missing), 'PDF')}, one every {CRAWL_DELAY_S:.0f} s")

    async def _save_pdf(self, paper: Paper) -> None:
        """Now, whatever waits."""
        if (file := await self.pdfs.saved(paper.id)) is not None:
            await self.pdfs.open(file)
            return
        outcome, trouble = await self.pdfs.save(paper)
        if outcome in (Outcome.OFFLINE, Outcome.TROUBLE):
            self._queue("pdf", [paper.id], "the PDF is saved", trouble)
        else:
            self.outbox.settle("pdf", paper.id)

    def queue_pages(self, papers: Sequence[Paper], format: str) -> None:
        """Open one of the links of each paper once the network is back."""
        self._queue_pages([f"{format} {paper.id}" for paper in papers])

    def queue_addresses(self, addresses: Sequence[str]) -> None:
        """Open pages once the network is back."""
        self._queue_pages(addresses)

    def _queue_pages(self, arguments: Sequence[str]) -> None:
        what = "the page is opened" if len(arguments) == 1 else f"{count(len(arguments), 'page')} are opened"
        self._queue("page", arguments, what)

    def queue_search(self, text: str) -> None:
        """Ask the Hub once the network is back."""
        self._queue("search", [text], "the Hub is asked")

    def queue_papers(self, papers: Sequence[str], trouble: str = "") -> None:
        """Ask the Hub for papers, and store them, once the network is back, or the Hub's trouble is over."""
        self._queue("paper", papers, "the Hub is asked", trouble)

    def offer_paper(self, id: str) -> None:
        """Say that a paper has come that the user asked for a while ago."""
        self._work.offer_paper(id)

    def offer_arxiv(self, id: str) -> None:
        """Say that the Hub does not have a paper, which arXiv may have."""
        self._work.offer_arxiv(id)

    def queue_text(self, paper: str) -> None:
        """Fetch a text once the network is back."""
        self._queue("text", [paper], "the text is fetched")

    def _queue(self, kind: Kind, arguments: Sequence[str], what: str, trouble: str = "") -> None:
        """`trouble`: why whoever was asked cannot do it now, in a sentence; empty where it was not reached."""
        host: Host = "arxiv" if kind in ("text", "pdf") else "hub"
        if self._is_demo:
            self._toasts.show(DEMO)
        elif trouble:
            self.outbox.queue(kind, arguments, f"{trouble.rstrip('.')}: {what} later")
        elif self._connection.is_away() or not self._connection.is_away(host):
            self.outbox.queue(kind, arguments, f"Offline: {what} when the network is back")
        else:
            name = {"arxiv": "arXiv", "hub": "the Hub"}[host]
            self.outbox.queue(kind, arguments, f"Can't reach {name}: {what} when it is back")

    def _workers(self) -> TextFetch | None:
        """Workers of their own, so that a key press does not wait for what nobody waits for."""
        if self._connection.network is not None and self._fetch is None:
            from paperreader.reader.text_fetch import TextFetch

            self._fetch = TextFetch(self._session.store, self._connection, now=self._session.now)
        return self._fetch
