"""What the two lines at the bottom say of the session: where the user is, what goes on, and which keys there are."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from paperreader.reader import status
from paperreader.reader.status import ViewSummary
from paperreader.tui.commands import FOOTER, FOOTER_IN_DISCUSSION, FOOTER_IN_TEXT
from paperreader.tui.commands.context import Context
from paperreader.tui.render.status import activity_wordings, location_wordings
from paperreader.tui.render.styled_text import Glyphs
from paperreader.tui.render.theme import Colors
from paperreader.tui.widgets.bars import Footer, StatusBar

HINT_SETTING = "hint"
"""In the store once a new user has seen the hint."""


class BottomBars:
    """The status line, and below it the footer."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._shows_hint = context.session.store.settings.get(HINT_SETTING) is None
        self.status, self.footer = StatusBar(id="status"), Footer(id="keys")
        self.apply_theme(context.colors)
        self.apply_glyphs(context.glyphs)

    @property
    def widgets(self) -> Iterable[Widget]:
        return self.status, self.footer

    def apply_theme(self, colors: Colors) -> None:
        self.status.theme_colors = self.footer.theme_colors = colors

    def apply_glyphs(self, glyphs: Glyphs) -> None:
        self.status.glyphs = self.footer.glyphs = glyphs

    def show_status(self, location: ViewSummary) -> None:
        """`location`: the view; in a text that is named instead."""
        session, keymap = self._context.session, self._context.keymap
        if self._context.has_selected_text:
            activity = status.Activity([[wording] for wording in status.SELECTED_TEXT])
        else:
            activity = status.activity(session, show_hint=self._shows_hint)
        wordings = [[keymap.with_keys(part) for part in parts] for parts in activity.wordings]
        where = location_wordings(*status.where(session, location))
        self.status.show(where, activity_wordings(wordings, activity.kind))

    def hint_was_seen(self) -> None:
        """The user looks at a paper: what a new one needs to know has been there long enough."""
        session = self._context.session
        if self._shows_hint and session.rows.all:
            self._shows_hint = False
            session.store.settings.set(HINT_SETTING, "shown")

    def show_footer(self) -> None:
        """The keys that can be pressed now."""
        context, panes = self._context, self._context.panes
        orders = ((panes.text, FOOTER_IN_TEXT), (panes.discussion, FOOTER_IN_DISCUSSION))
        order = next((order for pane, order in orders if pane is panes.focused), FOOTER)
        if context.has_selected_text:
            copy = "discussion.copy-link" if panes.focused is panes.discussion else "paper.copy-link"
            order = tuple(dict.fromkeys(("app.help", copy, *order)))
        known = [context.by_id[id] for id in order if id in context.by_id]
        commands = [command for command in known if context.is_enabled(command)]
        names = [(command, context.name(command)) for command in commands]
        self.footer.show([context.keymap.hint(command, name) for command, name in names if name])
