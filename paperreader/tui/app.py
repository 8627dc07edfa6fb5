"""The Textual app: theme, keymap, clipboard; it opens the one screen and tidies up behind it."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar, Protocol, runtime_checkable

from textual import events, on
from textual.app import App
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.theme import Theme
from textual.worker import WorkerFailed

from paperreader.clipboard import Clipboard
from paperreader.config import Config
from paperreader.environment import Network
from paperreader.store import Store
from paperreader.text.sanitize import clean
from paperreader.tui.dialogs.palette import CommandPalette
from paperreader.tui.dialogs.palette_commands import ReaderCommands
from paperreader.tui.keymap import APP_KEYS, keymap_of, own_names
from paperreader.tui.render.styled_text import ASCII, Glyphs
from paperreader.tui.render.theme import Colors, palette
from paperreader.tui.screen import ReaderScreen
from paperreader.tui.terminal.driver import Driver

log = logging.getLogger(__name__)


@runtime_checkable
class _AnswersEarly(Protocol):
    """A sheet, a bar: no start needs those themselves."""

    def answer_early(self, event: events.Key) -> bool: ...


class PaperReader(App[None]):
    """The reader on the screen."""

    CSS_PATH = Path(__file__).with_name("app.tcss")
    TITLE = "paperreader"
    COMMANDS: ClassVar = {ReaderCommands}
    BINDINGS: ClassVar[list[BindingType]] = [*APP_KEYS]
    # Textual types these as instance variables
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-medium"), (130, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012

    def __init__(
        self,
        *,
        config: Config,
        store: Store,
        network: Network | None,
        now: Callable[[], datetime],
        start: date | None = None,
        theme: str | None = None,
        demo: bool = False,
        problems: Sequence[str] = (),
        locate: Callable[..., str] = lambda *place: "config.toml",
    ) -> None:
        """`network` None: the hub is not asked. `theme` is that of the command line; it is not remembered.

        `locate` tells where the config says something, by the keys that lead to it.
        """
        self._palettes: dict[str, Colors] = {}
        # its filter for NO_COLOR is chosen in there; the other one turns the terminal's own colours to black
        super().__init__(Driver, ansi_color=True if "NO_COLOR" in os.environ else None)
        self._config, self._store = config, store
        self.first_picture: str | None = None
        """What the next start paints first, once this one was left; None if that is not known."""
        self._problems = list(problems)
        self._ways_out = Clipboard(os.environ, super().copy_to_clipboard)
        self._forced_theme = theme or ("ansi-dark" if self.no_color else None)
        self.theme = self._first_theme(locate)
        keymap, refused = keymap_of(config.keys)
        self._problems += [f"{locate('keys', id)}: {why}" for id, why in refused]
        self.set_keymap(keymap)
        self.reader = ReaderScreen(
            store,
            config,
            network=network,
            clipboard=self._ways_out,
            palette=self._palette(self.current_theme),
            glyphs=ASCII if config.glyphs == "ascii" else Glyphs(),
            now=now,
            start=start,
            demo=demo,
        )

    # -- theme

    def _first_theme(self, locate: Callable[..., str]) -> str:
        """The command line's, else the one chosen in the palette, unless the config was changed since; else that."""
        chosen, _, over = (self._store.setting("theme") or "").partition(" ")
        wanted = self._forced_theme or (chosen if over == self._config.theme else self._config.theme)
        if wanted in self.available_themes:
            return wanted
        where = "--theme" if wanted == self._forced_theme else locate("theme")
        self._problems.append(f"{where}: there is no theme “{wanted}”; the palette (Ctrl+P) lists them")
        return "textual-dark"

    def get_css_variables(self) -> dict[str, str]:
        variables = super().get_css_variables()
        return {**variables, **self._palette(self.current_theme, variables).variables()}

    def _palette(self, theme: Theme, variables: Mapping[str, str] | None = None) -> Colors:
        if theme.name not in self._palettes:
            variables = variables or {**theme.to_color_system().generate(), **theme.variables}
            self._palettes[theme.name] = palette(variables, dark=theme.dark, ansi=theme.ansi)
        return self._palettes[theme.name]

    def _theme_chosen(self, theme: Theme) -> None:
        self.reader.dress(self._palette(theme))
        self._store.set_setting("theme", f"{theme.name} {self._config.theme}")

    # -- life

    def get_default_screen(self) -> ReaderScreen:
        """Textual sets the classes of the breakpoints only after the first frame, which would be a wide one for all."""
        for size, breakpoints in zip(self.size, (self.HORIZONTAL_BREAKPOINTS, self.VERTICAL_BREAKPOINTS), strict=True):
            self.reader.add_class(*[name for least, name in breakpoints if size >= least][-1:], update=False)
        return self.reader

    def on_load(self) -> None:
        """While the terminal still is as it was: from then on it has to be put back."""
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self.exit, None, 128 + number)

    def on_mount(self) -> None:
        self.theme_changed_signal.subscribe(self, self._theme_chosen)
        # otherwise it would be called only once we are back
        self.app_suspend_signal.subscribe(self, lambda _: self.reader.attention.turn(away=True), immediate=True)
        self.call_after_refresh(self._collect_garbage_again)
        self._problems += [said for said in (self._store.read_only, self._store.mended) if said]
        for problem in self._problems:
            self.notify(clean(problem), severity="warning", markup=False, timeout=10)

    def _collect_garbage_again(self) -> None:
        """The first frame is there (see `__main__`); what was made for it need not be looked through any more."""
        gc.freeze()
        gc.enable()

    @on(Driver.SignalResume)
    def _woken(self) -> None:
        """Textual leaves it to a Resize to paint again, and that does not always do it where the size is the same."""
        self.screen.refresh(layout=True)
        self.reader.watch_attention()

    def on_app_focus(self) -> None:
        self.reader.watch_attention()

    def on_app_blur(self) -> None:
        self.reader.watch_attention()

    async def on_event(self, event: events.Event) -> None:
        if self._exit and isinstance(event, events.InputEvent):
            return  # it would still mark papers, and open what has no time to be laid out
        if isinstance(event, events.Key | events.MouseDown) and not event.is_forwarded:
            self.reader.noticed()
        elif isinstance(event, events.MouseScrollDown | events.MouseScrollUp):
            self.reader.shelf.touched = True
        elif isinstance(event, events.Paste):
            event.text = clean(event.text)  # an input would show it as it came
        await super().on_event(event)

    def exit(self, *args: Any, **settings: Any) -> None:
        try:
            self.first_picture = self.reader.first_picture()
        except Exception:  # nothing keeps a person from leaving
            log.exception("no picture for the next start")
        super().exit(*args, **settings)

    def action_command_palette(self) -> None:
        self.push_screen(CommandPalette())

    def on_unmount(self) -> None:
        if (place := self.reader.shelf.bookmark) is not None:
            self._store.set_setting("place", place)

    def _handle_exception(self, error: Exception) -> None:
        """A worker's failure ends nothing. Textual's palette has some, which find nothing when it closes early."""
        if not isinstance(error, WorkerFailed):
            super()._handle_exception(error)
        elif not isinstance(error.error, NoMatches):
            log.error("a worker failed", exc_info=error.error)
            self.notify("something in the background failed; the log says why", markup=False)

    def _fatal_error(self) -> None:
        """Textual would print a traceback with every variable, a token among them: it goes to the log, without them."""
        log.critical("the reader ended by a mistake of its own", exc_info=self._exception)
        self._close_messages_no_wait()

    def on_key(self, event: events.Key) -> None:
        """Sheets and bars keep their keys: one that comes as far was typed before they had opened (`Yt`, blind)."""
        if isinstance(self.screen, _AnswersEarly) and self.screen.answer_early(event):
            event.prevent_default()

    def action_help_quit(self) -> None:
        """Ctrl+C where nothing is selected that it could copy; Textual would name a key that is not ours."""
        quits = next(binding for binding in APP_KEYS if binding.id == "app.quit")
        self.reader.tell(f"{own_names(quits, self.screen)[0]} leaves; text selected with the mouse is copied by Ctrl+C")

    def copy_to_clipboard(self, text: str) -> None:
        """Textual's own ways to copy (ctrl+c on a selection, in an input) come here: all copying goes one way."""
        self.reader.linking.copy_text(text)
