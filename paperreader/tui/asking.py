"""What a person is asked on a sheet or in a bar, and what follows from the answer: a date, an order, catching up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from paperreader.humanize import long_day
from paperreader.models import Collection, Entry
from paperreader.order import Order
from paperreader.tui.desk import Desk
from paperreader.tui.marking import Marking

MANY = 150
"""With more unread papers than these a person is offered to catch up."""


class Asking:
    """Asks over the screen."""

    def __init__(self, desk: Desk, marking: Marking, *, show: Callable[[date], None]) -> None:
        self._desk, self._store, self._panes, self._shelf = desk, desk.store, desk.panes, desk.shelf
        self._marking, self._show = marking, show
        self._wanted: date | None = None
        """The day that a date led to, as long as the hub may have to be asked for it."""
        self._many: bool | None = None
        """More is unread than one offers to catch up with; None: not looked at yet."""
        self._told = False

    def jump(self) -> None:
        """Which date to go to."""
        from paperreader.tui.dialogs.date_prompt import DatePrompt, JumpTarget, goal

        days, today = self._panes.days.listed(), self._desk.now().date()

        def go(to: JumpTarget | None) -> None:
            if to and to.day:
                self._show(to.day)
                self._wanted = to.day
                if to.instead:
                    self._desk.tell(f"{to.instead}: this is {long_day(to.day)}")

        bar = DatePrompt(lambda text: goal(text, today, days), self._desk.palette, self._desk.glyphs)
        self._desk.ask(bar, go)

    def follow_up(self) -> None:
        """Where the day that was gone to turned out to have no papers, go on to the nearest before it."""
        wanted, there = self._wanted, self._shelf.shown_day
        if wanted is None or there is None or there.date != wanted or there.papers:
            self._wanted = None
        elif there.papers == 0 and (nearest := self._panes.days.neighbour(wanted, 1)) is not None:
            self._show(nearest)
            self._wanted = nearest
            self._desk.tell(f"no papers on {long_day(wanted)}: this is {long_day(nearest)}")

    def sort(self) -> None:
        """By what to sort the list."""
        from paperreader.tui.dialogs.menus import sort_sheet

        if (view := self._shelf.view) is not None:
            sheet = sort_sheet(view, self._shelf.orders.of(view), self._desk.palette, self._desk.glyphs)
            self._desk.ask(sheet, lambda order: self._shelf.sort(Order(order)) if order else None)

    def catch_up(self) -> None:
        """What of all that is unread to mark read."""
        with self._shelf.reading():
            unread = self._shelf.marks.over(self._store.entries(Collection.UNREAD))
            self._ask_what_to_keep([entry for entry in unread if entry.unread])

    def _ask_what_to_keep(self, waiting: Sequence[Entry]) -> None:
        from paperreader.tui.dialogs.catch_up import CatchUp

        papers = self._panes.papers
        shown = papers.rows[papers.cursor or 0 :]
        below = [row for row in shown if isinstance(row, Entry) and row.unread]
        here = self._shelf.shown_day
        day = here.date if here else papers.entry.day if papers.entry else None
        sheet = CatchUp(waiting, below, day, self._desk.palette, self._desk.glyphs)

        def mark(answer: str | None) -> None:
            if answer:
                self._marking.catch_up(sheet.papers(answer), len(waiting))

        self._desk.ask(sheet, mark)

    def offer(self) -> None:
        """Say once that one can catch up, when a lot is unread; at a later start again if it was not so meanwhile."""
        unread = self._shelf.contents.totals.unread
        if (unread > MANY) is self._many:
            return
        self._many = unread > MANY
        with self._shelf.reading():
            offered = self._store.setting("catch up") is not None
            if self._many and not offered and not self._told:
                self._told = True
                # beside what else is said at a start, not in its place
                self._desk.screen.notify(f"{unread:,} unread · C catches up", markup=False, timeout=10)
            if self._many is not offered:
                self._store.set_setting("catch up", "offered" if self._many else None)
