"""The one screen: what the keys do to what is shown, and what is said about it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import ClassVar, Literal

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from paperreader.clipboard import Clipboard
from paperreader.config import Config
from paperreader.environment import Network
from paperreader.models import Cause, Hidden, Period
from paperreader.reader.archive import Archive
from paperreader.reader.links import Links
from paperreader.reader.read_timer import ReadTimer
from paperreader.reader.sync import Sync
from paperreader.refresh.reconvert import reread
from paperreader.store import Store
from paperreader.text.sanitize import clean
from paperreader.tui.asking import Asking
from paperreader.tui.desk import Desk
from paperreader.tui.going import Going
from paperreader.tui.keeping import Keeping
from paperreader.tui.keymap import READER_KEYS, key_names
from paperreader.tui.linking import Linking
from paperreader.tui.marking import Marking
from paperreader.tui.reading import Reading
from paperreader.tui.render.styled_text import Glyphs
from paperreader.tui.render.theme import Colors
from paperreader.tui.searching import Searching
from paperreader.tui.shelf import HIDDEN, Shelf
from paperreader.tui.standing import Standing
from paperreader.tui.terminal.resize import latest_resize_only
from paperreader.tui.widgets.bars import Footer, StatusBar
from paperreader.tui.widgets.panes import Panes
from paperreader.tui.widgets.paper_page import PaperPage

log = logging.getLogger(__name__)

GLANCE = 1.0
"""Seconds between looks for what another program wrote into the store."""

OF_PAPERS = {
    *("read_on", "skip_paper", "toggle_star", "toggle_read", "mark_all", "step"),
    *("copy_link", "copy_menu", "open_paper", "span", "to_day", "jump", "sort", "catch_up", "search"),
}
"""Actions that need a store with papers."""


class ReaderScreen(Screen[None]):
    """Days, papers, page, and two lines below them."""

    AUTO_FOCUS = "#papers"
    BINDINGS: ClassVar[list[BindingType]] = [*READER_KEYS]
    BLANK = True
    _on_resize = latest_resize_only

    def __init__(
        self,
        store: Store,
        config: Config,
        *,
        network: Network | None,
        clipboard: Clipboard,
        palette: Colors,
        glyphs: Glyphs,
        now: Callable[[], datetime],
        start: date | None,
        demo: bool,
    ) -> None:
        super().__init__()
        self._store, self._config = store, config
        self.panes = Panes(glyphs, palette)
        self._status, self._keys = StatusBar(id="status"), Footer(id="keys")
        self._status.glyphs = self._keys.glyphs = glyphs
        self.attention = ReadTimer(config.mark_read_after)
        self.shelf = Shelf(
            store,
            self.panes,
            attention=self.attention,
            start=start,
            word=lambda view: self._standing.word(view),
            turned=self._turned,
            failed=self.tell,
        )
        links = Links(clipboard, browser=config.browser, tell=self.tell, by_hand=self._show_text)
        hub = self._background = Sync(
            store, network, every=config.refresh_every, now=now, told=self._heard, say=self.tell
        )
        self._archive = Archive(store, network, now=now, told=self._heard, say=self.tell)
        desk = Desk(self, store, self.panes, self.shelf, now, self.tell, lambda: self.palette)
        self.linking = Linking(desk, links, offline=lambda: hub.offline)
        self._going = Going(
            desk,
            hub,
            left=self._left,
            search=lambda search: self._searching.choose(search),
            demo=demo,
        )
        self._reading = Reading(desk, show=self._going.show, turned=self._turned)
        self._marking = Marking(
            desk,
            self.attention,
            left=self._reading.forget,
            show=lambda day, paper: self._going.show(day, at=paper),
        )
        self._asking = Asking(desk, self._marking, show=self._going.show)
        self.keeping = Keeping(desk)
        self._searching = Searching(desk, find=hub.find if network else None, keep=self.keeping.save)
        self._standing = Standing(desk, self._status, hub, self._archive, note=lambda: self._reading.note, demo=demo)
        self.panes.papers.moved, self.panes.days.moved = self._paper_changed, self._day_changed
        self.panes.papers.selecting = self._turned
        self._bare = True
        """The store has nothing to show."""
        self.dress(palette)

    def compose(self) -> ComposeResult:
        yield from (self.panes, self._status, self._keys)

    def dress(self, palette: Colors) -> None:
        """Draw everything with another palette."""
        self.palette = palette
        self.panes.dress(palette)
        self._status.palette = self._keys.palette = palette

    def on_mount(self) -> None:
        self.shelf.reload()
        if self.shelf.view is not None:
            self._going.fetch_if_missing(self.shelf.view)
        self.bindings_updated_signal.subscribe(self, lambda _: self._show_keys())
        asyncio.get_running_loop().call_later(GLANCE, self._glance)
        self.call_after_refresh(self._begin_work)

    def _begin_work(self) -> None:
        """The first frame is there: until now there was no time for anything else."""
        self.run_worker(self._background.work(), group="background refresh", exit_on_error=False)
        self.run_worker(self._archive.work(), group="the archive", exit_on_error=False)
        self.run_worker(reread(self._store), group="rereading", exit_on_error=False)

    def _compositor_refresh(self) -> None:
        """Once for each change: under a bar Textual keeps asking for all of it, which paints every letter twice."""
        super()._compositor_refresh()
        if self.app.screen is not self:
            self._repaint_required = False

    def _glance(self) -> None:
        """Each second; not by a timer of Textual's, which sends messages about: a third of what idling cost."""
        if not self.is_attached:
            return
        asyncio.get_running_loop().call_later(GLANCE, self._glance)
        self.shelf.glance()
        if not self._background.doing:
            self._asking.offer()
        if self._background.waiting or self._archive.wanted:
            self._turned()

    # -- what is said

    def tell(self, message: str) -> None:
        """A toast in the place of the last: for copies, bulk marks, undo, and what a person tried in vain."""
        self.app.clear_notifications()
        self.notify(clean(message), markup=False)

    def _show_text(self, title: str, text: str) -> None:
        from paperreader.tui.dialogs.menus import by_hand_sheet

        self.app.push_screen(by_hand_sheet(title, text, self.palette))

    def _turned(self) -> None:
        """Something else is shown, or said of it."""
        self._searching.mark_page()
        if (self.shelf.view is None) != self._bare:
            self._bare = self.shelf.view is None
            self.refresh_bindings()
        self._standing.show()

    def _show_keys(self) -> None:
        shown = [(keys[0], active.binding) for active, keys in key_names(self)]
        self._keys.show([(key, binding.description) for key, binding in shown if binding.show])

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Something in the background broke: the reader goes on, the log has the rest."""
        if event.state is WorkerState.ERROR:
            log.error("%s failed", event.worker.group, exc_info=event.worker.error)
            self.tell(f"{event.worker.group} failed; the log says why (`paperreader paths` says where it is)")

    def first_picture(self) -> str | None:
        """What the next start paints first; None where another screen, pane or view than it begins with is shown."""
        begins = self.is_attached and self.app.screen is self and not self.app._notifications
        # the terminal's size is known some time before it is laid out for
        if not begins or self._compositor.size != self.size or not self.panes.rewind() or not self.shelf.rewind():
            return None
        self._reading.forget()
        self._turned()
        return self._compositor.render_full_update().render_segments(self.app.console)

    # -- what a person is doing

    def noticed(self) -> None:
        """A key or a click: somebody is here."""
        self.attention.act()
        self.shelf.touched = self.shelf.acted = True
        self._standing.noticed()

    @on(events.ScreenResume)
    def _turned_to(self, event: events.ScreenResume) -> None:
        self._show_keys()  # Textual tells of its bindings only after the first frame
        event.refresh_styles = bool(self.outer_size)  # at the start each widget has just got them

    @on(events.ScreenSuspend)
    def _turned_away(self) -> None:
        self.attention.turn(away=True)

    @on(events.ScreenResume)
    @on(events.Resize)
    @on(Panes.Turned)
    def watch_attention(self) -> None:
        """Whether the page can be seen may have changed; known once it was laid out."""
        self.call_after_refresh(self._turn_attention)

    def _turn_attention(self) -> None:
        on_top = self.app.screen is self  # `is_current` holds for what lies under a dialog, too
        self.attention.turn(away=not (self.app.app_focus and on_top and self.panes.page.display))

    def _paper_changed(self) -> None:
        self._reading.forget()
        self.shelf.follow_cursor(by_person=True)

    def _day_changed(self) -> None:
        shown = self._searching.coming or self.shelf.view
        if (view := self.panes.days.view) is not None and view != shown:
            self._going.show(view)

    def _left(self) -> None:
        """The person goes elsewhere: nothing that is still on its way calls them back."""
        self._reading.forget()
        self._searching.stop()

    # -- going

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An empty store has nothing to read, mark or copy: those keys are not shown."""
        if action == "fetch_archive":
            return parameters[0] is not self._archive.wanted
        return self.shelf.view is not None or action not in OF_PAPERS

    def action_span(self, kind: Literal["week", "month"]) -> None:
        self._going.to_span(kind)

    def action_to_day(self, step: int) -> None:
        self._going.to_neighbour(step)

    def action_jump(self) -> None:
        self._asking.jump()

    def action_search(self) -> None:
        self._searching.open()

    @on(Panes.Taken)
    def _offer_taken(self, event: Panes.Taken) -> None:
        if event.act == HIDDEN and isinstance(self.shelf.view, date | Period):
            self._going.show(Hidden(self.shelf.view))
        else:
            self._searching.take(event.act)

    def action_sort(self) -> None:
        self._asking.sort()

    def action_catch_up(self) -> None:
        self._asking.catch_up()

    def _drop(self) -> bool:
        """Drop the selection, else the zoom, else the week or month; False if there is nothing to drop."""
        if self.selections:
            self.clear_selection()
            return True
        return self.panes.drop() or self._searching.close() or self._going.leave_span()

    def _key_escape(self) -> None:
        """Textual drops the selection here already, and the action below would then drop the zoom as well."""

    def action_escape(self) -> None:
        self._drop()

    def action_back(self) -> None:
        if not self._drop():
            self.app.exit()

    # -- reading and marking

    def action_read_on(self) -> None:
        self._reading.read_on()

    def action_skip_paper(self) -> None:
        self._reading.finish(Cause.SKIPPED)

    def action_toggle_read(self) -> None:
        self._marking.toggle_read()

    def action_toggle_star(self) -> None:
        self._marking.toggle_star()

    def action_mark_all(self) -> None:
        self._marking.mark_all()

    def action_step(self, redo: bool) -> None:
        self.run_worker(self._marking.step(redo=redo), group="undo", exit_on_error=False)

    # -- links

    def action_copy_link(self) -> None:
        self.linking.copy(self._config.copy)

    def action_copy_menu(self) -> None:
        self.linking.copy_menu()

    def action_open_paper(self, format: str = "hub") -> None:
        self.linking.open(format)

    @on(PaperPage.LinkClicked)
    def _link_clicked(self, event: PaperPage.LinkClicked) -> None:
        self.linking.open_link(event.link)

    # -- the hub

    def action_refresh_view(self) -> None:
        """Sort the view afresh, and ask the hub for its days."""
        if self._searching.search is not None:
            self._searching.again()
            return
        self._going.refresh()

    def action_refresh_all(self) -> None:
        self._going.ask()

    def action_fetch_archive(self, wanted: bool) -> None:
        """Fetch all that the store lacks while the person reads, or stop that."""
        if self._background.network is None:
            self._going.ask()
        else:
            self._archive.want(wanted)
            self._turned()

    def _heard(self) -> None:
        """The background refresh has something to show."""
        if self.is_attached:
            self.shelf.hear()
            self._asking.follow_up()

    def action_help(self) -> None:
        from paperreader.tui.dialogs.menus import help_sheet

        self.app.push_screen(help_sheet(self, self.palette))
