"""The sidebar: collections, follows, saved searches, then every day, newest first, in months and years that fold.

Annotations are no strings here: named tuples are then made in half the time.
"""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Literal, NamedTuple

from textual.message import Message

from paperreader.models import Day, SavedSearch, Totals
from paperreader.tui.render import rows as render
from paperreader.tui.render.styled_text import StyledLine
from paperreader.tui.widgets.line_view import LineView
from paperreader.views import Collection, DayView, Search, View

UNFOLDED_DAYS = 14
"""The months of so many newest days are unfolded at first."""
CONTEXT_LINES = 3
"""Lines that stay visible above and below a day that was gone to."""


class Group(NamedTuple):
    """The heading of a month or a year. The newest year has none: its months stand by themselves."""

    first: date
    unit: Literal["month", "year"] = "month"


Row = Collection | SavedSearch | Day | Group | None
"""What a line stands for; None is a blank line."""


class Sidebar(LineView):
    """What there is to choose from; `view` is what the cursor stands for."""

    NAME = "Days"
    HAS_SCROLLBAR = False

    class ViewChosen(Message):
        """The user moved the cursor."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.rows: list[Row] = []
        self._calendar: Sequence[Day] = ()
        self._saved: Sequence[SavedSearch] = ()
        self._totals = Totals()
        self._months: dict[Group, list[Day]] = {}
        self._unfolded_at_first: set[Group] = set()
        self._folded: dict[Group, bool] = {}
        """What the user folded or unfolded."""
        self._awaited: View | None = None
        """Gets the cursor once it is listed."""
        self._is_chosen = False

    # -- content

    def fill(self, calendar: Sequence[Day], totals: Totals, saved: Sequence[SavedSearch]) -> None:
        """Show these days, follows and saved searches; the cursor stays on what it stands for."""
        same_days = [day.date for day in calendar] == [day.date for day in self._calendar]
        same_searches = [_key(search) for search in saved] == [_key(search) for search in self._saved]
        if same_days and same_searches and self.rows:
            self._update(calendar, totals, saved)
            return
        self._calendar, self._totals, self._saved = calendar, totals, saved
        months = groupby(calendar, lambda day: (day.date.year, day.date.month))
        self._months = {Group(date(*month, 1)): list(days) for month, days in months}
        newest = calendar[:UNFOLDED_DAYS]
        self._unfolded_at_first = {group(day.date) for day in newest for group in (_month, _year)}
        self._arrange()

    def _update(self, calendar: Sequence[Day], totals: Totals, saved: Sequence[SavedSearch]) -> None:
        """The same rows with other figures, as after every mark: only those are touched."""
        pairs = zip(calendar, self._calendar, strict=True)
        changed = {day.date: day for day, before in pairs if day is not before and day != before}
        if not changed and totals == self._totals and saved == self._saved:
            return
        self._calendar, self._totals, self._saved = calendar, totals, saved
        for month in {_month(day) for day in changed} & self._months.keys():
            self._months[month] = [changed.get(day.date, day) for day in self._months[month]]
        self.rows = [changed.get(row.date, row) if isinstance(row, Day) else row for row in self.rows]
        fixed = self._fixed_rows
        self.rows[: len(fixed)] = fixed
        self.redraw(i for i, row in enumerate(self.rows) if not isinstance(row, Day) or row.date in changed)

    @property
    def _fixed_rows(self) -> list[Row]:
        """What stands above the days. The collection of what is followed heads the follows, if there are any."""
        follows = [search for search in self._saved if search.follows]
        collections = [view for view in Collection if view is not Collection.FOLLOWING]
        others = [search for search in self._saved if not search.follows]
        rows: list[Row] = [*collections]
        rows += [Collection.FOLLOWING, *follows] if follows else []
        return [*rows, *others]

    def _arrange(self) -> None:
        """List the rows again; the cursor stays on what it stands for."""
        under_cursor = self.row
        rows = self._fixed_rows
        year = next((_year(month.first) for month in self._months), None)
        for month, days in self._months.items():
            if year != (year := _year(month.first)):
                above = rows[-1]
                rows += [year] if isinstance(above, Group) and above.unit == "year" else [None, year]
            if self.is_folded(year):
                continue
            folded, above = self.is_folded(month), rows[-1]
            rows += [month] if isinstance(above, Group) and (folded or above == year) else [None, month]
            rows += [] if folded else days
        self.rows = rows
        self.lay_out()
        if self._awaited is not None:
            self.select(self._awaited)
        elif under_cursor is not None:
            self._select_row(under_cursor)

    # -- the cursor

    @property
    def row(self) -> Row:
        """What the cursor is on."""
        return self.rows[self.cursor] if self.cursor is not None and self.cursor < len(self.rows) else None

    @property
    def view(self) -> View | None:
        """What the row under the cursor shows; None on a month or year."""
        return _view(self.row)

    def select(self, view: View) -> None:
        """Put the cursor on the view, unfolding what hides it.

        Where it is not listed the cursor stays near by, and goes there once it is.
        """
        if view.day is not None and _month(view.day) in self._months:
            hiding = [group for group in (_year(view.day), _month(view.day)) if self.is_folded(group)]
            if hiding:
                self._folded |= dict.fromkeys(hiding, False)
                self.cursor = None
                self._arrange()
        self._awaited = None
        for index, row in enumerate(self.rows):
            shown = _view(row)
            if shown is not None and _same(shown, view):
                self._put_cursor(index)
                return
        self._awaited = view if view.day else None
        self._stay_near()

    def _select_row(self, wanted: Row) -> None:
        for index, row in enumerate(self.rows):
            if _key(row) == _key(wanted) and self.is_selectable(index):
                self._put_cursor(index)
                return
        self._stay_near()

    def _put_cursor(self, index: int) -> None:
        self.cursor = index
        self.reveal(min(index + CONTEXT_LINES, self.count - 1))
        self.reveal(max(index - CONTEXT_LINES, 0))
        self.reveal(index)

    def _stay_near(self) -> None:
        self.cursor = min(self.cursor or 0, len(self.rows) - 1) if self.rows else None

    def move_to(self, index: int, step: int = 1) -> None:
        self._awaited = None
        super().move_to(index, step)

    def cursor_moved(self) -> None:
        self._is_chosen = True
        self.post_message(self.ViewChosen())

    def take_chosen(self) -> View | None:
        """The view that the user moved the cursor to; told once, to whoever asks first."""
        is_chosen, self._is_chosen = self._is_chosen, False
        return self.view if is_chosen else None

    # -- folding

    def is_folded(self, group: Group) -> bool:
        return self._folded.get(group, group not in self._unfolded_at_first)

    def toggle_fold(self, fold: bool | None = None) -> bool:
        """Fold or unfold the month or year under the cursor, or with `fold` the one that the row is in.

        False if there is nothing to do.
        """
        row = _month(self.row.date) if fold and isinstance(self.row, Day) else self.row
        if fold and isinstance(row, Group) and self.is_folded(row) and _year(row.first) in self.rows:
            row = _year(row.first)
        if not isinstance(row, Group) or self.is_folded(row) == fold:
            return False
        self._folded[row] = not self.is_folded(row)
        self.cursor = self.rows.index(row)
        self._arrange()
        if not self.is_folded(row):  # what has been unfolded should be seen
            self.reveal(max(index for index, each in enumerate(self.rows) if _is_in(each, row)))
            self.reveal(self.cursor)
        return True

    def reset_folds(self) -> None:
        """Fold and unfold as at the start."""
        self._folded.clear()
        self._arrange()

    # -- drawing

    @property
    def layout_basis(self) -> object:
        return self.line_width, self._fixed_lines

    @property
    def _fixed_lines(self) -> int:
        """Those rows, with the blank below them, but at most half of the pane."""
        return min(len(self._fixed_rows) + 1, self.size.height // 2)

    def lay_out(self) -> None:
        self.pinned = self._fixed_lines
        self.set_heights(1 for _ in self.rows)

    def is_button(self, index: int) -> bool:
        return isinstance(self.rows[index], Group)

    def is_selectable(self, index: int) -> bool:
        return self.rows[index] is not None

    def draw(self, index: int) -> Sequence[StyledLine]:
        row, width = self.rows[index], self.line_width
        if row is None:
            return [StyledLine()]
        if isinstance(row, Day):
            return [render.day_line(row, width, self.glyphs)]
        if isinstance(row, Collection):
            unread, starred, followed = self._totals
            counts = {Collection.UNREAD: unread, Collection.STARRED: starred, Collection.FOLLOWING: followed}
            count = counts.get(row, None if row is Collection.TRENDING else 0)
            return [render.collection_line(row, count, width, self.glyphs)]
        if isinstance(row, SavedSearch):
            return [render.saved_line(row, width, self.glyphs)]
        months = [row] if row in self._months else [month for month in self._months if _is_in(month, row)]
        unread = sum(day.unread for month in months for day in self._months[month])
        name = f"{row.first:%Y}" if row.unit == "year" else f"{row.first:%B %Y}"
        return [render.group_line(name, unread, self.is_folded(row), width, self.glyphs)]


def _view(row: Row) -> View | None:
    """What a row shows."""
    if isinstance(row, SavedSearch):
        return Search(row.query)
    return DayView(row.date) if isinstance(row, Day) else row if isinstance(row, Collection) else None


def _same(listed: View, view: View) -> bool:
    """Whether the listed view is this one; a search however it is sorted, typed or asked for."""
    same_text = listed.search and view.search and listed.search.text == view.search.text
    return listed == view or bool(same_text)


def _month(day: date) -> Group:
    return Group(day.replace(day=1))


def _year(day: date) -> Group:
    return Group(day.replace(month=1, day=1), "year")


def _is_in(row: Row, group: Group) -> bool:
    """Whether the day or month is of the month or year."""
    first = row.date if isinstance(row, Day) else row.first if isinstance(row, Group) else None
    return first is not None and group in (_month(first), _year(first))


def _key(row: Row) -> object:
    """What stays the same of a row when its figures change."""
    if isinstance(row, SavedSearch):
        return row.query, row.name, row.follows
    return row.date if isinstance(row, Day) else row
