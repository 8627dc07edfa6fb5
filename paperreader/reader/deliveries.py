"""What the user wants beyond papers and marks: texts, PDFs, pages; now, or once the network is back."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from paperreader import xdg
from paperreader.config import Config
from paperreader.humanize import count
from paperreader.mark_fields import READ
from paperreader.models import Cause, Paper
from paperreader.reader.changes import Changed
from paperreader.reader.links import Links
from paperreader.reader.outbox import Deliver, Delivery, Outbox
from paperreader.reader.pdfs import Outcome, Pdfs
from paperreader.reader.pending_marks import PendingMarks
from paperreader.reader.searcher import Searcher
from paperreader.reader.sync import Sync
from paperreader.reader.tasks import Tasks
from paperreader.reader.text_pack import TextPack
from paperreader.reader.text_slot import TextSlot
from paperreader.reader.toasts import Toasts
from paperreader.store import Store

if TYPE_CHECKING:
    from paperreader.environment import Network
    from paperreader.reader.hub_search import HubSearch
    from paperreader.reader.text_fetch import TextFetch
    from paperreader.store.outbox import Kind


class Parts(Protocol):
    """A session, as far as this file knows it."""

    store: Store
    config: Config
    now: Callable[[], datetime]
    text_slot: TextSlot
    sync: Sync
    hub_search: HubSearch | None
    searcher: Searcher
    links: Links
    pending: PendingMarks
    tasks: Tasks
    toasts: Toasts


class Deliveries:
    """Fetches, opens, and queues what cannot be fetched or opened now."""

    def __init__(self, session: Parts, network: Network | None, *, changed: Changed, demo: bool) -> None:
        """`network` None: nothing is fetched now; in the demo nothing is queued either."""
        self._store, self._network, self._sync, self._hub_search = (
            session.store,
            network,
            session.sync,
            session.hub_search,
        )
        self._links, self._pending, self._tasks, self._toasts = (
            session.links,
            session.pending,
            session.tasks,
            session.toasts,
        )
        self._text_slot, self._now, self._is_demo = session.text_slot, session.now, demo
        store, config, toasts = session.store, session.config, session.toasts
        self._fetch: TextFetch | None = None
        self._is_online = False
        self.pack = TextPack(store, network, automatic=config.texts, now=session.now, changed=changed, toasts=toasts)
        folder = config.pdf_folder or xdg.downloads(os.environ)
        self.pdfs = Pdfs(self._workers, folder=folder, viewer=config.browser, changed=changed, toasts=toasts)
        deliver: Mapping[Kind, Deliver] = {
            "text": self._deliver_text,
            "pdf": self._deliver_pdf,
            "search": self._deliver_search,
            "page": self._deliver_page,
        }
        self.outbox = Outbox(store, deliver, session.sync, tasks=session.tasks, changed=changed, toasts=toasts)
        if not demo:
            session.text_slot.queue = self._queue_text
            session.searcher.queue = self._queue_search

    def start(self) -> None:
        """Begin to work in the background."""
        self._tasks.start("fetching texts", self.pack.run)
        self._tasks.start("emptying the outbox", self.outbox.run, can_deliver=self._network is not None)
        if self._is_demo:
            self._tasks.start("storing the texts of the demo", self._store_demo_texts)

    def close(self) -> None:
        """End the workers."""
        if self._fetch is not None:
            self._fetch.close()

    @property
    def queues_pages(self) -> bool:
        """The network is known to be away, and may come back."""
        return self._sync.offline and self._network is not None

    def follow_sync(self) -> None:
        """The refresh has news: the Hub may answer again."""
        before, self._is_online = self._is_online, self._sync.has_answered
        if self._is_online and not before:
            self.outbox.network_is_back()

    @property
    def facts(self) -> list[str]:
        """What is being fetched, the most telling first."""
        return [self.pdfs.activity] if self.pdfs.activity else [] if self._sync.offline else self.pack.facts

    async def _store_demo_texts(self) -> None:
        """In another thread, once the first frame is there."""
        from paperreader import demo

        if not self._store.texts.count():
            for paper in await asyncio.to_thread(demo.save_texts, self._store):
                self._text_slot.arrived(paper)

    # -- what the user wants now

    def fetch_texts(self, papers: Sequence[str]) -> None:
        """Fetch the texts of many papers, in the background."""
        if self._network is None:
            self._toasts.show("Offline: texts cannot be fetched now.")
        else:
            self.pack.want(papers)

    def save_pdfs(self, papers: Sequence[Paper]) -> None:
        """Save the PDFs of the papers; of one that is there already, open it."""
        self._tasks.start("saving PDFs", self._save_pdfs, papers)

    async def _save_pdfs(self, papers: Sequence[Paper]) -> None:
        if len(papers) == 1 and (file := self.pdfs.saved(papers[0].id)):
            await self.pdfs.open(file)
            return
        missing = [paper for paper in papers if self.pdfs.saved(paper.id) is None]
        if not missing:
            self._toasts.show("All of them are saved already.")
        for index, paper in enumerate(missing):
            if await self.pdfs.save(paper) is Outcome.NOT_NOW:
                ids = [each.id for each in missing[index:]]
                what = "the PDF is saved" if len(ids) == 1 else f"{count(len(ids), 'PDF')} are saved"
                self._queue("pdf", ids, what)
                return

    def queue_pages(self, papers: Sequence[Paper], format: str) -> None:
        """Open one of the links of each paper once the network is back."""
        what = "the page is opened" if len(papers) == 1 else f"{count(len(papers), 'page')} are opened"
        self._queue("page", [f"{format} {paper.id}" for paper in papers], what)

    def queue_address(self, address: str) -> None:
        """Open a page once the network is back."""
        self._queue("page", [address], "the page is opened")

    def _queue_search(self, text: str) -> None:
        self._queue("search", [text], "the Hub is asked")

    def _queue_text(self, paper: str) -> None:
        self._queue("text", [paper], "the text is fetched")

    def _queue(self, kind: Kind, arguments: Sequence[str], what: str) -> None:
        if self._is_demo:
            self._toasts.show("Offline: this is a demo, nothing is fetched.")
        else:
            self.outbox.queue(kind, arguments, what)

    # -- what waited

    async def _deliver_text(self, id: str) -> Delivery:
        from paperreader.refresh import Failed, NoText, Offline, TextFailed, TextFetched

        delivery = Delivery.NOT_NOW
        fetch = self._workers()
        if fetch is None:
            return delivery
        async with aclosing(fetch.text(id)) as events:
            async for event in events:
                match event:
                    case TextFetched():
                        self._toasts.show(f"The text of {self._title(id)} is here")
                        delivery = Delivery.DONE
                    case NoText(_, reason):
                        self._toasts.show(f"There is no text of {self._title(id)}: {reason}")
                        delivery = Delivery.DONE
                    case TextFailed() | Failed() | Offline():
                        delivery = Delivery.NOT_NOW
        if delivery is Delivery.DONE:
            self._text_slot.arrived(id)
        return delivery

    async def _deliver_pdf(self, id: str) -> Delivery:
        paper = self._store.papers.get(id)
        if paper is None or self.pdfs.saved(id) is not None:
            return Delivery.DONE
        return Delivery.NOT_NOW if await self.pdfs.save(paper) is Outcome.NOT_NOW else Delivery.DONE

    async def _deliver_search(self, text: str) -> Delivery:
        from paperreader.hub.errors import HubError

        assert self._hub_search is not None
        try:
            hits = await self._hub_search.find(text)
        except HubError:
            return Delivery.NOT_NOW
        await asyncio.wrap_future(self._store.ingest.save_papers([hit.paper for hit in hits]))
        self._toasts.show(f"The Hub found {count(len(hits), 'paper')} for “{text}”: search for it to see them")
        return Delivery.DONE

    async def _deliver_page(self, link: str) -> Delivery:
        if "://" in link:
            await self._links.open_address(link, offline=False)
            return Delivery.DONE
        format, _, id = link.partition(" ")
        paper = self._store.papers.get(id)
        if paper is not None and (opened := await self._links.open([paper], format, offline=False)):
            self._pending.set(READ, True, opened, Cause.OPENED)
        return Delivery.DONE

    def _title(self, id: str) -> str:
        paper = self._store.papers.get(id)
        return f"“{paper.title}”" if paper else id

    def _workers(self) -> TextFetch | None:
        """Workers of their own, so that a key press does not wait for what nobody waits for."""
        if self._network is not None and self._fetch is None:
            from paperreader.reader.text_fetch import TextFetch

            self._fetch = TextFetch(self._store, self._network, now=self._now)
        return self._fetch
