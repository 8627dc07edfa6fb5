"""The one screen: what is shown, what the keys do to it, and when the store is read again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from datetime import date, datetime
from typing import ClassVar, Literal

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.screen import Screen
from textual.widget import Widget

from paperreader.config import Config, Network
from paperreader.models import FIRST_DAY, Cause, Day, Entry, Field, Step, View
from paperreader.store import Store, StoreError
from paperreader.tui import sheets, status
from paperreader.tui.attention import Attention
from paperreader.tui.background import Background
from paperreader.tui.bars import KeyBar, StatusBar
from paperreader.tui.clipboard import Clipboard
from paperreader.tui.colors import Palette
from paperreader.tui.days import DayList
from paperreader.tui.keys import KEYS, key_names
from paperreader.tui.lines import Lines
from paperreader.tui.links import Links
from paperreader.tui.marks import Marks
from paperreader.tui.page import PaperPage
from paperreader.tui.papers import PaperList, follow
from paperreader.tui.sheet import Sheet
from paperreader.tui.typeset import Glyphs

SETTLED = 0.3
"""Seconds that the cursor must rest on a day before the hub is asked for it."""
GLANCE = 1.0
"""Seconds between looks for what another program wrote into the store."""


class Reader(Screen[None]):
    """Days, papers, page. The state is here; the panes show it, and say what a person did in them."""

    AUTO_FOCUS = "#papers"
    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-medium"), (130, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]

    def __init__(
        self,
        store: Store,
        config: Config,
        *,
        network: Network | None,
        clipboard: Clipboard,
        palette: Palette,
        glyphs: Glyphs,
        now: Callable[[], datetime],
        start: date | None,
    ) -> None:
        super().__init__()
        self._store, self._config, self._now = store, config, now
        self._background = (
            Background(store, network, every=config.refresh_every, now=now, told=self._heard) if network else None
        )
        self.links = Links(clipboard, browser=config.browser, tell=self.tell, by_hand=self._show_text)
        self._marks = Marks(store, changed=self.reload, failed=self.tell)
        self.attention = Attention(config.mark_read_after)
        self.view: View | None = None
        self._start = start
        self._places: dict[View, str] = {}
        self._stored: dict[date, Day] = {}
        self._note = ""
        self._onward: date | None = None
        self._hint = store.setting("hint") is None
        self._status, self._keys = StatusBar(id="status"), KeyBar(id="keys")
        self.days, self.papers, self.page = DayList(id="days"), PaperList(id="papers"), PaperPage(id="page")
        for pane in (self.days, self.papers, self.page):
            pane.glyphs = glyphs
        self.dress(palette)

    def compose(self) -> ComposeResult:
        with Container(id="panes"):
            yield from (self.days, self.papers, self.page)
        yield from (self._status, self._keys)

    def dress(self, palette: Palette) -> None:
        """Draw everything with another palette."""
        self.palette = palette
        for widget in (self.days, self.papers, self.page, self._status, self._keys):
            widget.palette = palette

    def on_mount(self) -> None:
        self.reload()
        self.bindings_updated_signal.subscribe(self, lambda _: self._show_keys())
        self.set_interval(GLANCE, self._glance)
        if self._background:
            self.run_worker(self._background.work(), group="background", exit_on_error=False)

    # -- the store, read again

    def reload(self) -> None:
        """Read the store again; rows and page change in place, nothing moves."""
        self._fill_days()
        if self.view is None:
            if (newest := self._start or self._newest_with_papers()) is not None:
                self.show(newest, at=self._last_place(newest), by_person=False)
            else:
                self.papers.fill([], word=self._word())
                self._show_status()
            return
        entries = self._marks.over(self._store.entries(self.view))
        if not self.papers.rows:
            self.papers.fill(entries, word=self._word())
        else:
            now = {entry.id: entry for entry in entries}
            gone = [entry.id for entry in self.papers.entries if entry.id not in now]
            now |= {entry.id: entry for entry in self._marks.over(self._store.entries_of(gone))} if gone else {}
            self.papers.patch(follow(self.papers.rows, now, entries))
        self._follow_cursor(by_person=False)

    def show(self, view: View, *, at: str | None = None, by_person: bool = True) -> None:
        """Show another view, or the same one sorted afresh, with the cursor where it was or is wanted."""
        self.view, self._note, self._onward = view, "", None
        rows = self._marks.over(self._store.entries(view))
        wanted = at or self._places.get(view) or next((entry.id for entry in rows if entry.unread), None)
        self.papers.fill(rows, at=wanted, word=self._word())
        self.days.stand_on(view)
        self._follow_cursor(by_person=by_person)
        if isinstance(view, date) and self._day(view).papers is None and self._background:
            self.set_timer(SETTLED, lambda: self._fetch_if_still_shown(view))

    def _fetch_if_still_shown(self, day: date) -> None:
        if self.view == day and self._day(day).papers is None and self._background:
            self._background.want(day)

    def _follow_cursor(self, *, by_person: bool) -> None:
        """Show the page of the paper under the cursor; what was left may have been read by now."""
        entry = self.papers.entry
        if self.view is not None and entry is not None:
            self._places[self.view] = entry.id
        passed = self.attention.arrive(entry.id if entry else None, by_person=by_person)
        self.page.fill(self._store.paper(entry.id) if entry else None)
        self._show_status()
        if passed is not None:
            self._marks.put(Field.READ, True, [passed], Cause.PASSED)

    def _fill_days(self) -> None:
        days = self._store.days()
        self._stored = {day.date: day for day in days}
        first, newest = (self._store.setting(name) for name in ("first", "newest"))
        self.days.fill(
            days,
            self._store.totals(),
            first=date.fromisoformat(first) if first else FIRST_DAY,
            newest=date.fromisoformat(newest) if newest else None,
        )

    def _newest_with_papers(self) -> date | None:
        return next((day.date for day in self._stored.values() if day.papers), None)

    def _last_place(self, day: date) -> str | None:
        """The paper where the reader was closed, if that was on this day."""
        last_day, _, paper = (self._store.setting("place") or "").partition(" ")
        return paper if last_day == day.isoformat() else None

    @property
    def place(self) -> str | None:
        """Where the reader is, to be kept for the next start."""
        entry = self.papers.entry
        return f"{self.view} {entry.id}" if isinstance(self.view, date) and entry else None

    def _day(self, day: date) -> Day:
        return self._stored.get(day) or Day(day)

    def _glance(self) -> None:
        if self._store.changed():
            self.reload()

    def _heard(self) -> None:
        """The background refresh has something to show."""
        if self.is_attached:
            self._store.changed()
            self.reload()

    # -- what is said

    def tell(self, message: str) -> None:
        """A toast: for copies, bulk marks, undo, and what went wrong with a person's own act."""
        self.notify(message, markup=False)

    def _show_text(self, title: str, text: str) -> None:
        width = max(20, min(self.size.width - 12, 100))
        self.app.push_screen(sheets.by_hand_sheet(title, text, self.palette, width))

    def _trouble(self) -> tuple[str, bool]:
        """What keeps the hub away, and whether that is the network."""
        return (self._background.trouble, self._background.offline) if self._background else ("", True)

    def _word(self) -> str:
        trouble, offline = self._trouble()
        asking = self._background.asking if self._background else None
        day = self._day(self.view) if isinstance(self.view, date) else None
        return status.word(self.view, day, asking=asking, trouble=trouble, offline=offline)

    def _show_status(self) -> None:
        day = self._day(self.view) if isinstance(self.view, date) else None
        where = status.where(self.view, self.papers.entries, day, self._now().astimezone())
        trouble, offline = self._trouble()
        note = self._note or (status.HINT if self._hint and self.papers.rows else "")
        doing = self._background.doing if self._background else ""
        self._status.say(where, status.news(doing, trouble, offline=offline, note=note))

    def _show_keys(self) -> None:
        self._keys.show([(keys[0], binding.description) for binding, keys in key_names(self) if binding.show])

    # -- what a person is doing

    def noticed(self) -> None:
        """A key or a click: somebody is here."""
        self.attention.act()
        if self._hint and self.papers.rows:
            self._hint = False
            self._store.set_setting("hint", "shown")

    @on(events.AppFocus)
    @on(events.AppBlur)
    @on(events.ScreenSuspend)
    @on(events.ScreenResume)
    @on(events.Resize)
    def _watch_attention(self) -> None:
        self.call_after_refresh(self._turn_attention)

    def _turn_attention(self) -> None:
        self.attention.turn(away=not (self.app.app_focus and self.is_current and self.page.display))

    @on(events.DescendantFocus)
    def _focus_moved(self, event: events.DescendantFocus) -> None:
        """Small screens show the pane that has the focus: TCSS does it, by these classes."""
        for pane in (self.days, self.papers, self.page):
            self.set_class(self.focused is pane, f"-on-{pane.id}")
        if self.focused is not self.page:
            self.remove_class("-zoomed")
        self._watch_attention()

    @on(Lines.Moved)
    def _cursor_moved(self, event: Lines.Moved) -> None:
        if event.lines is self.papers:
            self._note, self._onward = "", None
            self._follow_cursor(by_person=True)
        elif event.lines is self.days and self.days.view not in (None, self.view):
            self.show(self.days.view)

    @on(Lines.Chosen)
    def _chosen(self, event: Lines.Chosen) -> None:
        event.lines.focus()
        self.action_enter()

    @on(PaperPage.LinkClicked)
    def _link_clicked(self, event: PaperPage.LinkClicked) -> None:
        self.action_open_paper(event.link)

    # -- going about

    def action_move(self, step: int) -> None:
        if isinstance(self.focused, Lines):
            self.focused.move_by(step)

    def action_move_page(self, pages: float) -> None:
        if isinstance(self.focused, Lines):
            self.focused.page_by(pages)

    def action_move_end(self, last: bool) -> None:
        if isinstance(self.focused, Lines):
            self.focused.move_to_end(last=last)

    def action_page_back(self) -> None:
        self.page.page_by(-1)

    def action_next_paper(self, step: int) -> None:
        self.papers.move_by(step)

    def action_next_unread(self, step: Literal[1, -1]) -> None:
        if (index := self.papers.next_unread(step)) is not None:
            self.papers.move_to(index)

    def action_older_day(self) -> None:
        self._to_day(+1)

    def action_newer_day(self) -> None:
        self._to_day(-1)

    def _to_day(self, step: int) -> None:
        if (day := self.days.neighbour(self.view if isinstance(self.view, date) else None, step)) is not None:
            self.show(day)

    def action_go(self, pane: str) -> None:
        self.query_one(f"#{pane}").focus()

    def action_next_pane(self, step: int) -> None:
        panes: list[Widget] = [self.days, self.papers, self.page]
        here = panes.index(self.focused) if self.focused in panes else 1
        panes[(here + step) % len(panes)].focus()

    def action_enter(self) -> None:
        if self.focused is self.days:
            if not self.days.toggle(fold=False):
                self.papers.focus()
        elif self.papers.entry is not None:
            self.page.focus()

    def action_leave(self) -> None:
        if self.focused is self.page:
            self.papers.focus()
        elif self.focused is self.papers:
            self.days.focus()
        else:
            self.days.toggle(fold=True)

    def action_zoom_page(self) -> None:
        if not self.has_class("-zoomed"):
            self.page.focus()
        self.toggle_class("-zoomed")
        self._watch_attention()

    def _drop(self) -> bool:
        """Drop the selection, else the zoom, else the page that fills a small screen; False if there is none."""
        if self.selections:
            self.clear_selection()
        elif self.has_class("-zoomed"):
            self.remove_class("-zoomed")
        elif self.focused is self.page and not self.papers.display:
            self.papers.focus()
        else:
            return False
        return True

    def action_escape(self) -> None:
        self._drop()

    def action_back(self) -> None:
        if not self._drop():
            self.app.exit()

    # -- reading and marking

    def action_read_on(self) -> None:
        """Page down; at the end on to the next paper; after the last one stop once, then on to the next day."""
        if self._onward is not None:
            self.show(self._onward)
        elif not self.page.display and self.papers.entry:
            self.page.focus()
        elif not self.page.at_end:
            self.page.page_by(1)
        else:
            self._finish(Cause.OPENED)

    def action_skip_paper(self) -> None:
        self._finish(Cause.SKIPPED)

    def _finish(self, cause: Cause) -> None:
        """Done with this paper: mark it read and go to the next unread one, or say that there is none.

        From a paper that did not wait to be read it goes to the one below, where none waits.
        """
        entry = self.papers.entry
        if entry is not None and not entry.read:
            self._marks.put(Field.READ, True, [entry.id], cause)
        following = self.papers.next_unread(around=True)
        if following is None and entry is not None and not entry.unread and self.papers.can_move_down:
            self.papers.move_by(1)
        elif following is not None:
            self.papers.move_to(following)
        elif self.view is not None:
            day = self.days.next_unread(self.view) if isinstance(self.view, date) else None
            self._note, self._onward = status.done(self.view, day), day.date if day else None
            self._show_status()

    def action_toggle_read(self) -> None:
        if entry := self.papers.entry:
            if entry.read:
                self.attention.spare((entry.id,))
            self._marks.put(Field.READ, not entry.read, [entry.id], Cause.BY_HAND)

    def action_toggle_star(self) -> None:
        if entry := self.papers.entry:
            self._marks.put(Field.STARRED, not entry.starred, [entry.id], Cause.BY_HAND)

    def action_mark_all(self) -> None:
        papers = [entry.id for entry in self.papers.entries if not entry.read]
        if papers:
            self._marks.put(Field.READ, True, papers, Cause.BULK)
        self.tell(f"{len(papers)} marked read · U undo" if papers else "everything here is read")

    def action_undo(self) -> None:
        self._step_through(self._store.undo(), redo=False)

    def action_redo(self) -> None:
        self._step_through(self._store.redo(), redo=True)

    def _step_through(self, future: Future[Step | None], *, redo: bool) -> None:
        async def follow_step() -> None:
            try:
                step = await asyncio.wrap_future(future)
            except StoreError as error:
                self.tell(str(error))
                return
            self.tell(status.undone(step, redo=redo))
            if step is not None:
                self._go_to(step)

        self.run_worker(follow_step(), group="undo")

    def _go_to(self, step: Step) -> None:
        """Show what a step back changed, and leave alone what it set unread."""
        self.reload()
        paper = next(iter(step.papers), None)
        index = self.papers.index_of(paper)
        if index is not None:
            self.papers.move_to(index)
        elif paper is not None and step.day is not None:
            self.show(step.day, at=paper)
        self.attention.spare(step.papers)

    # -- links

    def action_copy_link(self) -> None:
        self._copy(self._config.copy)

    def action_copy_menu(self) -> None:
        if paper := self.page.paper:
            self.app.push_screen(sheets.copy_sheet(paper, self.palette), lambda name: name and self._copy(name))

    def _copy(self, format: str) -> None:
        if paper := self.page.paper:
            self.run_worker(self.links.copy(paper, format), group="copy", exit_on_error=False)

    def action_open_paper(self, format: str = "hub") -> None:
        if (paper := self.page.paper) and (entry := self.papers.entry):
            _, offline = self._trouble()
            self.run_worker(self.links.open(paper, format, offline=offline), group="open", exit_on_error=False)
            if not offline and not entry.read:
                self._marks.put(Field.READ, True, [entry.id], Cause.OPENED)

    # -- the hub

    def action_refresh_view(self) -> None:
        """Sort the view afresh, and ask the hub for its day."""
        if self.view is not None:
            self.show(self.view)
        self._ask(self.view if isinstance(self.view, date) else None)

    def action_refresh_all(self) -> None:
        self._ask(None)

    def _ask(self, day: date | None) -> None:
        if self._background is None:
            self.tell("offline: the hub is not asked")
        elif day is not None:
            self._background.want(day)
        else:
            self._background.want_round(force=False)

    def action_help(self) -> None:
        self.app.push_screen(sheets.help_sheet(self, self.palette))
