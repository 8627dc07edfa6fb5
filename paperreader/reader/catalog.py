"""What the store holds, whatever is shown of it: days, totals, saved searches. As it was last read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from paperreader.models import Day, SavedSearch, Totals
from paperreader.store import Store
from paperreader.views import FIRST_DAY, View


class Catalog:
    """Read by the sidebar, and by all that goes from day to day."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._days: dict[date, Day] = {}
        self._first = FIRST_DAY
        self._frame: tuple[date, date | None, list[date]] | None = None
        self.calendar: Sequence[Day] = ()
        """Every weekday from the Hub's newest down to its first, stored or not, and weekends that have papers."""
        self.totals = Totals()
        self.saved: Sequence[SavedSearch] = ()
        """Saved searches, rules and follows."""
        self.tags: Mapping[str, int] = {}
        """The user's tags by name, and how many papers have each."""
        self.trending_fetched: datetime | None = None
        self.hub_newest: date | None = None
        """The newest day that the Hub told of."""

    def read(self) -> None:
        """Read it again."""
        settings = self._store.settings
        self.trending_fetched = settings.get_time("trending_at")
        self._first, self.hub_newest = settings.get_date("first") or FIRST_DAY, settings.get_date("newest")
        self.read_counts()

    def read_counts(self) -> None:
        """Read again what a mark can change."""
        self._days = {day.date: day for day in self._store.papers.days()}
        self.totals, self.saved = self._store.papers.totals(), self._store.searches.saved()
        self.tags = self._store.papers.tags()
        frame = (self._first, self.hub_newest, list(self._days))
        if frame == self._frame:  # the same days with other figures
            self.calendar = [self._days.get(day.date, day) for day in self.calendar]
        else:
            self._frame = frame
            self.calendar = list(calendar(self.days, self._first, self.hub_newest))

    @property
    def days(self) -> Sequence[Day]:
        """All stored days, newest first."""
        return list(self._days.values())

    def day(self, day: date) -> Day:
        """What is known of the day."""
        return self._days.get(day) or Day(day)

    def day_of(self, view: View | None) -> Day | None:
        """What is known of the day that a view shows; None where it shows no single day."""
        return self.day(view.day) if view and view.day else None

    @property
    def newest(self) -> date:
        """The Hub's newest day, as far as it is known."""
        return self.hub_newest or max(self._days, default=FIRST_DAY)

    @property
    def newest_with_papers(self) -> Day | None:
        return next((day for day in self._days.values() if day.papers), None)

    def missing(self, view: View) -> list[date]:
        """The view's days that were never fetched, newest first."""
        return view.missing(self._days, self.newest)

    @property
    def sidebar_searches(self) -> list[SavedSearch]:
        return [search for search in self.saved if not (search.hides or search.follows)]

    @property
    def follows(self) -> list[SavedSearch]:
        return [search for search in self.saved if search.follows]

    @property
    def rules(self) -> list[str]:
        """The queries that hide papers, and if there are any, those that spare some from it."""
        has_rules = any(search.hides for search in self.saved)
        return [search.query for search in self.saved if has_rules and (search.hides or search.follows)]

    def name_of(self, query: str, among: Sequence[SavedSearch] | None = None) -> str:
        """What the user called this search, or the same with a last word typed to its end; empty if it is not saved.

        `among`: only some of what is saved counts.
        """
        typed, searches = query.rstrip("*"), self.saved if among is None else among
        return next((search.name for search in searches if search.query.rstrip("*") == typed), "")

    def neighbour(self, day: date | None, step: int) -> date | None:
        """The next older (+1) or newer (-1) day, without fetched days that have no papers."""
        dates = [known.date for known in self.calendar if known.papers != 0]
        if day is None:
            return dates[0] if dates else None
        beyond = [known for known in dates if (known < day if step > 0 else known > day)]
        return (beyond[0] if step > 0 else beyond[-1]) if beyond else None

    def next_unread(self, day: date | None) -> Day | None:
        """The day to read on with: the next older one with unread papers, else the newest with some."""
        unread = [known for known in self.calendar if known.unread and known.date != day]
        older = [known for known in unread if day is not None and known.date < day]
        return next(iter(older or unread), None)


def calendar(days: Sequence[Day], first: date, newest: date | None) -> Iterator[Day]:
    """Every weekday from the newest down to the first, with what is known of it; weekends only with papers."""
    known = {day.date.toordinal(): day for day in days}
    if newest is None and not known:
        return
    # by ordinal numbers: there are a thousand days, listed again with each new one
    since = first.toordinal()
    for number in range(max([newest.toordinal() if newest else 0, *known]), min([since, *known]) - 1, -1):
        day, is_weekday = known.get(number), (number + 6) % 7 < 5
        if day and (day.papers or is_weekday):
            yield day
        elif is_weekday and number >= since:
            yield Day(date.fromordinal(number))
