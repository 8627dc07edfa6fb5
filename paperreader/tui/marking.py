"""What a person marks by hand: a paper, those selected, all that a view shows; and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from paperreader.models import Cause, Field
from paperreader.reader.read_timer import ReadTimer
from paperreader.store import StoreError
from paperreader.tui.desk import Desk
from paperreader.tui.render import status


class Marking:
    """Marks what the person means, and says what came of it where that cannot be seen."""

    def __init__(
        self, desk: Desk, attention: ReadTimer, *, left: Callable[[], None], show: Callable[[date, str], None]
    ) -> None:
        """`left`: called before the cursor goes elsewhere. `show`: shows a day with the cursor on a paper."""
        self._desk, self._panes, self._shelf = desk, desk.panes, desk.shelf
        self._attention, self._left, self._show = attention, left, show

    def toggle_read(self) -> None:
        """Read what waits to be read; where nothing of it does, unread."""
        meant = self._panes.papers.meant
        read = any(entry.unread for entry in meant)
        papers = [entry.id for entry in meant if not (entry.read if read else entry.unread)]
        if not read:
            self._attention.spare(tuple(papers))
        self._put(Field.READ, read, papers, "marked read" if read else "marked unread")

    def toggle_star(self) -> None:
        """Star what has none; where all has one, take it off."""
        meant = self._panes.papers.meant
        star = not all(entry.starred for entry in meant)
        papers = [entry.id for entry in meant if entry.starred is not star]
        self._put(Field.STARRED, star, papers, "starred" if star else "no longer starred")

    def _put(self, field: Field, value: bool, papers: list[str], done: str) -> None:
        """Mark what was meant, and say how many where that can't be seen at a glance."""
        if papers and self._shelf.marks.put(field, value, papers, Cause.BY_HAND) and self._panes.papers.selected:
            self._desk.tell(f"{len(papers)} {done} · U undo")

    def mark_all(self) -> None:
        """All read that the view shows, or just what is selected."""
        shown = self._panes.papers
        papers = [entry.id for entry in shown.selected or shown.entries if not entry.read]
        if not papers:
            self._desk.tell("everything here is read")
        elif self._shelf.marks.put(Field.READ, True, papers, Cause.BULK):
            self._desk.tell(f"{len(papers)} marked read · U undo")
        shown.drop_selected()

    def catch_up(self, papers: list[str], unread: int) -> None:
        """Mark papers read of so many that are unread."""
        if not papers:
            self._desk.tell("there is nothing to mark")
        elif self._shelf.marks.put(Field.READ, True, papers, Cause.BULK):
            self._desk.tell(f"{len(papers):,} marked read, {unread - len(papers):,} kept · U undo")

    async def step(self, *, redo: bool) -> None:
        """Undo or redo; say what changed, go there, and leave alone what was set unread by it."""
        try:
            step = await self._shelf.marks.step(redo=redo)
        except StoreError as error:
            self._desk.tell(str(error))
            return
        paper = next(iter(step.papers), None) if step else None
        with self._shelf.reading():
            entries = self._desk.store.entries_of([paper]) if paper else []
            self._desk.tell(status.undone(step, redo=redo, title=entries[0].title if entries else ""))
        if step is None:
            return
        unread = step.field is Field.READ and step.value is not redo
        if unread:
            self._attention.spare(step.papers)  # the one that is left now, too
        self._left()
        if (index := self._panes.papers.index_of(paper)) is not None:
            self._panes.papers.move_to(index)
        elif paper is not None and step.day is not None:
            self._show(step.day, paper)
        if unread:
            self._attention.spare(step.papers)
