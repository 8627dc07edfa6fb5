"""What is said of trends before their words, or in their place."""

from __future__ import annotations

from paperreader.humanize import count
from paperreader.trends.trend import Trends

NO_WORD = "No word of titles rose or fell more than by chance."


def compared(trends: Trends) -> str:
    """`In 1,000 titles, Feb-Jul 2025 and Feb-Jul 2026`."""
    return f"In 1,000 titles, {trends.half_years.before} and {trends.half_years.now}"


def too_few(trends: Trends) -> str:
    """`Too few days are stored to compare Feb-Jul 2026 with Feb-Jul 2025: 249 of 259 are missing`."""
    now, before = trends.half_years.now, trends.half_years.before
    missing, days = len(trends.missing), len(trends.half_years.weekdays)
    return f"Too few days are stored to compare {now} with {before}: {missing:,} of {days:,} are missing"


def not_stored(trends: Trends) -> str:
    """`46 of 259 days are not stored`; empty where all are."""
    missing, days = len(trends.missing), len(trends.half_years.weekdays)
    verb = "is" if missing == 1 else "are"
    return f"{missing:,} of {count(days, 'day')} {verb} not stored" if missing else ""
