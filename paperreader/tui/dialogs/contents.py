"""The contents of a text: its headings, filtered while the user types, and what else has a name, such as `table 3`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from paperreader.fulltext.contents import ContentsEntry, ContentsIndex, matched_ranges
from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut
from paperreader.tui.dialogs.chooser import Chooser, ChooserList
from paperreader.tui.render.rows import highlighted, spread
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors

MAX_NAME_CELLS = 14
INDENT = 2
"""Cells of a title by level, while all headings are listed."""
MAX_INDENT = 8
OTHERS = "Figures, tables and more"


class ContentsList(ChooserList[ContentsEntry]):
    """Numbers in a column, titles indented by level."""

    def __init__(self, current: int | None) -> None:
        """`current`: the block of the heading that the user is below."""
        super().__init__()
        self._current = current
        self._name_cells = {True: 0, False: 0}
        """The columns of names: of headings, and of all else."""

    def lay_out(self) -> None:
        for is_heading in (True, False):
            names = [row.name for row in self.rows if not isinstance(row, str) and bool(row.level) is is_heading]
            self._name_cells[is_heading] = min(max(map(cell_width, names), default=0), MAX_NAME_CELLS)
        super().lay_out()

    def draw_entry(self, entry: ContentsEntry) -> StyledLine:
        here = entry.at == self._current
        right = [StyledSpan(f" {self.glyphs.here} here", "key")] if here else []
        name = cut(clean(entry.name), MAX_NAME_CELLS, self.glyphs.cut)
        cells = self._name_cells[bool(entry.level)]
        column = cells + 2 if cells else 0
        gap = " " * (column - cell_width(name))
        if not self.query_text.strip():
            gap += " " * min(INDENT * (entry.level - 1), MAX_INDENT)
        role = "strong" if entry.level == 1 else "text"
        title = StyledSpan(clean(entry.title[: self.line_width]) or ("" if name else "(without a title)"), role)
        ranges = tuple(matched_ranges(title.text, self.query_text))
        number = highlighted(StyledSpan(name, "figure"), 0, tuple(matched_ranges(name, self.query_text)))
        spans = [StyledSpan(" "), *number, StyledSpan(gap), *highlighted(title, 0, ranges)]
        return spread(spans, right, self.line_width, self.glyphs.cut)


class Contents(Chooser[ContentsEntry]):
    """Answers the entry to go to, or None."""

    passes_on = ("escape", "enter")

    def __init__(
        self,
        entries: Sequence[ContentsEntry],
        current: int | None,
        answered: Callable[[ContentsEntry | None], None],
        colors: Colors,
        glyphs: Glyphs,
    ) -> None:
        super().__init__(" Contents: ", "type to filter", ContentsList(current), colors, glyphs, answered=answered)
        self._index, self._current = ContentsIndex(entries), current

    def find(self, text: str) -> tuple[Sequence[ContentsEntry | str], int | None]:
        found = self._index.find(text)
        headings = [entry for entry in found if entry.level]
        others = [entry for entry in found if not entry.level]
        rows: list[ContentsEntry | str] = [*headings]
        if others:
            rows += [*([""] if headings else []), OTHERS, *others]
        at = next((row for row, entry in enumerate(headings) if entry.at == self._current), None)
        return rows, at if not text.strip() else None
