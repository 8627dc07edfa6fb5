"""Going from view to view: neighbouring days, weeks and months, the way back; asking the Hub for what is shown."""

from __future__ import annotations

from datetime import date
from typing import Literal

from paperreader.period import Period
from paperreader.reader.copy_and_open import open_address
from paperreader.reader.session import Session
from paperreader.reader.sync import FETCH_DELAY_S
from paperreader.views import Collection, DayView, Hidden, Search


def to_period(session: Session, unit: Literal["week", "month"]) -> None:
    """Show the week or month of the day, or of the paper where no single day is shown."""
    view, entry = session.view, session.rows.entry
    day = (view.day if view else None) or (entry.day if entry else None) or (view.first_day if view else None)
    if day is not None:
        session.go(Period.of(unit, day))
    elif entry:
        session.toasts.show("No fetched day lists this paper.")


def to_neighbour(session: Session, step: int) -> None:
    """Show the next older (+1) or newer (-1) day, week or month."""
    view, catalog = session.view, session.catalog
    if view is not None and view.is_period:
        if (neighbour := view.neighbour(step, catalog.newest)) is not None:
            session.go(neighbour)
    elif (day := catalog.neighbour(view.day if view else None, step)) is not None:
        session.go(DayView(day))


def back(session: Session) -> bool:
    """From a search, a week or month or hidden papers back to where they were opened; False elsewhere."""
    session.searcher.cancel()
    if not session.history.leads_back_from(session.view) or (location := session.history.pop()) is None:
        return False
    if not session.search:
        session.leave()
        before = location.viewport
        now = session.viewport._replace(list_top=before.list_top, page_top=before.page_top)
        location = location._replace(viewport=now)
    session.restore(location)
    if location.view is not None:
        session.tasks.later(FETCH_DELAY_S, session.fetch_missing, location.view)
    return True


def next_unread(session: Session, step: Literal[1, -1]) -> None:
    """Move the cursor to the next unread paper below (1) or above (-1)."""
    if (index := session.rows.next_unread(step)) is not None:
        session.rows.move_to(index)


def run_action_row(session: Session) -> None:
    """Do what the action row under the cursor says."""
    row, view = session.rows.action_row, session.view
    if row is None or view is None:
        return
    if row.action == "show-hidden" and view.shows_hidden:
        session.go(Hidden(view))
    elif row.action == "ask-hub" and view.search:
        session.searcher.ask_hub(view.search.text)
    elif row.action == "ask-papers":
        from paperreader.reader.go_to_papers import ask_for_missing  # not needed for a start

        ask_for_missing(session, row.argument.split())
    elif row.action == "open-address":
        open_address(session, row.argument)
    elif row.action == "search" and view.search:
        session.searcher.run(Search(row.argument, ranked=view.search.ranked))


def refresh(session: Session) -> None:
    """Sort the view afresh, and ask the Hub for its days, and for what is around the paper on the page.

    Marks of other machines are looked for in the folder alone: what goes over the network is asked for what is shown.
    """
    view = session.view
    session.delivery_slot.try_now()
    session.machines.look(fetch=False)
    if session.page.paper is not None:
        session.details.ask(session.page.paper.id)
    if session.search is not None:
        if session.search.hub:
            session.searcher.ask_hub(session.search.text)
        else:
            session.searcher.run(session.search)
        return
    if view is not None:
        session.go(view)
    if view is Collection.TRENDING and session.connection.network:
        session.sync.request_trending()
    else:
        fetch(session, *(view.days(session.catalog.newest) if view else ()))


def fetch(session: Session, *days: date) -> None:
    """Ask the Hub for these days, or for all that may have changed."""
    if session.connection.network is None:
        session.toasts.show("This is a demo: there is no Hub." if session.demo else "Offline: the Hub is not asked.")
    elif days:
        session.sync.request(*days)
    else:
        session.delivery_slot.try_now()
        session.sync.request_due()


def fetch_all(session: Session) -> None:
    """Ask the Hub for all days that may have changed, and look for what other machines wrote."""
    session.machines.look(fetch=True)
    fetch(session)


def fetch_archive(session: Session, wanted: bool) -> None:
    """Start fetching the whole archive behind everything else, or stop."""
    if session.connection.network is None:
        fetch(session)
    else:
        session.archive.want(wanted)
        session.reload()
