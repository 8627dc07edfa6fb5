"""A bar in the place of status and keys that takes a text: a prompt, what is typed, and a line that answers at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.suggester import Suggester
from textual.widgets import Input

from paperreader.tui.keymap import APP_KEYS
from paperreader.tui.render.rows import fit
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan, width_of
from paperreader.tui.render.theme import Colors
from paperreader.tui.terminal.resize import latest_resize_only
from paperreader.tui.widgets.bars import Bar, as_many

T = TypeVar("T")


class PromptMessage(Bar):
    """A line that says one thing."""

    def __init__(self, text: str, role: str, *, id: str) -> None:
        super().__init__(id=id)
        self._spans = [StyledSpan(text, role)]
        self._keys: Sequence[tuple[str, str]] = ()

    def say(self, *spans: StyledSpan, keys: Sequence[tuple[str, str]] = ()) -> None:
        """And behind it the keys that there is room for."""
        self._spans, self._keys = list(spans), keys
        self.refresh()

    def line(self, width: int) -> StyledLine:
        said = fit(self._spans, width)
        room = width - sum(width_of(span.text) for span in said)
        return StyledLine((*said, *as_many(self._keys, room)))


class PromptInput(Input):
    """What is typed, key by key in the order of the keys."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.go", show=False)]
    virtual_size = Reactive(Size(0, 0))  # a letter more lays nothing out, as Textual's own would have it

    async def _on_key(self, event: events.Key) -> None:
        """Do at once what the key is bound to: Textual does it only after the letters that came right behind it.

        Those that come behind the one that closed the bar are for nobody.
        """
        closed = self.app.screen is not self.screen
        if closed or (not event.is_printable and await self.app._check_bindings(event.key)):
            event.stop()
            event.prevent_default()


class Prompt(ModalScreen[T | None]):
    """Two lines over the last two of the screen. Escape answers None; what Enter does is the subclass's to say."""

    AUTO_FOCUS = "#text-input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", show=False),
        *(key for key in APP_KEYS if key.id == "app.suspend"),
    ]
    _on_resize = latest_resize_only

    def __init__(
        self,
        prompt: str,
        said: str,
        palette: Colors,
        glyphs: Glyphs,
        *,
        text: str = "",
        suggester: Suggester | None = None,
    ) -> None:
        super().__init__()
        self._prompt, self._palette, self._glyphs = prompt, palette, glyphs
        self._text, self._suggester = text, suggester
        self.said = PromptMessage(f" {said}", "figure", id="text-said")
        self._below: list[Strip] = []
        self._below_size = Size(0, 0)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Called too when the screen below has changed; what changes behind the bar itself is not seen."""
        if regions and self.is_mounted and all(map(self.query_one("#text").region.contains_region, regions)):
            return self
        self._below = []
        # all of it: what else was to be painted in the bar is forgotten for the sake of these regions
        return super().refresh(repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The screen below as it is: Textual would tint each piece of it anew, which takes longer than all the rest."""
        size = self._compositor.size  # what is painted; `self.size`, the terminal's, may be ahead of it
        if not self._below or self._below_size != size:
            below = self.app.screen_stack[self.app.screen_stack.index(self) - 1]
            rows = [strip.discard_meta() for strip in below._compositor.render_strips(size)]
            rows += [Strip([])] * (size.height - len(rows))
            # in a resize the bar may come first: the screen below is of the old size for that frame
            self._below = [row.adjust_cell_length(size.width, self.rich_style) for row in rows]
            self._below_size = size
        return [strip.crop(crop.x, crop.right) for strip in self._below[crop.y : crop.bottom]]

    def compose(self) -> ComposeResult:
        with Container(id="text") as frame:
            frame.styles.grid_columns = f"{width_of(self._prompt)} 1fr"
            prompt = PromptMessage(self._prompt, "strong", id="text-prompt")
            entry = PromptInput(
                self._text, id="text-input", compact=True, select_on_focus=False, suggester=self._suggester
            )
            yield from (prompt, entry, self.said)
        for bar in (prompt, self.said):
            bar.palette, bar.glyphs = self._palette, self._glyphs

    def answer_early(self, event: events.Key) -> bool:
        """Take a key that was typed before the bar had opened: whether it meant anything."""
        if event.key == "enter":
            self.go()
        elif event.key == "escape":
            self.dismiss(None)
        elif event.is_printable and event.character:
            self.query_one(Input).insert_text_at_cursor(event.character)
        else:
            return False
        return True

    @property
    def text(self) -> str:
        return self.query_one(Input).value

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        if self in self.app.screen_stack:  # what is told after the end was known then
            self.typed(event.value)

    def typed(self, text: str) -> None:
        """The text has changed: say what it means."""

    def action_go(self) -> None:
        self.go()

    def go(self) -> None:
        """Enter."""

    def on_click(self, event: events.Click) -> None:
        if event.widget is self and self.app.screen is self:
            self.dismiss(None)
