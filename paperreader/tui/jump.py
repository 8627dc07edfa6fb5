"""Going to a day: a bar that takes a date in a person's words and says at once which day that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import ModalScreen
from textual.widgets import Input

from paperreader.dates import Unclear, read_days
from paperreader.models import Day
from paperreader.tui.bars import Bar
from paperreader.tui.colors import Palette
from paperreader.tui.keys import APP_KEYS
from paperreader.tui.render import fit, long_day
from paperreader.tui.typeset import Glyphs, Line, Span

PROMPT = " Go to "
EXAMPLES = "12 mar 24, jul 2024, last fri, 3d … · Esc closes"


class Goal(NamedTuple):
    """Where a text leads."""

    day: date | None
    """None: nowhere yet."""
    words: str
    """What is there, or why it leads nowhere."""
    instead: str = ""
    """Why it is another day than the one that was named."""


def goal(text: str, today: date, days: Sequence[Day]) -> Goal:
    """The day that the text leads to: the nearest with papers, or never asked for, at or before the one it names.

    `days`: all that there are, newest first.
    """
    if not text.strip():
        return Goal(None, EXAMPLES)
    try:
        first, last = read_days(text, today)
    except Unclear as why:
        return Goal(None, str(why))
    there = [day for day in days if day.papers != 0]
    if not there:
        return Goal(None, "there are no days yet")
    day = next((day for day in there if day.date <= last), there[-1])
    among = [each for each in there if first <= each.date <= last]
    if len(among) > 1:
        unknown = sum(each.papers is None for each in among)
        papers = _count(sum(each.papers or 0 for each in among), "paper")
        told = f"the last of {len(among)} days with {papers}" + (f", {unknown} not fetched" if unknown else "")
        return Goal(day.date, f"{long_day(day.date)} · {told}")
    if among:
        return Goal(day.date, _told(day))
    name = f"{last:%a} {last.day} {last:%b %Y}"
    if last > days[0].date:
        instead = f"{name} is still to come" if last > today else f"{name} is not there yet"
    elif day.date > last:
        instead = "the daily papers begin here"
    else:
        instead = f"no papers on {name}"
    return Goal(day.date, f"{_told(day)} · {instead}", instead)


def _told(day: Day) -> str:
    if day.papers is None:
        return f"{long_day(day.date)} · not in the store yet"
    unread = f", {day.unread} unread" if day.unread else ""
    return f"{long_day(day.date)} · {_count(day.papers, 'paper')}{unread}"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'s' * (number != 1)}"


class Said(Bar):
    """A line that says one thing."""

    def __init__(self, text: str, role: str, *, id: str) -> None:
        super().__init__(id=id)
        self._span = Span(text, role)

    def say(self, text: str, role: str) -> None:
        self._span = Span(text, role)
        self.refresh()

    def line(self, width: int) -> Line:
        return Line(tuple(fit([self._span], width)))


class JumpBar(ModalScreen[Goal | None]):
    """Two lines in the place of status and keys; Enter answers with the goal, Escape with None."""

    AUTO_FOCUS = "#jump-input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", show=False),
        *(replace(key, action=f"app.{key.action}") for key in APP_KEYS if key.id == "app.suspend"),
    ]

    def __init__(self, look: Callable[[str], Goal], palette: Palette, glyphs: Glyphs) -> None:
        super().__init__()
        self._look, self._palette, self._glyphs = look, palette, glyphs
        self._said = Said(f" {EXAMPLES}", "figure", id="jump-said")
        self._early: list[events.Key] = []

    def compose(self) -> ComposeResult:
        with Container(id="jump"):
            prompt = Said(PROMPT, "strong", id="jump-prompt")
            yield from (prompt, Input(id="jump-input", compact=True, select_on_focus=False), self._said)
        for bar in (prompt, self._said):
            bar.palette, bar.glyphs = self._palette, self._glyphs

    def on_mount(self) -> None:
        for event in self._early:
            self.answer_early(event)

    def answer_early(self, event: events.Key) -> bool:
        """Take a key that was typed before the bar had opened: whether it meant anything."""
        if not self.is_mounted:
            self._early.append(event)
        elif event.key == "enter":
            self._go()
        elif event.is_printable and event.character:
            self.query_one(Input).insert_text_at_cursor(event.character)
        else:
            return False
        return True

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        found = self._look(event.value)
        self._said.say(f" {found.words}", "accent" if found.day else "figure")

    @on(Input.Submitted)
    def _go(self) -> None:
        """To where the text leads; one that leads nowhere stays to be changed."""
        text = self.query_one(Input).value
        found = self._look(text)
        if found.day is not None or not text.strip():
            self.dismiss(found if found.day else None)

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.dismiss(None)
