"""Marking what the user has in front of them: one paper, the selection, a whole view."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.mark_fields import LOOKED_AGAIN, READ, STARRED, field_of
from paperreader.models import Cause
from paperreader.reader.messages import part_of, sentence
from paperreader.reader.session import Session
from paperreader.views import Collection


def toggle_read(session: Session) -> None:
    """Mark the targets read; if none of them is unread, unread."""
    targets = session.rows.targets
    read = any(entry.unread for entry in targets)
    papers = [entry.id for entry in targets if not (entry.read if read else entry.unread)]
    if not read:
        session.timer.keep_unread(papers)
    _mark_targets(session, READ, read, papers)


def toggle_star(session: Session) -> None:
    """Star the targets that have no star; if all have one, remove it."""
    targets = session.rows.targets
    star = not all(entry.starred for entry in targets)
    _mark_targets(session, STARRED, star, [entry.id for entry in targets if entry.starred is not star])


def _mark_targets(session: Session, field: str, value: bool, papers: Sequence[str]) -> None:
    """Mark by hand, and say how many where that cannot be seen at a glance."""
    if papers and session.mark(field, value, papers) and session.rows.selected and (known := field_of(field)):
        done = known.words(f"{part_of(len(papers), len(session.rows.selected))} papers", [field], value)
        session.toasts.show(f"{sentence(done)} · {{mark.undo}} undo")


def mark_all_read(session: Session) -> None:
    """Mark everything in this view read, or just the selection; for a second look, looked at again."""
    entries = session.rows.selected or session.rows.entries
    papers = [entry.id for entry in entries if not entry.read]
    if session.view is Collection.SECOND_LOOK and not papers and entries:
        if session.mark(LOOKED_AGAIN, True, [entry.id for entry in entries], Cause.BULK):
            session.toasts.show(f"{len(entries)} looked at again · {{mark.undo}} undo")
    elif not papers:
        session.toasts.show("Everything here is already read.")
    elif session.mark(READ, True, papers, Cause.BULK):
        session.toasts.show(f"{len(papers)} marked read · {{mark.undo}} undo")
    session.rows.deselect()
