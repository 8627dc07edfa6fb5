"""Progress of fetching the archive, followed from a refresh's events."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from paperreader.humanize import count, duration
from paperreader.refresh.events import ArchiveSize, Event, Fetched, Waiting


class Progress:
    """Counts the archive's days as they arrive; keeps counting if the refresh is started again."""

    def __init__(self, *, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._started_at: float | None = None
        self.total = self.done = self.papers = 0
        """Days of the archive, those that are through, and their papers."""
        self.waiting = 0.0
        """Seconds left of a pause that the Hub asked for."""

    def update(self, event: Event) -> None:
        """Take one event of the refresh into account."""
        match event:
            case ArchiveSize(days):
                self.total = self.done + days
                self._started_at = self._clock() if self._started_at is None else self._started_at
            case Fetched(saved):
                self.done, self.papers, self.waiting = self.done + 1, self.papers + saved.papers, 0
            case Waiting(seconds, trouble) if not trouble:
                self.waiting = seconds

    @property
    def started(self) -> bool:
        """True once the number of days is known."""
        return self._started_at is not None

    @property
    def facts(self) -> list[str]:
        """`412/925 days`, `8,120 papers`, `75 papers/s`, `3 minutes left`: most important first."""
        facts = [f"{self.done:,}/{count(self.total, 'day')}", count(self.papers, "paper")]
        seconds = self._clock() - self._started_at if self._started_at is not None else 0
        if self.waiting:
            facts.append(f"waiting {duration(self.waiting)} for the Hub")
        elif self.done and seconds > 0:
            left = (self.total - self.done) * seconds / self.done
            facts += [f"{self.papers / seconds:,.0f} papers/s", f"{duration(left)} left"]
        return facts

    @property
    def summary(self) -> str:
        """What was fetched, and of how much: `412 of 925 days fetched, 8,120 papers`."""
        if not self.total:
            return "nothing is missing"
        days = f"{self.done:,} of {count(self.total, 'day')}" if self.done < self.total else count(self.total, "day")
        return f"{days} fetched, {count(self.papers, 'paper')}"
