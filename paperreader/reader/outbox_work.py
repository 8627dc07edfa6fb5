"""Does what waits in the outbox, and tells the user: one function for each kind of entry."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from paperreader.address import CRAWL_DELAY_S
from paperreader.export import export
from paperreader.export.addresses import arxiv_url
from paperreader.humanize import count
from paperreader.mark_fields import READ
from paperreader.models import Cause
from paperreader.reader.hub_search import HubSearch
from paperreader.reader.links import Links
from paperreader.reader.messages import shortened
from paperreader.reader.outbox import Deliver, Delivery
from paperreader.reader.pdfs import Outcome, Pdfs
from paperreader.reader.pending_marks import PendingMarks
from paperreader.reader.searcher import Searcher
from paperreader.reader.text_slot import TextSlot
from paperreader.reader.toasts import Place, Toasts
from paperreader.store import Store, StoreError

if TYPE_CHECKING:
    from paperreader.reader.text_fetch import TextFetch
    from paperreader.store.outbox import Kind

POLL_S = 0.2
"""How often to look whether what the user waits for is through."""


class Parts(Protocol):
    """A session, as far as this file knows it."""

    store: Store
    text_slot: TextSlot
    searcher: Searcher
    hub_search: HubSearch | None
    links: Links
    pending: PendingMarks
    toasts: Toasts


class OutboxWork:
    """What the user asks for at the same time goes first."""

    def __init__(self, session: Parts, pdfs: Pdfs, fetch: Callable[[], TextFetch | None]) -> None:
        """`fetch`: the workers, None where the network is not asked."""
        self._session, self._pdfs, self._fetch = session, pdfs, fetch
        self._text_asked_at: float | None = None
        self.of_kind: Mapping[Kind, Deliver] = {
            "text": self._fetch_text,
            "pdf": self._save_pdf,
            "search": self._search,
            "page": self._open_page,
            "paper": self._store_paper,
        }

    async def _fetch_text(self, id: str) -> Delivery:
        from paperreader.refresh import Failed, NoText, Offline, TextFailed, TextFetched, TextNotStored

        session, toasts = self._session, self._session.toasts
        while session.text_slot.fetched == id:
            await asyncio.sleep(POLL_S)
        if session.store.texts.stored([id]):  # the user has opened it meanwhile, or a pack has brought it
            return Delivery.DONE
        if self._text_asked_at is not None:  # nobody sits and waits for it
            await asyncio.sleep(self._text_asked_at + CRAWL_DELAY_S - monotonic())
        delivery = Delivery.LATER
        fetch = self._fetch()
        assert fetch is not None
        async with aclosing(fetch.text(id)) as events:
            async for event in events:
                match event:
                    case TextFetched():
                        toasts.show(f"The text of {self._title(id)} is here")
                        delivery = Delivery.DONE
                    case NoText(_, reason):
                        toasts.show(f"There is no text of {self._title(id)}: {reason}")
                        delivery = Delivery.DONE
                    case Offline(_, network_up):
                        delivery = Delivery.LATER if network_up else Delivery.OFFLINE
                    case TextFailed() | TextNotStored() | Failed():
                        delivery = Delivery.LATER
        if delivery is not Delivery.OFFLINE:
            self._text_asked_at = monotonic()
        if delivery is Delivery.DONE:
            session.text_slot.arrived(id)
        return delivery

    async def _save_pdf(self, id: str) -> Delivery:
        paper = self._session.store.papers.get(id)
        if paper is None or await self._pdfs.saved(id) is not None:
            return Delivery.DONE
        outcome, _ = await self._pdfs.save(paper, waits=True)
        return {Outcome.OFFLINE: Delivery.OFFLINE, Outcome.TROUBLE: Delivery.LATER}.get(outcome, Delivery.DONE)

    async def _search(self, text: str) -> Delivery:
        from paperreader.hub.errors import HubError, Unreachable

        searcher, toasts = self._session.searcher, self._session.toasts
        try:
            found = await searcher.fetch_hub(text)
        except Unreachable:
            return Delivery.OFFLINE
        except HubError:
            return Delivery.LATER
        name = f"“{shortened(text)}”"
        if searcher.shows_hub(text):  # the user has asked again meanwhile
            pass
        elif found:
            shows = "{mark.show} shows " + ("it" if found == 1 else "them")
            offer = f"{name} has {count(found, 'result')} from the Hub: {shows}"
            toasts.show(offer, place=Place(None, "", (), hub_search=text))
        else:
            toasts.show(f"The Hub found nothing for {name}")
        return Delivery.DONE

    async def _store_paper(self, id: str) -> Delivery:
        from paperreader.hub.errors import HubError, Unreachable

        session = self._session
        assert session.hub_search is not None
        try:
            if not await session.hub_search.store_paper(id):
                self._tell_unknown(id)
                return Delivery.DONE
        except Unreachable:
            return Delivery.OFFLINE
        except (HubError, StoreError):
            return Delivery.LATER
        session.store.opened.record([id])
        self.offer_paper(id)
        return Delivery.DONE

    def offer_paper(self, id: str) -> None:
        """Say that a paper has come that the user asked for a while ago, with those that are offered already."""
        toasts = self._session.toasts
        papers = tuple(dict.fromkeys((*(toasts.place.papers if toasts.place else ()), id)))
        said = f"{self._title(id)} is here" if len(papers) == 1 else f"{count(len(papers), 'paper')} are here"
        it = "it" if len(papers) == 1 else "them"
        toasts.show(f"{said}: {{mark.show}} shows {it}", place=Place(None, "", (), papers=papers))

    def _tell_unknown(self, id: str) -> None:
        """Offer arXiv, unless papers that have come are offered: these are what the user waits for."""
        toasts = self._session.toasts
        if toasts.place is not None and toasts.place.papers:
            toasts.show(f"The Hub does not have arXiv:{id}")
        else:
            self.offer_arxiv(id)

    def offer_arxiv(self, id: str) -> None:
        """Say that the Hub does not have a paper, which arXiv may have."""
        place = Place(None, "", (), address=arxiv_url(id))
        offer = f"The Hub does not have arXiv:{id} · {{mark.show}} opens it on arXiv"
        self._session.toasts.show(offer, place=place)

    async def _open_page(self, link: str) -> Delivery:
        session = self._session
        if "://" in link:
            await session.links.open_addresses([link], offline=False)
            return Delivery.DONE
        format, _, id = link.partition(" ")
        paper = session.store.papers.get(id)
        if paper is not None and (opened := await session.links.open([paper], format, offline=False)):
            session.pending.set(READ, True, opened, Cause.OPENED)
        return Delivery.DONE

    async def copy_pages(self, pages: Sequence[str]) -> None:
        """Copy their links instead."""
        links, addresses = self._session.links, []
        for page in pages:
            format, _, id = page.partition(" ")
            paper = None if "://" in page else self._session.store.papers.get(id)
            addresses.append(export(paper, format, links.hub) if paper else page)
        await links.copy_text("\n".join(filter(None, addresses)), count(len(pages), "link"))

    def _title(self, id: str) -> str:
        paper = self._session.store.papers.get(id)
        return f"“{shortened(paper.title)}”" if paper else id
