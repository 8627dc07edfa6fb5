"""Values on the command line: days, numbers, papers and files, and what is said of wrong ones."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from datetime import UTC, date, datetime
from os.path import expanduser
from pathlib import Path
from typing import Final

from paperreader.period import Period
from paperreader.views import FIRST_DAY, DayView

MAX_COUNT: Final = 9_999
"""The largest number that an option takes."""
MAX_LARGE_COUNT: Final = 999_999
"""The same of one that may take all papers."""


def past_day(text: str) -> date:
    """A day until today, in UTC."""
    day = _day(text)
    _check_past(str(day), day)
    return day


def view(text: str) -> DayView | Period:
    """A day, a week or a month that has begun, in UTC."""
    from paperreader.dates import InvalidDate, read_days

    try:
        first, last = read_days(text, datetime.now(UTC).date())
    except InvalidDate as why:
        raise ArgumentTypeError(f'"{text}": {why}') from why
    if first == last:
        return DayView(past_day(text))
    for span in (Period.of("week", first), Period.of("month", first)):
        if (span.first, span.last) == (first, last):
            _check_past(span.key, first)
            return span
    raise ArgumentTypeError(f'"{text}" is not a day, week or month')


def _check_past(name: str, first: date) -> None:
    today = datetime.now(UTC).date()
    if first > today:
        raise ArgumentTypeError(f"{name} is in the future (in UTC today is {today})")


def _day(text: str) -> date:
    from paperreader.dates import InvalidDate, read_day

    try:
        day = read_day(text, datetime.now(UTC).date())
    except InvalidDate as why:
        raise ArgumentTypeError(f'"{text}": {why}') from why
    if day < FIRST_DAY:
        raise ArgumentTypeError(f"the daily papers begin on {FIRST_DAY}")
    return day


def count(text: str) -> int:
    """A number from 1 to MAX_COUNT."""
    if not (number := re.fullmatch("0*([1-9][0-9]{0,3})", text)):
        raise ArgumentTypeError(f'"{text}" is not a number from 1 to {MAX_COUNT}')
    return int(number[1])


def large_count(text: str) -> int:
    """A number from 1 to MAX_LARGE_COUNT."""
    if not (number := re.fullmatch("0*([1-9][0-9]{0,5})", text)):
        raise ArgumentTypeError(f'"{text}" is not a number from 1 to {MAX_LARGE_COUNT}')
    return int(number[1])


def papers(text: str) -> tuple[str, ...]:
    """The ids in `2607.12345`, `arXiv:2607.12345v2`, a link to a paper, its file, or several of these."""
    from paperreader.text.paper_ids import named_papers, paper_ids

    if not (ids := named_papers(text) or (paper_ids(text) if text.lower().endswith(".pdf") else ())):
        raise ArgumentTypeError(f'"{text}" is not an arXiv id; try 2607.12345')
    return ids


def paper(text: str) -> str:
    """The id of one paper that the store can hold: it has none from before April 2007."""
    ids = papers(text)
    if len(ids) > 1 or "/" in ids[0]:
        raise ArgumentTypeError(f'"{text}" is not an arXiv id like 2607.12345')
    return ids[0]


def tags(text: str) -> list[str]:
    """One or several tags, as they are stored."""
    from paperreader.text.tags import InvalidTag, read_tags

    try:
        if found := read_tags(text):
            return found
    except InvalidTag as why:
        raise ArgumentTypeError(str(why)) from None
    raise ArgumentTypeError("missing tag")


def path(text: str) -> Path:
    """A file or folder."""
    if not text or "\0" in text:
        raise ArgumentTypeError("missing file name")
    return Path(expanduser(text))  # after `=` no shell does it
