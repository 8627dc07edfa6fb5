"""Progress bars, of the archive and of texts, and messages that do not get mixed up with them."""

from __future__ import annotations

import os
import sys
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from paperreader.cli.output import as_line, print_stderr
from paperreader.humanize import duration
from paperreader.refresh import ArchiveSize, Event, Waiting
from paperreader.refresh.progress import Progress

if TYPE_CHECKING:
    from paperreader.hub.client import Hub

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
        self._drawn_at = self._pause_s = 0.0

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

    def tell_pause(self, pause: Waiting, host: str) -> None:
        """Say once, on standard error, that a request waits; `host`: who was asked."""
        if pause.seconds > self._pause_s:
            self.print_stderr(pause_line(pause.seconds, pause.trouble, host))
        self._pause_s = pause.seconds

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
        """Follow a refresh; without a bar, each pause and each other attempt is reported once on standard error."""
        self.progress.update(event)
        if isinstance(event, ArchiveSize):
            self.appear()
        if not self.visible and isinstance(event, Waiting):
            self.tell_pause(event, "the Hub")
        self.draw(self.progress)


def pause_line(seconds: float, trouble: str, host: str) -> str:
    """`the Hub returned an error (500); trying again in 2 s`, or `waiting 60 s for the Hub`."""
    if trouble:
        return f"{as_line(trouble)}; trying again in {duration(seconds)}"
    return f"waiting {duration(seconds)} for {host}"


def tell_pauses(hub: Hub) -> None:
    """Say when a request to the Hub waits, to a user at a terminal: for programs an error is one line."""
    if not sys.stderr.isatty():
        return
    hub.on_wait = lambda seconds: print_stderr(pause_line(seconds, "", "the Hub"))
    hub.on_retry = lambda seconds, trouble: print_stderr(pause_line(seconds, trouble, "the Hub"))


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
