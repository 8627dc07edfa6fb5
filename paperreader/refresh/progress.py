"""How far fetching the archive is, from what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from paperreader.humanize import count, duration
from paperreader.refresh.events import Event, Got, Lacking, Waiting


class Progress:
    """The days of the archive that came so far; begun again, it goes on counting."""

    def __init__(self, *, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._begun_at: float | None = None
        self.days = self.done = self.papers = 0
        self.waiting = 0.0
        """Seconds that the hub still wants to be left alone."""

    def take(self, event: Event) -> None:
        """Follow a refresh."""
        match event:
            case Lacking(days):
                self.days = self.done + days
                self._begun_at = self._clock() if self._begun_at is None else self._begun_at
            case Got(saved):
                self.done, self.papers, self.waiting = self.done + 1, self.papers + saved.papers, 0
            case Waiting(seconds):
                self.waiting = seconds

    @property
    def begun(self) -> bool:
        """It is known how many days are to come."""
        return self._begun_at is not None

    @property
    def facts(self) -> list[str]:
        """`412 of 925 days`, `8,120 papers`, `75 a second`, `3 minutes left`: the first says most."""
        facts = [f"{self.done:,} of {count(self.days, 'day')}", count(self.papers, "paper")]
        seconds = self._clock() - self._begun_at if self._begun_at is not None else 0
        if self.waiting:
            facts.append(f"waiting {duration(self.waiting)} for the hub")
        elif self.done and seconds > 0:
            left = (self.days - self.done) * seconds / self.done
            facts += [f"{self.papers / seconds:,.0f} a second", f"{duration(left)} left"]
        return facts

    @property
    def told(self) -> str:
        """What came of what was to come."""
        if not self.days:
            return "nothing is lacking"
        came = f"{self.done:,} of {count(self.days, 'day')}" if self.done < self.days else count(self.days, "day")
        return f"{came} fetched, with {count(self.papers, 'paper')}"
