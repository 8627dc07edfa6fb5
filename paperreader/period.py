"""A week or a month of the daily papers.

Annotations are no strings here: named tuples are then made in half the time, and every start makes this one.
"""

from datetime import date, timedelta
from typing import Literal, NamedTuple, Self

from paperreader.views import FIRST_DAY, View


class _Period(NamedTuple):
    unit: Literal["week", "month"]
    first: date
    last: date


class Period(View, _Period):
    """A week or a month: all that its days list, by upvotes."""

    __slots__ = ()

    detour = "period"
    is_period = True
    shows_hidden = True

    @classmethod
    def of(cls, unit: Literal["week", "month"], day: date) -> Self:
        """The ISO week or the month that the day is in."""
        if unit == "week":
            monday = day - timedelta(days=day.weekday())
            return cls(unit, monday, monday + timedelta(days=6))
        first = day.replace(day=1)
        return cls(unit, first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))

    @property
    def kind(self) -> str:
        return self.unit

    @property
    def key(self) -> str:
        """`2026-W09`, `2026-02`: as the Hub writes it."""
        return f"{self.first:%G-W%V}" if self.unit == "week" else f"{self.first:%Y-%m}"

    @property
    def title(self) -> str:
        if self.unit == "month":
            return f"{self.first:%B %Y}"
        friday = self.last - timedelta(days=2)
        start = f"{self.first.day}" if self.first.month == friday.month else f"{self.first.day} {self.first:%b}"
        return f"{self.short_title} · {start}-{friday.day} {friday:%b %Y}"

    @property
    def short_title(self) -> str:
        return f"Week {self.first.isocalendar().week}" if self.unit == "week" else f"{self.first:%b %Y}"

    @property
    def limits(self) -> dict[str, str]:
        return {"first": self.first.isoformat(), "last": self.last.isoformat()}

    @property
    def first_day(self) -> date:
        return self.first

    def neighbour(self, step: int, newest: date) -> "Period | None":
        """None before the first day and after the newest."""
        day = self.first - timedelta(days=1) if step > 0 else self.last + timedelta(days=1)
        period = self.of(self.unit, day)
        return period if period.last >= FIRST_DAY and period.first <= newest else None

    def days(self, newest: date) -> list[date]:
        """Working days only: no paper comes on a weekend."""
        last = min(self.last, newest)
        back = (last - timedelta(days=n) for n in range((last - self.first).days + 1))
        return [day for day in back if day >= FIRST_DAY and day.weekday() < 5]
