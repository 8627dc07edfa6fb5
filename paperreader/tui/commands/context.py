"""What commands with a screen to act on get: the session, the panes, and a way to ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from textual.screen import Screen

from paperreader.reader.session import Session
from paperreader.text.sanitize import clean
from paperreader.tui.command import Command, HelpRow
from paperreader.tui.keymap import Keymap
from paperreader.tui.render.styled_text import Glyphs
from paperreader.tui.render.theme import Colors
from paperreader.tui.widgets.panes import Panes
from paperreader.views import View

T = TypeVar("T")


class Context:
    """The reader's screen as its commands see it."""

    def __init__(
        self,
        screen: Screen[Any],
        session: Session,
        panes: Panes,
        commands: Sequence[Command],
        keymap: Keymap,
        colors: Colors,
        glyphs: Glyphs,
        config_path: Path,
    ) -> None:
        self.screen, self.session, self.panes = screen, session, panes
        self.commands, self.keymap = commands, keymap
        self.by_id = {command.id: command for command in commands}
        self.colors, self.glyphs, self.config_path = colors, glyphs, config_path

    @property
    def has_selected_text(self) -> bool:
        """Whether text is selected with the mouse."""
        return bool(self.screen.selections)

    @property
    def selected_text(self) -> str:
        """That text; blank if what is selected has none."""
        return self.screen.get_selected_text() or ""

    def ask(self, dialog: Screen[T], answered: Callable[[T | None], None] | None = None) -> None:
        """Lay a dialog or prompt over the screen; a toast about what the user did before would cover it."""
        self.session.toasts.withdraw()
        self.screen.app.push_screen(dialog, answered)

    def show(self, view: View) -> None:
        """Go to a view unless it is shown already, or about to be."""
        if view != self.session.destination:
            self.session.go(view)

    def follow_sidebar(self) -> None:
        """Show what the user has moved the sidebar's cursor to; at once, since the next key of a burst relies on it."""
        if (view := self.panes.sidebar.take_chosen()) is not None:
            self.show(view)

    def help_rows(self) -> list[HelpRow]:
        """Every command that can be run here, and those that have keys of their own elsewhere."""
        return [
            HelpRow(command.group.value, self.keymap.names(command), self._help(command))
            for command in self.commands
            if self.keymap.names(command) and (command.is_local or command.enabled(self.session))
        ]

    def _help(self, command: Command) -> str:
        now = f" · {clean(command.now(self.session))}" if command.now else ""
        return self.keymap.with_keys(command.help + now)

    def key(self, id: str) -> str:
        """The first key of a command."""
        return self.keymap.with_keys(f"{{{id}}}")

    def name(self, command: Command) -> str:
        """What the command is called now."""
        return command.name_now(self) if command.name_now else command.name

    def is_enabled(self, command: Command) -> bool:
        """Whether the command can be run now."""
        if command.acts_on == "page":
            return self.panes.focused is self.panes.page and self.panes.page.has_matches
        if command.acts_on in ("text", "discussion"):
            pane = self.panes.text if command.acts_on == "text" else self.panes.discussion
            return self.panes.focused is pane and command.enabled(self.session)
        return command.acts_on != "prompt" and command.enabled(self.session)

    def run(self, command: Command) -> None:
        """Run a command on what it acts on."""
        self.session.viewport = self.panes.viewport
        targets = {"session": self.session, "page": self.panes.page, "app": self.screen.app}
        command.run(targets.get(command.acts_on, self))


def selection_or_link(context: Context) -> str:
    """What the key that copies a link copies now."""
    return "copy selection" if context.has_selected_text else "copy link"
