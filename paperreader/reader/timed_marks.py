"""Marks that nobody sets by a key: what the user has read, looked at again, or lingered on, as the read timer tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from paperreader.mark_fields import LINGERED, LOOKED_AGAIN, READ
from paperreader.models import Cause

if TYPE_CHECKING:
    from paperreader.reader.own_order import OwnOrder
    from paperreader.reader.paper_rows import PaperRows
    from paperreader.reader.pending_marks import PendingMarks
    from paperreader.reader.read_timer import ReadTimer
    from paperreader.reader.second_look import SecondLook


class Parts(Protocol):
    """What they need of a session."""

    rows: PaperRows
    timer: ReadTimer
    pending: PendingMarks
    own_order: OwnOrder
    second_look: SecondLook


class TimedMarks:
    """Sets them when the user has gone on."""

    def __init__(self, session: Parts) -> None:
        self._session = session

    def set_read(self) -> None:
        """The paper that was shown long enough, if there is one."""
        session = self._session
        if read := session.timer.take_read():
            if read in session.second_look.shown:
                session.pending.set(LOOKED_AGAIN, True, [read], Cause.PASSED)
            if not any(entry.id == read and entry.read for entry in session.rows.entries):
                session.pending.set(READ, True, [read], Cause.PASSED)

    def on_user_activity(self, *, looks_at_paper: bool) -> None:
        """The user did something; `looks_at_paper`: by key or click, not only with the mouse wheel."""
        timer = self._session.timer
        timer.attend()
        if looks_at_paper:
            timer.on_user_activity()
        if lingered := timer.take_lingered():
            self._session.own_order.notice(LINGERED, [lingered])
