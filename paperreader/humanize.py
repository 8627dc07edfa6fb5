"""Counts, durations, days and times as a user reads them."""

from datetime import date, datetime


def short_number(number: int) -> str:
    """`776`, `1.2k`, `12k`, `1.2M`: four characters at most."""
    number = min(number, 999_000_000)
    for size, unit in ((1_000_000, "M"), (1_000, "k")):
        if (value := number / size) >= 0.9995:  # what would round to a thousand is one of the next unit
            return f"{value:.1f}{unit}" if value < 9.95 else f"{value:.0f}{unit}"
    return str(number)


def parameter_count(number: int) -> str:
    """`350M`, `1.5B`, `70B`: the size of a model."""
    for size, unit in ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "k")):
        if (value := number / size) >= 0.9995:
            return f"{value:.1f}".removesuffix(".0") + unit if value < 9.95 else f"{value:.0f}{unit}"
    return str(number)


def count(number: int, thing: str) -> str:
    """`1 day`, `8,120 papers`."""
    return f"{number:,} {thing}{'s' * (number != 1)}"


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `4th`, `11th`, `22nd`."""
    teens = 10 <= number % 100 <= 20
    return f"{number:,}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def duration(seconds: float) -> str:
    """`40 s`, `5 minutes`."""
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} minutes"


def relative_time(then: datetime, now: datetime) -> str:
    """`14:05`, `yesterday 14:05`, `Thu 14:05`, `12 Jul`. Both in local time; a time in the future counts as now."""
    then = min(then, now)
    days = (now.date() - then.date()).days
    if days == 0:
        return f"{then:%H:%M}"
    if days == 1:
        return f"yesterday {then:%H:%M}"
    if days < 7:
        return f"{then:%a %H:%M}"
    return f"{then.day} {then:%b}" if then.year == now.year else f"{then.day} {then:%b %Y}"


def age(then: datetime, now: datetime) -> str:
    """`now`, `5 minutes ago`, `3 days ago`, `2 years ago`; a time in the future counts as now."""
    minutes = max(0, int((now - then).total_seconds() // 60))
    units = ((365 * 1440, "year"), (30 * 1440, "month"), (7 * 1440, "week"), (1440, "day"), (60, "hour"), (1, "minute"))
    return next((f"{count(minutes // size, unit)} ago" for size, unit in units if minutes >= size), "now")


def short_day(day: date) -> str:
    """`Thu 30`."""
    return f"{day:%a} {day.day}"


def long_day(day: date) -> str:
    """`Thursday 30 July 2026`."""
    return f"{day:%A} {day.day} {day:%B %Y}"
