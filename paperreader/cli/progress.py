"""The archive's progress as a bar on a terminal, and what is said besides."""

from __future__ import annotations

import os
import sys
from time import monotonic

from paperreader.cli.output import say
from paperreader.humanize import duration
from paperreader.refresh import Event, Lacking, Waiting
from paperreader.refresh.progress import Progress

OFTEN = 0.1
"""Seconds between two looks of the bar."""
LONGEST = 40


class Bar:
    """Nothing is drawn before the archive has begun, nor into a pipe."""

    def __init__(self) -> None:
        self.progress = Progress()
        self.drawn = False
        self._drawn_at = 0.0

    def take(self, event: Event) -> None:
        """Follow a refresh; elsewhere than in the bar a pause is told once."""
        anew = isinstance(event, Waiting) and event.seconds > self.progress.waiting
        self.progress.take(event)
        if isinstance(event, Lacking):
            self.drawn = sys.stdout.isatty() and os.environ.get("TERM") not in (None, "dumb", "unknown")
        if anew and not self.drawn:
            self.say(f"waiting {duration(self.progress.waiting)} for the hub")
        if self.drawn and monotonic() - self._drawn_at >= OFTEN:
            self._draw()

    def say(self, message: str) -> None:
        """A line on stderr in the place of the bar."""
        self.clear()
        say(message)

    def clear(self) -> None:
        """Take the bar away."""
        if self.drawn:
            print("\r\x1b[K", end="", flush=True)

    def _draw(self) -> None:
        self._drawn_at = monotonic()
        width = os.get_terminal_size(sys.stdout.fileno()).columns - 1
        signs = "█░" if "utf" in sys.stdout.encoding.lower() else "#-"
        print(f"\r{line(self.progress, width, signs)}\x1b[K", end="", flush=True)


def line(progress: Progress, width: int, signs: str = "█░") -> str:
    """`████░░░░  412 of 925 days, 8,120 papers, 75 a second, 3 minutes left`, as much as there is room for."""
    facts = progress.facts
    while len(facts) > 1 and len(", ".join(facts)) > width:
        facts.pop()
    text = ", ".join(facts)[:width]
    room = min(width - len(text) - 2, LONGEST)
    done = room * progress.done // max(1, progress.days)
    return f"{signs[0] * done}{signs[1] * (room - done)}  {text}" if room >= 5 else text
