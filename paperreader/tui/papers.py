"""The papers pane: one view's list, frozen in its order while it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from paperreader.models import Entry
from paperreader.tui import render
from paperreader.tui.lines import Lines
from paperreader.tui.typeset import Line, Span

Row = Entry | int
"""A paper, or the line that says how many new ones stand below it."""


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


class PaperList(Lines):
    """The papers of a view; says a word where there are none."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.rows: list[Row] = []
        self.word = ""
        self.with_day = False
        """Each paper says which day it is of: the list is of many days."""

    def fill(self, rows: Sequence[Row], *, at: str | None = None, word: str = "") -> None:
        """Show other rows, the cursor on paper `at`, or on the first."""
        self.rows, self.word = list(rows), word
        self.unselect()
        self.lay_out()
        index = self.index_of(at)
        self.cursor = index if index is not None else 0 if self.rows else None
        if self.cursor is None:
            self.scroll_to(y=0, animate=False)
        else:
            self.show(self.cursor)

    def patch(self, rows: Sequence[Row]) -> None:
        """Show the same rows as they are now, and what has come below them; nothing moves."""
        if len(rows) == len(self.rows):
            changed = [i for i, (new, old) in enumerate(zip(rows, self.rows, strict=True)) if new != old]
            self.rows = list(rows)
            self.redraw(changed)
            return
        self.rows = list(rows)
        self.lay_out()
        if self.cursor is None and self.rows:
            self.cursor = 0

    @property
    def entries(self) -> list[Entry]:
        return [row for row in self.rows if isinstance(row, Entry)]

    @property
    def entry(self) -> Entry | None:
        """The paper that the cursor is on."""
        row = self.rows[self.cursor] if self.cursor is not None and self.cursor < len(self.rows) else None
        return row if isinstance(row, Entry) else None

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
        height = render.entry_height(self.line_width)
        self.set_heights(height if isinstance(row, Entry) else 1 for row in self.rows)

    def can_rest(self, index: int) -> bool:
        return index < len(self.rows) and isinstance(self.rows[index], Entry)

    def draw(self, index: int) -> Sequence[Line]:
        if not self.rows:
            return list(self._words())
        row = self.rows[index]
        if isinstance(row, Entry):
            return render.entry_lines(row, self.line_width, self.glyphs, with_day=self.with_day)
        rule = self.glyphs.rule
        text = f" {rule * 2} {row} new "
        return [Line((Span(text + rule * max(0, self.line_width - len(text) - 1), "accent"),))]

    def _words(self) -> list[Line]:
        indent = " " * render.GUTTER
        lines = render.wrapped(self.word, self.line_width - render.GUTTER - 1)
        return [Line((Span(indent), *line.spans)) for line in lines]
