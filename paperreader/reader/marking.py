"""Marking what the user has in front of them: one paper, the selection, a whole view; and undo."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.mark_fields import READ, STARRED, field_of
from paperreader.models import Cause
from paperreader.reader.messages import undo_message
from paperreader.reader.session import Session
from paperreader.store import StoreError
from paperreader.views import DayView


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
        session.toasts.show(f"{len(papers)} papers {known.words(value)} · {{mark.undo}} undo")


def mark_all_read(session: Session) -> None:
    """Mark everything in this view read, or just the selection."""
    papers = [entry.id for entry in session.rows.selected or session.rows.entries if not entry.read]
    if not papers:
        session.toasts.show("Everything here is already read.")
    elif session.mark(READ, True, papers, Cause.BULK):
        session.toasts.show(f"{len(papers)} marked read · {{mark.undo}} undo")
    session.rows.deselect()


def undo(session: Session) -> None:
    """Undo the newest step."""
    session.tasks.start("undoing", _step, session, redo=False)


def redo(session: Session) -> None:
    """Redo what was undone last."""
    session.tasks.start("redoing", _step, session, redo=True)


async def _step(session: Session, *, redo: bool) -> None:
    """Undo or redo, say what changed, and go to the first paper that it changed."""
    try:
        step = await session.pending.step(redo=redo)
    except StoreError as error:
        session.toasts.show(str(error))
        return
    paper = next(iter(step.papers), None) if step else None
    with session.reading_store():
        entries = session.store.papers.entries_of([paper]) if paper else []
        session.toasts.show(undo_message(step, redo=redo, title=entries[0].title if entries else ""))
    if step is None:
        return
    # the one that is left now stays unread as well as the one that is gone to
    unread = step.papers if step.field == READ and step.value is not redo else ()
    session.timer.keep_unread(unread)
    session.end_note = None
    if (index := session.rows.index_of(paper)) is not None:
        session.rows.go_to(index)
    elif paper is not None and step.day is not None:
        session.go(DayView(step.day), at=paper)
    session.timer.keep_unread(unread)
