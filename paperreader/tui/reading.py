"""Reading on: what Space and x do, through a view and on to the next day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from paperreader.models import Cause, Field, View
from paperreader.tui.desk import Desk
from paperreader.tui.render import status


class Reading:
    """Goes from paper to paper; stops once after a view's last, with a word, before it goes on."""

    def __init__(self, desk: Desk, *, show: Callable[[View], None], turned: Callable[[], None]) -> None:
        """`turned`: called when there is another `note` to show."""
        self._desk, self._panes, self._shelf = desk, desk.panes, desk.shelf
        self._show, self._turned = show, turned
        self._note = ""
        self._onward: date | None = None

    @property
    def note(self) -> str:
        """What to tell the person until they go elsewhere, or something unread is here again."""
        return self._note if self._note and self._panes.papers.next_unread(around=True) is None else ""

    def forget(self) -> None:
        """The person went elsewhere."""
        if self._note:
            self._note, self._onward = "", None
            self._turned()

    def read_on(self) -> None:
        """Page down; at the end on to the next paper; after the last one stop once, then on to the next day."""
        page = self._panes.page
        if self._panes.papers.offer is not None:
            self._panes.action_enter()
        elif self._onward is not None and self.note:
            self._show(self._onward)
        elif not page.display and self._panes.papers.entry:
            self._panes.action_go(2)
        elif not page.at_end:
            page.page_by(1)
        else:
            self.finish(Cause.OPENED)

    def finish(self, cause: Cause) -> None:
        """Done with this paper: mark it read and go to the next unread one, or say that there is none.

        To skip is to be done with all that is selected.
        From a paper that did not wait to be read it goes to the one below, where none waits.
        """
        papers, view = self._panes.papers, self._shelf.view
        entry, selected = papers.entry, papers.selected if cause is Cause.SKIPPED else []
        meant = selected or ([entry] if entry else [])
        done = [each.id for each in meant if not each.read or cause is Cause.OPENED]
        if done and self._shelf.marks.put(Field.READ, True, done, cause) and selected:
            self._desk.tell(f"{len(done)} skipped · U undo")
        if selected:
            papers.drop_selected()
        following = papers.next_unread(around=True)
        if following is not None:
            papers.move_to(following)
        elif entry is not None and not entry.unread and papers.can_move_down:
            papers.move_by(1)
        elif view is not None and (entry is not None or cause is not Cause.SKIPPED):
            day = self._panes.days.next_unread(view) if isinstance(view, date) else None
            self._note, self._onward = status.done(view, day, empty=entry is None), day.date if day else None
            self._turned()
