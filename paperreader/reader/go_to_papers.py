"""Going to papers by their arXiv ids: from the store, else asked from the Hub, one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from paperreader.export.addresses import arxiv_url
from paperreader.models import Entry, Paper
from paperreader.reader.messages import pause_text
from paperreader.reader.paper_rows import ActionRow, Row, ask_row
from paperreader.reader.search_results import Results
from paperreader.reader.session import Session
from paperreader.store import StoreError
from paperreader.views import Search, View

if TYPE_CHECKING:
    from paperreader.refresh import Waiting

MAX_ASKED = 200
"""Papers that the Hub is asked for at a time; the others stay in the list, to be asked for next."""
MAX_FAILURES = 3
"""After so many in a row the Hub is left alone."""


def go_to_text(session: Session, text: str) -> None:
    """Go to the papers that a pasted text names."""
    from paperreader.text.paper_ids import MAX_IDS, paper_ids

    ids = paper_ids(text, most=None)
    if ids:
        go_to_papers(session, ids[:MAX_IDS])
    if len(ids) > MAX_IDS:
        session.toasts.show(f"Only the first {MAX_IDS:,} of {len(ids):,} papers are listed.")
    elif not ids and text.strip():
        session.toasts.show("No arXiv id, and no link that has one, is in what was pasted.")


def go_to_papers(session: Session, ids: Sequence[str]) -> None:
    """Show these papers, from which Esc leads back; what is not stored is asked from the Hub.

    A single paper is asked for before anything changes: most that a text cites are not on the Hub.
    """
    if len(ids) > 1:
        go_to_list(session, ids)
    elif known := _stored(session, ids):
        _open(session, ids, known)
    else:
        here = session.view, session.page.paper
        session.tasks.replace("looking for a paper", _ask_for_one, session, ids[0], here)


def go_to_list(session: Session, ids: Sequence[str]) -> None:
    """The same, in a list that says at once what becomes of each of them."""
    known = _stored(session, ids)
    _open(session, ids, known)
    session.searcher.follow(_lists(session, _search(ids), known, _missing(ids, known)))


def ask_for_missing(session: Session, missing: Sequence[str]) -> None:
    """Ask the Hub for these papers of the list that is shown."""
    if session.search is not None:
        rows = session.rows
        unknown = [row for row in rows.all if isinstance(row, ActionRow) and row.action == "open-address"]
        session.searcher.follow(_lists(session, session.search, rows.entries, missing, unknown))


def _stored(session: Session, ids: Sequence[str]) -> list[Entry]:
    """Those that are stored, in this order."""
    with session.reading_store():
        known = {entry.id: entry for entry in session.store.papers.entries_of(ids)}
        return [known[id] for id in ids if id in known]
    return []


def _missing(ids: Sequence[str], known: Sequence[Entry]) -> list[str]:
    stored = {entry.id for entry in known}
    return [id for id in ids if id not in stored]


def _open(session: Session, ids: Sequence[str], known: Sequence[Entry]) -> None:
    if session.view != _search(ids):
        session.history.push(session.location())
    if session.toasts.place is not None and set(ids) >= set(session.toasts.place.papers or ("",)):
        session.toasts.forget_offer()
    session.leave()
    session.on_user_activity(looks_at_paper=False)  # no new day takes the place of the list
    session.searcher.show(_search(ids), known)
    if len(ids) == 1:
        session.on_user_activity()  # who asks for a paper looks at it
    session.store.opened.record(entry.id for entry in known)


def _search(ids: Sequence[str]) -> Search:
    return Search(" ".join(ids))


# -- one paper


async def _ask_for_one(session: Session, id: str, here: tuple[View | None, Paper | None]) -> None:
    """`here`: the view and the paper from which the user wants to go there."""
    from paperreader.hub.errors import HubError, Unreachable

    name = f"arXiv:{id}"
    if session.hub_search is None:
        session.deliveries.queue_papers([id])
        return
    session.toasts.show(f"Asking the Hub for {name} …")

    def tell(waiting: Waiting) -> None:
        session.toasts.show(f"Asking the Hub for {name}: {pause_text(waiting, 'The Hub')}")

    try:
        is_known = await session.hub_search.store_paper(id, tell)
    except Unreachable:
        session.deliveries.queue_papers([id])
    except HubError as error:
        session.deliveries.queue_papers([id], str(error))
    except StoreError as error:
        session.toasts.show(f"{name} is not stored, and the Hub cannot be asked. {error}")
    else:
        if not is_known:
            session.deliveries.offer_arxiv(id)
        elif here == (session.view, session.page.paper):  # the user is still there
            session.toasts.withdraw()
            _open(session, [id], _stored(session, [id]))
        else:
            session.store.opened.record([id])
            session.deliveries.offer_paper(id)
        _settle(session, id)


def _settle(session: Session, id: str) -> None:
    """It may have been wanted while the network was away."""
    if session.delivery_slot.waiting:
        session.deliveries.outbox.settle("paper", id)


# -- a list


async def _lists(
    session: Session, search: Search, known: Sequence[Entry], missing: Sequence[str], unknown: Sequence[Row] = ()
) -> AsyncGenerator[Results, None]:
    """The list as it grows: what is known, then what the Hub has; below it what it does not have, and what is left."""
    from paperreader.hub.errors import HubError, Unreachable

    entries, unknown = list(known), list(unknown)
    asked, left = missing[:MAX_ASKED], missing[MAX_ASKED:]
    failed: list[str] = []
    in_a_row, problem = 0, ""
    if session.hub_search is None and asked:
        session.deliveries.queue_papers(asked)
        asked, left = [], missing

    def asking(number: int, why: str = " …") -> Results:
        row = ActionRow(f"Asking the Hub for arXiv:{asked[number]}{why}")
        progress = f"asking the Hub: {number + 1} of {len(asked)}"
        return Results(search, [*_as_shown(session, entries), row, *unknown], progress=progress)

    def tell(number: int, waiting: Waiting) -> None:
        session.searcher.set_results(asking(number, f": {pause_text(waiting, 'The Hub')}"))

    for number, id in enumerate(asked):
        yield asking(number)
        assert session.hub_search
        try:
            is_known = await session.hub_search.store_paper(id, partial(tell, number))
            _settle(session, id)
            if is_known:
                session.store.opened.record([id])
                entries += _stored(session, [id])
            else:
                offer = f"arXiv:{id} is not on the Hub: open arXiv"
                unknown.append(ActionRow(offer, "open-address", arxiv_url(id)))
            in_a_row = 0
        except Unreachable:
            session.deliveries.queue_papers(asked[number:])
            left = [*asked[number:], *left]
            break
        except (HubError, StoreError) as error:
            in_a_row, problem = in_a_row + 1, str(error)
            failed.append(id)
            if in_a_row == MAX_FAILURES:
                left = [*asked[number + 1 :], *left]
                break
        except asyncio.CancelledError:
            if number + 1 < len(asked):
                session.toasts.show(f"Stopped: the Hub was asked for {number} of {len(asked)} papers.")
            raise
    rest, left = [ActionRow(problem)] if problem else [], [*failed, *left]
    if len(asked) == len(unknown) == 1 and not (entries or left):
        session.deliveries.offer_arxiv(asked[0])
    yield Results(search, [*_as_shown(session, entries), *unknown, *rest, *([ask_row(left)] if left else [])])


def _as_shown(session: Session, entries: Sequence[Entry]) -> list[Entry]:
    """With what the user has marked meanwhile."""
    shown = {entry.id: entry for entry in session.rows.entries}
    return [shown.get(entry.id, entry) for entry in entries]
