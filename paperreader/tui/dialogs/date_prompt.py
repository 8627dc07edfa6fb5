"""Going to a day: a bar that takes a date in a person's words and says at once which day that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from paperreader.dates import InvalidDate, read_days
from paperreader.humanize import count, long_day
from paperreader.models import Day
from paperreader.tui.dialogs.prompt import Prompt
from paperreader.tui.render.styled_text import Glyphs, StyledSpan
from paperreader.tui.render.theme import Colors

PROMPT = " Go to "
EXAMPLES = "12 mar 24, jul 2024, last fri, 3d … · Esc closes"


class JumpTarget(NamedTuple):
    """Where a text leads."""

    day: date | None
    """None: nowhere yet."""
    words: str
    """What is there, or why it leads nowhere."""
    instead: str = ""
    """Why it is another day than the one that was named."""


def goal(text: str, today: date, days: Sequence[Day]) -> JumpTarget:
    """The day that the text leads to: the nearest with papers, or never asked for, at or before the one it names.

    `days`: all that there are, newest first.
    """
    if not text.strip():
        return JumpTarget(None, EXAMPLES)
    try:
        first, last = read_days(text, today)
    except InvalidDate as why:
        return JumpTarget(None, str(why))
    there = [day for day in days if day.papers != 0]
    if not there:
        return JumpTarget(None, "there are no days yet")
    day = next((day for day in there if day.date <= last), there[-1])
    among = [each for each in there if first <= each.date <= last]
    if len(among) > 1:
        unknown = sum(each.papers is None for each in among)
        papers = count(sum(each.papers or 0 for each in among), "paper")
        told = f"the last of {len(among)} days with {papers}" + (f", {unknown} not fetched" if unknown else "")
        return JumpTarget(day.date, f"{long_day(day.date)} · {told}")
    if among:
        return JumpTarget(day.date, _told(day))
    name = f"{last:%a} {last.day} {last:%b %Y}"
    if last > days[0].date:
        instead = f"{name} is still to come" if last > today else f"{name} is not there yet"
    elif day.date > last:
        instead = "the daily papers begin here"
    else:
        instead = f"no papers on {name}"
    return JumpTarget(day.date, f"{_told(day)} · {instead}", instead)


def _told(day: Day) -> str:
    if day.papers is None:
        return f"{long_day(day.date)} · not in the store yet"
    unread = f", {day.unread} unread" if day.unread else ""
    return f"{long_day(day.date)} · {count(day.papers, 'paper')}{unread}"


class DatePrompt(Prompt[JumpTarget]):
    """Enter answers with the goal, Escape with None."""

    def __init__(self, look: Callable[[str], JumpTarget], palette: Colors, glyphs: Glyphs) -> None:
        super().__init__(PROMPT, EXAMPLES, palette, glyphs)
        self._look = look

    def typed(self, text: str) -> None:
        found = self._look(text)
        self.said.say(StyledSpan(f" {found.words}", "accent" if found.day else "figure"))

    def go(self) -> None:
        """To where the text leads; one that leads nowhere stays to be changed."""
        found = self._look(self.text)
        if found.day is not None or not self.text.strip():
            self.dismiss(found if found.day else None)
