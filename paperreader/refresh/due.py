"""Which days to fetch from the Hub."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from paperreader.models import Day
from paperreader.views import FIRST_DAY

FIRST_RUN_DAYS: Final = 7
"""Days with papers that a first start fetches."""
FIRST_RUN_LOOK_BACK: Final = timedelta(days=30)
"""How far back a first start searches for them."""
MAX_GAP: Final = timedelta(days=366)
"""How far back missed days are fetched after a long absence."""
DAILY_UNTIL_AGE: Final = timedelta(days=7)
DAILY: Final = timedelta(days=1)
WEEKLY_UNTIL_AGE: Final = timedelta(days=30)
WEEKLY: Final = timedelta(days=7)


def due_days(stored: Sequence[Day], newest: date, since: date | None, now: datetime) -> list[date]:
    """The days to fetch now: missing and incomplete ones, newest first, then those that may have changed.

    Missing are weekdays since the first start, and as many before it as it takes to have seven days with papers.
    """
    known = {day.date: day for day in stored if day.papers is not None and day.date <= newest}
    missing = set(_missing(known, newest, since))
    settled = {day.date for day in known.values() if day.complete or day.gone}
    incomplete = known.keys() - settled
    stale = {day for day in settled if _is_stale(known[day], newest, now)}
    return sorted(missing | incomplete, reverse=True) + sorted(stale, reverse=True)


def archive_days(stored: Sequence[Day], newest: date, first: date, last: date) -> list[date]:
    """All days from `first` to `last` that are missing or incomplete, newest first; weekends have no papers."""
    known = {day.date: day.complete for day in stored}
    last = min(last, newest)
    days = (last - timedelta(days=back) for back in range((last - first).days + 1))
    return [day for day in days if not known.get(day) and (day.weekday() < 5 or day == newest or day in known)]


def _missing(known: dict[date, Day], newest: date, since: date | None) -> list[date]:
    missing: list[date] = []
    with_papers = 0
    day = newest
    while day >= max(FIRST_DAY, newest - MAX_GAP):
        since_first_start = since is not None and day >= since
        if not since_first_start and (with_papers >= FIRST_RUN_DAYS or newest - day > FIRST_RUN_LOOK_BACK):
            break
        if day not in known and (day.weekday() < 5 or day == newest):
            missing.append(day)
            with_papers += 1
        elif day in known and known[day].papers:
            with_papers += 1
        day -= timedelta(days=1)
    return missing


def _is_stale(day: Day, newest: date, now: datetime) -> bool:
    """Summaries come late and votes go on, so a day is fetched daily in its first week, weekly in its first month.

    A day that the Hub no longer has is asked for at the same intervals.
    """
    age = newest - day.date
    last = max((time for time in (day.fetched, day.gone) if time), default=None)
    unfetched_for = now - last if last else timedelta.max
    return age < WEEKLY_UNTIL_AGE and unfetched_for > (DAILY if age < DAILY_UNTIL_AGE else WEEKLY)
