"""What is shown of the store: the days, one view's papers in their frozen order, the page of one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from math import inf
from time import monotonic

from paperreader.models import Cause, Collection, Day, Entry, Field, Period, Search, View, with_rise
from paperreader.order import Order, arranged
from paperreader.reader.library import Library
from paperreader.reader.pending_marks import Marks
from paperreader.reader.read_timer import ReadTimer
from paperreader.reader.sort_orders import SortOrders
from paperreader.store import Store, StoreError
from paperreader.tui.place import Place
from paperreader.tui.widgets.panes import Panes
from paperreader.tui.widgets.paper_list import ActionRow, Row, follow

HIDDEN = "hidden"
"""What the offer to show what is hidden is called."""
LONG = 2000
"""Papers of a list that is too long to look up what rose, unless it is sorted by that: it takes as long as the list."""
STILL_LOOKING = 300.0
"""Seconds after which it is kept anew that a person looks at a view, if they do something."""


class Shelf:
    """Fills the panes from the store, and again whenever it changed; nothing moves under a person's eyes."""

    def __init__(
        self,
        store: Store,
        panes: Panes,
        *,
        attention: ReadTimer,
        start: date | None,
        word: Callable[[View | None], str],
        turned: Callable[[], None],
        failed: Callable[[str], None],
    ) -> None:
        """`word`: what stands in a list without papers. `turned`: called when something else is shown."""
        self._store, self._panes, self._attention = store, panes, attention
        self._start, self._word, self._turned = start, word, turned
        self._failed, self._told = failed, ""
        self.orders = SortOrders(store)
        self.marks = Marks(store, changed=self.reload, failed=failed)
        self.view: View | None = None
        self.touched = False
        """A person has done something: from now on nothing is shown but what they choose."""
        self.arrived: Day | None = None
        """A day that came while another was shown."""
        self._newest: date | None = None
        self.contents = Library(store)
        self._places: dict[View, str] = {}
        self._found: list[str] = []
        """What the last search found, in its own order."""
        self._since = ""
        """What rose since then is shown, as long as this view is."""
        self._looked = -inf
        """When it was last kept that a person looks at the view, by the monotonic clock."""
        self.acted = False
        """A person has done something since `_looked`."""
        self._gathering = False
        """A week's or month's days are still coming, and nobody has moved in it yet."""

    def reload(self) -> None:
        """Read the store again: rows and page change in place, what is new stands below."""
        if self._panes.is_attached:
            with self.reading():
                self._reload()

    def hear(self) -> None:
        """What is said of the refresh has changed; the store is read again only if it has, too."""
        if self._panes.is_attached:
            with self.reading():
                if self._store.changed():
                    self._reload()
                    return
            if not self._panes.papers.rows:
                self._panes.papers.fill([], word=self._word(self.view))
            self._turned()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Where the store is read: one that can't be any more is told once; what is on the screen stays there."""
        try:
            yield
        except StoreError as error:
            if str(error) != self._told:
                self._told = str(error)
                self._failed(self._told)

    def _reload(self) -> None:
        self._store.changed()  # all that there is is read now
        self._fill_days()
        newest = next((day for day in self.contents.days if day.papers), None)
        comes = newest is not None and (self._newest is None or newest.date > self._newest)
        if newest is not None and comes:
            self.arrived, self._newest = (newest if self._newest else None), newest.date
        if self.view is None or (comes and not self.touched and not self._start):
            if (first := self._start or (newest.date if newest else None)) is not None:
                self.show(first, at=self._last_place(first), by_person=False)
            else:
                self._panes.papers.fill([], word=self._word(None))
                self._turned()
            return
        papers = self._panes.papers
        entries = self._entries(self.view)
        if self._gathering:  # a week in which nobody has moved yet is ranked anew by each day that comes
            self._gathering = isinstance(self.view, Period) and bool(self.contents.missing(self.view))
            papers.fill(entries, word=self._word(self.view))
        elif papers.rows:
            now = {entry.id: entry for entry in entries}
            gone = [entry.id for entry in papers.entries if entry.id not in now]
            now |= {entry.id: entry for entry in self.marks.over(self._store.entries_of(gone))} if gone else {}
            papers.patch(follow(papers.rows, now, entries))
        else:
            papers.fill(entries, word=self._word(self.view))
        self.follow_cursor(by_person=False)

    def show(self, view: View, *, at: str | None = None, by_person: bool = True) -> None:
        """Show another view, or the same one sorted afresh, with the cursor where it was or is wanted."""
        with self.reading():
            self._show(view, at, by_person)

    def show_found(self, search: Search, rows: Sequence[Row], *, at: str | None = None) -> None:
        """Show what a search found, the cursor on its first paper or on `at`."""
        with self.reading():
            self._since = self._store.last_look(search)
        self._gathering = False
        papers = self._panes.papers
        if not isinstance(self.view, Search):
            papers.drop_selected()
        self.view = search
        self._found = [row.id for row in rows if isinstance(row, Entry)]
        self.orders.choose(search, Order.OWN)
        papers.this_year = self.contents.newest.year
        papers.fill(rows, at=at, word=self._word(search))
        self.follow_cursor(by_person=False)

    @property
    def place(self) -> Place | None:
        """Where a person is, to come back to."""
        papers, page = self._panes.papers, self._panes.page
        if self.view is None:
            return None
        return Place(
            view=self.view,
            rows=list(papers.rows),
            at=papers.entry.id if papers.entry else None,
            list_y=papers.scroll_offset.y,
            page_y=page.scroll_offset.y,
            this_year=papers.this_year,
            since=self._since,
            found=self._found,
            rules=self.contents.rules,
            focus=self._panes.focused,
        )

    def go_back(self, place: Place) -> None:
        """Just as it was there, but for what has been marked since."""
        papers, page = self._panes.papers, self._panes.page
        self.view, self._since, self._found = place.view, place.since, place.found
        papers.this_year = place.this_year
        papers.drop_selected()
        papers.fill(place.rows, at=place.at, word=self._word(place.view))
        papers.scroll_to(y=place.list_y, animate=False)
        if isinstance(place.view, date | Collection):
            self._panes.days.stand_on(place.view)
        self.reload()
        page.scroll_to(y=place.page_y, animate=False)
        if place.rules != self.contents.rules:
            self.show_again()
        self._panes.screen.set_focus(place.focus)

    def _show(self, view: View, at: str | None, by_person: bool) -> None:
        self._since, self._looked, self.acted = self._store.last_look(view), -inf, True
        entries = self._entries(view)
        hidden = self._store.hidden(view) if self.contents.saved and isinstance(view, date | Period) else 0
        if view != self.view:
            self._panes.papers.drop_selected()
        self.view = view
        if self.arrived and self.arrived.date == view:
            self.arrived = None
        wanted = at or self._places.get(view) or next((entry.id for entry in entries if entry.unread), None)
        self._panes.papers.this_year = None if isinstance(view, date) else self.contents.newest.year
        rows: list[Row] = [*entries, ActionRow(f"{hidden:,} hidden", HIDDEN)] if hidden else [*entries]
        self._panes.papers.fill(rows, at=wanted, word=self._word(view))
        if not isinstance(view, Period):  # who looks at a week stays on its day
            self._panes.days.stand_on(view)
        self.follow_cursor(by_person=by_person)
        self._gathering = isinstance(view, Period) and bool(self.contents.missing(view))

    def show_again(self) -> None:
        """Other papers are hidden now."""
        papers = self._panes.papers
        at = papers.cursor or 0
        near = [row.id for row in (*papers.rows[at:], *papers.rows[:at][::-1]) if isinstance(row, Entry)]
        self.reload()
        if self.view is not None and not isinstance(self.view, Search):
            with self.reading():
                left = {entry.id for entry in self._entries(self.view)}
                self.show(self.view, at=next((id for id in near if id in left), None))

    def _entries(self, view: View) -> list[Entry]:
        """The view's papers in the order that was chosen, with what the store does not know yet, and what rose."""
        if isinstance(view, Search):  # it is not asked anew while it is shown
            shown = {entry.id: entry.found for entry in self._panes.papers.entries}
            now = {entry.id: entry._replace(found=shown[entry.id]) for entry in self._store.entries_of(list(shown))}
            entries = self.marks.over(now[id] for id in self._found if id in now)
        else:
            entries = self.marks.over(self._store.entries(view))
        order = self.orders.of(view)
        if len(entries) <= LONG or order is Order.RISE:
            entries = with_rise(entries, self._store.risen([entry.id for entry in entries], self._since))
        return arranged(entries, order)

    def sort(self, order: Order) -> None:
        """Sort the list, and others of its kind from now on; who is at its top stays there, else at the paper.

        Of a search just what it found is sorted.
        """
        if self.view is None:
            return
        self.orders.choose(self.view, order)
        papers = self._panes.papers
        at = papers.entry.id if papers.entry and papers.cursor else None
        with self.reading():
            offers = [row for row in papers.rows if isinstance(row, ActionRow)]
            papers.fill([*self._entries(self.view), *offers], at=at, word=self._word(self.view))
        self.follow_cursor(by_person=True)

    def follow_cursor(self, *, by_person: bool) -> None:
        """Show the page of the paper under the cursor; the one that was left may have been read by now."""
        self._gathering = self._gathering and not by_person
        entry = self._panes.papers.entry
        if self.view is not None and entry is not None:
            self._places[self.view] = entry.id
        passed = self._attention.arrive(entry.id if entry else None, by_person=by_person)
        with self.reading():
            if entry:
                self._panes.page.fill(self._store.paper(entry.id), entry.day, entry.rose)
            else:
                self._panes.page.fill(None)
        self._turned()
        if passed is not None and not self._is_read(passed):
            self.marks.put(Field.READ, True, [passed], Cause.PASSED)

    def _is_read(self, paper: str) -> bool:
        return any(entry.id == paper and entry.read for entry in self._panes.papers.entries)

    def glance(self) -> None:
        """Read the store again if anybody wrote into it since, and keep that a person looks at the view."""
        if self.acted and self.view is not None and monotonic() - self._looked > STILL_LOOKING:
            self._looked, self.acted = monotonic(), False
            self._store.look(self.view)
        with self.reading():
            if self._store.changed():
                self._reload()

    @property
    def shown_day(self) -> Day | None:
        """The day that is shown; None if it is a collection."""
        return self.contents.day(self.view) if isinstance(self.view, date) else None

    @property
    def bookmark(self) -> str | None:
        """Where the person is, to be kept for the next start."""
        entry = self._panes.papers.entry
        return f"{self.view} {entry.id}" if isinstance(self.view, date) and entry else None

    def rewind(self) -> bool:
        """Show the view as the next start does; False where that begins with another."""
        entry = self._panes.papers.entry
        if entry is None or self._start or self.view is None or self.view != self._newest:
            return False
        self.show(self.view, at=entry.id, by_person=False)
        return True

    def _last_place(self, day: date) -> str | None:
        """The paper where the person left, if that was on this day."""
        last_day, _, paper = (self._store.setting("place") or "").partition(" ")
        return paper if last_day == day.isoformat() else None

    def _fill_days(self) -> None:
        here = self.contents
        here.read()
        shown = [search for search in here.saved if not search.hides]
        self._panes.days.fill(here.days, here.totals, shown, first=here.first, newest=here.told)
