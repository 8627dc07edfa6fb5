"""Follows: what one would find, following, and what is followed already."""

from __future__ import annotations

import asyncio

from paperreader.humanize import count
from paperreader.models import SavedSearch
from paperreader.reader.messages import shortened
from paperreader.reader.saved_searches import run_change
from paperreader.reader.session import Session
from paperreader.reader.subjects import FollowPreview, Subject


async def preview_follow(session: Session, subject: Subject) -> FollowPreview:
    """Look for what would be followed. Raises StoreError."""
    variants = session.store.searches.variants
    wide = await asyncio.wrap_future(variants(subject.wide_query))
    if subject.wide_query == subject.query:
        return FollowPreview(subject, wide, None)
    exact = await asyncio.wrap_future(variants(subject.query))
    return FollowPreview(subject, wide, exact)


def follow_of(session: Session, subject: Subject) -> SavedSearch | None:
    """The follow of this subject, if there is one."""
    queries = subject.query, subject.wide_query
    return next((follow for follow in session.catalog.follows if follow.query in queries), None)


def follow(session: Session, preview: FollowPreview, *, exactly: bool = False) -> None:
    """Follow the subject, in the form in which it is written only, or in every form."""
    subject, found = preview.subject, preview.exact if exactly and preview.exact else preview.wide
    name = _free_name(session, subject)
    message = f"Following {shortened(name)}: {count(found.papers, 'paper')} · {{mark.undo}} undo"
    query = subject.query if exactly else subject.wide_query
    written = session.store.searches.save(name, query, follows=True, is_step=True)
    run_change(session, written, message, rules=bool(session.catalog.rules))


def _free_name(session: Session, subject: Subject) -> str:
    """The subject's own name; one that another search has gets what it is behind it, or a number."""
    taken = {search.name for search in session.catalog.saved}
    names = [subject.name, f"{subject.name} ({subject.kind})"]
    names += [f"{subject.name} ({number})" for number in range(2, len(taken) + 3)]
    return next(name for name in names if name not in taken)
