"""Where a date leads that the user types, in words or numbers; or a paper, by its id or a link to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from paperreader.dates import InvalidDate, read_days
from paperreader.humanize import count, long_day
from paperreader.models import Day
from paperreader.text.paper_ids import named_papers


class JumpTarget(NamedTuple):
    """Where a text leads."""

    day: date | None
    """None: nowhere yet."""
    text: str
    """What is there, or why it leads nowhere."""
    instead: str = ""
    """Why it is another day than the one that was named, as a sentence; empty if it is that day."""
    papers: tuple[str, ...] = ()
    """Papers that it leads to, in the place of a day."""

    @property
    def is_somewhere(self) -> bool:
        return self.day is not None or bool(self.papers)


def jump_target(text: str, today: date, days: Sequence[Day]) -> JumpTarget:
    """The day that the text leads to: the nearest with papers, or not fetched yet, at or before the one it names.

    `days`: every day there is, newest first.
    """
    if not text.strip():
        return JumpTarget(None, "")
    try:
        first, last = read_days(text, today)
    except InvalidDate as error:
        if ids := named_papers(text):
            what = f"arXiv:{ids[0]}" if len(ids) == 1 else count(len(ids), "paper")
            return JumpTarget(None, f"opens {what}", papers=ids)
        return JumpTarget(None, str(error))
    listed = [day for day in days if day.papers != 0]
    if not listed:
        return JumpTarget(None, "there are no days yet")
    day = next((day for day in listed if day.date <= last), listed[-1])
    among = [each for each in listed if first <= each.date <= last]
    if len(among) > 1:
        return JumpTarget(day.date, f"{long_day(day.date)} · {_of_several(among)}")
    if among:
        return JumpTarget(day.date, _described(day))
    name = f"{last:%a} {last.day} {last:%b %Y}"
    if last > days[0].date:
        instead = f"{name} is in the future" if last > today else f"{name} has no papers yet"
    elif day.date > last:
        instead = "the daily papers begin here"
    else:
        instead = f"no papers on {name}"
    sentence = f"{instead[0].upper()}{instead[1:]}: this is {long_day(day.date)}."
    return JumpTarget(day.date, f"{_described(day)} · {instead}", sentence)


def _of_several(days: Sequence[Day]) -> str:
    """`newest of 21 days, 300 papers (2 not fetched)`."""
    missing = sum(day.papers is None for day in days)
    if missing == len(days):
        return f"newest of {len(days)} days (none fetched yet)"
    papers = count(sum(day.papers or 0 for day in days), "paper")
    return f"newest of {len(days)} days, {papers}" + (f" ({missing} not fetched)" if missing else "")


def _described(day: Day) -> str:
    if day.papers is None:
        return f"{long_day(day.date)} · not fetched yet"
    unread = f", {day.unread} unread" if day.unread else ""
    return f"{long_day(day.date)} · {count(day.papers, 'paper')}{unread}"
