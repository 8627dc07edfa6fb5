"""What the store holds, whatever is shown of it: its days, how much waits, what is saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from paperreader.models import FIRST_DAY, Day, Period, SavedSearch, Totals
from paperreader.store import Store


class Library:
    """As it was when it was last read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._days: dict[date, Day] = {}
        self.totals = Totals()
        self.saved: list[SavedSearch] = []
        self.first = FIRST_DAY
        """The hub's first day, as far as it is known."""
        self.told: date | None = None
        """The newest day that the hub told of."""
        self.trended: datetime | None = None
        """When the hub was last asked what is trending."""

    def read(self) -> None:
        """Read it anew."""
        self._days = {day.date: day for day in self._store.days()}
        self.totals, self.saved = self._store.totals(), self._store.saved()
        self.first, self.told = self._store.day_of("first") or FIRST_DAY, self._store.day_of("newest")
        self.trended = self._store.time_of("trending_at")

    @property
    def days(self) -> Sequence[Day]:
        """All that are in the store, newest first."""
        return list(self._days.values())

    def day(self, day: date) -> Day:
        """What is known of the day."""
        return self._days.get(day) or Day(day)

    @property
    def newest(self) -> date:
        """The hub's newest day, as far as it is known."""
        return self.told or max(self._days, default=FIRST_DAY)

    def missing(self, span: Period) -> list[date]:
        """The days of a week or month that the store lacks, newest first."""
        return [day for day in span.days(self.newest) if day not in self._days]

    @property
    def rules(self) -> list[str]:
        """The queries of what hides papers."""
        return [each.query for each in self.saved if each.hides]
