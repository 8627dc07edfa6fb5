"""The half-years that are compared: the newest one, and the same months a year before, so that seasons cancel out."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Container, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

HALF_YEAR, YEAR = 6, 12
"""In months."""


class Days(NamedTuple):
    """From one day to another, both included."""

    first: date
    last: date

    def weekdays(self) -> list[date]:
        """No paper comes on a weekend."""
        days = (self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1))
        return [day for day in days if day.weekday() < 5]

    def __str__(self) -> str:
        """`Feb-Jul 2026`, `28 May-27 Nov 2026`."""
        is_whole = self.first.day == 1 and (self.last + timedelta(days=1)).day == 1
        first, last = (f"{day:%b}" if is_whole else f"{day.day} {day:%b}" for day in self)
        year = f" {self.first.year}" if self.first.year != self.last.year else ""
        return f"{first}{year}-{last} {self.last.year}"


class HalfYears:
    """Eighteen months up to a day: the first six and the last six are compared."""

    def __init__(self, newest: date) -> None:
        ends = [_months_before(newest, months) for months in range(HALF_YEAR + YEAR, -1, -1)]
        self.months: Sequence[Days] = [Days(end + timedelta(days=1), next_end) for end, next_end in pairwise(ends)]
        """Not those of the calendar, but months up to that day; the oldest first."""
        self.before = Days(self.months[0].first, self.months[HALF_YEAR - 1].last)
        self.now = Days(self.months[YEAR].first, newest)

    @property
    def weekdays(self) -> list[date]:
        """The days that are compared."""
        return [*self.before.weekdays(), *self.now.weekdays()]

    def missing(self, stored: Container[date]) -> list[date]:
        """Those of them that are not stored."""
        return [day for day in self.weekdays if day not in stored]

    def are_covered(self, stored: Container[date]) -> bool:
        """Whether at least half of the days of each month that is compared are stored."""
        compared = [month.weekdays() for month in (*self.months[:HALF_YEAR], *self.months[YEAR:])]
        return all(2 * sum(day in stored for day in days) >= len(days) for days in compared)


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
