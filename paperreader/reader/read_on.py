"""Reading on, as Space and x do: through a view from unread to unread, and on to the next day."""

from __future__ import annotations

from paperreader.mark_fields import LOOKED_AGAIN, READ
from paperreader.models import Cause, Entry
from paperreader.reader.messages import end_note, part_of
from paperreader.reader.session import Session
from paperreader.views import Collection, DayView


def go_on_to_next_day(session: Session) -> bool:
    """Go where the note after the last paper leads; False where there is none, or it leads nowhere."""
    note = session.rows.end_note
    if note is None or note.next_day is None:
        return False
    session.go(DayView(note.next_day))
    return True


def finish(session: Session) -> None:
    """Mark the paper read, or looked at again, and go to the next unread one."""
    entry = session.rows.entry
    if entry is not None:
        field = LOOKED_AGAIN if _is_second_look(session, entry) else READ
        session.pending.set(field, True, [entry.id], Cause.OPENED, in_run=True)
    _go_to_next(session, entry, Cause.OPENED)


def skip(session: Session) -> None:
    """Mark the targets read without having read them, and go to the next unread paper."""
    entry, selected = session.rows.entry, session.rows.selected
    again = [entry.id for entry in session.rows.targets if _is_second_look(session, entry)]
    field, papers = (LOOKED_AGAIN, again) if again else (READ, [e.id for e in session.rows.targets if not e.read])
    if papers and session.mark(field, True, papers, Cause.SKIPPED) and selected:
        session.toasts.show(f"{part_of(len(papers), len(selected))} skipped · {{mark.undo}} undo")
    session.rows.deselect()
    _go_to_next(session, entry, Cause.SKIPPED)


def _is_second_look(session: Session, entry: Entry) -> bool:
    """The user looks again at what they have passed over."""
    return session.view is Collection.SECOND_LOOK and not entry.unread


def _go_to_next(session: Session, entry: Entry | None, cause: Cause) -> None:
    """The next unread paper. Without one: the next paper, if `entry` was read before; else a note that says so."""
    rows, view = session.rows, session.view
    following = rows.next_unread(wrap=True)
    if following is not None:
        rows.move_to(following)
    elif entry is not None and not entry.unread and rows.can_move_down:
        rows.move_by(1)
    elif view is not None and (entry is not None or cause is not Cause.SKIPPED):
        day = session.catalog.next_unread(view.day) if view.day else None
        session.rows.end_note = end_note(view, day, is_empty=entry is None)
