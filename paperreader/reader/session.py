"""The session: what the user has in front of them, with everything that changes it. No screen is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING

from paperreader.clipboard import Clipboard
from paperreader.config import Config
from paperreader.environment import HUB, Network
from paperreader.models import Cause, Day
from paperreader.order import Order
from paperreader.reader.archive import Archive
from paperreader.reader.awaited_day import AwaitedDay
from paperreader.reader.catalog import Catalog
from paperreader.reader.changes import Change, Changed
from paperreader.reader.connection import Connection
from paperreader.reader.delivery_slot import DeliverySlot
from paperreader.reader.discussion_slot import DiscussionSlot
from paperreader.reader.entries import Entries
from paperreader.reader.history import History, Location, Viewport
from paperreader.reader.hub_search import HubSearch
from paperreader.reader.job_slot import JobSlot
from paperreader.reader.links import Links
from paperreader.reader.machine_slot import MachineSlot
from paperreader.reader.open_view import OpenView, Page
from paperreader.reader.own_order import OwnOrder
from paperreader.reader.page_reasons import PageReasons
from paperreader.reader.paper_rows import PaperRows
from paperreader.reader.pending_marks import PendingMarks
from paperreader.reader.read_timer import ReadTimer
from paperreader.reader.reconvert import reconvert
from paperreader.reader.row_style import RowStyle
from paperreader.reader.searcher import Searcher
from paperreader.reader.second_look import SecondLook
from paperreader.reader.sort_orders import SortOrders
from paperreader.reader.store_guard import StoreGuard
from paperreader.reader.sync import FETCH_DELAY_S, Sync
from paperreader.reader.tasks import Tasks
from paperreader.reader.text_slot import TextSlot
from paperreader.reader.timed_marks import TimedMarks
from paperreader.reader.toasts import Toasts
from paperreader.reader.visit_recorder import VisitRecorder
from paperreader.store import Store
from paperreader.views import DayView, Search, View

if TYPE_CHECKING:
    from paperreader.reader.deliveries import Deliveries
    from paperreader.reader.open_discussion import OpenDiscussion
    from paperreader.reader.open_text import OpenText
    from paperreader.reader.paper_detail import PaperDetails


class Session:
    """Parts report their changes here; the session lets the others follow, and passes all of it to one listener."""

    def __init__(
        self,
        store: Store,
        config: Config,
        *,
        network: Network | None,
        hub_address: str = HUB,
        clipboard: Clipboard,
        now: Callable[[], datetime],
        elapsed_s: Callable[[], float] = monotonic,
        start: date | None = None,
        demo: bool = False,
    ) -> None:
        """`network` None: the Hub is not asked. `start`: the day to open with instead of the newest. `elapsed_s`: times
        how long papers are shown; unlike `now` it is never set back."""
        self.store, self.config, self.now, self.demo = store, config, now, demo
        self._listener: Changed | None = None
        changed, self.toasts = self._part_changed, (toasts := Toasts(self._notify))
        self.tasks, self.reading_store = tasks, guard = Tasks(toasts), StoreGuard(toasts)
        self.catalog, self.rows, self.history = Catalog(store), PaperRows(changed), History()
        self.orders, self.row_style = SortOrders(store, Order(config.order)), RowStyle(store, config.rows)
        self.timer = timer = ReadTimer(config.mark_read_after, clock=elapsed_s)
        self.pending = pending = PendingMarks(store, changed, toasts)
        self.links = Links(clipboard, browser=config.browser, hub=hub_address, changed=self._notify, toasts=toasts)
        self.connection = connection = Connection(network, changed=changed)
        self.hub_search = hub = HubSearch(store, connection, now=now) if network else None
        self.searcher = Searcher(store, hub, now=now, tasks=tasks, guard=guard, changed=changed, toasts=toasts)
        self.sync = Sync(store, connection, every_min=config.refresh_every, now=now, changed=changed, toasts=toasts)
        self.archive = Archive(store, connection, now=now, changed=changed, toasts=toasts)
        entries = Entries(store, pending, self.orders, has_groups=bool(config.groups))
        parts = store, self.catalog, self.rows, entries, self.orders, self.history, timer, self.sync
        self._open = OpenView(*parts, guard=guard, start=DayView(start) if start else None)
        self.text_slot = TextSlot(store, connection, now=now, tasks=tasks, guard=guard, changed=changed)
        self.discussion_slot, self.visits = DiscussionSlot(self, changed=changed), VisitRecorder(store, elapsed_s)
        self.delivery_slot, self.jobs = DeliverySlot(self, changed=changed, demo=demo), JobSlot(self, self._notify)
        self.own_order, self.second_look = OwnOrder(self, changed), SecondLook(store)
        self.reasons, self.machines = PageReasons(self, changed), MachineSlot(self, changed)
        self._timed_marks, self._awaited = TimedMarks(self), AwaitedDay(self.catalog, toasts)
        self.viewport = Viewport()  # kept up to date by the panes

    def start(self) -> None:
        """Begin to work in the background."""
        self.tasks.start("refreshing", self.sync.run)
        self.tasks.start("fetching the archive", self.archive.run)
        self.tasks.start("updating readable texts", reconvert, self.store)
        self.tasks.start("preparing deliveries", self.delivery_slot.run)
        self.tasks.start("exchanging marks with other machines", self.machines.run)
        self.tasks.start("explaining papers", self.reasons.run)
        self.tasks.start("learning what you like", self.own_order.run)

    def close(self) -> None:
        """End what runs in the background, and remember where the user was."""
        self._listener = None
        for part in (self.machines, self.tasks, self.text_slot, self.delivery_slot, self.searcher):
            part.close()
        if (bookmark := self._open.bookmark) is not None:
            self.store.settings.set("place", bookmark)

    # -- notifications

    def listen(self, listener: Changed) -> None:
        """Tell this listener of every change from now on."""
        self._listener = listener

    def _part_changed(self, change: Change) -> None:
        """A part has changed: the others follow, then the listener is told of all of it at once."""
        if self._listener is None:
            return
        with self.reading_store():
            if change & Change.CURSOR:
                self.rows.end_note = None
                change |= self._open.follow_cursor(by_user=True)
            if change & Change.SELECTION:
                change |= Change.STATUS
            if change & Change.MARKS:
                change |= self._open.reload_marks()
            if change & Change.SYNC:
                change |= self._follow_sync()
            for part in (self.delivery_slot, self.machines, self.own_order):
                part.follow(change)
            if change & Change.SEARCH and (results := self.searcher.results):
                change |= self._open.show_results(results.search, results.rows, results.sort)
        self._notify(change)

    def _notify(self, change: Change) -> None:
        if change & Change.OPENED:
            self.visits.view_opened()
        if change & (Change.VIEW | Change.PAGE):
            page, before = self.page, self.viewport.instead if change & Change.VIEWPORT else ""
            change |= self.searcher.highlight(self.search, page.paper, page.entry)
            change |= self.text_slot.follow_page(page.paper, before)
            change |= self.discussion_slot.follow_page(page.paper, before)
        change = self.reasons.follow(change)
        if self._listener is not None:
            self._listener(change)
        self.second_look.follow(change, self.view, self.rows.entries)
        self._timed_marks.set_read()

    # -- what is shown

    @property
    def view(self) -> View | None:
        return self._open.view

    @property
    def search(self) -> Search | None:
        """The search that is shown."""
        return self._open.search

    @property
    def destination(self) -> View | None:
        """The view that is shown, or that a running search will show."""
        return self.searcher.running or self._open.view

    @property
    def page(self) -> Page:
        return self._open.page

    @property
    def text(self) -> OpenText:
        """The text of the paper on the page, which may be open in its place."""
        return self.text_slot.text

    @property
    def discussion(self) -> OpenDiscussion:
        return self.discussion_slot.discussion

    @property
    def deliveries(self) -> Deliveries:
        return self.delivery_slot.deliveries

    @cached_property
    def details(self) -> PaperDetails:
        from paperreader.reader.paper_detail import PaperDetails  # no start needs it

        return PaperDetails(self, self._part_changed)

    @property
    def arrived(self) -> Day | None:
        """A day that came while another view was shown."""
        return self._open.arrived

    def reload(self, *, rules: bool = False) -> None:
        """Read the store again; `rules`: other papers may be hidden now."""
        with self.reading_store():
            self._notify(self._open.reload_rules() if rules else self._open.reload())

    def sort(self, order: Order) -> None:
        """Sort the list, and others of its kind from now on."""
        with self.reading_store():
            self._notify(self._open.sort(order))

    def mark(self, field: str, value: bool | str, papers: Sequence[str], cause: Cause = Cause.BY_HAND) -> bool:
        """Mark papers; shown at once, and refused with a toast where it cannot be stored."""
        return self.pending.set(field, value, papers, cause)

    # -- going

    def go(self, view: View, *, at: str | None = None) -> None:
        """Show another view, with the cursor where it was there or on paper `at`; fetch it if it is missing."""
        self.leave()
        if view.search:  # a saved search: no way back leads from it
            self.history.clear()
            self.searcher.run(view.search)
            return
        here = self._open.location(self.viewport)
        if not view.detour:
            self.history.clear()
        elif here.view is None or view.detour != here.view.detour:
            self.history.push(here)
        self.show(view, at=at)
        self.tasks.later(FETCH_DELAY_S, self.fetch_missing, view)

    def show(self, view: View, *, at: str | None = None) -> None:
        """Show a view, or the same one sorted afresh."""
        with self.reading_store():
            self._notify(self._open.show(view, at=at))

    def go_to_day(self, day: date) -> None:
        """Go to a day, or if the Hub turns out to have no papers for it, on to the nearest day before it."""
        self.go(DayView(day))
        self._awaited.day = day

    def leave(self) -> None:
        """The user goes elsewhere: nothing that is still on its way calls them back."""
        self.rows.end_note = self._awaited.day = None
        self.searcher.cancel()

    def location(self) -> Location:
        """Where the user is."""
        return self._open.location(self.viewport)

    def restore(self, location: Location) -> None:
        """Go back to just where the user was."""
        self.viewport = location.viewport
        with self.reading_store():
            self._notify(self._open.restore(location))
        self.searcher.complete(location.search, len(location.found))

    # -- the Hub and the clock

    def fetch_missing(self, view: View) -> None:
        """Fetch what was never fetched of the view, if it is still the one that is shown."""
        if self.view == view:
            self.sync.request_missing(view, self.catalog)

    def _follow_sync(self) -> Change:
        """The refresh has news: the store is read again only if it has changed as well."""
        change = self._open.reload() if self.store.changed() else self._open.update_empty_text()
        if (nearest := self._awaited.instead_of(self.view)) is not None:
            self.go_to_day(nearest)
        return change | Change.STATUS

    def poll(self) -> None:
        """Called each second: show what another program wrote, and record where the user is."""
        self.visits.poll(self.view)
        self.text_slot.poll()
        self.details.poll()
        self.second_look.poll()
        with self.reading_store():
            if change := self._open.follow_store():
                self._part_changed(change)
        if self.sync.waiting or self.archive.wanted or self.delivery_slot.counts_down:
            self._notify(Change.STATUS)

    def on_user_activity(self, *, looks_at_paper: bool = True) -> None:
        """The user did something; `looks_at_paper`: by key or click, not only with the mouse wheel."""
        self._open.follows_newest = False
        self._timed_marks.on_user_activity(looks_at_paper=looks_at_paper)
        if looks_at_paper:
            self.visits.on_user_activity()

    def to_start_state(self) -> bool:
        """Show what the next start shows first; False where it begins with another view."""
        change = self._open.to_start_state()
        self.reasons.clear()
        if change is not None:
            self.rows.end_note = None
            self._notify(change)
        return change is not None
