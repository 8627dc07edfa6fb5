"""A whole table, which scrolls in all directions; its headers and what its rows are called stay in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from paperreader.text.sanitize import clean
from paperreader.text.width import cell_width, cut, fit_length
from paperreader.tui.command import KeyHint
from paperreader.tui.dialogs.dialog import FRAME_CELLS, Dialog, DialogLines
from paperreader.tui.render.fulltext import WholeTable
from paperreader.tui.render.styled_text import Glyphs, StyledLine, StyledSpan
from paperreader.tui.render.theme import Colors

MAX_FROZEN_SHARE = 2
"""The first columns only stay if they are no wider than this part of the sheet, and headers if no higher."""
GAP_CELLS = 2
"""Between columns; behind the last one in sight it needs no room."""
ANSWERS = {"y": "copy", "Y": "copy-tsv"}
SIDEWAYS = (KeyHint("l", "right"), KeyHint("h", "left"))
HINTS = (KeyHint("y", "copy Markdown"), KeyHint("Y", "copy TSV"), KeyHint("escape", "close"))


class TableLines(DialogLines):
    """The lines of a table, scrolled sideways by whole columns: part of a number would be another number."""

    def __init__(self, table: WholeTable) -> None:
        super().__init__(lambda width: table.lines)
        self._table = table
        self._width = max((cell_width(line.text) for line in table.lines), default=0)
        self._left = 0
        """The cells that are scrolled out of sight, beside the columns that stay."""

    def lay_out(self) -> None:
        super().lay_out()
        is_low = self._table.header_lines * MAX_FROZEN_SHARE > self.size.height
        self.pinned = 0 if is_low else self._table.header_lines
        self._left = min(self._left, self._most_left)

    def draw(self, index: int) -> Sequence[StyledLine]:
        frozen, last = self._frozen, self._end_in_sight
        cut = self.glyphs.cut
        return [
            line._replace(
                spans=(*with_ends(line, 0, frozen, cut), *with_ends(line, frozen + self._left, last, cut))
                if self._left
                else tuple(with_ends(line, 0, last, cut))
            )
            for line in self._table.lines
        ]

    @property
    def _frozen(self) -> int:
        """Cells of the columns that stay, with the gap behind them."""
        starts = self._table.columns[1 : self._table.label_columns + 1]
        return max((start for start in starts if start * MAX_FROZEN_SHARE <= self.line_width), default=0)

    @property
    def _stops(self) -> list[int]:
        """Where the scrolling stops at columns."""
        return [start - self._frozen for start in self._table.columns if start >= self._frozen]

    @property
    def _most_left(self) -> int:
        """Scrolled to the end."""
        least = max(0, self._width - self.line_width)
        return next((stop for stop in self._stops if stop >= least), least)

    @property
    def _ends(self) -> list[int]:
        """The cell after each column."""
        return [*self._table.columns[1:], self._width]

    @property
    def _end_in_sight(self) -> int:
        """The cell after the last column that has room; that of the room where not even one has."""
        begin, room = self._frozen + self._left, self._left + self.line_width
        ends = [end for end in self._ends if begin < end <= room + GAP_CELLS]
        return min(max(ends, default=room), room)

    def scroll_columns(self, step: int) -> None:
        """Scroll to the next (1) or previous (-1) column, or half the width where one is wider than that."""
        half = max(1, (self.line_width - self._frozen) // 2)
        if step > 0:
            column = next((stop for stop in self._stops if stop > self._left), self._most_left)
            self.scroll_sideways(min(column, self._left + half))
        else:
            column = next((stop for stop in reversed(self._stops) if stop < self._left), 0)
            self.scroll_sideways(max(column, self._left - half))

    def scroll_sideways(self, left: int | None) -> None:
        """Scroll to a cell; None: to the end."""
        left = self._most_left if left is None else max(0, min(left, self._most_left))
        if left != self._left:
            self._left = left
            self.redraw([0])
            self.refresh()

    @property
    def columns_in_sight(self) -> tuple[int, int]:
        """Numbers of the first and the last column in sight, besides those that stay."""
        first = sum(start < self._frozen + self._left for start in self._table.columns) + 1
        return first, max(first, sum(end <= self._end_in_sight + GAP_CELLS for end in self._ends))

    @property
    def is_whole(self) -> bool:
        """Whether all columns are in sight."""
        return not self._most_left


class TableSheet(Dialog):
    """Answers `copy`, `copy-tsv` or `go`."""

    def __init__(
        self,
        name: str,
        caption: str,
        table: WholeTable,
        answered: Callable[[str], None],
        *,
        can_go: bool,
        colors: Colors,
        glyphs: Glyphs,
    ) -> None:
        """`can_go`: Enter goes to the table in the text; else it closes the sheet."""
        super().__init__(clean(name), colors, ANSWERS, enter="go" if can_go else None, answered=answered)
        self._caption = clean(caption)
        self._view = TableLines(table)
        self._view.theme_colors, self._view.glyphs = colors, glyphs
        self._table, self._glyphs = table, glyphs
        self._first_hints = [KeyHint("enter", "go there")] if can_go else []

    def compose(self) -> ComposeResult:
        with Container(id="dialog") as frame:
            self.fit_frame(frame)
            yield self._view

    def fit_frame(self, frame: Container) -> None:
        room = self.app.size.width
        width = max((cell_width(line.text) for line in self._table.lines), default=0)
        title = cell_width(f"{self._title} {self._caption}")
        needed = max(width, min(title, room // 2)) + FRAME_CELLS
        sideways = SIDEWAYS if width + FRAME_CELLS > room else ()
        hints = [*self._first_hints, *sideways, *HINTS]
        width = min(max(needed, self.show_keys(frame, hints, room)), room)
        frame.styles.width, frame.styles.height = width, len(self._table.lines) + 2

    def on_mount(self) -> None:
        self.call_after_refresh(self._show_title)

    def _show_title(self) -> None:
        """Say which table it is, and which columns are in sight."""
        frame = self.query_one("#dialog")
        first, last = self._view.columns_in_sight
        where = "" if self._view.is_whole else f"columns {first}-{last} of {len(self._table.columns)}"
        title = self._glyphs.put_into(" · ".join(filter(None, (self._title, where, self._caption))))
        frame.border_title = Content(cut(title, max(1, frame.size.width - FRAME_CELLS), self._glyphs.cut) or " ")

    def on_resize(self) -> None:
        self.fit_frame(self.query_one("#dialog", Container))
        self.call_after_refresh(self._show_title)

    def answer_key(self, event: events.Key) -> bool:
        key = event.character or event.key
        if event.key in ("right", "left") or key in ("l", "h"):
            self._view.scroll_columns(1 if event.key in ("right", "l") else -1)
        elif event.key in ("home", "end") or key in ("0", "$"):
            self._view.scroll_sideways(None if event.key == "end" or key == "$" else 0)
        else:
            return super().answer_key(event)
        self._show_title()
        return True

    def on_mouse_scroll_right(self) -> None:
        self._view.scroll_columns(1)
        self._show_title()

    def on_mouse_scroll_left(self) -> None:
        self._view.scroll_columns(-1)
        self._show_title()


def with_ends(line: StyledLine, first: int, last: int, cut: str) -> list[StyledSpan]:
    """The spans in the cells from `first` to `last`; a sign at an end where a text goes on, as of several columns."""
    begins, ends = goes_on(line, first), goes_on(line, last)
    if last - first <= begins + ends:
        return cropped(line, first, last)
    sign = StyledSpan(cut, "note")
    inner = cropped(line, first + begins, last - ends)
    return [*([sign] if begins else []), *inner, *([sign] if ends else [])]


def goes_on(line: StyledLine, x: int) -> bool:
    """Whether a text, which is no rule, is on both sides of the edge before a cell."""
    at = 0
    for span in line.spans:
        blanks = cell_width(span.text) - cell_width(span.text.lstrip())
        if span.role != "faint" and at + blanks < x < at + cell_width(span.text.rstrip()):
            return True
        at += cell_width(span.text)
    return False


def cropped(line: StyledLine, first: int, last: int) -> list[StyledSpan]:
    """The spans in the cells from `first` to `last`; half of a wide character is a blank."""
    spans, x = [], 0
    for span in line.spans:
        width = cell_width(span.text)
        a, b = max(0, first - x), min(width, last - x)
        if a < b:
            start = fit_length(span.text, a)
            before = cell_width(span.text[:start])
            text = span.text[start:]
            if before < a:  # a wide character begins before
                character = fit_length(text, 2)
                text = " " * (before + cell_width(text[:character]) - a) + text[character:]
            text = text[: fit_length(text, b - a)]
            spans.append(span._replace(text=text + " " * (b - a - cell_width(text))))
        elif a == b == 0 and not width and first <= x < last:
            spans.append(span)
        x += width
    return spans
