"""The Textual app: theme, keymap, clipboard; it opens the one screen and tidies up behind it."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar

from textual import events, on
from textual.app import App
from textual.binding import BindingType
from textual.filter import LineFilter
from textual.geometry import Offset
from textual.theme import Theme
from textual.worker import WorkerFailed

from paperreader.clipboard import Clipboard
from paperreader.config import Config, locate
from paperreader.environment import HUB, Network
from paperreader.reader.copy_and_open import copy_text
from paperreader.reader.session import Session
from paperreader.store import Store
from paperreader.text.sanitize import clean, escape_bytes
from paperreader.tui.color_choice import ColorChoice, console_for
from paperreader.tui.command import APP_COMMANDS, bindings
from paperreader.tui.commands import COMMANDS
from paperreader.tui.commands.own import commands_of, own_keys, where_wished
from paperreader.tui.glyph_choice import GlyphChoice
from paperreader.tui.hardware_cursor import cursor_offset, is_typing
from paperreader.tui.key_meaning import TakesEarlyKeys, meant_by
from paperreader.tui.keyboard_layout import is_of_other_script
from paperreader.tui.keymap import Keymap
from paperreader.tui.render.theme import Colors
from paperreader.tui.screen import ReaderScreen
from paperreader.tui.terminal.driver import Driver
from paperreader.tui.terminal.internals import (
    close_app,
    driver_of,
    fatal_exception,
    is_bound,
    is_exiting,
)
from paperreader.tui.terminal.removed_widgets import is_for_screen

log = logging.getLogger(__name__)

_LOADER: Any = __spec__.loader
"""Reads files beside this one, in a zip too."""


class PaperReader(App[None]):
    """The reader on the screen."""

    CSS = str(_LOADER.get_data(str(Path(__file__).with_name("app.tcss"))), "utf-8")
    TITLE = "paperreader"
    ENABLE_COMMAND_PALETTE = False  # ours has its key: Textual's own would open it over every dialog
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(APP_COMMANDS)]
    # Textual types these as instance variables
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-medium"), (130, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012

    def __init__(
        self,
        *,
        config: Config,
        store: Store,
        network: Network | None,
        hub_address: str = HUB,
        now: Callable[[], datetime],
        start: date | None = None,
        papers: Sequence[str] = (),
        theme: str | None = None,
        demo: bool = False,
        problems: Sequence[str] = (),
        config_path: Path = Path("config.toml"),
    ) -> None:
        """`network` None: the Hub is not asked. `hub_address`: what links to it begin with. `papers`: to go to first.

        `theme`: the command line's, which is not remembered. `config_path`: where the settings are, or would be.
        """
        self._color_choice = ColorChoice(store, os.environ)
        if not os.environ.get("NO_COLOR"):  # to Textual an empty one is set
            os.environ.pop("NO_COLOR", None)
        super().__init__(Driver)
        self.console = console_for(self.console.file)
        self._config, self._store, self._config_path = config, store, config_path
        self.first_frame: str | None = None
        """What the next start paints first; None while that is not known."""
        self._problems = list(problems)
        self._forced_theme = theme
        self.theme = self._first_theme()
        own = commands_of(config.commands)
        self._keys = keymap = Keymap((*COMMANDS, *own), {**config.keys, **own_keys(config.commands)})
        self._problems += [f"{where_wished(config_path, id)}: {why}" for id, why in keymap.problems]
        self.set_keymap(keymap.changed)
        self._layout_is_explained = False
        clipboard = Clipboard(os.environ, super().copy_to_clipboard)
        self._session = Session(
            store,
            config,
            network=network,
            hub_address=hub_address,
            clipboard=clipboard,
            now=now,
            start=start,
            demo=demo,
        )
        self._glyph_choice = GlyphChoice(config.glyphs, store, os.environ)
        glyphs = self._glyph_choice.glyphs
        self.reader = ReaderScreen(self._session, own, keymap, self._theme_colors(), glyphs, config_path)
        self.reader.first_papers = papers

    # -- theme

    def _first_theme(self) -> str:
        """The command line's; else the palette's choice, unless the settings were changed since; else theirs."""
        chosen, _, over = (self._store.settings.get("theme") or "").partition(" ")
        wanted = self._forced_theme or (chosen if over == self._config.theme else self._config.theme)
        if wanted in self.available_themes:
            return wanted
        where = "--theme" if wanted == self._forced_theme else locate(self._config_path, "theme")
        self._problems.append(f"{where}: there is no theme “{wanted}”; {{app.palette}} lists them")
        return "textual-dark"

    @property
    def current_theme(self) -> Theme:
        return self._color_choice.theme_for(super().current_theme, self.get_theme)

    def get_css_variables(self) -> dict[str, str]:
        return {**super().get_css_variables(), **self._theme_colors().variables()}

    # -- the terminal's own cursor

    @property
    def cursor_position(self) -> Offset:
        """Where it stands after each frame."""
        return cursor_offset(self.screen)

    @cursor_position.setter
    def cursor_position(self, _: Offset) -> None:
        """Textual's inputs set it, one cell behind the end of their text and not before that has changed."""

    def post_display_hook(self) -> None:
        """Show it while the user types, and only then."""
        if isinstance(driver := driver_of(self), Driver) and self.screen_stack and not is_exiting(self):
            driver.show_cursor(is_typing(self.screen))

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), *self._color_choice.line_filters(self.current_theme)]

    def _theme_colors(self) -> Colors:
        return self._color_choice.colors_of(super().current_theme, self.current_theme)

    async def _ask_tmux(self) -> None:
        if await self._color_choice.ask_tmux():
            self.refresh_css(animate=False)
            self.reader.apply_theme(self._theme_colors())

    def _theme_chosen(self, _: Theme) -> None:
        self.reader.apply_theme(self._theme_colors())
        self._store.settings.set("theme", f"{self.theme} {self._config.theme}")

    # -- glyphs

    @on(events.CursorPosition)
    def _width_answered(self, event: events.CursorPosition) -> None:
        if self._glyph_choice.take_answer(event):
            self._apply_glyphs()
            self.reader.apply_glyphs(self._glyph_choice.glyphs)

    def _apply_glyphs(self) -> None:
        self.set_class(self._glyph_choice.is_ascii, "-ascii")
        if isinstance(driver := driver_of(self), Driver):
            driver.set_ambiguous_width(max(self._glyph_choice.width))

    # -- starting and ending

    def get_default_screen(self) -> ReaderScreen:
        """Textual sets the classes of the breakpoints only after the first frame, which would be a wide one for all."""
        for size, breakpoints in zip(self.size, (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), strict=True):
            self.reader.add_class(*[name for least, name in breakpoints if size >= least][-1:], update=False)
        return self.reader

    def on_mount(self) -> None:
        self._apply_glyphs()
        self.theme_changed_signal.subscribe(self, self._theme_chosen)
        self.app_suspend_signal.subscribe(self, self._suspending, immediate=True)  # else called only on return
        self.call_after_refresh(self._collect_garbage_again)
        self.call_after_refresh(self.run_worker, self._ask_tmux, group="tmux", exit_on_error=False)
        self._problems += [problem for problem in (self._store.read_only, self._store.repaired) if problem]
        for problem in self._problems:
            self.notify(clean(self._keys.with_keys(problem)), severity="warning", markup=False, timeout=10)

    def _suspending(self, _: object) -> None:
        self._session.timer.set_page_hidden(True)
        self._session.machines.suspend()

    def _collect_garbage_again(self) -> None:
        """Turned off in `__main__` until the first frame; what that was made of need not be looked through again."""
        gc.freeze()
        gc.enable()

    @on(Driver.SignalResume)
    def _resumed(self) -> None:
        """Textual leaves it to a Resize to paint again, which does not always come where the size is the same."""
        self.screen.refresh(layout=True)
        self.reader.check_page_visibility()

    def on_app_focus(self) -> None:
        self.reader.check_page_visibility()

    def on_app_blur(self) -> None:
        self.reader.check_page_visibility()

    async def on_event(self, event: events.Event) -> None:
        if is_exiting(self) and isinstance(event, events.InputEvent | events.Paste):
            return  # it would still mark papers, and open what has no time to be laid out
        if (
            isinstance(event, events.Key)
            and not event.is_forwarded
            and (keys := meant_by(event, self._keys, self.screen))
        ):
            for key in keys:
                await self.on_event(key)
            return
        if isinstance(event, events.MouseEvent) and not (event.is_forwarded or is_for_screen(event, self)):
            return
        if isinstance(event, events.Key | events.MouseDown) and not event.is_forwarded:
            self.reader.on_user_activity(looks_at_paper=True)
        elif isinstance(event, events.MouseScrollDown | events.MouseScrollUp):
            self.reader.on_user_activity(looks_at_paper=False)
        elif isinstance(event, events.Paste) and not event.is_forwarded:
            from paperreader.tui.pasting import paste  # not needed for a start

            event.text = paste(event.text, self.reader)
        await super().on_event(event)

    def exit(self, *args: Any, **settings: Any) -> None:
        if is_exiting(self):
            return  # the first reason counts
        try:
            self.first_frame = self.reader.first_frame()
        except Exception:  # nothing keeps the user from leaving
            log.exception("no frame for the next start")
        super().exit(*args, **settings)

    def _handle_exception(self, error: Exception) -> None:
        """A failed worker ends nothing."""
        if not isinstance(error, WorkerFailed):
            super()._handle_exception(error)
        else:
            log.error("a worker failed", exc_info=error.error)
            self.notify("Internal error; see the log.", markup=False)

    def _fatal_error(self) -> None:
        """Textual would print a traceback with every variable, a token among them: it goes to the log, without them."""
        log.critical("the reader ended with an internal error", exc_info=fatal_exception(self))
        close_app(self)

    @property
    def still_running(self) -> Sequence[str]:
        """The user's own commands that go on without us."""
        return self._session.jobs.left

    # -- keys

    def action_command(self, id: str) -> None:
        """Run a command of the program as a whole, from whatever screen."""
        next(command for command in APP_COMMANDS if command.id == id).run(self)

    def on_key(self, event: events.Key) -> None:
        """Dialogs and prompts keep their keys: one that gets here was typed before they had opened (`Yt`, blind)."""
        if isinstance(self.screen, TakesEarlyKeys) and self.screen.take_early_key(event):
            event.prevent_default()
        elif is_of_other_script(event.character or "") and not is_bound(self.screen, event.key):
            self._explain_layout(event.character)

    def _explain_layout(self, letter: str | None) -> None:
        """Say once why letters of another script do nothing."""
        if not self._layout_is_explained:
            self._layout_is_explained = True
            self.reader.toast(
                f"“{letter}” does nothing: switch the keyboard to Latin letters, or give commands other keys"
                f" under [keys] in {escape_bytes(str(self._config_path))}"
            )

    def action_help_quit(self) -> None:
        """Ctrl+C without a text selection to copy; Textual would name a key that is not ours."""
        self.reader.toast("{app.quit} quits; text selected with the mouse is copied by Ctrl+C")

    def copy_to_clipboard(self, text: str) -> None:
        """Textual's own ways to copy (Ctrl+C on a selection, in an input) come here: all copying goes one way."""
        copy_text(self._session, text)
