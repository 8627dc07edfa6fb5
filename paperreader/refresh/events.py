"""What a refresh tells while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from paperreader.models import HubHit, SaveResult


@dataclass(frozen=True, slots=True)
class Asking:
    """The hub is being asked for a day; None: which day its newest is."""

    day: date | None


@dataclass(frozen=True, slots=True)
class Newest:
    """The hub's newest day."""

    day: date


@dataclass(frozen=True, slots=True)
class Lacking:
    """So many days of the archive are to be fetched now."""

    days: int


@dataclass(frozen=True, slots=True)
class Got:
    """A day was stored, or had not changed."""

    saved: SaveResult
    skipped: int
    """Items that could not be read."""


@dataclass(frozen=True, slots=True)
class Trending:
    """What is trending was stored."""

    papers: int


@dataclass(frozen=True, slots=True)
class Matches:
    """What the hub's own search found; nothing of it is stored."""

    found: list[HubHit]


@dataclass(frozen=True, slots=True)
class Waiting:
    """The hub wants to be left alone for so many seconds; told again each second of them."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell that is no failure."""

    message: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A day could not be had, or not be stored; None: nothing can be stored."""

    day: date | None
    message: str


@dataclass(frozen=True, slots=True)
class Busy:
    """Another program refreshes this store; the refresh ends."""


@dataclass(frozen=True, slots=True)
class Offline:
    """The hub cannot be asked; the refresh ends."""

    message: str
    hub: bool = False
    """The network is not away: it is the hub that answers with an error or wants a pause, or we that made a mistake."""


@dataclass(frozen=True, slots=True)
class Done:
    """The refresh came to its end."""

    days: int
    """Days that the hub answered."""
    new: int
    """Papers that came with them."""


def for_the_log(event: Event) -> str | None:
    """What somebody who looks for a fault should find of it; None of what went as it should."""
    match event:
        case Got(saved, skipped) if skipped:
            return f"{saved.day}: {skipped} items could not be read"
        case Failed(day, message):
            return f"{day or 'nothing can be kept'}: {message}"
        case Offline(message, hub):
            return f"{'the hub' if hub else 'offline'}: {message}"
        case Notice(message):
            return message
        case _:
            return None


Event = Asking | Newest | Lacking | Got | Trending | Matches | Waiting | Notice | Failed | Busy | Offline | Done
