"""The papers pane: one view's list, frozen in its order while it is shown."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from paperreader.models import Entry
from paperreader.tui.render import rows
from paperreader.tui.render.styled_text import StyledLine, StyledSpan, cut
from paperreader.tui.widgets.line_view import LineView


class ActionRow(NamedTuple):
    """A line that offers something else than a paper, or with nothing behind it just says something."""

    text: str
    act: str = ""
    """What is offered, in the words of whoever put it there."""


Row = Entry | ActionRow | int
"""A paper, an offer, or the line that says how many new papers stand below it."""


def follow(shown: Sequence[Row], now: Mapping[str, Entry], view: Sequence[Entry]) -> list[Row]:
    """The shown rows as they are now, at their places, and below them what the view has got since.

    `now` tells of every shown paper, also of those that the view no longer holds.
    """
    listed = {row.id for row in shown if isinstance(row, Entry)}
    came = [entry for entry in view if entry.id not in listed]
    rows: list[Row] = [now.get(row.id, row) if isinstance(row, Entry) else row for row in shown]
    if not came:
        return rows
    if not any(isinstance(row, int) for row in rows):
        return [*rows, len(came), *came] if rows else list(came)
    at = next(i for i, row in enumerate(rows) if isinstance(row, int))
    rows += came
    rows[at] = len(rows) - at - 1
    return rows


class PaperList(LineView):
    """The papers of a view; says a word where there are none."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.this_year: int | None = None
        """The list is of many days: each paper says its own, with the year where that is another one."""
        self._take([])
        self.word = ""
        self.selecting: Callable[[], None] = lambda: None
        """Called when a person has selected something, or dropped it."""
        self._selected: set[str] = set()
        self._anchor: int | None = None
        """Where a range begins that ends at the cursor."""

    def fill(self, rows: Sequence[Row], *, at: str | None = None, word: str = "") -> None:
        """Show other rows, the cursor on paper `at`, or on the first."""
        self._end_range()
        before, was = self.rows, self._drawn_for
        self._take(rows)
        self.word = word
        self.unselect()
        if rows and not self._selected and (self._kinds(rows), self._drawn_for) == (self._kinds(before), was):
            # a letter more of a search often finds the same
            self.redraw(i for i, (new, old) in enumerate(zip(rows, before, strict=True)) if new != old)
        else:
            self._selected &= {entry.id for entry in self.entries}
            self.lay_out()
        index = self.index_of(at)
        first = next((index for index in range(len(self.rows)) if self.can_rest(index)), None)
        self.cursor = index if index is not None else first
        if self.cursor is None:
            self.scroll_to(y=0, animate=False)
        else:
            self.show(self.cursor)

    def patch(self, rows: Sequence[Row]) -> None:
        """Show the same rows as they are now, and what has come below them; nothing moves."""
        if len(rows) == len(self.rows):
            changed = [i for i, (new, old) in enumerate(zip(rows, self.rows, strict=True)) if new != old]
            self._take(rows)
            self.redraw(changed)
            return
        self._take(rows)
        self.lay_out()
        if self.cursor is None and self.rows:
            self.cursor = 0

    def _take(self, rows: Sequence[Row]) -> None:
        """The rows, and what each key would else have to walk through all of them for."""
        self.rows = list(rows)
        self.entries = [row for row in rows if isinstance(row, Entry)]
        self.unread = sum(entry.unread for entry in self.entries)
        self._drawn_for = self.this_year

    def _kinds(self, rows: Sequence[Row]) -> list[type]:
        """What decides how high each row is."""
        return [type(row) for row in rows]

    @property
    def row(self) -> Row | None:
        """What the cursor is on."""
        return self.rows[self.cursor] if self.cursor is not None and self.cursor < len(self.rows) else None

    @property
    def entry(self) -> Entry | None:
        """The paper that the cursor is on."""
        return self.row if isinstance(self.row, Entry) else None

    @property
    def offer(self) -> ActionRow | None:
        """What the cursor's row offers, if it is no paper."""
        return self.row if isinstance(self.row, ActionRow) else None

    # -- what is selected

    @property
    def selected(self) -> list[Entry]:
        """The rows that a person selected, from top to bottom."""
        if not self._selected and self._anchor is None:
            return []
        rows = enumerate(self.rows)
        return [row for index, row in rows if isinstance(row, Entry) and self.is_selected(index)]

    @property
    def meant(self) -> list[Entry]:
        """What the keys act on: the selected rows, else the one under the cursor."""
        return self.selected or ([self.entry] if self.entry else [])

    def is_selected(self, index: int) -> bool:
        if not self._selected and self._anchor is None:
            return False
        row = self.rows[index] if index < len(self.rows) else None
        return isinstance(row, Entry) and (row.id in self._selected or index in self._range)

    @property
    def _range(self) -> range:
        here = self.cursor
        if self._anchor is None or here is None:
            return range(0)
        return range(min(self._anchor, here), max(self._anchor, here) + 1)

    def select(self, *, many: bool) -> None:
        """Select the row under the cursor, or no longer; `many`: begin a range there. Either ends a range."""
        if self.entry is None:
            return
        if self._anchor is not None:
            self._end_range()
        elif many:
            self._anchor = self.cursor
        else:
            self._selected ^= {self.entry.id}
        self._redraw_all()

    def drop_selected(self) -> bool:
        """Select nothing; False if nothing was."""
        if not self.selected:
            return False
        self._selected, self._anchor = set(), None
        self._redraw_all()
        return True

    def _end_range(self) -> None:
        self._selected |= {entry.id for entry in self.selected}
        self._anchor = None

    def _redraw_all(self) -> None:
        self.redraw(range(self.count))
        self.selecting()

    def watch_cursor(self, before: int | None, now: int | None) -> None:
        super().watch_cursor(before, now)
        if self._anchor is not None and before is not None and now is not None:
            self.redraw(range(min(before, now), max(before, now) + 1))

    # -- where things are

    def index_of(self, id: str | None) -> int | None:
        for index, row in enumerate(self.rows):
            if isinstance(row, Entry) and row.id == id:
                return index
        return None

    def next_unread(self, step: int = 1, *, around: bool = False) -> int | None:
        """The nearest unread row below (above) the cursor; `around`: else from the other end."""
        here: int = self.cursor if self.cursor is not None else -1
        beyond = range(here + 1, len(self.rows)) if step > 0 else range(here - 1, -1, -1)
        rest = range(here) if step > 0 else range(len(self.rows) - 1, here, -1)
        for index in chain(beyond, rest if around else ()):
            row = self.rows[index]
            if isinstance(row, Entry) and row.unread:
                return index
        return None

    @property
    def can_move_down(self) -> bool:
        return self.cursor is not None and self.cursor + 1 < len(self.rows)

    def lay_out(self) -> None:
        if not self.rows:
            lines = len(list(self._words()))
            self.set_heights([lines] if lines else [])
            return
        height = rows.entry_height(self.line_width)
        self.set_heights(height if isinstance(row, Entry) else 1 for row in self.rows)

    def can_rest(self, index: int) -> bool:
        row = self.rows[index] if index < len(self.rows) else None
        return isinstance(row, Entry) or (isinstance(row, ActionRow) and bool(row.act))

    def is_button(self, index: int) -> bool:
        return isinstance(self.rows[index], ActionRow) and self.can_rest(index)

    def draw(self, index: int) -> Sequence[StyledLine]:
        if not self.rows:
            return list(self._words())
        row = self.rows[index]
        if isinstance(row, Entry):
            selected = self.is_selected(index)
            return rows.entry_lines(row, self.line_width, self.glyphs, this_year=self.this_year, selected=selected)
        if isinstance(row, ActionRow):
            text = cut(row.text, self.line_width - rows.GUTTER)
            return [StyledLine((StyledSpan(" " * rows.GUTTER), StyledSpan(text, "link" if row.act else "read")))]
        rule = self.glyphs.rule
        text = f" {rule * 2} {row} new "
        return [StyledLine((StyledSpan(text + rule * max(0, self.line_width - len(text) - 1), "accent"),))]

    def _words(self) -> list[StyledLine]:
        indent = " " * rows.GUTTER
        lines = rows.wrapped(self.word, self.line_width - rows.GUTTER - 1)
        return [StyledLine((StyledSpan(indent), *line.spans)) for line in lines]
