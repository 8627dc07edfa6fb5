"""A prompt over the status line and footer: a label, an input, and a message that follows what is typed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import ClassVar, Self, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.geometry import Region, Size
from textual.reactive import Reactive, var
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.suggester import Suggester
from textual.widgets import Input

from paperreader.text.width import cell_width
from paperreader.tui.command import SUSPEND, KeyHint, bindings
from paperreader.tui.dialogs.screen_below import ScreenBelow
from paperreader.tui.render.rows import fit
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors
from paperreader.tui.terminal.internals import run_binding, set_compositor
from paperreader.tui.terminal.removed_widgets import AttachedOnly
from paperreader.tui.terminal.resize import latest_resize_only
from paperreader.tui.widgets.bars import Bar, fitting_keys

T = TypeVar("T")


class PromptMessage(Bar):
    """One line of text, and keys if there is room."""

    def __init__(self, text: str, role: str, *, id: str, keys: Sequence[KeyHint] = ()) -> None:
        super().__init__(id=id)
        self._spans = [StyledSpan(text, role)]
        self.keys = keys

    def show(self, *spans: StyledSpan, keys: Sequence[KeyHint] = ()) -> None:
        """Show the spans, cut for the first key, and behind them as many of the keys as fit."""
        self._spans, self.keys = list(spans), keys
        self.refresh()

    def line(self, width: int) -> StyledLine:
        way_out = sum(cell_width(span.text) for span in fitting_keys(self.keys[:1], width))
        text = fit(self._spans, width - way_out)
        room = width - sum(cell_width(span.text) for span in text)
        return StyledLine((*text, *fitting_keys(self.keys, room)))


class PromptInput(Input):
    """An input that handles keys strictly in their order."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.submit", show=False),
        # as shells have them; without a meaning here they would be Escape and the key
        Binding("alt+left", "cursor_left_word", show=False),
        Binding("alt+right", "cursor_right_word", show=False),
        Binding("alt+backspace", "delete_left_word", show=False),
    ]
    cursor_blink = var(False)  # the terminal's own cursor blinks as its user likes
    virtual_size = Reactive(Size(0, 0))  # not a layout reactive as in Textual: a letter more changes no layout
    _closed_by = ""
    """The key that closed the prompt."""

    def __init__(
        self, text: str, *, passes_on: Collection[str], placeholder: str = "", suggester: Suggester | None = None
    ) -> None:
        """`passes_on`: keys that close the prompt; what is typed right behind one of them goes to the screen below."""
        super().__init__(text, placeholder, suggester=suggester, id="prompt-input", compact=True, select_on_focus=False)
        self._passes_on = passes_on

    async def _on_key(self, event: events.Key) -> None:
        """Run the key's binding at once: Textual would first insert the letters typed right behind it."""
        if self.app.screen is not self.screen:
            event.stop().prevent_default()
            if self._closed_by in self._passes_on:
                self.app.post_message(events.Key(event.key, event.character))
        elif not event.is_printable and await run_binding(self.app, event.key):
            event.stop().prevent_default()
            if self.app.screen is not self.screen:
                self._closed_by = event.key


class Prompt(ModalScreen[T | None]):
    """Two lines over the last two of the screen. Escape dismisses it with None; subclasses define Enter.

    Keys right behind Enter are dropped, since what they would act on may still be on its way; `passes_on` names Enter
    where it leads to its end at once.
    """

    AUTO_FOCUS = "#prompt-input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", show=False),
        Binding("ctrl+p", "palette", show=False, id="app.palette"),
        *bindings((SUSPEND,), "app.command"),
    ]
    _on_resize = latest_resize_only
    passes_on: ClassVar[Collection[str]] = ("escape",)

    def __init__(
        self,
        label: str,
        message: str,
        colors: Colors,
        glyphs: Glyphs,
        *,
        text: str = "",
        keys: Sequence[KeyHint] = (),
        suggester: Suggester | None = None,
        answered: Callable[[T | None], None] | None = None,
    ) -> None:
        """`answered`: told at once, so that the next key of a burst finds it done; not with the screen's result."""
        super().__init__()
        set_compositor(self, AttachedOnly())
        self._answered = answered
        self._label, self._colors, self._glyphs = label, colors, glyphs
        self._text, self._suggester = text, suggester
        self.message = PromptMessage(f" {message} ", "figure", id="prompt-message", keys=keys)
        self._below = ScreenBelow(self)

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        closing = super().dismiss(result)
        if self._answered is not None:
            self._answered(result)
        return closing

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Also called when the screen below changes; changes behind the prompt itself cannot be seen."""
        if regions and self.is_mounted and all(map(self.query_one("#prompt").region.contains_region, regions)):
            return self
        self._below.forget()
        # everything: with these regions, Textual would forget what else the prompt has to repaint
        return super().refresh(repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        return self._below.rows(crop)

    def compose(self) -> ComposeResult:
        with Container(id="prompt") as frame:
            frame.styles.grid_columns = f"{cell_width(self._label)} 1fr"
            label = PromptMessage(self._label, "strong", id="prompt-label")
            entry = PromptInput(self._text, passes_on=self.passes_on, suggester=self._suggester)
            yield from (label, entry, self.message)
        for bar in (label, self.message):
            bar.theme_colors, bar.glyphs = self._colors, self._glyphs

    def take_early_key(self, event: events.Key) -> bool:
        """Handle a key pressed before the prompt opened; False if it means nothing here."""
        if event.key == "enter":
            self.action_submit()
        elif event.key == "escape":
            self.dismiss(None)
        elif event.is_printable and event.character:
            self.query_one(Input).insert_text_at_cursor(event.character)
        else:
            return False
        return True

    def takes_paste(self, text: str) -> bool:
        return True

    @property
    def text(self) -> str:
        return self.query_one(Input).value

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        if self in self.app.screen_stack:  # a change reported after closing was known before
            self.text_changed(event.value)

    def text_changed(self, text: str) -> None:
        """Called with each new text, to update the message."""

    def action_submit(self) -> None:
        """Called on Enter."""

    async def action_palette(self) -> None:
        """Close, and open the palette over the screen below."""
        self.leave_for_palette()
        below = self.app.screen
        if isinstance(below, Prompt):
            await below.action_palette()
        else:
            await below.run_action("command('app.palette')")

    def leave_for_palette(self) -> None:
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        if event.widget is self and self.app.screen is self:
            self.dismiss(None)
