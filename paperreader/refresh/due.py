"""Which days to ask the hub for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from paperreader.models import FIRST_DAY, Day

DAYS_AT_FIRST: Final = 7
LOOK_BACK: Final = timedelta(days=30)
LONGEST_GAP: Final = timedelta(days=366)
YOUNG: Final = timedelta(days=7)
YOUNG_AGAIN: Final = timedelta(days=1)
OLD: Final = timedelta(days=30)
OLD_AGAIN: Final = timedelta(days=7)


def due_days(stored: Sequence[Day], newest: date, since: date | None, now: datetime) -> list[date]:
    """The days to ask for now: missing and incomplete ones, newest first, then those that may have changed.

    Missing ones are working days since the first start, and as many before it as make seven days with papers.
    """
    known = {day.date: day for day in stored if day.papers is not None and day.date <= newest}
    missing = set(_missing(known, newest, since))
    settled = {day.date for day in known.values() if day.complete or day.gone}
    growing = known.keys() - settled
    stale = {day for day in settled if _stale(known[day], newest, now)}
    return sorted(missing | growing, reverse=True) + sorted(stale, reverse=True)


def archive_days(stored: Sequence[Day], newest: date, first: date, last: date) -> list[date]:
    """All that is missing or incomplete from `first` to `last`, newest first; weekends have no papers."""
    known = {day.date: day.complete for day in stored}
    last = min(last, newest)
    days = (last - timedelta(days=back) for back in range((last - first).days + 1))
    return [day for day in days if not known.get(day) and (day.weekday() < 5 or day == newest or day in known)]


def _missing(known: dict[date, Day], newest: date, since: date | None) -> list[date]:
    wanted: list[date] = []
    with_papers = 0
    day = newest
    while day >= max(FIRST_DAY, newest - LONGEST_GAP):
        counts = since is not None and day >= since
        if not counts and (with_papers >= DAYS_AT_FIRST or newest - day > LOOK_BACK):
            break
        if day not in known and (day.weekday() < 5 or day == newest):
            wanted.append(day)
            with_papers += 1
        elif day in known and known[day].papers:
            with_papers += 1
        day -= timedelta(days=1)
    return wanted


def _stale(day: Day, newest: date, now: datetime) -> bool:
    """Summaries come late and votes go on: daily in the first week, weekly in the first month, gone days too."""
    age = newest - day.date
    last = max((time for time in (day.fetched, day.gone) if time), default=None)
    asked = now - last if last else timedelta.max
    return age < OLD and asked > (YOUNG_AGAIN if age < YOUNG else OLD_AGAIN)
