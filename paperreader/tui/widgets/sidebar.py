"""The sidebar: collections, follows, saved searches, tags, then every day, newest first, in months and years that fold.

Annotations are no strings here: named tuples are then made in half the time.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from textual.message import Message

from paperreader.models import Day, SavedSearch, Totals
from paperreader.tui.render import rows as render
from paperreader.tui.render.styled_text import StyledLine
from paperreader.tui.widgets.line_view import LineView
from paperreader.tui.widgets.sidebar_rows import (
    Fold,
    Group,
    Heading,
    Row,
    Tag,
    is_in,
    is_same,
    key_of,
    month_of,
    view_of,
    year_of,
)
from paperreader.views import Collection, View

UNFOLDED_DAYS = 14
"""The months of so many newest days are unfolded at first."""
UNFOLDED_TAGS = 6
"""More of them are folded at first, and do not bury the days."""
CONTEXT_LINES = 3
"""Lines that stay visible above and below a day that was gone to."""


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
        self._tags: Sequence[Tag] = ()
        self._is_second_look = False
        """The second look is shown."""
        self._months: dict[Group, list[Day]] = {}
        self._unfolded_at_first: set[Fold] = set()
        self._folded: dict[Fold, bool] = {}
        """What the user folded or unfolded."""
        self._awaited: View | None = None
        """Gets the cursor once it is listed."""
        self._is_chosen = False

    # -- content

    def fill(
        self, calendar: Sequence[Day], totals: Totals, saved: Sequence[SavedSearch], counts: Mapping[str, int]
    ) -> None:
        """Show these days, follows, saved searches and tags (with their counts); the cursor stays on its row."""
        tags = [Tag(*each) for each in counts.items()]
        same_days = [day.date for day in calendar] == [day.date for day in self._calendar]
        same_searches = [key_of(search) for search in saved] == [key_of(search) for search in self._saved]
        same_tags = [tag.name for tag in tags] == [tag.name for tag in self._tags]
        same_collections = (totals.second_look > 0 or self._is_second_look) is self._has_second_look
        if same_days and same_searches and same_tags and same_collections and self.rows:
            self._update(calendar, totals, saved, tags)
            return
        self._calendar, self._totals, self._saved, self._tags = calendar, totals, saved, tags
        months = groupby(calendar, lambda day: (day.date.year, day.date.month))
        self._months = {Group(date(*month, 1)): list(days) for month, days in months}
        newest = calendar[:UNFOLDED_DAYS]
        self._unfolded_at_first = {group(day.date) for day in newest for group in (month_of, year_of)}
        self._unfolded_at_first |= {Heading.TAGS} if len(tags) <= UNFOLDED_TAGS else set()
        self._arrange()

    def _update(
        self, calendar: Sequence[Day], totals: Totals, saved: Sequence[SavedSearch], tags: Sequence[Tag]
    ) -> None:
        """The same rows with other figures, as after every mark: only those are touched."""
        pairs = zip(calendar, self._calendar, strict=True)
        changed = {day.date: day for day, before in pairs if day is not before and day != before}
        if not changed and (totals, saved, tags) == (self._totals, self._saved, self._tags):
            return
        self._calendar, self._totals, self._saved, self._tags = calendar, totals, saved, tags
        for month in {month_of(day) for day in changed} & self._months.keys():
            self._months[month] = [changed.get(day.date, day) for day in self._months[month]]
        self.rows = [changed.get(row.date, row) if isinstance(row, Day) else row for row in self.rows]
        fixed = self._fixed_rows
        self.rows[: len(fixed)] = fixed
        self.redraw(i for i, row in enumerate(self.rows) if not isinstance(row, Day) or row.date in changed)

    @property
    def _has_second_look(self) -> bool:
        return self._totals.second_look > 0 or self._is_second_look

    @property
    def _fixed_rows(self) -> list[Row]:
        """What stands above the days. The collection of what is followed heads the follows, if there are any.

        A second look has a row only while there is something to look at, or it is shown.
        """
        follows = [search for search in self._saved if search.follows]
        collections = [view for view in Collection if view not in (Collection.FOLLOWING, Collection.SECOND_LOOK)]
        others = [search for search in self._saved if not search.follows]
        rows: list[Row] = [*collections, *([Collection.SECOND_LOOK] if self._has_second_look else [])]
        rows += [Collection.FOLLOWING, *follows] if follows else []
        rows += [*others, *([Heading.TAGS] if self._tags else [])]
        return rows if self.is_folded(Heading.TAGS) else [*rows, *self._tags]

    def _arrange(self) -> None:
        """List the rows again; the cursor stays on what it stands for."""
        under_cursor = self.row
        rows = self._fixed_rows
        year = next((year_of(month.first) for month in self._months), None)
        for month, days in self._months.items():
            if year != (year := year_of(month.first)):
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
        return view_of(self.row)

    def select(self, view: View) -> None:
        """Put the cursor on the view, unfolding what hides it.

        Where it is not listed the cursor stays near by, and goes there once it is.
        """
        if view.day is not None and month_of(view.day) in self._months:
            hiding = [group for group in (year_of(view.day), month_of(view.day)) if self.is_folded(group)]
            if hiding:
                self._folded |= dict.fromkeys(hiding, False)
                self.cursor = None
                self._arrange()
        self._awaited = None
        had_second_look, self._is_second_look = self._has_second_look, view is Collection.SECOND_LOOK
        if self._has_second_look is not had_second_look:
            self._arrange()
        for index, row in enumerate(self.rows):
            shown = view_of(row)
            if shown is not None and is_same(shown, view):
                self._put_cursor(index)
                return
        self._awaited = view if view.day else None
        self._stay_near()

    def _select_row(self, wanted: Row) -> None:
        for index, row in enumerate(self.rows):
            if key_of(row) == key_of(wanted) and self.is_selectable(index):
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

    def is_folded(self, fold: Fold) -> bool:
        return self._folded.get(fold, fold not in self._unfolded_at_first)

    def toggle_fold(self, fold: bool | None = None) -> bool:
        """Fold or unfold the month, year or tags under the cursor, or with `fold` what the row is in.

        False if there is nothing to do.
        """
        row = self.row
        if fold and isinstance(row, Day | Tag):
            row = Heading.TAGS if isinstance(row, Tag) else month_of(row.date)
        if fold and isinstance(row, Group) and self.is_folded(row) and year_of(row.first) in self.rows:
            row = year_of(row.first)
        if not isinstance(row, Fold) or self.is_folded(row) == fold:
            return False
        self._folded[row] = not self.is_folded(row)
        self.cursor = self.rows.index(row)
        self._arrange()
        if not self.is_folded(row):  # what has been unfolded should be seen
            self.reveal(max(index for index, each in enumerate(self.rows) if is_in(each, row)))
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
        return isinstance(self.rows[index], Fold)

    def is_selectable(self, index: int) -> bool:
        return self.rows[index] is not None

    def draw(self, index: int) -> Sequence[StyledLine]:
        row, width = self.rows[index], self.line_width
        if row is None:
            return [StyledLine()]
        if isinstance(row, Day):
            return [render.day_line(row, width, self.glyphs)]
        if isinstance(row, Collection):
            order = (Collection.UNREAD, Collection.STARRED, Collection.FOLLOWING, Collection.SECOND_LOOK)
            counts = dict(zip(order, self._totals, strict=True))
            count = counts.get(row, None if row is Collection.TRENDING else 0)
            return [render.collection_line(row, count, width, self.glyphs)]
        if isinstance(row, SavedSearch):
            return [render.saved_line(row, width, self.glyphs)]
        if isinstance(row, Tag):
            return [render.tag_line(row.name, row.papers, width, self.glyphs)]
        if isinstance(row, Heading):
            return [render.heading_line(row.value, len(self._tags), self.is_folded(row), width, self.glyphs)]
        months = [row] if row in self._months else [month for month in self._months if is_in(month, row)]
        unread = sum(day.unread for month in months for day in self._months[month])
        name = f"{row.first:%Y}" if row.unit == "year" else f"{row.first:%B %Y}"
        return [render.group_line(name, unread, self.is_folded(row), width, self.glyphs)]
