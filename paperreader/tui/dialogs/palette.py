"""The command palette: everything that can be done, by name. It shows what is found in the frame of the letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import ClassVar

from rich.style import Style
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut
from paperreader.tui.dialogs.palette_match import PaletteEntry, PaletteIndex, matched_ranges
from paperreader.tui.dialogs.prompt import Prompt, PromptInput, PromptMessage
from paperreader.tui.render.rows import highlighted, spread
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors
from paperreader.tui.widgets.line_view import LineView

MAX_NAME_CELLS = 28
"""Longer names reach into the column of descriptions, or are cut."""
MIN_ABOUT_CELLS = 12
"""A description that had less room is left out."""
MAX_LINES = 22


class PaletteList(LineView, can_focus=False):
    """Entries, under headings unless something is typed."""

    def __init__(self) -> None:
        super().__init__(id="palette-list")
        self._rows: Sequence[PaletteEntry | str] = ()
        self._query = ""
        self._name_cells = 0

    def show(self, entries: Sequence[PaletteEntry], query: str) -> None:
        """List other entries, the cursor on the first."""
        self._query = query
        rows: list[PaletteEntry | str] = []
        for group, members in groupby(entries, attrgetter("group") if not query.strip() else lambda _: ""):
            rows += ["", group] if rows else [group] if group else []
            rows += members
        self._rows = rows or ["No matches found"]
        self.cursor = None
        self.lay_out()
        self.scroll_to(y=0, animate=False)
        self.cursor = next((index for index in range(len(self._rows)) if self.is_selectable(index)), None)

    @property
    def entry(self) -> PaletteEntry | None:
        """The entry under the cursor."""
        row = self._rows[self.cursor] if self.cursor is not None else ""
        return row if isinstance(row, PaletteEntry) else None

    def lay_out(self) -> None:
        described = [row.name for row in self._rows if isinstance(row, PaletteEntry) and row.about]
        self._name_cells = min(max(map(cell_width, described), default=0), MAX_NAME_CELLS)
        self.set_heights([1] * len(self._rows))

    def is_selectable(self, index: int) -> bool:
        return isinstance(self._rows[index], PaletteEntry)

    def is_button(self, index: int) -> bool:
        return True

    def overlay_style(self, y: int) -> Style | None:
        """As in the focused pane: the keys go to the input, but move this cursor."""
        return self.theme_colors.cursor if self.theme_colors and y == self.cursor else None

    def draw(self, index: int) -> Sequence[StyledLine]:
        row = self._rows[index]
        if isinstance(row, str):
            return [StyledLine((StyledSpan(f" {row}", "strong"),))]
        key = [StyledSpan(row.key, "link")] if row.key else []
        room = max(0, self.line_width - cell_width(row.key) - 4)
        name, about = clean(row.name), clean(row.about)
        column = max(self._name_cells, cell_width(name)) + 3
        if about and room - column < MIN_ABOUT_CELLS:  # a long name leaves the description some room, if there is any
            column = self._name_cells + 3
        has_about = about and room - column >= MIN_ABOUT_CELLS
        name = cut(name, column - 3 if has_about else room, self.glyphs.cut)
        span = StyledSpan(name, "figure" if row.is_dim else "text")
        spans = [StyledSpan(" "), *highlighted(span, 0, tuple(matched_ranges(name, self._query)))]
        if has_about:
            gap = " " * (column - cell_width(name))
            spans += [StyledSpan(gap), StyledSpan(cut(about, room - column, self.glyphs.cut), "figure")]
        return [spread(spans, key, self.line_width)]


class Palette(Prompt[PaletteEntry]):
    """Dismissed with the entry to run, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n,tab", "move(1)", show=False),
        Binding("up,ctrl+p,shift+tab", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def __init__(self, entries: Iterable[PaletteEntry], colors: Colors, glyphs: Glyphs) -> None:
        super().__init__(" > ", "", colors, glyphs)
        self._index = PaletteIndex(entries)
        self._list = PaletteList()
        self._list.theme_colors, self._list.glyphs = colors, glyphs
        self._shown: str | None = None

    def compose(self) -> ComposeResult:
        with Container(id="prompt") as frame:
            frame.styles.grid_columns = f"{cell_width(self._label)} 1fr"
            label = PromptMessage(self._label, "strong", id="prompt-label")
            label.theme_colors, label.glyphs = self._colors, self._glyphs
            entry = PromptInput(placeholder="Search for commands …", id="prompt-input", compact=True)
            yield from (label, entry, self._list)

    def on_mount(self) -> None:
        self.text_changed(self.text)

    def text_changed(self, text: str) -> None:
        if text != self._shown:
            self._shown = text
            self._list.show(self._index.find(text), text)
            frame = self.query_one("#prompt")
            frame.styles.height = 1 + min(self._list.count, MAX_LINES) + frame.gutter.height

    def action_move(self, step: int) -> None:
        self._list.move_by(step)

    async def action_palette(self) -> None:
        """It is open."""

    def action_page(self, pages: int) -> None:
        self._list.page_by(pages)

    def action_submit(self) -> None:
        self.text_changed(self.text)  # the last letters may not have been reported yet
        if self._list.entry is not None:
            self.dismiss(self._list.entry)

    @on(LineView.ItemActivated)
    def _item_activated(self, event: LineView.ItemActivated) -> None:
        event.stop()
        if self.app.screen is self and self._list.entry is not None:
            self.dismiss(self._list.entry)
