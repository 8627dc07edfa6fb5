"""Where a person goes: views by keys, weeks and months and back; and what the hub is asked for on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from paperreader.models import FIRST_DAY, Collection, Hidden, Period, Search, View
from paperreader.reader.sync import Sync
from paperreader.tui.desk import Desk

SETTLED = 0.3
"""Seconds that the cursor must rest on a day before the hub is asked for it."""
TRENDING_AGAIN = timedelta(minutes=15)
"""What is trending is asked for anew when it is shown after that long."""


class Going:
    """Shows views; what was never fetched of one is asked for once the cursor rests on it."""

    def __init__(
        self,
        desk: Desk,
        background: Sync,
        *,
        left: Callable[[], None],
        search: Callable[[Search], None],
        demo: bool,
    ) -> None:
        """`left`: called before another view is shown. `search`: shows what a search finds."""
        self._desk, self._panes, self._shelf, self._background = desk, desk.panes, desk.shelf, background
        self._left, self._search, self._demo = left, search, demo
        self._before: tuple[View | None, str | None] = (None, None)
        """View and paper that `w` and `m` were pressed at."""

    def show(self, view: View, *, at: str | None = None) -> None:
        """Show a view, with the cursor where it was there, or on a paper."""
        self._left()
        if isinstance(view, Period) and not isinstance(self._shelf.view, Period):
            entry = self._panes.papers.entry
            self._before = (self._shelf.view, entry.id if entry else None)
        if isinstance(view, Search):
            self._search(view)
            return
        self._shelf.show(view, at=at)
        self._desk.screen.set_timer(SETTLED, lambda: self.fetch_if_missing(view))

    def fetch_if_missing(self, view: View) -> None:
        """Ask for what was never fetched of the view, if it is still the one that is shown."""
        if self._shelf.view != view:
            return
        if isinstance(view, Period):
            self._background.want(*self._shelf.contents.missing(view))
        elif view is Collection.TRENDING:
            asked = self._shelf.contents.trended
            if asked is None or self._desk.now() - asked > TRENDING_AGAIN:
                self._background.want_trending()
        elif isinstance(view, date) and self._shelf.contents.day(view).papers is None:
            self._background.want(view)

    def to_span(self, kind: Literal["week", "month"]) -> None:
        """The week or month of the day, or of the paper where no day is shown."""
        view, entry = self._shelf.view, self._panes.papers.entry
        day = view if isinstance(view, date) else entry.day if entry else None
        if day is None and isinstance(view, Period):
            day = view.first
        if day is not None:
            self.show(Period.of(kind, day))
        elif entry:
            self._desk.tell("no day that was fetched lists this paper")

    def leave_span(self) -> bool:
        """From a week, a month or what is hidden back to where the person was; False if there is none."""
        view, paper = self._before
        if isinstance(self._shelf.view, Hidden):
            self.show(self._shelf.view.of)
            return True
        if not isinstance(self._shelf.view, Period) or view is None:
            return False
        self.show(view, at=paper)
        return True

    def to_neighbour(self, step: int) -> None:
        """To the next older (+1) or newer (-1) day, week or month."""
        if isinstance(self._shelf.view, Period):
            span = self._shelf.view.neighbour(step)
            if span.last >= FIRST_DAY and span.first <= self._shelf.contents.newest:
                self.show(span)
            return
        day = self._shelf.shown_day
        if (neighbour := self._panes.days.neighbour(day.date if day else None, step)) is not None:
            self.show(neighbour)

    def refresh(self) -> None:
        """Sort the view afresh, and ask the hub for its days."""
        if (view := self._shelf.view) is not None:
            self.show(view)
        if view is Collection.TRENDING and self._background.network:
            self._background.want_trending()
        elif isinstance(view, Period):
            self.ask(*view.days(self._shelf.contents.newest))
        else:
            self.ask(*([view] if isinstance(view, date) else []))

    def ask(self, *days: date) -> None:
        """Ask the hub for these, or for all that is due."""
        if self._background.network is None:
            self._desk.tell("this is a demo: there is no hub" if self._demo else "offline: the hub is not asked")
        elif days:
            self._background.want(*days)
        else:
            self._background.want_round()
