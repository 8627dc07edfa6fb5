"""Dates as users write them: `2024-03-12`, `12 mar 24`, `last fri`, `3d`, `jul 2024` …"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
UNITS = {"d": "day", "w": "week", "m": "month", "y": "year"}


class InvalidDate(ValueError):
    """The text is not a date; `str()` tells the user why, in a few words."""


class Days(NamedTuple):
    """The days that a text names: one, or a whole week, month or year."""

    first: date
    last: date


def read_days(text: str, today: date) -> Days:
    """The days that the text names, seen from `today`; without a year, the latest that is not in the future.

    Raises InvalidDate.
    """
    words = [word for word in re.split(r"[\s,]+", text.strip().casefold().replace("’", "'")) if word != "of"]
    words = [word.lstrip("'") for word in words if word]
    try:
        for read in (_spoken, _ago, _dashed, _dotted, _week, _worded):
            if (days := read(words, today)) is not None:
                return days
    except (ValueError, OverflowError, StopIteration) as error:
        raise error if isinstance(error, InvalidDate) else InvalidDate("no such day") from error
    raise InvalidDate("not a date; try 2024-03-12, 12 mar, last fri or 3d" if words else "which day?")


def read_day(text: str, today: date) -> date:
    """The day that the text names. Raises InvalidDate, for a week, month or year too."""
    first, last = read_days(text, today)
    if first != last:
        raise InvalidDate("more than one day")
    return first


def _spoken(words: Sequence[str], today: date) -> Days | None:
    """`today`, `yesterday`, `fri`, `last fri`, `this week`, `last month`."""
    match words:
        case [("today" | "tod" | "t" | "now")]:
            return Days(today, today)
        case [word] if word and "yesterday".startswith(word):
            return _one(today - timedelta(days=1))
        case ["day", "before", "yesterday"]:
            return _one(today - timedelta(days=2))
        case [word] if (weekday := _named(word, WEEKDAYS, 2)) is not None:
            return _one(today - timedelta(days=(today.weekday() - weekday) % 7))
        case ["last", word] if (weekday := _named(word, WEEKDAYS, 2)) is not None:
            return _one(today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1))
        case ["last", word] if (month := _named(word, MONTHS, 3)) is not None:
            return _month(today.year - (month + 1 >= today.month), month + 1)
        case [("this" | "last") as which, ("week" | "month" | "year") as unit]:
            return _around(unit, _back(today, int(which == "last"), unit))
    return None


def _ago(words: Sequence[str], today: date) -> Days | None:
    """`3d`, `-7`, `2 weeks ago`, `1 month`."""
    found = re.fullmatch(r"-?(\d{1,5}) ?(d|days?|w|weeks?|m|months?|y|years?)( ago)?|-(\d{1,5})", " ".join(words), re.A)
    if found is None:
        return None
    return _one(_back(today, int(found[1] or found[4]), UNITS[(found[2] or "d")[0]]))


def _dashed(words: Sequence[str], today: date) -> Days | None:
    """`2024-03-12`, `20240312`, `2024-03`, `12/3/24`, `03/2024`; `12/3` alone is ambiguous."""
    if len(words) != 1:
        return None
    if found := re.fullmatch(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?|(\d{4})(\d{2})(\d{2})", words[0], re.A):
        year, _, month, day, *together = found.groups()
        if together[0]:
            return _one(date(*map(int, together)))
        return _one(_day(int(year), int(month), int(day))) if day else _month(int(year), int(month))
    if found := re.fullmatch(r"(\d{1,2})[-/](\d{4})", words[0], re.A):
        return _month(int(found[2]), int(found[1]))
    if found := re.fullmatch(r"(\d{1,2})([-/])(\d{1,2})(?:\2(\d{2}|\d{4}))?", words[0], re.A):
        one, other = int(found[1]), int(found[3])
        if one != other and one <= 12 and other <= 12:
            raise InvalidDate(f"{one} {_short(other)} or {other} {_short(one)}?")
        day, month = (one, other) if one > 12 else (other, one)
        return _one(_day(_year(found[4]), month, day) if found[4] else _latest(month, day, today))
    return None


def _dotted(words: Sequence[str], today: date) -> Days | None:
    """`12.3.2024`, `12.3.24`, `12.3.`, `3.2024`."""
    text = "".join(words)
    if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.?(?:(?<=\.)(\d{4}|\d{2}))?", text, re.A):
        day, month = int(found[1]), int(found[2])
        return _one(_day(_year(found[3]), month, day) if found[3] else _latest(month, day, today))
    if found := re.fullmatch(r"(\d{1,2})\.(\d{4})", text, re.A):
        return _month(int(found[2]), int(found[1]))
    return None


def _week(words: Sequence[str], today: date) -> Days | None:
    """`2024-W11`, `2024w11`, `w11`: a week as ISO 8601 counts them."""
    found = re.fullmatch(r"(?:(\d{4})-?)?w(?:eek)?(\d{1,2})", "".join(words), re.A)
    if found is None:
        return None
    year, week = int(found[1] or today.isocalendar().year), int(found[2])
    monday = date.fromisocalendar(year, week, 1)
    return _around("week", date.fromisocalendar(year - 1, week, 1) if not found[1] and monday > today else monday)


def _worded(words: Sequence[str], today: date) -> Days | None:
    """`12 mar 24`, `mar 12th`, `Tue 12 March 2024`, `jul 2024`, `jul`, `2024`, `12`."""
    weekday = _named(words[0].rstrip("."), WEEKDAYS, 2) if words else None
    rest = words if weekday is None else words[1:]
    split = [part for word in rest for part in re.findall(r"\d+|[a-z]+", word, re.A)]
    if len("".join(split)) != sum(len(re.sub("[.-]", "", word)) for word in rest):
        return None
    numbers: list[str] = []
    month = None
    for part, before in zip(split, ["", *split], strict=False):
        if part in ("st", "nd", "rd", "th") and before.isdecimal():
            continue
        if part.isdecimal():
            numbers.append(part)
        elif month is None and (named := _named(part, MONTHS, 3)) is not None:
            month = named + 1
        else:
            return None
    days = _numbered(numbers, month, today)
    if weekday is not None and days is not None and (days.first != days.last or days.first.weekday() != weekday):
        raise InvalidDate(f"{days.first.day} {_short(days.first.month)} {days.first.year} is a {days.first:%A}")
    return days


def _numbered(numbers: Sequence[str], month: int | None, today: date) -> Days | None:
    if any(len(number) not in (1, 2, 4) for number in numbers):
        return None
    match numbers, month:
        case [number], None:
            if len(number) == 4:
                return Days(date(int(number), 1, 1), date(int(number), 12, 31))
            return _one(next(day for day in _days_before(today) if day.day == int(number)))
        case [], int():
            return _month(today.year - (month > today.month), month)
        case [number], int():
            if len(number) == 4:
                return _month(int(number), month)
            return _one(_latest(month, int(number), today))
        case [one, other], int():
            day, year = (other, one) if len(one) == 4 else (one, other)
            return _one(_day(_year(year), month, int(day))) if len(day) < 4 and len(year) != 1 else None
    return None


def _named(word: str, names: Sequence[str], least: int) -> int | None:
    """Index of the name that the word abbreviates to at least `least` letters: `sept`, `thurs` …"""
    if len(word) < least:
        return None
    return next((index for index, name in enumerate(names) if name.startswith(word)), None)


def _one(day: date) -> Days:
    return Days(day, day)


def _day(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise InvalidDate(f"month {month} does not exist")
    if not 1 <= day <= monthrange(year, month)[1]:
        raise InvalidDate(f"{day} {_short(month)} {year} does not exist")
    return date(year, month, day)


def _month(year: int, month: int) -> Days:
    first = _day(year, month, 1)
    return Days(first, first.replace(day=monthrange(year, month)[1]))


def _latest(month: int, day: int, today: date) -> date:
    """The latest such day that is not in the future."""
    if not 1 <= month <= 12:
        raise InvalidDate(f"month {month} does not exist")
    if not 1 <= day <= monthrange(2024, month)[1]:
        raise InvalidDate(f"{day} {_short(month)} does not exist")
    years = (year for year in range(today.year, 0, -1) if day <= monthrange(year, month)[1])
    return next(found for year in years if (found := date(year, month, day)) <= today)


def _days_before(today: date) -> Iterator[date]:
    """The last two months, newest first: every day of the month is among them."""
    return (today - timedelta(days=back) for back in range(62))


def _back(today: date, count: int, unit: str) -> date:
    """The day `count` units ago; in a shorter month, its last day."""
    if unit in ("day", "week"):
        return today - timedelta(days=count * (7 if unit == "week" else 1))
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _around(unit: str, day: date) -> Days:
    """The week, month or year of the day."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return Days(monday, monday + timedelta(days=6))
    if unit == "month":
        return _month(day.year, day.month)
    return Days(date(day.year, 1, 1), date(day.year, 12, 31))


def _year(text: str) -> int:
    """`24` is 2024."""
    return int(text) + (2000 if len(text) <= 2 else 0)


def _short(month: int) -> str:
    return MONTHS[month - 1][:3].title()
