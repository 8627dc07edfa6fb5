"""The view that is open: its rows, the paper on the page, and how both follow the store without moving.

Annotations are no strings here: named tuples are then made in half the time.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from paperreader.linked import MAX_LINKED_SHOWN, NOTHING_LINKED, Linked
from paperreader.models import Day, Entry, Paper
from paperreader.notes import NO_NOTE, Note
from paperreader.order import Order
from paperreader.reader.catalog import Catalog
from paperreader.reader.changes import Change
from paperreader.reader.entries import Entries
from paperreader.reader.history import History, Location, Viewport
from paperreader.reader.messages import empty_text
from paperreader.reader.paper_rows import ActionRow, PaperRows, Row, merge_rows, without_papers
from paperreader.reader.read_timer import ReadTimer
from paperreader.reader.reload_pace import ReloadPace
from paperreader.reader.sort_orders import SortOrders
from paperreader.reader.store_guard import StoreGuard
from paperreader.reader.sync import Sync
from paperreader.store import Store
from paperreader.views import Collection, DayView, Hidden, Search, View

if TYPE_CHECKING:
    from paperreader.group_mark import GroupMark


class Page(NamedTuple):
    """The paper on the page, what the list knows of it, the first few that name it on the Hub, the user's note, and
    what others did with it.
    """

    paper: Paper | None = None
    entry: Entry | None = None
    linked: Linked = NOTHING_LINKED
    note: Note = NO_NOTE
    groups: "Sequence[GroupMark]" = ()


class OpenView:
    """Every method that shows something says what changed; all of them raise StoreError."""

    def __init__(
        self,
        store: Store,
        catalog: Catalog,
        rows: PaperRows,
        entries: Entries,
        orders: SortOrders,
        history: History,
        timer: ReadTimer,
        sync: Sync,
        *,
        guard: StoreGuard,
        start: DayView | None,
    ) -> None:
        """`start`: the day to open with instead of the newest."""
        self._store, self._catalog, self._entries, self._orders = store, catalog, entries, orders
        self._history, self._timer, self._sync, self._guard, self._start = history, timer, sync, guard, start
        self.rows = rows
        self.view: View | None = None
        self.page = Page()
        self.since = ""
        """Rise is counted from then on, as long as this view is open."""
        self.arrived: Day | None = None
        """A day that came while another view was open."""
        self.newest: date | None = None
        """The newest day with papers; the next start opens with it."""
        self.follows_newest = start is None
        """A new day takes the place of the view: until the user does something."""
        self._found: Sequence[str] = ()
        """The ids that the open search found, in its own order."""
        self._rules: Sequence[str] = ()
        """Those that the rows were chosen by."""
        self._filling = False
        """A week's or month's days are still coming, and the cursor has not moved in it yet."""
        self._pace = ReloadPace()

    @property
    def search(self) -> Search | None:
        return self.view.search if self.view else None

    # -- opening

    def show(self, view: View, *, at: str | None = None, by_user: bool = True) -> Change:
        """Open a view, or the same one sorted afresh, with the cursor where it was there, or on paper `at`."""
        self.since = self._store.visits.last(view)
        entries = self._entries.of_view(view, self.since)
        change = self.rows.clear_selection() if view != self.view else Change.NOTHING
        self.view = view
        if self.arrived and self.arrived.date == view.day:
            self.arrived = None
        wanted = at or self._history.paper(view) or next((entry.id for entry in entries if entry.unread), None)
        change |= self._fill([*entries, *self._hidden_row(view)], wanted, by_user=by_user)
        self._filling = view.is_period and bool(self._catalog.missing(view))
        return change | Change.OPENED

    def show_results(self, search: Search, rows: Sequence[Row], sort: str | None) -> Change:
        """Open what a search found so far, the cursor on the first paper unless the user has moved it."""
        at = self.rows.cursor_in(rows) if self.view == search else None
        self.since = self._store.visits.last(search)
        change = self.rows.clear_selection() if self.search is None else Change.NOTHING
        self.view, self._filling = search, False
        self._found = [row.id for row in rows if isinstance(row, Entry)]
        self._orders.choose(search, Order.YOURS if sort == Order.YOURS else Order.DEFAULT)
        entries = [row for row in rows if isinstance(row, Entry)]
        if sort == Order.YOURS:  # the store has sorted by the score alone
            entries = self._entries.in_order(entries, search, self.since)
        else:
            entries = self._entries.with_groups(entries)
        rows = [*entries, *(row for row in rows if not isinstance(row, Entry))]
        return change | self._fill(rows, None, by_user=False, cursor=at)

    def sort(self, order: Order) -> Change:
        """Sort the list, and others of its kind from now on. The cursor stays on its paper, or at the top."""
        if self.view is None:
            return Change.NOTHING
        self._orders.choose(self.view, order)
        rows: list[Row] = [*self._current(self.view), *(row for row in self.rows.all if isinstance(row, ActionRow))]
        return self._fill(rows, None, by_user=True, cursor=self.rows.cursor_in(rows))

    def _fill(self, rows: Sequence[Row], at: str | None, *, by_user: bool, cursor: int | None = None) -> Change:
        self.rows.year = self._catalog.newest.year if self.view and self.view.spans_days else None
        self.rows.empty_text = self._empty_text()
        self.rows.fill(rows, at=at, cursor=cursor)
        self._rules = self._catalog.rules
        return Change.VIEW | self.follow_cursor(by_user=by_user)

    def follow_cursor(self, *, by_user: bool) -> Change:
        """Put the paper under the cursor on the page."""
        self._filling = self._filling and not by_user
        entry = self.rows.entry
        if self.view is not None and entry is not None:
            self._history.remember(self.view, entry.id)
        self._timer.cursor_moved(entry.id if entry else None, by_user=by_user)
        before = self.page
        with self._guard():  # a paper that cannot be read leaves the list as it is
            self.page = self._page_of(entry) if entry else Page()
        return Change.STATUS | (Change.PAGE if self.page != before else Change.NOTHING)

    def _page_of(self, entry: Entry) -> Page:
        papers = self._store.papers
        linked = papers.linked(entry.id, at_most=MAX_LINKED_SHOWN + 1)
        return Page(papers.get(entry.id), entry, linked, self._note_on(entry), self._entries.group_marks(entry.id))

    def _note_on(self, entry: Entry | None) -> Note:
        return self._store.papers.note(entry.id) if entry is not None and entry.has_note else NO_NOTE

    # -- following the store

    def follow_store(self) -> Change:
        """Reload if anything was written."""
        if self._pace.is_due and self._store.changed():
            return self._pace.run(self.reload)
        return Change.NOTHING

    def reload(self) -> Change:
        """Read the store again: rows and page change in place, new papers come below."""
        self._store.changed()  # everything is read now
        self._catalog.read()
        newest = self._catalog.newest_with_papers
        is_new = newest is not None and (self.newest is None or newest.date > self.newest)
        if newest is not None and is_new:
            self.arrived, self.newest = (newest if self.newest else None), newest.date
        if self.view is None or (is_new and self.follows_newest):
            first = self._start or (DayView(newest.date) if newest else None)
            if first is not None:
                return Change.CATALOG | self.show(first, at=self._last_paper(first), by_user=False)
            return Change.CATALOG | self._fill([], None, by_user=False)
        is_sorted_anew = self._filling or not self.rows.all
        entries = self._current(self.view, keeps_places=not is_sorted_anew)
        if is_sorted_anew:
            # a week in which nobody has moved yet is ranked again with each day that comes
            self._filling = self._filling and bool(self._catalog.missing(self.view))
            return Change.CATALOG | self._fill(entries, None, by_user=False)
        change = Change.CATALOG | self._patch(entries)
        if self.view.shows_hidden and self._rules != self._catalog.rules:
            change |= self._follow_rules(self.view)
        return change | self.follow_cursor(by_user=False)

    def reload_marks(self) -> Change:
        """Read again what a mark of ours can change: not the paper on the page. The next poll reads the rest."""
        if self.view is None or self._filling or not self.rows.all:
            return self.reload()
        self._catalog.read_counts()
        change = Change.CATALOG | Change.STATUS | self._patch(self._current(self.view, keeps_places=True))
        before, entry = self.page, self.rows.entry
        self.page = before._replace(entry=entry, note=self._note_on(entry))
        return change | (Change.PAGE if self.page != before else Change.NOTHING)

    def _patch(self, entries: Sequence[Entry]) -> Change:
        """Show the same rows as they are now, and new ones below them."""
        now = {entry.id: entry for entry in entries}
        gone = {entry.id: entry for entry in self.rows.entries if entry.id not in now}
        for id, entry in self._entries.by_id(list(gone)).items() if gone else ():
            rise, passed = gone[id].rise, gone[id].passed
            now[id] = entry._replace(rise=rise, passed=passed and passed._replace(looked_at=True))
        self.rows.patch(merge_rows(self.rows.all, now, entries))
        return Change.ROWS

    def _follow_rules(self, view: View) -> Change:
        """Other rules came from elsewhere: drop what they hide, but for what the user is at; nothing else moves."""
        hidden = {entry.id for entry in self._store.papers.entries(Hidden(view))}
        hidden -= {entry.id for entry in (*self.rows.selected, self.rows.entry) if entry}
        rows = [row for row in without_papers(self.rows.all, hidden) if not isinstance(row, ActionRow)]
        return self._fill([*rows, *self._hidden_row(view)], self.rows.entry and self.rows.entry.id, by_user=False)

    def _hidden_row(self, view: View) -> list[Row]:
        hidden = self._store.papers.hidden_count(view) if self._catalog.saved and view.shows_hidden else 0
        return [ActionRow(f"{hidden:,} hidden", "show-hidden")] if hidden else []

    def reload_rules(self) -> Change:
        """Reload after a rule was added or deleted. A cursor whose paper is hidden by it stays near by."""
        at = self.rows.cursor or 0
        near = [row.id for row in (*self.rows.all[at:], *self.rows.all[:at][::-1]) if isinstance(row, Entry)]
        change = self.reload()
        if self.view is not None and not self.view.is_fixed:
            left = {entry.id for entry in self._current(self.view, keeps_places=True)}
            change |= self.show(self.view, at=next((id for id in near if id in left), None))
        return change

    def update_empty_text(self) -> Change:
        """Say what is so now in the place of papers."""
        before, self.rows.empty_text = self.rows.empty_text, self._empty_text()
        is_seen = not self.rows.all and self.rows.empty_text != before
        return Change.VIEW if is_seen else Change.NOTHING

    def _empty_text(self) -> str:
        view, sync = self.view, self._sync
        day = view.day if view else None
        if trending := view is Collection.TRENDING:
            fetching = not (sync.trouble or sync.offline)
        else:
            fetching = sync.fetching == day if day else sync.fetching is not None
        return empty_text(
            view,
            is_stored=view is not None and not trending and not self._catalog.missing(view),
            fetching=fetching,
            trouble=sync.failed.get(day, "") if day else sync.trouble,
            offline=sync.offline,
        )

    def _current(self, view: View, *, keeps_places: bool = False) -> list[Entry]:
        placed = {entry.id for entry in self.rows.entries} if keeps_places else frozenset[str]()
        if view.is_fixed:
            return self._entries.refreshed(view, self.rows.entries, self._found, self.since, placed)
        return self._entries.of_view(view, self.since, placed)

    # -- places

    def location(self, viewport: Viewport) -> Location:
        """Where the user is, to come back to."""
        return Location(
            view=self.view,
            rows=list(self.rows.all),
            cursor=self.rows.cursor,
            viewport=viewport,
            since=self.since,
            found=self._found,
            rules=self._catalog.rules,
        )

    def restore(self, location: Location) -> Change:
        """Open the view just as it was there, but for what has been marked since."""
        self.view, self.since, self._found = location.view, location.since, location.found
        self._filling = False
        change = self.rows.clear_selection() | Change.OPENED
        change |= self._fill(location.rows, None, by_user=False, cursor=location.cursor)
        with self._guard():
            if location.view is None:
                return change | self.reload()  # what has come meanwhile
            if location.rules != self._catalog.rules:
                return change | self.reload_rules()  # another list, in which the old lines mean nothing
            change |= self.reload()
        return change | Change.VIEWPORT

    @property
    def bookmark(self) -> str | None:
        """The day and paper to return to at the next start."""
        entry = self.rows.entry
        return f"{self.view.key} {entry.id}" if self.view and self.view.day and entry else None

    def _last_paper(self, first: View) -> str | None:
        """The paper that the cursor was left on, if that was in this view."""
        key, _, paper = (self._store.settings.get("place") or "").partition(" ")
        return paper if key == first.key else None

    def to_start_state(self) -> Change | None:
        """Show the view as the next start does; None where that begins with another."""
        entry = self.rows.entry
        if entry is None or self._start or self.view is None or self.view.day is None or self.view.day != self.newest:
            return None
        return self.show(self.view, at=entry.id, by_user=False)
