"""The command palette: everything that can be done, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import attrgetter

from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut
from paperreader.tui.dialogs.chooser import Chooser, ChooserList
from paperreader.tui.dialogs.palette_match import PaletteEntry, PaletteIndex, matched_ranges
from paperreader.tui.render.rows import highlighted, spread
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors

MAX_NAME_CELLS = 28
"""Longer names reach into the column of descriptions, or are cut."""
MIN_ABOUT_CELLS = 12
"""A description that had less room is left out."""


class PaletteList(ChooserList[PaletteEntry]):
    """Entries, under headings unless something is typed."""

    _name_cells = 0

    def lay_out(self) -> None:
        described = [row.name for row in self.rows if isinstance(row, PaletteEntry) and row.about]
        self._name_cells = min(max(map(cell_width, described), default=0), MAX_NAME_CELLS)
        super().lay_out()

    def draw_entry(self, entry: PaletteEntry) -> StyledLine:
        key = [StyledSpan(entry.key, "link")] if entry.key else []
        room = max(0, self.line_width - cell_width(entry.key) - 4)
        name, about = clean(entry.name), clean(entry.about)
        column = max(self._name_cells, cell_width(name)) + 3
        if about and room - column < MIN_ABOUT_CELLS:  # a long name leaves the description some room, if there is any
            column = self._name_cells + 3
        has_about = about and room - column >= MIN_ABOUT_CELLS
        name = cut(name, column - 3 if has_about else room, self.glyphs.cut)
        span = StyledSpan(name, "figure" if entry.is_dim else "text")
        spans = [StyledSpan(" "), *highlighted(span, 0, tuple(matched_ranges(name, self.query_text)))]
        if has_about:
            gap = " " * (column - cell_width(name))
            spans += [StyledSpan(gap), StyledSpan(cut(about, room - column, self.glyphs.cut), "figure")]
        return spread(spans, key, self.line_width)


class Palette(Chooser[PaletteEntry]):
    """Dismissed with the entry to run, or None."""

    def __init__(
        self,
        entries: Iterable[PaletteEntry],
        colors: Colors,
        glyphs: Glyphs,
        *,
        named: Callable[[str], PaletteEntry | None] = lambda _: None,
    ) -> None:
        """`named`: what a text stands for that finds no entry, such as a link to a paper."""
        super().__init__(" > ", "Search for commands …", PaletteList(), colors, glyphs)
        self._index, self._named = PaletteIndex(entries), named

    def find(self, text: str) -> tuple[Sequence[PaletteEntry | str], None]:
        if (entry := self._named(text)) is not None:
            return [entry], None
        rows: list[PaletteEntry | str] = []
        found = self._index.find(text)
        for group, members in groupby(found, attrgetter("group") if not text.strip() else lambda _: ""):
            rows += ["", group] if rows else [group] if group else []
            rows += members
        return rows, None
