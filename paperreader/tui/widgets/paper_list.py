"""The papers pane: draws the rows of the open view."""

from __future__ import annotations

from collections.abc import Sequence

from paperreader.config import Rows
from paperreader.models import Entry
from paperreader.reader.paper_rows import ActionRow, PaperRows, Row
from paperreader.text.width import cut
from paperreader.tui.keymap import Keymap
from paperreader.tui.render import paper_row as render
from paperreader.tui.render.rows import wrapped
from paperreader.tui.render.styled_text import StyledLine, StyledSpan
from paperreader.tui.widgets.line_view import LineView
from paperreader.tui.widgets.text_selection import clear_text_selection


class PaperList(LineView):
    """Draws `PaperRows` and moves their cursor. Without rows it shows their empty text."""

    def __init__(self, rows: PaperRows, style: Rows, configured: Rows, keymap: Keymap, *, id: str) -> None:
        """`style`: full rows or one line per paper; `configured`: the same as the settings want it."""
        super().__init__(id=id)
        self._rows, self._keymap = rows, keymap
        self._style, self._configured = style, configured
        self._drawn: Sequence[Row] = ()
        """The rows as they were drawn last, with the format and the text that they were drawn for."""
        self._format, self._empty_text = render.RowFormat(0), ""

    # -- following the rows

    def show_rows(self) -> None:
        """Draw other rows, scrolled to the cursor."""
        clear_text_selection(self)
        if not self._redraw_changed():  # a letter more of a search often finds the same
            self.lay_out()
        self.cursor = self._rows.cursor
        if self.cursor is None:
            self.scroll_to(y=0, animate=False)
        else:
            self.reveal(self.cursor)
        self.scroll_anchor.take()

    def update_rows(self) -> None:
        """Draw the same rows as they are now, with what has come below; nothing moves."""
        if not self._redraw_changed():
            self.scroll_anchor.hold(self.lay_out)
        self.cursor = self._rows.cursor

    def follow_cursor(self) -> None:
        """Move to where the cursor is now."""
        self.cursor = self._rows.cursor
        if self.cursor is not None:
            self.reveal(self.cursor)

    def update_selection(self) -> None:
        """Draw all rows again, selected or not."""
        self.redraw(range(self.count))

    def _redraw_changed(self) -> bool:
        """Draw the rows again that look different now; False if the lines of others would move."""
        before, now = self._drawn, self._rows.all
        is_alike = len(now) == len(before) > 0 and self._format == self._format_now()
        if not is_alike or self._empty_text != self._rows.empty_text:
            return False
        changed = [i for i, row in enumerate(now) if row is not before[i] and row != before[i]]
        if any(self._height(now[i]) != self._height(before[i]) for i in changed):
            return False
        self._drawn = list(now)
        self.redraw(changed)
        return True

    @property
    def rows_on_screen(self) -> range:
        """Those of which any line is in sight."""
        height = self.scrollable_content_region.height if self.display else 0
        if not height or not self.count:
            return range(0)
        y = self.scroll_offset.y
        return range(self.item_lines.item_at(y), self.item_lines.item_at(y + height - 1) + 1)

    # -- moving

    def cursor_moved(self) -> None:
        if self.cursor is not None:
            self._rows.move_to(self.cursor)

    def watch_cursor(self, before: int | None, now: int | None) -> None:
        super().watch_cursor(before, now)
        if self._rows.selects_range and before is not None and now is not None:
            self.redraw(range(min(before, now), max(before, now) + 1))

    def is_selectable(self, index: int) -> bool:
        return self._rows.is_selectable(index)

    def is_selected(self, index: int) -> bool:
        return self._rows.is_selected(index)

    def is_button(self, index: int) -> bool:
        return isinstance(self._drawn[index], ActionRow) and self.is_selectable(index)

    # -- full rows, or one line per paper

    @property
    def is_compact(self) -> bool:
        """Whether each paper takes one line."""
        return self._is_compact(self._style)

    def _is_compact(self, style: Rows) -> bool:
        if style == "auto":
            return render.fits_only_compact(self.line_width, self.size.height)
        return style == "compact"

    def toggle_compact(self) -> Rows:
        """List the papers the other way from now on; the way back leads to what the settings say."""
        is_compact = not self.is_compact
        is_configured = self._is_compact(self._configured) is is_compact
        self._style = self._configured if is_configured else "compact" if is_compact else "full"
        self.scroll_anchor.save()
        self.lay_out()
        self.scroll_anchor.recompute()
        self.scroll_anchor.restore()
        return self._style

    @property
    def layout_basis(self) -> object:
        return self.line_width, self.is_compact

    def _format_now(self) -> render.RowFormat:
        rows, is_compact = self._rows, self.is_compact
        return render.row_format(rows.entries, self.line_width, self.glyphs, is_compact=is_compact, this_year=rows.year)

    def _height(self, row: Row) -> int:
        return render.entry_height(row, self._format) if isinstance(row, Entry) else 1

    def lay_out(self) -> None:
        self._drawn, self._format, self._empty_text = list(self._rows.all), self._format_now(), self._rows.empty_text
        if self._drawn:
            self.set_heights(map(self._height, self._drawn), gap=0 if self.is_compact else 1)
        else:
            lines = len(self._empty_lines())
            self.set_heights([lines] if lines else [])

    # -- drawing

    def draw(self, index: int) -> Sequence[StyledLine]:
        if not self._drawn:
            return self._empty_lines()
        row = self._drawn[index]
        if isinstance(row, Entry):
            return render.entry_lines(row, self._format, selected=self.is_selected(index))
        if isinstance(row, ActionRow):
            text = cut(row.text, self.line_width - render.GUTTER_CELLS, self.glyphs.cut)
            indent = StyledSpan(" " * render.GUTTER_CELLS)
            return [StyledLine((indent, StyledSpan(text, "link" if row.action else "read")))]
        rule = self.glyphs.rule
        text = f" {rule * 2} {row.papers} new "
        return [StyledLine((StyledSpan(text + rule * max(0, self.line_width - len(text) - 1), "unread"),))]

    def _empty_lines(self) -> list[StyledLine]:
        indent, width = StyledSpan(" " * render.GUTTER_CELLS), self.line_width - render.GUTTER_CELLS - 1
        return [
            StyledLine((indent, *line.spans))
            for paragraph in self._keymap.with_keys(self._empty_text).split("\n")
            for line in (list(wrapped(paragraph, width)) or [StyledLine()])
        ]
