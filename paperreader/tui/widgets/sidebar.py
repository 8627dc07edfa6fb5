"""The days pane: the collections, then every day of the daily papers, newest first, in months and years that fold."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Literal, NamedTuple

from paperreader.models import Collection, Day, SavedSearch, Search, Totals, View
from paperreader.tui.render import rows
from paperreader.tui.render.styled_text import StyledLine
from paperreader.tui.widgets.line_view import LineView

OPEN_DAYS = 14
"""The months of so many newest weekdays are open at first."""
AROUND = 3
"""Lines that are to be seen above and below a day that was gone to."""


class Group(NamedTuple):
    """The heading of a month or a year. The newest year has none: its months stand by themselves."""

    first: date
    of: Literal["month", "year"] = "month"


Row = Collection | SavedSearch | Day | Group | None
"""What a line stands for; None: nothing, a blank."""


class Sidebar(LineView):
    """What there is to choose from; `view` is what the cursor stands for."""

    HAS_THUMB = False

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.rows: list[Row] = []
        self._frame: tuple[date, date | None, list[date]] | None = None
        self._stored: Sequence[Day] = ()
        self._months: dict[Group, list[Day]] = {}
        self._totals = Totals()
        self._open: set[Group] = set()
        """What is open at first."""
        self._folded: dict[Group, bool] = {}
        """What a person folded or unfolded."""
        self._awaited: View | None = None
        self._saved: Sequence[SavedSearch] = ()

    def fill(
        self, days: Sequence[Day], totals: Totals, saved: Sequence[SavedSearch], *, first: date, newest: date | None
    ) -> None:
        """Show saved searches, then the days from the newest down to the first, those not in the store too."""
        if [_key(search) for search in saved] != [_key(search) for search in self._saved]:
            self._frame = None
        self._saved, before = saved, self._saved
        frame = (first, newest, [day.date for day in days])
        if frame == self._frame:
            self._renew(days, totals, saved != before)
            return
        self._frame, self._stored, self._totals = frame, days, totals
        months = groupby(calendar(days, first, newest), lambda day: (day.date.year, day.date.month))
        self._months = {Group(date(*month, 1)): list(of_month) for month, of_month in months}
        self._open = {group(day.date) for day in self.listed()[:OPEN_DAYS] for group in (_month, _year)}
        self._arrange()

    def _renew(self, days: Sequence[Day], totals: Totals, others: bool) -> None:
        """The same days with other figures: nothing but those is touched, for that is what each mark brings."""
        changed = {day.date: day for day, before in zip(days, self._stored, strict=True) if day != before}
        if not changed and totals == self._totals and not others:
            return
        self._stored, self._totals = days, totals
        for month in {_month(day) for day in changed} & self._months.keys():
            self._months[month] = [changed.get(day.date, day) for day in self._months[month]]
        self.rows = [changed.get(row.date, row) if isinstance(row, Day) else row for row in self.rows]
        self.rows[len(Collection) : len(Collection) + len(self._saved)] = self._saved
        self.redraw(i for i, row in enumerate(self.rows) if not isinstance(row, Day) or row.date in changed)

    def _arrange(self) -> None:
        """Make the rows anew; the cursor stays on what it stands for."""
        standing = self.row
        rows: list[Row] = [*Collection, *self._saved]
        year = next((_year(month.first) for month in self._months), None)
        for month, days in self._months.items():
            if year != (year := _year(month.first)):
                above = rows[-1]
                rows += [year] if isinstance(above, Group) and above.of == "year" else [None, year]
            if self.is_folded(year):
                continue
            folded, above = self.is_folded(month), rows[-1]
            rows += [month] if isinstance(above, Group) and (folded or above == year) else [None, month]
            rows += [] if folded else days
        self.rows = rows
        self.set_heights(1 for _ in rows)
        if (target := self._awaited or standing) is not None:
            self.stand_on(target)

    @property
    def row(self) -> Row:
        """What the cursor is on."""
        return self.rows[self.cursor] if self.cursor is not None and self.cursor < len(self.rows) else None

    @property
    def view(self) -> View | None:
        """What the cursor's row lets a person read; None on a month or year."""
        row = self.row
        if isinstance(row, SavedSearch):
            return Search(row.query)
        return row.date if isinstance(row, Day) else row if isinstance(row, Collection) else None

    def stand_on(self, target: Row | View) -> None:
        """Put the cursor on the day, collection, month or year, unfolding what hides it.

        Where it is not listed the cursor stays near by, and goes there once it is.
        """
        wanted = _key(target)
        if isinstance(wanted, date) and _month(wanted) in self._months:
            hiding = [group for group in (_year(wanted), _month(wanted)) if self.is_folded(group)]
            if hiding:
                self._folded |= dict.fromkeys(hiding, False)
                self.cursor = None
                self._arrange()
        self._awaited = None
        for index, row in enumerate(self.rows):
            same = isinstance(row, SavedSearch) and isinstance(wanted, Search) and row.query == wanted.text
            if (same or _key(row) == wanted) and self.can_rest(index):
                self.cursor = index
                self.show(min(index + AROUND, self.count - 1))
                self.show(max(index - AROUND, 0))
                self.show(index)
                return
        self._awaited = wanted if isinstance(wanted, date) else None
        self.cursor = min(self.cursor or 0, len(self.rows) - 1) if self.rows else None

    def is_folded(self, group: Group) -> bool:
        return self._folded.get(group, group not in self._open)

    def toggle(self, fold: bool | None = None) -> bool:
        """Fold or unfold the cursor's month or year, or fold what the row is in; False where there is nothing to do."""
        row = _month(self.row.date) if fold and isinstance(self.row, Day) else self.row
        if fold and isinstance(row, Group) and self.is_folded(row) and _year(row.first) in self.rows:
            row = _year(row.first)
        if not isinstance(row, Group) or self.is_folded(row) == fold:
            return False
        self._folded[row] = not self.is_folded(row)
        self.cursor = self.rows.index(row)
        self._arrange()
        if not self.is_folded(row):  # what has been opened should be seen
            self.show(max(index for index, each in enumerate(self.rows) if _is_in(each, row)))
            self.show(self.cursor)
        return True

    def fold_anew(self) -> None:
        """Fold and unfold as at the start."""
        self._folded.clear()
        self._arrange()

    def listed(self) -> list[Day]:
        """All days, in folded months too."""
        return [day for days in self._months.values() for day in days]

    def neighbour(self, day: date | None, step: int) -> date | None:
        """The next older (+1) or newer (-1) day that is not a fetched day without papers."""
        dates = [d.date for d in self.listed() if d.papers != 0]
        if day is None:
            return dates[0] if dates else None
        beyond = [d for d in dates if (d < day if step > 0 else d > day)]
        return (beyond[0] if step > 0 else beyond[-1]) if beyond else None

    def next_unread(self, day: date | None) -> Day | None:
        """The day to read on with: the next older one that has unread papers, else the newest that has."""
        waiting = [d for d in self.listed() if d.unread and d.date != day]
        older = [d for d in waiting if day is not None and d.date < day]
        return next(iter(older or waiting), None)

    def move_to(self, index: int, step: int = 1) -> None:
        self._awaited = None
        super().move_to(index, step)

    def lay_out(self) -> None:
        self.set_heights(1 for _ in self.rows)

    def is_button(self, index: int) -> bool:
        return isinstance(self.rows[index], Group)

    def can_rest(self, index: int) -> bool:
        return self.rows[index] is not None

    def draw(self, index: int) -> Sequence[StyledLine]:
        row, width = self.rows[index], self.line_width
        if row is None:
            return [StyledLine()]
        if isinstance(row, Day):
            return [rows.day_line(row, width, self.glyphs)]
        if isinstance(row, Collection):
            counts = {Collection.UNREAD: self._totals.unread, Collection.STARRED: self._totals.starred}
            return [rows.collection_line(row, counts.get(row, None if row is Collection.TRENDING else 0), width)]
        if isinstance(row, SavedSearch):
            return [rows.saved_line(row, width)]
        months = [row] if row in self._months else [month for month in self._months if _is_in(month, row)]
        unread = sum(day.unread for month in months for day in self._months[month])
        name = f"{row.first:%Y}" if row.of == "year" else f"{row.first:%B %Y}"
        return [rows.group_line(name, unread, self.is_folded(row), width, self.glyphs)]


def calendar(days: Sequence[Day], first: date, newest: date | None) -> Iterator[Day]:
    """Every weekday from the newest down to the first, with what is known of it; weekends where they have papers."""
    known = {day.date.toordinal(): day for day in days}
    if newest is None and not known:
        return
    # by their numbers: there are a thousand, and each one that comes lists them anew
    since = first.toordinal()
    for number in range(max([newest.toordinal() if newest else 0, *known]), min([since, *known]) - 1, -1):
        day, works = known.get(number), (number + 6) % 7 < 5
        if day and (day.papers or works):
            yield day
        elif works and number >= since:
            yield Day(date.fromordinal(number))


def _month(day: date) -> Group:
    return Group(day.replace(day=1))


def _year(day: date) -> Group:
    return Group(day.replace(month=1, day=1), "year")


def _is_in(row: Row, group: Group) -> bool:
    """Whether the day or month is of the month or year."""
    first = row.date if isinstance(row, Day) else row.first if isinstance(row, Group) else None
    return first is not None and group in (_month(first), _year(first))


def _key(row: Row | View) -> object:
    """What stays the same of a row when its figures change."""
    if isinstance(row, SavedSearch):
        return row.query, row.name
    return row.date if isinstance(row, Day) else row
