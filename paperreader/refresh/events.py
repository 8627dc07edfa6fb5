"""What a refresh reports while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from paperreader.models import HubHit, SaveResult


@dataclass(frozen=True, slots=True)
class Fetching:
    """A day was requested; None: the Hub was asked for its newest day."""

    day: date | None


@dataclass(frozen=True, slots=True)
class NewestDay:
    """The Hub's newest day."""

    day: date


@dataclass(frozen=True, slots=True)
class ArchiveSize:
    """How many days of the archive are still to be fetched."""

    days: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """A day was stored, or had not changed."""

    saved: SaveResult
    skipped: int = 0
    """Items that could not be read."""
    stopped: str = ""
    """The limit at which the rest was left out."""
    lacking: tuple[str, ...] = ()
    """What no paper had, though papers always have it."""

    @property
    def problem(self) -> str:
        """What is wrong with the day, in the user's words; empty if nothing is."""
        skipped = f"{self.skipped:,} could not be read" if self.skipped else ""
        stopped = f"stopped at {self.stopped}" if self.stopped else ""
        lacking = f"without {' and '.join(self.lacking)}" if self.lacking else ""
        return ", ".join(filter(None, (skipped, stopped, lacking)))


@dataclass(frozen=True, slots=True)
class TrendingFetched:
    """The Trending list was stored."""

    papers: int


@dataclass(frozen=True, slots=True)
class HubMatches:
    """Results of the Hub's own search; nothing of them is stored."""

    hits: list[HubHit]


@dataclass(frozen=True, slots=True)
class Waiting:
    """The Hub asks for a pause of so many seconds; repeated each second until it ends."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Notice:
    """A message for the user that is not an error."""

    message: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A day could not be fetched or stored; None: nothing can be stored."""

    day: date | None
    message: str


@dataclass(frozen=True, slots=True)
class Busy:
    """Another program is refreshing this store; the refresh ends."""


@dataclass(frozen=True, slots=True)
class Offline:
    """The Hub cannot be reached or does not serve us; the refresh ends."""

    message: str
    network_up: bool = False
    """The Hub returned an error or a rate limit, or we have a bug."""


@dataclass(frozen=True, slots=True)
class Done:
    """The refresh is complete."""

    days: int
    """Days that the Hub answered."""
    new: int
    """Papers that came with them."""


def log_line(event: Event) -> str | None:
    """What the log keeps of an event for finding a fault; None for what went well."""
    match event:
        case Fetched(saved) if event.problem:
            return f"{saved.day}: {event.problem}"
        case Failed(day, message):
            return f"{day or 'nothing can be stored'}: {message}"
        case Offline(message, network_up):
            return f"{'the Hub' if network_up else 'offline'}: {message}"
        case Notice(message):
            return message
        case _:
            return None


Event = (
    Fetching
    | NewestDay
    | ArchiveSize
    | Fetched
    | TrendingFetched
    | HubMatches
    | Waiting
    | Notice
    | Failed
    | Busy
    | Offline
    | Done
)
