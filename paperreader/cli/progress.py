"""Progress bars, of the archive and of texts, and messages that do not get mixed up with them."""

from __future__ import annotations

import os
import sys
from time import monotonic
from typing import Protocol

from paperreader.cli.output import print_stderr
from paperreader.humanize import duration
from paperreader.refresh import ArchiveSize, Event, Waiting
from paperreader.refresh.progress import Progress

REDRAW_INTERVAL_S = 0.1
MAX_BAR_COLUMNS = 40


class Measurable(Protocol):
    """What can be drawn as a bar."""

    @property
    def done(self) -> int:
        """How much of `total` is through."""

    @property
    def total(self) -> int:
        """How much it is altogether."""

    @property
    def facts(self) -> list[str]:
        """What to say beside it: most important first."""


class Bar:
    """A bar in the last line of a terminal; in a pipe there is none."""

    def __init__(self) -> None:
        self.visible = False
        self._drawn_at = 0.0

    def appear(self) -> None:
        """Be visible from now on, if there is a terminal."""
        self.visible = sys.stdout.isatty() and os.environ.get("TERM") not in (None, "dumb", "unknown")

    def draw(self, progress: Measurable) -> None:
        """Show it, but not too often."""
        if not self.visible or monotonic() - self._drawn_at < REDRAW_INTERVAL_S:
            return
        self._drawn_at = monotonic()
        width = os.get_terminal_size(sys.stdout.fileno()).columns - 1
        utf8 = "utf" in sys.stdout.encoding.lower()
        print(f"\r{line(progress, width, utf8=utf8)}\x1b[K", end="", flush=True)

    def print_stderr(self, message: str) -> None:
        """Print a line on standard error in place of the bar."""
        self.clear()
        print_stderr(message)

    def clear(self) -> None:
        """Erase the bar."""
        if self.visible:
            print("\r\x1b[K", end="", flush=True)


class ProgressBar(Bar):
    """The archive's: draws nothing before its size is known."""

    def __init__(self) -> None:
        super().__init__()
        self.progress = Progress()

    def update(self, event: Event) -> None:
        """Follow a refresh; without a bar, each pause is reported once on standard error."""
        new_pause = isinstance(event, Waiting) and not event.trouble and event.seconds > self.progress.waiting
        self.progress.update(event)
        if isinstance(event, ArchiveSize):
            self.appear()
        if new_pause and not self.visible:
            self.print_stderr(f"waiting {duration(self.progress.waiting)} for the Hub")
        self.draw(self.progress)


def line(progress: Measurable, width: int, *, utf8: bool = True) -> str:
    """`████░░░░  412/925 days · 8,120 papers · 75 papers/s · 3 minutes left`, as much of it as fits."""
    full, empty, separator = ("█", "░", " · ") if utf8 else ("#", "-", ", ")
    facts = progress.facts
    while len(facts) > 1 and len(separator.join(facts)) > width:
        facts.pop()
    text = separator.join(facts)[:width]
    room = min(width - len(text) - 2, MAX_BAR_COLUMNS)
    done = room * progress.done // max(1, progress.total)
    return f"{full * done}{empty * (room - done)}  {text}" if room >= 5 else text
