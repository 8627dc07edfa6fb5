"""Saved searches and hide rules: saving, renaming, moving and deleting them, and what a rule would hide."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future
from datetime import timedelta
from typing import NamedTuple

from paperreader.models import Paper
from paperreader.reader.messages import shortened
from paperreader.reader.session import Session
from paperreader.store import StoreError
from paperreader.views import Search

RULE_PREVIEW_DAYS = 90
"""The preview says how much of these last days a rule would hide."""
NO_LIMIT = 1_000_000
RULE_AUTHORS, RULE_KEYWORDS = 3, 6
"""So many of a paper's authors and keywords are offered for a rule."""


class Rule(NamedTuple):
    """A rule that can be made of the paper on the page."""

    query: str
    title: str
    """`by Ada Lovelace`, `of Marsh Lab`, `about weaving`."""


class RulePreview(NamedTuple):
    """What a rule would hide."""

    query: str
    hidden: int
    """Stored papers that it hides."""
    hidden_lately: int
    lately: int
    """Papers of the last RULE_PREVIEW_DAYS."""


def save_search(session: Session, text: str, name: str) -> None:
    """Save a search to the sidebar; one that is saved already is renamed. A name that another has is refused."""
    if before := session.catalog.name_of(text):
        rename_search(session, before, name)
        return
    if any(search.name == name for search in session.catalog.saved):
        session.toasts.show(f"A search named “{shortened(name)}” already exists.")
        return
    _run(session, session.store.searches.save(name, text), f"Saved to the sidebar as “{shortened(name)}”")


def delete_search(session: Session, name: str, *, hides: bool) -> None:
    """Delete a saved search, or with `hides` a rule."""
    what = "rule" if hides else "saved search"
    _run(session, session.store.searches.delete(name), f"Deleted {what} “{shortened(name)}”", rules=hides)


def rename_search(session: Session, name: str, new: str) -> None:
    """Give a saved search or rule another name."""
    if new != name:
        _run(session, session.store.searches.rename(name, new))


def move_search(session: Session, name: str, step: int) -> None:
    """Move a saved search up (-1) or down (+1) in the sidebar."""
    _run(session, session.store.searches.move(name, step))


def hide(session: Session, preview: RulePreview) -> None:
    """Make the rule."""
    message = f"{preview.hidden:,} hidden · {{app.palette}} to delete the rule"
    _run(session, session.store.searches.save(preview.query, preview.query, hides=True), message, rules=True)


def possible_rules(paper: Paper | None) -> Iterator[Rule]:
    """What papers can be hidden by, as this one shows it."""
    if paper is None:
        return
    values = [("author", f"by {name}", name) for name in paper.authors[:RULE_AUTHORS]]
    values += [("org", f"of {paper.organization}", paper.organization)] if paper.organization else []
    values += [("keyword", f"about {word}", word) for word in paper.keywords[:RULE_KEYWORDS]]
    for field, title, value in values:
        yield Rule(f'{field}:"{value.replace(chr(34), " ")}"', shortened(title, 50))


async def preview_rule(session: Session, query: str) -> RulePreview:
    """Count what the rule would hide. Raises StoreError."""
    since = session.catalog.newest - timedelta(days=RULE_PREVIEW_DAYS)
    count = session.store.searches.count
    hidden = await asyncio.wrap_future(count(Search(query, limit=NO_LIMIT)))
    lately = await asyncio.wrap_future(count(Search(f"{query} day:{since}..", limit=NO_LIMIT)))
    papers = sum(day.papers or 0 for day in session.catalog.days if day.date >= since)
    return RulePreview(query, hidden, lately, papers)


def _run(session: Session, written: Future[None], message: str = "", *, rules: bool = False) -> None:
    session.tasks.start("changing saved searches", _follow, session, written, message, rules=rules)


async def _follow(session: Session, written: Future[None], message: str, *, rules: bool) -> None:
    try:
        await asyncio.wrap_future(written)
    except StoreError as error:
        session.toasts.show(str(error), stays=True)
        return
    session.reload(rules=rules)
    if message:
        session.toasts.show(message)
