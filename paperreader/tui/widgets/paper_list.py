"""The papers pane: draws the rows of the open view."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.models import Entry
from paperreader.reader.paper_rows import ActionRow, PaperRows, Row
from paperreader.text.width import cut
from paperreader.tui.keymap import Keymap
from paperreader.tui.render import rows as render
from paperreader.tui.render.styled_text import StyledLine, StyledSpan
from paperreader.tui.widgets.line_view import LineView


class PaperList(LineView):
    """Draws `PaperRows` and moves their cursor. Without rows it shows their empty text."""

    def __init__(self, rows: PaperRows, keymap: Keymap, *, id: str) -> None:
        super().__init__(id=id)
        self._rows, self._keymap = rows, keymap
        self._drawn: Sequence[Row] = ()
        """The rows as they were drawn last, with the year and the text that they were drawn for."""
        self._drawn_for: tuple[int | None, str] = (None, "")

    # -- following the rows

    def show_rows(self) -> None:
        """Draw other rows, scrolled to the cursor."""
        before, drawn_for = self._drawn, self._drawn_for
        self._take()
        self.clear_text_selection()
        if self._drawn and self._drawn_for == drawn_for and _heights_agree(self._drawn, before):
            # a letter more of a search often finds the same
            self._redraw_changed(before)
        else:
            self.lay_out()
        self.cursor = self._rows.cursor
        if self.cursor is None:
            self.scroll_to(y=0, animate=False)
        else:
            self.reveal(self.cursor)

    def update_rows(self) -> None:
        """Draw the same rows as they are now, with what has come below; nothing moves."""
        before = self._drawn
        self._take()
        if len(self._drawn) == len(before):
            self._redraw_changed(before)
        else:
            self.lay_out()
        self.cursor = self._rows.cursor

    def follow_cursor(self) -> None:
        """Move to where the cursor is now."""
        self.cursor = self._rows.cursor
        if self.cursor is not None:
            self.reveal(self.cursor)

    def update_selection(self) -> None:
        """Draw all rows again, selected or not."""
        self.redraw(range(self.count))

    def _take(self) -> None:
        self._drawn, self._drawn_for = list(self._rows.all), (self._rows.year, self._rows.empty_text)

    def _redraw_changed(self, before: Sequence[Row]) -> None:
        self.redraw(i for i, (now, then) in enumerate(zip(self._drawn, before, strict=True)) if now != then)

    # -- moving

    def cursor_moved(self) -> None:
        if self.cursor is not None:
            self._rows.move_to(self.cursor)

    def watch_cursor(self, before: int | None, now: int | None) -> None:
        super().watch_cursor(before, now)
        if self._rows.selects_range and before is not None and now is not None:
            self.redraw(range(min(before, now), max(before, now) + 1))

    # -- drawing

    def is_selectable(self, index: int) -> bool:
        return self._rows.is_selectable(index)

    def is_selected(self, index: int) -> bool:
        return self._rows.is_selected(index)

    def is_button(self, index: int) -> bool:
        return isinstance(self._drawn[index], ActionRow) and self.is_selectable(index)

    def lay_out(self) -> None:
        if not self._drawn:
            lines = len(self._empty_lines())
            self.set_heights([lines] if lines else [])
            return
        height = render.entry_height(self.line_width)
        self.set_heights(height if isinstance(row, Entry) else 1 for row in self._drawn)

    def draw(self, index: int) -> Sequence[StyledLine]:
        if not self._drawn:
            return self._empty_lines()
        row = self._drawn[index]
        if isinstance(row, Entry):
            selected = self.is_selected(index)
            return render.entry_lines(row, self.line_width, self.glyphs, this_year=self._rows.year, selected=selected)
        if isinstance(row, ActionRow):
            text = cut(row.text, self.line_width - render.GUTTER_CELLS)
            indent = StyledSpan(" " * render.GUTTER_CELLS)
            return [StyledLine((indent, StyledSpan(text, "link" if row.action else "read")))]
        rule = self.glyphs.rule
        text = f" {rule * 2} {row.papers} new "
        return [StyledLine((StyledSpan(text + rule * max(0, self.line_width - len(text) - 1), "unread"),))]

    def _empty_lines(self) -> list[StyledLine]:
        indent, width = StyledSpan(" " * render.GUTTER_CELLS), self.line_width - render.GUTTER_CELLS - 1
        return [
            StyledLine((indent, *line.spans))
            for paragraph in self._keymap.with_keys(self._rows.empty_text).split("\n")
            for line in (list(render.wrapped(paragraph, width)) or [StyledLine()])
        ]


def _heights_agree(rows: Sequence[Row], others: Sequence[Row]) -> bool:
    """Whether rows of these kinds are as high as the others."""
    return len(rows) == len(others) and all(type(a) is type(b) for a, b in zip(rows, others, strict=True))
