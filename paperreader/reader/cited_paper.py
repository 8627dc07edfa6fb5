"""A paper that a text refers to: from the store, or asked from the Hub."""

from __future__ import annotations

from paperreader.reader.session import Session
from paperreader.store import StoreError
from paperreader.views import Search


def read_paper(session: Session, id: str) -> None:
    """Show the paper with this arXiv id, alone; Esc leads back."""
    session.tasks.replace("looking for a paper", _read, session, id)


async def _read(session: Session, id: str) -> None:
    from paperreader.hub.errors import HubError, Unreachable

    name, here = f"arXiv:{id}", session.page.paper
    if _show(session, id):
        return
    if session.hub_search is None:
        _queue(session, name)
        return
    session.toasts.show(f"Asking the Hub for {name} …")
    try:
        found = await session.searcher.fetch_hub(name)
    except Unreachable:
        _queue(session, name)
    except (HubError, StoreError) as error:
        session.toasts.show(f"{name} is not stored, and the Hub cannot be asked. {error}")
    else:
        if not found:
            session.toasts.show(f"The Hub does not have {name}.")
        elif session.page.paper == here:  # the user is still there
            session.toasts.withdraw()
            _show(session, id)


def _queue(session: Session, name: str) -> None:
    """Ask for the paper once the network is back; in the demo it never is."""
    if session.searcher.queue is not None:
        session.searcher.queue(name)
    else:
        session.toasts.show(f"Offline, and {name} is not stored.")


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
