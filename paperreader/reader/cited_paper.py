"""A paper that a text refers to: from the store, or asked from the Hub."""

from __future__ import annotations

import asyncio

from paperreader.reader.session import Session
from paperreader.store import StoreError
from paperreader.views import Search


def read_paper(session: Session, id: str) -> None:
    """Show the paper with this arXiv id, alone; Esc leads back."""
    session.tasks.replace("looking for a paper", _read, session, id)


async def _read(session: Session, id: str) -> None:
    name, here = f"arXiv:{id}", session.page.paper
    if not _show(session, id):
        if session.hub_search is None:
            session.toasts.show(f"Offline, and {name} is not stored.")
            return
        session.toasts.show(f"Asking the Hub for {name} …")
        problem = await _fetch(session, id)
        if problem:
            session.toasts.show(problem)
        elif session.page.paper == here:  # the user is still there
            session.toasts.withdraw()
            _show(session, id)


async def _fetch(session: Session, id: str) -> str:
    """Store the paper; what is wrong if that cannot be done."""
    from paperreader.hub.errors import HubError

    assert session.hub_search
    try:
        paper = await session.hub_search.paper(id)
        if paper is None:
            return f"The Hub does not have arXiv:{id}."
        await asyncio.wrap_future(session.store.ingest.save_papers([paper]))
    except (HubError, StoreError) as error:
        return f"arXiv:{id} is not stored, and the Hub cannot be asked. {error}"
    return ""


def _show(session: Session, id: str) -> bool:
    """Show a paper that is stored; False if it is not."""
    with session.reading_store():
        if entries := session.store.papers.entries_of([id]):
            if (location := session.location()) is not None:
                session.history.push(location)
            session.leave()
            session.searcher.show(Search(f"arXiv:{id}", hub=True), entries)
            return True
    return False
