"""What the user wants beyond papers and marks: texts, PDFs, pages; now, or once the network is back."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from paperreader import xdg
from paperreader.address import CRAWL_DELAY_S
from paperreader.config import Config
from paperreader.export import export
from paperreader.humanize import count
from paperreader.mark_fields import READ
from paperreader.models import Cause, Paper
from paperreader.reader.changes import Change, Changed
from paperreader.reader.delivery_lists import DEMO
from paperreader.reader.discussion_slot import DiscussionSlot
from paperreader.reader.hub_search import HubSearch
from paperreader.reader.links import Links
from paperreader.reader.messages import shortened
from paperreader.reader.outbox import Deliver, Delivery, Outbox
from paperreader.reader.pdfs import Outcome, Pdfs
from paperreader.reader.pending_marks import PendingMarks
from paperreader.reader.searcher import Searcher
from paperreader.reader.sync import Sync
from paperreader.reader.tasks import Tasks
from paperreader.reader.text_pack import TextPack
from paperreader.reader.text_slot import TextSlot
from paperreader.reader.toasts import Place, Toasts
from paperreader.store import Store, StoreError

if TYPE_CHECKING:
    from paperreader.environment import Network
    from paperreader.reader.text_fetch import TextFetch
    from paperreader.store.outbox import Kind


class Parts(Protocol):
    """A session, as far as this file knows it."""

    store: Store
    config: Config
    now: Callable[[], datetime]
    text_slot: TextSlot
    discussion_slot: DiscussionSlot
    sync: Sync
    searcher: Searcher
    hub_search: HubSearch | None
    links: Links
    pending: PendingMarks
    tasks: Tasks
    toasts: Toasts


class Deliveries:
    """Fetches, opens, and queues what cannot be fetched or opened now."""

    def __init__(self, session: Parts, network: Network | None, *, changed: Changed, demo: bool) -> None:
        """`network` None: nothing is fetched now; in the demo nothing is queued either."""
        self._store, self._network, self._sync = session.store, network, session.sync
        self._links, self._pending, self._tasks, self._toasts = (
            session.links,
            session.pending,
            session.tasks,
            session.toasts,
        )
        self._text_slot, self._discussion_slot = session.text_slot, session.discussion_slot
        self._now, self._is_demo = session.now, demo
        store, config, toasts = session.store, session.config, session.toasts
        self._changed = changed
        self._fetch: TextFetch | None = None
        self._text_asked_at: float | None = None
        self._is_online = session.sync.has_answered
        self._copy_text = session.links.copy_text
        self.pack = TextPack(store, network, automatic=config.texts, now=session.now, changed=changed, toasts=toasts)
        folder = config.pdf_folder or xdg.downloads(os.environ)
        self.pdfs = Pdfs(self._workers, folder=folder, viewer=config.browser, changed=changed, toasts=toasts)
        deliver: Mapping[Kind, Deliver] = {
            "text": self._deliver_text,
            "pdf": self._deliver_pdf,
            "search": self._deliver_search,
            "page": self._deliver_page,
            "paper": self._deliver_paper,
        }
        self.outbox = Outbox(
            store, deliver, session.sync, copy=self._copy_pages, tasks=session.tasks, changed=changed, toasts=toasts
        )
        self._searcher, self._hub_search = session.searcher, session.hub_search

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

    def follow(self, change: Change) -> None:
        """Marks have changed, or the refresh has news: the Hub may answer again."""
        before, self._is_online = self._is_online, self._sync.has_answered
        if self._is_online and not before:
            self.outbox.network_is_back()
            self.pack.network_is_back()
        if change & Change.MARKS or (change & Change.SYNC and self._sync.is_idle):
            self.pack.look()

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
            for paper in await asyncio.to_thread(demo.save_discussions, self._store):
                self._discussion_slot.arrived(paper)
            self._changed(Change.SYNC)  # their papers get a sign

    # -- what the user wants now

    def fetch_texts(self, papers: Sequence[str]) -> None:
        """Fetch the texts of many papers, in the background."""
        self.pack.want(papers)
        if self._network is None:
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
        elif self.is_away or self._is_demo:
            self._queue("pdf", missing, f"{count(len(missing), 'PDF')} are saved")
        else:  # the outbox remembers them if the program ends meanwhile
            self.outbox.queue("pdf", missing, f"Saving {count(len(missing), 'PDF')}, one every {CRAWL_DELAY_S:.0f} s")

    async def _save_pdf(self, paper: Paper) -> None:
        """Now, whatever waits."""
        if (file := await self.pdfs.saved(paper.id)) is not None:
            await self.pdfs.open(file)
        elif await self.pdfs.save(paper) is Outcome.OFFLINE:
            self._queue("pdf", [paper.id], "the PDF is saved")
        else:
            self.outbox.settle("pdf", paper.id)

    @property
    def is_away(self) -> bool:
        """The network, as far as is known."""
        return self._network is None or self._sync.offline

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

    def queue_papers(self, papers: Sequence[str]) -> None:
        """Ask the Hub for papers, and store them, once the network is back."""
        self._queue("paper", papers, "the Hub is asked")

    def offer_paper(self, id: str) -> None:
        """Say that a paper has come that the user asked for a while ago, with those that came just before."""
        papers = (*(self._toasts.place.papers if self._toasts.place else ()), id)
        said = f"{self._title(id)} is here" if len(papers) == 1 else f"{count(len(papers), 'paper')} are here"
        it = "it" if len(papers) == 1 else "them"
        self._toasts.show(f"{said}: {{mark.show}} shows {it}", place=Place(None, "", (), papers=papers))

    def queue_text(self, paper: str) -> None:
        """Fetch a text once the network is back."""
        self._queue("text", [paper], "the text is fetched")

    def _queue(self, kind: Kind, arguments: Sequence[str], what: str) -> None:
        if self._is_demo:
            self._toasts.show(DEMO)
        else:
            self.outbox.queue(kind, arguments, f"Offline: {what} when the network is back")

    # -- what waited

    async def _deliver_text(self, id: str) -> Delivery:
        from paperreader.refresh import Failed, NoText, Offline, TextFailed, TextFetched, TextNotStored

        if self._store.texts.stored([id]):  # the user has opened it meanwhile, or a pack has brought it
            return Delivery.DONE
        if self._text_asked_at is not None:  # nobody sits and waits for it
            await asyncio.sleep(self._text_asked_at + CRAWL_DELAY_S - monotonic())
        delivery = Delivery.LATER
        fetch = self._workers()
        assert fetch is not None
        async with aclosing(fetch.text(id)) as events:
            async for event in events:
                match event:
                    case TextFetched():
                        self._toasts.show(f"The text of {self._title(id)} is here")
                        delivery = Delivery.DONE
                    case NoText(_, reason):
                        self._toasts.show(f"There is no text of {self._title(id)}: {reason}")
                        delivery = Delivery.DONE
                    case Offline(_, network_up):
                        delivery = Delivery.LATER if network_up else Delivery.OFFLINE
                    case TextFailed() | TextNotStored() | Failed():
                        delivery = Delivery.LATER
        if delivery is not Delivery.OFFLINE:
            self._text_asked_at = monotonic()
        if delivery is Delivery.DONE:
            self._text_slot.arrived(id)
        return delivery

    async def _deliver_pdf(self, id: str) -> Delivery:
        paper = self._store.papers.get(id)
        if paper is None or await self.pdfs.saved(id) is not None:
            return Delivery.DONE
        outcome = await self.pdfs.save(paper, waits=True)
        return {Outcome.OFFLINE: Delivery.OFFLINE, Outcome.TROUBLE: Delivery.LATER}.get(outcome, Delivery.DONE)

    async def _deliver_search(self, text: str) -> Delivery:
        from paperreader.hub.errors import HubError, Unreachable

        try:
            found = await self._searcher.fetch_hub(text)
        except Unreachable:
            return Delivery.OFFLINE
        except HubError:
            return Delivery.LATER
        name = f"“{shortened(text)}”"
        if found:
            shows = "{mark.show} shows " + ("it" if found == 1 else "them")
            offer = f"{name} has {count(found, 'result')} from the Hub: {shows}"
            self._toasts.show(offer, place=Place(None, "", (), hub_search=text))
        else:
            self._toasts.show(f"The Hub found nothing for {name}")
        return Delivery.DONE

    async def _deliver_paper(self, id: str) -> Delivery:
        from paperreader.hub.errors import HubError, Unreachable

        assert self._hub_search is not None
        try:
            if not await self._hub_search.store_paper(id):
                self._toasts.show(f"The Hub does not have arXiv:{id}")
                return Delivery.DONE
        except Unreachable:
            return Delivery.OFFLINE
        except (HubError, StoreError):
            return Delivery.LATER
        self._store.opened.record([id])
        self.offer_paper(id)
        return Delivery.DONE

    async def _deliver_page(self, link: str) -> Delivery:
        if "://" in link:
            await self._links.open_addresses([link], offline=False)
            return Delivery.DONE
        format, _, id = link.partition(" ")
        paper = self._store.papers.get(id)
        if paper is not None and (opened := await self._links.open([paper], format, offline=False)):
            self._pending.set(READ, True, opened, Cause.OPENED)
        return Delivery.DONE

    async def _copy_pages(self, links: Sequence[str]) -> None:
        addresses = []
        for link in links:
            format, _, id = link.partition(" ")
            paper = None if "://" in link else self._store.papers.get(id)
            addresses.append(export(paper, format, self._links.hub) if paper else link)
        await self._copy_text("\n".join(filter(None, addresses)), count(len(links), "link"))

    def _title(self, id: str) -> str:
        paper = self._store.papers.get(id)
        return f"“{shortened(paper.title)}”" if paper else id

    def _workers(self) -> TextFetch | None:
        """Workers of their own, so that a key press does not wait for what nobody waits for."""
        if self._network is not None and self._fetch is None:
            from paperreader.reader.text_fetch import TextFetch

            self._fetch = TextFetch(self._store, self._network, now=self._now)
        return self._fetch
