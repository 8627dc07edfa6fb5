"""The one screen: draws the session, and gives keys and clicks to the commands."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from paperreader.reader import status
from paperreader.reader.catch_up_offer import CatchUpOffer
from paperreader.reader.changes import Change
from paperreader.reader.own_order_offer import OwnOrderOffer
from paperreader.reader.session import Session
from paperreader.text.sanitize import clean
from paperreader.text.width import wrap_parts
from paperreader.tui.bottom_bars import BottomBars
from paperreader.tui.command import Command, bindings
from paperreader.tui.commands import COMMANDS
from paperreader.tui.commands.context import Context
from paperreader.tui.commands.deliveries import ask_about_pages
from paperreader.tui.commands.links import follow_link, show_manual_copy
from paperreader.tui.commands.panes import enter
from paperreader.tui.keymap import Keymap
from paperreader.tui.preload import AFTER_S, preload
from paperreader.tui.render.styled_text import Glyphs
from paperreader.tui.render.theme import Colors
from paperreader.tui.session_panes import draw_changes
from paperreader.tui.terminal.internals import (
    add_bindings,
    cancel_full_repaint,
    frame_sequences,
    frame_size,
    has_toasts,
    is_exiting,
    set_compositor,
)
from paperreader.tui.terminal.removed_widgets import AttachedOnly
from paperreader.tui.terminal.resize import latest_resize_only
from paperreader.tui.widgets.panes import Panes
from paperreader.tui.widgets.paper_page import PaperPage
from paperreader.tui.widgets.sidebar import Sidebar

if TYPE_CHECKING:
    from paperreader.tui.widgets.paper_discussion import PaperDiscussion
    from paperreader.tui.widgets.paper_text import PaperText

log = logging.getLogger(__name__)

POLL_INTERVAL_S = 1.0
"""How often to look for what another program wrote into the store."""
MAX_TOAST_CELLS, TOAST_FRAME_CELLS = 80, 4
"""What `app.tcss` gives a toast, and its frame."""


@runtime_checkable
class FollowsSession(Protocol):
    """A prompt over the screen that shows something of the session."""

    def follow_session(self) -> None: ...


class ReaderScreen(Screen[None]):
    """Days, papers, page, and two lines below them."""

    AUTO_FOCUS = "#papers"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(command for command in COMMANDS if command.acts_on in ("session", "screen"))
    ]
    BLANK = True
    _on_resize = latest_resize_only

    def __init__(
        self,
        session: Session,
        own: Sequence[Command],
        keymap: Keymap,
        colors: Colors,
        glyphs: Glyphs,
        config_path: Path,
    ) -> None:
        """`own`: the user's own commands."""
        super().__init__()
        add_bindings(self, bindings(own))
        set_compositor(self, AttachedOnly())
        self.session = session
        row_style = session.row_style.wanted, session.row_style.configured
        self.panes = Panes(session.rows, row_style, keymap, glyphs, colors)
        self.panes.page.hub, self.panes.page.now = session.links.hub, session.now
        self.context = Context(self, session, self.panes, (*COMMANDS, *own), keymap, colors, glyphs, config_path)
        self._bars = BottomBars(self.context)
        self._offer, self._own_order_offer = CatchUpOffer(session), OwnOrderOffer(session)
        self.first_papers: Sequence[str] = ()
        """What to go to at the start, by id."""
        self._has_papers = False
        self.apply_theme(colors)

    def compose(self) -> ComposeResult:
        yield from (self.panes, *self._bars.widgets)

    def apply_theme(self, colors: Colors) -> None:
        self.context.colors = colors
        self.panes.apply_theme(colors)
        self._bars.apply_theme(colors)

    def apply_glyphs(self, glyphs: Glyphs) -> None:
        """Draw everything with these, and as wide as text is measured now."""
        self.context.glyphs = glyphs
        self.panes.apply_glyphs(glyphs)
        self._bars.apply_glyphs(glyphs)
        self.refresh(layout=True)

    # -- starting and ending

    def on_mount(self) -> None:
        session = self.session
        session.listen(self.session_changed)
        session.reload()
        if session.view is not None:
            session.fetch_missing(session.view)
        if self.first_papers:
            from paperreader.reader.go_to_papers import go_to_list

            go_to_list(session, self.first_papers)
        self.bindings_updated_signal.subscribe(self, self._bindings_updated)
        asyncio.get_running_loop().call_later(POLL_INTERVAL_S, self._poll)
        self.call_after_refresh(session.start)  # until the first frame is there nothing else has time
        session.tasks.later(AFTER_S, session.tasks.start, "preparing for texts", preload)

    def on_unmount(self) -> None:
        self.session.close()

    def _poll(self) -> None:
        """Not by a timer of Textual's, whose messages would be a third of what idling costs."""
        if not self.is_attached:
            return
        asyncio.get_running_loop().call_later(POLL_INTERVAL_S, self._poll)
        self.session.poll()
        offer = self._offer.poll()
        if offer is None and self.app.screen is self and not has_toasts(self.app):
            offer = self._own_order_offer.poll()
        if offer is not None:  # beside other toasts of a start, not in their place
            self.notify(self.context.keymap.with_keys(offer), markup=False, timeout=10)

    def first_frame(self) -> str | None:
        """The frame that the next start begins with; None if that begins with another screen, pane or view."""
        is_plain = self.is_attached and self.app.screen is self and not has_toasts(self.app)
        # the terminal's size is known some time before it is laid out for
        if not is_plain or frame_size(self) != self.size or not self.panes.to_start_state():
            return None
        return frame_sequences(self) if self.session.to_start_state() else None

    # -- drawing the session

    def session_changed(self, change: Change) -> None:
        """The one way up: draw what has changed."""
        session, panes = self.session, self.panes
        if not panes.can_be_drawn:
            return
        viewport = session.viewport  # drawing scrolls
        draw_changes(panes, session, change)
        if change is Change.SEARCH_STARTED:
            return
        if change & Change.VIEWPORT:
            panes.restore(viewport)
        self._show_status()
        if change & Change.TOAST:
            self.toast(session.toasts.last)
        if change & Change.OUTBOX:
            ask_about_pages(self.context)
        if change & Change.MANUAL_COPY:
            show_manual_copy(self.context)
        above = self.app.screen
        if above is not self and isinstance(above, FollowsSession):
            above.follow_session()

    def _show_status(self) -> None:
        location = status.view_summary(self.session)
        self.panes.show_position(status.position(self.session, location))
        if self.session.text_slot.is_open:
            self.panes.show_instead_position(*status.text_heading(self.session))
        elif self.session.discussion_slot.is_open:
            self.panes.show_instead_position(*status.discussion_heading(self.session))
        self._bars.show_status(location)
        if self._has_papers is not (self.session.view is not None):
            self._has_papers = self.session.view is not None
            self.refresh_bindings()
        elif self._bars.footer.keys:
            self._bars.show_footer()

    def toast(self, message: str) -> None:
        """Show a toast in the place of the last."""
        self.app.clear_notifications()
        if message:
            text = self.context.keymap.with_keys(message).replace(Glyphs().dot, self.context.glyphs.dot)
            lines = map(clean, text.split("\n"))
            width = min(self.size.width, MAX_TOAST_CELLS) - TOAST_FRAME_CELLS
            self.notify("\n".join(wrap_parts(line, width) for line in lines), markup=False)

    def _bindings_updated(self, _: object) -> None:
        self._bars.show_footer()

    def _compositor_refresh(self) -> None:
        """Once per change: below a prompt Textual keeps asking for all of it, and would paint every letter twice."""
        super()._compositor_refresh()
        if self.app.screen is not self:
            cancel_full_repaint(self)

    # -- commands

    def action_command(self, id: str) -> None:
        self.context.run(self.context.by_id[id])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a command can be run now; its key is free for others where it cannot."""
        return action != "command" or self.context.is_enabled(self.context.by_id[str(parameters[0])])

    def watch_selections(self, before: object, now: object) -> None:
        """Say how to copy what is selected with the mouse, while it stands."""
        if self.panes.is_mounted and bool(before) is not bool(now):
            self._show_status()

    def _key_escape(self) -> None:
        """Textual drops the selection here already, and the command would then end the zoom as well."""

    @on(Sidebar.ViewChosen)
    def _view_chosen(self) -> None:
        self.context.follow_sidebar()

    @on(Panes.Entered)
    def _pane_entered(self) -> None:
        enter(self.context)

    @on(PaperPage.LinkClicked)
    def _link_clicked(self, event: PaperPage.LinkClicked) -> None:
        follow_link(self.context, event.link)

    @on(PaperPage.NameClicked)
    def _name_clicked(self, event: PaperPage.NameClicked) -> None:
        from paperreader.tui.commands.follows import ask_about

        ask_about(self.context, event.kind, event.name)

    def on_paper_text_clicked(self, event: PaperText.Clicked) -> None:
        """Called by its name: a start does not import the widget."""
        from paperreader.tui.commands.text_view import show_clicked

        show_clicked(self.context, event.x, event.y)

    def on_paper_discussion_link_clicked(self, event: PaperDiscussion.LinkClicked) -> None:
        """The same."""
        from paperreader.tui.commands.discussion_view import follow_link

        follow_link(self.context, event.address)

    # -- what the user is doing

    def on_user_activity(self, *, looks_at_paper: bool) -> None:
        """A key, a click or the wheel."""
        self.session.viewport = self.panes.viewport
        self.session.on_user_activity(looks_at_paper=looks_at_paper)
        if looks_at_paper:
            self._bars.hint_was_seen()

    @on(events.ScreenResume)
    def _resumed(self, event: events.ScreenResume) -> None:
        if is_exiting(self.app):
            return  # a signal came so early that there may be no panes
        self.session.text_slot.uncovered.set()
        self._bars.show_footer()  # Textual tells of its bindings only after the first frame
        self.call_after_refresh(ask_about_pages, self.context)  # what could not be asked under the dialog
        event.refresh_styles = bool(self.outer_size)  # at the start each widget has just got them

    @on(events.ScreenSuspend)
    def _suspended(self) -> None:
        self.session.timer.set_page_hidden(True)
        self.session.text_slot.uncovered.clear()

    @on(events.ScreenResume)
    @on(events.Resize)
    @on(Panes.PageVisibilityChanged)
    def check_page_visibility(self) -> None:
        """Whether the page can be seen may have changed; that is known after the next layout."""
        self.call_after_refresh(self._time_page)

    def _time_page(self) -> None:
        self._bars.show_footer()
        on_top = self.app.screen is self  # `is_current` holds for what lies under a dialog, too
        is_visible = self.app.app_focus and on_top and self.panes.shown_page.display
        self.session.timer.set_page_hidden(not is_visible)
