"""Saved searches and hide rules: saving, renaming, moving and deleting them, and what a rule would hide."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from datetime import timedelta
from typing import NamedTuple

from paperreader.models import SavedSearch
from paperreader.reader.changes import Change
from paperreader.reader.messages import shortened
from paperreader.reader.session import Session
from paperreader.store import StoreError
from paperreader.views import Search

RULE_PREVIEW_DAYS = 90
"""The preview says how much of these last days a rule would hide."""
NO_LIMIT = 1_000_000


class RulePreview(NamedTuple):
    """What a rule would hide."""

    query: str
    hidden: int
    """Stored papers that it hides."""
    spared: int
    """Of these, papers that stay visible: starred, tagged, with a note, or followed."""
    hidden_lately: int
    lately: int
    """Papers of the last RULE_PREVIEW_DAYS."""


def save_search(session: Session, text: str, name: str) -> None:
    """Save a search to the sidebar; one that is saved already is renamed. A name that another has is refused."""
    if before := session.catalog.name_of(text, session.catalog.sidebar_searches):
        rename_search(session, before, name)
        return
    if any(search.name == name for search in session.catalog.saved):
        session.toasts.show(f"A search named “{shortened(name)}” already exists.")
        return
    run_change(
        session, session.store.searches.save(name, text, is_step=True), f"Saved to the sidebar as “{shortened(name)}”"
    )


def delete_search(session: Session, search: SavedSearch) -> None:
    """Delete a saved search, rule or follow."""
    name = shortened(search.name)
    message = f"Unfollowed {name}" if search.follows else f"Deleted {search.kind} “{name}”"
    written = session.store.searches.delete(search.name, is_step=True)
    run_change(session, written, f"{message} · {{mark.undo}} undo", rules=bool(session.catalog.rules))


def rename_search(session: Session, name: str, new: str) -> None:
    """Give a saved search, rule or follow another name."""
    if new != name:
        run_change(session, session.store.searches.rename(name, new, is_step=True))


def move_search(session: Session, name: str, step: int) -> None:
    """Move a saved search up (-1) or down (+1) in the sidebar."""
    run_change(session, session.store.searches.move(name, step))


def hide(session: Session, preview: RulePreview) -> None:
    """Make the rule."""
    message = f"{preview.hidden - preview.spared:,} hidden · {{mark.undo}} undo"
    written = session.store.searches.save(preview.query, preview.query, hides=True, is_step=True)
    run_change(session, written, message, rules=True)


async def preview_rule(session: Session, query: str) -> RulePreview:
    """Count what the rule would hide. Raises StoreError."""
    since = session.catalog.newest - timedelta(days=RULE_PREVIEW_DAYS)
    count = session.store.searches.count
    hidden = await asyncio.wrap_future(count(Search(query, limit=NO_LIMIT)))
    lately = await asyncio.wrap_future(count(Search(f"{query} day:{since}..", limit=NO_LIMIT)))
    papers = sum(day.papers or 0 for day in session.catalog.days if day.date >= since)
    spared = await asyncio.wrap_future(
        count(Search(f"{query} is:starred OR is:followed OR has:tag OR has:note", limit=NO_LIMIT))
    )
    return RulePreview(query, hidden, spared, lately, papers)


def run_change(session: Session, written: Future[None], message: str = "", *, rules: bool = False) -> None:
    """Show a change of saved searches once it is written. `rules`: other papers may be hidden then."""
    session.tasks.start("changing saved searches", _show, session, written, message, rules=rules)


async def _show(session: Session, written: Future[None], message: str, *, rules: bool) -> None:
    try:
        await asyncio.wrap_future(written)
    except StoreError as error:
        session.toasts.show(str(error), stays=True)
        return
    session.reload(rules=rules)
    session.machines.follow(Change.MARKS)  # other machines take it over as a mark
    if message:
        session.toasts.show(message)
