"""What is reported while days, texts and PDFs are fetched."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from paperreader.address import CRAWL_DELAY_S
from paperreader.humanize import count, duration
from paperreader.models import HubHit, SaveResult

if TYPE_CHECKING:
    from paperreader.fulltext.blocks import Source


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
class DetailFetched:
    """What is around a paper was stored: the repositories that name it, and its discussion."""

    paper: str


@dataclass(frozen=True, slots=True)
class DetailFailed:
    """What is around a paper could not be fetched; what was stored of it stays."""

    paper: str
    message: str


@dataclass(frozen=True, slots=True)
class FetchingText:
    """The text of a paper was requested."""

    paper: str
    host: str
    """`arXiv` or `the Hub`."""


@dataclass(frozen=True, slots=True)
class TextFetched:
    """The text of a paper was stored, or had not changed."""

    paper: str
    source: Source
    version: str = ""
    """The arXiv version that it was made of; empty if unknown."""
    lacks: tuple[str, ...] = ()
    """What the source lost."""


@dataclass(frozen=True, slots=True)
class TextNotStored:
    """The text of a paper was fetched for a user who waits for it, but it cannot be stored: it comes along."""

    paper: str
    text: bytes
    """As `fulltext.encode` makes it."""
    message: str


@dataclass(frozen=True, slots=True)
class NoText:
    """Neither arXiv nor the Hub has a text of the paper, which was stored."""

    paper: str
    reason: str


@dataclass(frozen=True, slots=True)
class TextFailed:
    """The text of a paper could not be fetched this time; nothing was stored."""

    paper: str
    message: str


@dataclass(frozen=True, slots=True)
class TextsProgress:
    """How far the texts of several papers are."""

    done: int
    """Papers that are through, whatever came of them, those included that had a text already."""
    total: int
    failed: int
    """Those of `done` that have no text, or not this time."""
    wait_s: float = 0
    """Seconds until the next is requested; reported each second."""

    @property
    def facts(self) -> list[str]:
        """`3/20 texts`, `1 failed`, `4 minutes left`, `next in 12 s`: most important first."""
        left = (self.total - self.done) * CRAWL_DELAY_S
        failed = [f"{self.failed:,} failed"] if self.failed else []
        wait = [f"next in {duration(math.ceil(self.wait_s))}"] if self.wait_s else []
        return [f"{self.done:,}/{count(self.total, 'text')}", *failed, f"{duration(left)} left", *wait]

    @property
    def summary(self) -> str:
        """What has come, and of how many: `17 of 20 texts stored`."""
        return f"{self.done - self.failed:,} of {count(self.total, 'text')} stored"


@dataclass(frozen=True, slots=True)
class PdfProgress:
    """How much of a PDF has arrived, in bytes."""

    paper: str
    received: int
    total: int | None
    """None if unknown."""


@dataclass(frozen=True, slots=True)
class PdfSaved:
    """A PDF was saved to a file."""

    paper: str
    path: str


@dataclass(frozen=True, slots=True)
class PdfFailed:
    """There is no PDF, or it could not be saved."""

    paper: str
    message: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """The Hub or arXiv asks for a pause of so many seconds; repeated each second until it ends."""

    seconds: float
    trouble: str = ""
    """Where nobody asks for the pause: why the request is tried again after it, `arXiv returned an error (500)`."""


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
        case (
            NoText(paper, message)
            | TextFailed(paper, message)
            | TextNotStored(paper, _, message)
            | PdfFailed(paper, message)
            | DetailFailed(paper, message)
        ):
            return f"{paper}: {message}"
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
    | DetailFetched
    | DetailFailed
    | FetchingText
    | TextFetched
    | TextNotStored
    | NoText
    | TextFailed
    | TextsProgress
    | PdfProgress
    | PdfSaved
    | PdfFailed
    | Waiting
    | Notice
    | Failed
    | Busy
    | Offline
    | Done
)
