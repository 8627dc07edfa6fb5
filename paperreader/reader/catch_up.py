"""Catching up after a holiday: what is worth keeping stays unread, the rest is marked read in one step."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.mark_fields import READ
from paperreader.models import Cause, Entry
from paperreader.reader.backlog import Backlog
from paperreader.reader.session import Session
from paperreader.views import Collection


def backlog(session: Session) -> Backlog:
    """What is unread now. Raises StoreError."""
    rows, view = session.rows, session.view
    unread = session.pending.with_pending(session.store.papers.entries(Collection.UNREAD))
    below = [row for row in rows.all[rows.cursor or 0 :] if isinstance(row, Entry) and row.unread]
    day = view.day if view else None
    return Backlog([e for e in unread if e.unread], below, day or (rows.entry.day if rows.entry else None))


def catch_up(session: Session, papers: Sequence[str], unread: int) -> None:
    """Mark these papers read, of so many that are unread."""
    if not papers:
        session.toasts.show("No papers to mark.")
    elif session.mark(READ, True, papers, Cause.BULK):
        session.toasts.show(f"{len(papers):,} marked read, {unread - len(papers):,} kept · {{mark.undo}} undo")
