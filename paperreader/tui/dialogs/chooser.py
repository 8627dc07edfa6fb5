"""A prompt with a list below it, filtered while the user types; what is found comes in the frame of the letter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from rich.style import Style
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from paperreader.text.paper_ids import named_papers
from paperreader.text.width import cell_width, wrap
from paperreader.tui.dialogs.prompt import Prompt, PromptInput, PromptMessage
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors
from paperreader.tui.widgets.line_view import LineView

T = TypeVar("T")

MAX_LINES = 22
FRAME_CELLS, MAX_WIDTH = 7, 100
"""Cells of the dialog's width beside its lines, and the most that it has; else it is nine tenths of the screen."""


class ChooserList(LineView, Generic[T], can_focus=False):
    """Entries of one line each, and lines of text between them. The keys go to the input, but move this cursor."""

    def __init__(self) -> None:
        super().__init__(id="chooser-list")
        self.rows: Sequence[T | str] = ()
        """Entries; a text is a heading or a message."""
        self.query_text = ""

    def show(self, rows: Sequence[T | str], text: str, *, at: int | None = None) -> None:
        """List what a text has found, the cursor on row `at`, or on the first entry."""
        self.rows, self.query_text = rows or ["No matches found"], text
        self.cursor = None
        self.lay_out()
        self.scroll_to(y=0, animate=False)
        self.cursor = at if at is not None else next(filter(self.is_selectable, range(len(self.rows))), None)
        if at is not None:
            self.reveal(at)

    @property
    def entry(self) -> T | None:
        """The entry under the cursor."""
        row = self.rows[self.cursor] if self.cursor is not None else ""
        return None if isinstance(row, str) else row

    def lay_out(self) -> None:
        self.set_heights([1] * len(self.rows))

    def is_selectable(self, index: int) -> bool:
        return not isinstance(self.rows[index], str)

    def is_button(self, index: int) -> bool:
        return True

    def overlay_style(self, y: int) -> Style | None:
        """As in the focused pane."""
        return self.theme_colors.cursor if self.theme_colors and y == self.cursor else None

    def draw(self, index: int) -> Sequence[StyledLine]:
        row = self.rows[index]
        return [StyledLine((StyledSpan(f" {row}", "strong"),)) if isinstance(row, str) else self.draw_entry(row)]

    def draw_entry(self, entry: T) -> StyledLine:
        """The line of an entry."""
        raise NotImplementedError


class Chooser(Prompt[T]):
    """Dismissed with the chosen entry, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n,tab", "move(1)", show=False),
        Binding("up,ctrl+p,shift+tab", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def __init__(
        self,
        label: str,
        placeholder: str,
        entries: ChooserList[T],
        colors: Colors,
        glyphs: Glyphs,
        *,
        answered: Callable[[T | None], None] | None = None,
    ) -> None:
        super().__init__(label, "", colors, glyphs, answered=answered)
        self._placeholder, self.entries = placeholder, entries
        entries.theme_colors, entries.glyphs = colors, glyphs
        self._shown: str | None = None

    def find(self, text: str) -> tuple[Sequence[T | str], int | None]:
        """What to list for a text, and the row for the cursor; None: the first."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with Container(id="prompt") as frame:
            frame.styles.grid_columns = f"{cell_width(self._label)} 1fr"
            label = PromptMessage(self._label, "strong", id="prompt-label")
            label.theme_colors, label.glyphs = self._colors, self._glyphs
            entry = PromptInput("", passes_on=self.passes_on, placeholder=self._placeholder)
            yield from (label, entry, self.entries)

    def on_mount(self) -> None:
        self.text_changed(self.text)

    def text_changed(self, text: str) -> None:
        if text != self._shown:
            self._shown = text
            rows, at = self.find(text)
            frame = self.query_one("#prompt")
            frame.styles.height = 1 + min(max(1, len(rows)), MAX_LINES) + frame.gutter.height
            self.entries.show(rows, text, at=at)

    def wrapped(self, text: str) -> Sequence[str]:
        """The text in lines that fit."""
        width = min(self.app.size.width * 9 // 10, MAX_WIDTH) - FRAME_CELLS
        return [line for _, line in wrap(text, max(1, width))]

    def action_move(self, step: int) -> None:
        self.entries.move_by(step)

    async def action_palette(self) -> None:
        """Its key moves the cursor here."""

    def takes_paste(self, text: str) -> bool:
        """A filter; an id or a link is a paper to go to."""
        return not named_papers(text)

    def action_page(self, pages: int) -> None:
        self.entries.page_by(pages)

    def action_submit(self) -> None:
        self.text_changed(self.text)  # the last letters may not have been reported yet
        self._choose()

    @on(LineView.ItemActivated)
    def _item_activated(self, event: LineView.ItemActivated) -> None:
        event.stop()
        if self.app.screen is self:
            self._choose()

    def _choose(self) -> None:
        if (entry := self.entries.entry) is not None:
            self.dismiss(entry)
