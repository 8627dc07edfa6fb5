"""How far fetching the archive is: a bar on a terminal, and what is said besides."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from time import monotonic

from paperreader.cli.telling import say
from paperreader.models import Saved

OFTEN = 0.1
"""Seconds between two looks of the bar."""
LONGEST_BAR = 40


class Progress:
    """The days of the archive that came so far; nothing is drawn before it has begun, nor into a pipe."""

    def __init__(self, *, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self.begun = self.drawn = False
        self._days = self._done = self._papers = 0
        self._begun_at = self._drawn_at = 0.0
        self._waiting = 0.0

    def begin(self, days: int) -> None:
        """So many are to come."""
        self.begun, self._days, self._begun_at = True, days, self._clock()
        self.drawn = sys.stdout.isatty() and os.environ.get("TERM") not in (None, "dumb", "unknown")
        self._draw()

    def got(self, saved: Saved) -> None:
        """A day came."""
        self._done, self._papers, self._waiting = self._done + 1, self._papers + saved.papers, 0
        if self._clock() - self._drawn_at >= OFTEN:
            self._draw()

    def wait(self, seconds: float) -> None:
        """The hub wants to be left alone; elsewhere than in the bar it is told once."""
        anew, self._waiting = seconds > self._waiting, seconds
        self._draw()
        if anew and not self.drawn:
            self.say(f"waiting {seconds:.0f} s for the hub")

    def say(self, message: str) -> None:
        """A line on stderr in the place of the bar."""
        self.clear()
        say(message)

    def clear(self) -> None:
        """Take the bar away."""
        if self.drawn:
            print("\r\x1b[K", end="", flush=True)

    @property
    def told(self) -> str:
        """What came of what was to come."""
        if not self._days:
            return "nothing is lacking"
        came = f"{self._done:,} of {count(self._days, 'day')}" if self._done < self._days else count(self._days, "day")
        return f"{came} fetched, with {count(self._papers, 'paper')}"

    def _draw(self) -> None:
        if self.drawn:
            self._drawn_at = self._clock()
            width = os.get_terminal_size(sys.stdout.fileno()).columns - 1
            full, empty = "█░" if "utf" in sys.stdout.encoding.lower() else "#-"
            print(f"\r{self.line(width, full, empty)}\x1b[K", end="", flush=True)

    def line(self, width: int, full: str = "█", empty: str = "░") -> str:
        """`████░░░░  412 of 925 days, 8,120 papers, 75 a second, 3 min left`, as much as there is room for."""
        seconds = self._clock() - self._begun_at
        facts = [f"{self._done:,} of {count(self._days, 'day')}", count(self._papers, "paper")]
        if self._waiting:
            facts.append(f"waiting {self._waiting:.0f} s for the hub")
        elif self._done and seconds > 0:
            left = (self._days - self._done) * seconds / self._done
            facts += [f"{self._papers / seconds:,.0f} a second", f"{duration(left)} left"]
        while len(facts) > 1 and len(", ".join(facts)) > width:
            facts.pop()
        text = ", ".join(facts)[:width]
        room = min(width - len(text) - 2, LONGEST_BAR)
        done = room * self._done // max(1, self._days)
        return f"{full * done}{empty * (room - done)}  {text}" if room >= 5 else text


def count(number: int, thing: str) -> str:
    """`1 day`, `8,120 papers`."""
    return f"{number:,} {thing}{'s' * (number != 1)}"


def duration(seconds: float) -> str:
    """`40 s`, `12 min`, `2.5 h`."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"
