"""The progress bar of the archive, and messages that do not get mixed up with it."""

from __future__ import annotations

import os
import sys
from time import monotonic

from paperreader.cli.output import print_stderr
from paperreader.humanize import duration
from paperreader.refresh import ArchiveSize, Event, Waiting
from paperreader.refresh.progress import Progress

REDRAW_INTERVAL_S = 0.1
MAX_BAR_COLUMNS = 40


class ProgressBar:
    """Draws nothing before the size of the archive is known, nor into a pipe."""

    def __init__(self) -> None:
        self.progress = Progress()
        self.visible = False
        self._drawn_at = 0.0

    def update(self, event: Event) -> None:
        """Follow a refresh; without a bar, each pause is reported once on standard error."""
        new_pause = isinstance(event, Waiting) and event.seconds > self.progress.waiting
        self.progress.update(event)
        if isinstance(event, ArchiveSize):
            self.visible = sys.stdout.isatty() and os.environ.get("TERM") not in (None, "dumb", "unknown")
        if new_pause and not self.visible:
            self.print_stderr(f"waiting {duration(self.progress.waiting)} for the Hub")
        if self.visible and monotonic() - self._drawn_at >= REDRAW_INTERVAL_S:
            self._draw()

    def print_stderr(self, message: str) -> None:
        """Print a line on standard error in place of the bar."""
        self.clear()
        print_stderr(message)

    def clear(self) -> None:
        """Erase the bar."""
        if self.visible:
            print("\r\x1b[K", end="", flush=True)

    def _draw(self) -> None:
        self._drawn_at = monotonic()
        width = os.get_terminal_size(sys.stdout.fileno()).columns - 1
        utf8 = "utf" in sys.stdout.encoding.lower()
        print(f"\r{line(self.progress, width, utf8=utf8)}\x1b[K", end="", flush=True)


def line(progress: Progress, width: int, *, utf8: bool = True) -> str:
    """`████░░░░  412/925 days · 8,120 papers · 75 papers/s · 3 minutes left`, as much of it as fits."""
    full, empty, separator = ("█", "░", " · ") if utf8 else ("#", "-", ", ")
    facts = progress.facts
    while len(facts) > 1 and len(separator.join(facts)) > width:
        facts.pop()
    text = separator.join(facts)[:width]
    room = min(width - len(text) - 2, MAX_BAR_COLUMNS)
    done = room * progress.done // max(1, progress.days)
    return f"{full * done}{empty * (room - done)}  {text}" if room >= 5 else text
