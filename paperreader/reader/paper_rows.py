"""The rows of the paper list with cursor and selection. Their order is frozen while a view is shown."""

from collections.abc import Mapping, Sequence, Set
from datetime import date
from itertools import chain
from typing import NamedTuple

from paperreader.models import Entry
from paperreader.reader.changes import Change, Changed


class ActionRow(NamedTuple):
    """A row that offers something, or without an action just says something."""

    text: str
    action: str = ""
    """`search`, `ask-hub`, `ask-papers`, `open-address`, `show-hidden`; see `navigation.run_action_row`."""
    argument: str = ""


class NewPapersRow(NamedTuple):
    """The line above papers that came while the list was shown."""

    papers: int


class EndNote(NamedTuple):
    """What is said after the last unread paper of a view, and the day that Space then goes to."""

    text: str
    next_day: date | None


Row = Entry | ActionRow | NewPapersRow


def ask_row(ids: Sequence[str]) -> ActionRow:
    """Offers to ask the Hub for papers that are not stored."""
    what = f"arXiv:{ids[0]} is" if len(ids) == 1 else f"{len(ids):,} papers are"
    return ActionRow(f"{what} not stored: ask the Hub", "ask-papers", " ".join(ids))


def merge_rows(shown: Sequence[Row], now: Mapping[str, Entry], view: Sequence[Entry]) -> list[Row]:
    """The shown rows as they are now, in their places, and below them what the view has got since.

    `now` holds every shown paper, also those that the view no longer lists.
    """
    listed = {row.id for row in shown if isinstance(row, Entry)}
    new = [entry for entry in view if entry.id not in listed]
    rows: list[Row] = [_now(row, now) if isinstance(row, Entry) else row for row in shown]
    if not new:
        return rows
    if not any(isinstance(row, NewPapersRow) for row in rows):
        return [*rows, NewPapersRow(len(new)), *new] if rows else list(new)
    at = next(index for index, row in enumerate(rows) if isinstance(row, NewPapersRow))
    rows += new
    rows[at] = NewPapersRow(len(rows) - at - 1)
    return rows


def without_papers(shown: Sequence[Row], ids: Set[str]) -> list[Row]:
    """The rows without these papers, and without the line above new papers where none is left."""
    rows = [row for row in shown if not (isinstance(row, Entry) and row.id in ids)]
    at = next((index for index, row in enumerate(rows) if isinstance(row, NewPapersRow)), len(rows))
    new = [row for row in rows[at + 1 :] if isinstance(row, Entry)]
    return [*rows[:at], *([NewPapersRow(len(new))] if new else []), *rows[at + 1 :]]


def _now(shown: Entry, now: Mapping[str, Entry]) -> Entry:
    """What put a paper forward holds as long as it keeps its place."""
    return now.get(shown.id, shown)._replace(own_score=shown.own_score, put_forward=shown.put_forward)


class PaperRows:
    """What the list shows, where the cursor is in it, and what is selected."""

    def __init__(self, changed: Changed) -> None:
        self._changed = changed
        self.cursor: int | None = None
        self.year: int | None = None
        """The list spans several days, so each paper shows its own; the year where it is another than this."""
        self.empty_text = ""
        """What to say in the place of rows."""
        self._end_note: EndNote | None = None
        self._selected: set[str] = set()
        self._range_start: int | None = None
        self._take([])

    def _take(self, rows: Sequence[Row]) -> None:
        """Derive here what each key press would else have to walk through all rows for."""
        self.all = list(rows)
        self.entries = [row for row in rows if isinstance(row, Entry)]
        self.unread = sum(entry.unread for entry in self.entries)
        self._new_row = next((i for i, row in enumerate(rows) if isinstance(row, NewPapersRow)), len(rows))

    # -- rows

    def fill(self, rows: Sequence[Row], *, at: str | None = None, cursor: int | None = None) -> None:
        """Take other rows, the cursor on paper `at`, else on row `cursor`, else on the first that it can be on."""
        self._end_range()
        self._take(rows)
        if self._selected:
            self._selected &= {entry.id for entry in self.entries}
        index = self.index_of(at) if at is not None else cursor
        self.cursor = index if index is not None else self._first_place

    def patch(self, rows: Sequence[Row]) -> None:
        """Take the same rows as they are now, with what has come below them; nothing moves."""
        self._take(rows)
        if self.cursor is None:
            self.cursor = self._first_place

    @property
    def _first_place(self) -> int | None:
        """The first row that the cursor can be on."""
        return next(filter(self.is_selectable, range(len(self.all))), None)

    def index_of(self, id: str | None) -> int | None:
        """The row of a paper; None if the list does not have it."""
        for index, row in enumerate(self.all):
            if isinstance(row, Entry) and row.id == id:
                return index
        return None

    def is_selectable(self, index: int) -> bool:
        """Whether the cursor can be on the row."""
        row = self.all[index] if index < len(self.all) else None
        return isinstance(row, Entry) or (isinstance(row, ActionRow) and bool(row.action))

    def cursor_in(self, rows: Sequence[Row]) -> int | None:
        """Where the cursor's paper or action is among other rows; None if they lack it, or it is the first of these."""
        if not self.cursor or self.row is None:
            return None
        same = [row.id if isinstance(row, Entry) else row for row in rows]
        wanted = self.row.id if isinstance(self.row, Entry) else self.row
        return same.index(wanted) if wanted in same else None

    @property
    def end_note(self) -> EndNote | None:
        """Said at the end of the list, until the user goes elsewhere or something unread is here again."""
        return self._end_note if self.next_unread(wrap=True) is None else None

    @end_note.setter
    def end_note(self, note: EndNote | None) -> None:
        if note != self._end_note:
            self._end_note = note
            self._changed(Change.STATUS)

    # -- the cursor

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.all[self.cursor] if self.cursor is not None and self.cursor < len(self.all) else None

    @property
    def entry(self) -> Entry | None:
        """The paper under the cursor."""
        return self.row if isinstance(self.row, Entry) else None

    @property
    def number(self) -> int | None:
        """How many papers there are down to the one under the cursor; None if it is on none."""
        return self.cursor + 1 - (self.cursor > self._new_row) if self.cursor is not None and self.entry else None

    @property
    def action_row(self) -> ActionRow | None:
        """The action under the cursor."""
        return self.row if isinstance(self.row, ActionRow) else None

    def move_to(self, index: int) -> None:
        """Put the cursor on a row."""
        if index != self.cursor:
            self.go_to(index)

    def go_to(self, index: int) -> None:
        """Put the cursor on a row, and that into sight even if it is there already."""
        self.cursor = index
        self._changed(Change.CURSOR)

    def move_by(self, step: int) -> bool:
        """Move the cursor up or down by papers and actions; False at either end."""
        index = step if self.cursor is None else self.cursor + step
        while 0 <= index < len(self.all) and not self.is_selectable(index):
            index += 1 if step > 0 else -1
        if not 0 <= index < len(self.all):
            return False
        self.move_to(index)
        return True

    def next_unread(self, step: int = 1, *, wrap: bool = False) -> int | None:
        """The nearest unread row below (`step` 1) or above (-1) the cursor; `wrap`: else from the other end."""
        here = self.cursor if self.cursor is not None else -1
        beyond = range(here + 1, len(self.all)) if step > 0 else range(here - 1, -1, -1)
        rest = range(here) if step > 0 else range(len(self.all) - 1, here, -1)
        for index in chain(beyond, rest if wrap else ()):
            row = self.all[index]
            if isinstance(row, Entry) and row.unread:
                return index
        return None

    @property
    def can_move_down(self) -> bool:
        return self.cursor is not None and self.cursor + 1 < len(self.all)

    # -- the selection

    @property
    def has_selection(self) -> bool:
        """Papers are selected, or a range is open."""
        return bool(self._selected) or self._range_start is not None

    @property
    def selected(self) -> list[Entry]:
        """The selected papers, from top to bottom."""
        if not self.has_selection:
            return []
        rows = enumerate(self.all)
        return [row for index, row in rows if isinstance(row, Entry) and self.is_selected(index)]

    @property
    def targets(self) -> list[Entry]:
        """What the keys act on: the selected papers, else the one under the cursor."""
        return self.selected or ([self.entry] if self.entry else [])

    @property
    def selects_range(self) -> bool:
        """A range goes with the cursor."""
        return self._range_start is not None

    def is_selected(self, index: int) -> bool:
        if not self.has_selection:
            return False
        row = self.all[index] if index < len(self.all) else None
        return isinstance(row, Entry) and (row.id in self._selected or index in self._range)

    @property
    def _range(self) -> range:
        here = self.cursor
        if self._range_start is None or here is None:
            return range(0)
        return range(min(self._range_start, here), max(self._range_start, here) + 1)

    def toggle_selected(self) -> None:
        """Select or deselect the paper under the cursor; ends a range."""
        if self.entry is None:
            return
        if self._range_start is not None:
            self._end_range()
        else:
            self._selected ^= {self.entry.id}
        self._changed(Change.SELECTION)

    def toggle_range(self) -> None:
        """Begin a range at the cursor, or end it."""
        if self.entry is None:
            return
        if self._range_start is not None:
            self._end_range()
        else:
            self._range_start = self.cursor
        self._changed(Change.SELECTION)

    def deselect(self) -> bool:
        """Select nothing; False if nothing was selected."""
        change = self.clear_selection()
        if change:
            self._changed(change)
        return bool(change)

    def clear_selection(self) -> Change:
        """Select nothing, as a part of what else changes."""
        was_selected = self.has_selection
        self._selected, self._range_start = set(), None
        return Change.SELECTION if was_selected else Change.NOTHING

    def _end_range(self) -> None:
        if self._range_start is not None:
            self._selected |= {entry.id for entry in self.selected}
            self._range_start = None
