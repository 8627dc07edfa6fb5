"""What a reader of the daily papers talks about: plain, frozen data that imports nothing of ours.

A named tuple is made in half the time where annotations are no strings: those that a start needs stand in such files.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Literal, NamedTuple, Self

FIRST_DAY = date(2023, 5, 4)
"""The first day that the hub has daily papers for."""


class Paper(NamedTuple):
    """A paper as the hub tells of it: all texts cleaned, those named `_raw` with their TeX, the others readable."""

    id: str
    """arXiv id without version, `2607.12345`."""
    title: str
    title_raw: str
    abstract: str
    abstract_raw: str
    summary: str = ""
    """The hub's AI summary; empty where there is none (yet)."""
    summary_raw: str = ""
    keywords: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    organization: str | None = None
    submitter: str | None = None
    upvotes: int = 0
    comments: int = 0
    github_repo: str | None = None
    github_stars: int | None = None
    """None where unknown, also beside a repo; 0 is real."""
    project_page: str | None = None
    published: date | None = None
    """The arXiv date."""
    source: str = "hf"


class HubHit(NamedTuple):
    """A paper that the hub found for some words, and those of them, readable, that it marked in its texts."""

    paper: Paper
    title_words: tuple[str, ...]
    abstract_words: tuple[str, ...]


TextRanges = tuple[tuple[int, int], ...]
"""Parts of a text, each by its first character and the one behind its last."""


class Rise(NamedTuple):
    """What a paper's figures rose by since the person last looked at the list."""

    upvotes: int = 0
    comments: int = 0
    github_stars: int = 0


NOTHING_ROSE = Rise()


class Entry(NamedTuple):
    """What a list shows of a paper, with the person's marks."""

    id: str
    day: date | None
    """The day that it is listed under in this view; None: no day that was fetched lists it."""
    title: str
    upvotes: int
    comments: int
    has_code: bool
    github_stars: int | None
    organization: str | None
    first_author: str
    authors: int
    """How many authors, the first one included."""
    read: bool
    """A person marked it read."""
    unread: bool
    """It waits to be read: it came with or after the first start, or was set unread by hand."""
    starred: bool
    published: date | None = None
    """The arXiv date."""
    rose: Rise = NOTHING_ROSE
    found: TextRanges = ()
    """What a search found in the title."""
    rule: str = ""
    """The name of the rule that hides it, where what is hidden is shown."""


def with_rise(entries: Iterable[Entry], risen: Mapping[str, Rise]) -> list[Entry]:
    """The entries, each with what rose of it."""
    return [entry._replace(rose=risen[entry.id]) if entry.id in risen else entry for entry in entries]


class Day(NamedTuple):
    """A day of the daily papers and how far the person is with it."""

    date: date
    papers: int | None = None
    """None: never fetched."""
    unread: int = 0
    read: int = 0
    counts: bool = False
    """Its papers wait to be read (the day is not before the first start's newest)."""
    complete: bool = False
    """It was fetched while the hub had a later day."""
    fetched: datetime | None = None
    """When the hub was last asked for it, UTC."""
    gone: datetime | None = None
    """When the hub last said that it does not have the day any more; what came of it before stays."""


class Collection(StrEnum):
    """A view over all days."""

    UNREAD = "unread"
    STARRED = "starred"
    OPENED = "opened"
    """What was read to its end or opened elsewhere, the last first."""
    TRENDING = "trending"

    @property
    def label(self) -> str:
        return "Recently opened" if self is Collection.OPENED else self.value.capitalize()


class Search(NamedTuple):
    """A view of the papers that a query finds."""

    text: str
    """As a person typed it; see `query`."""
    growing: bool = False
    """It is still being typed at its end."""
    ranked: bool = False
    """The best first, not the newest, unless the text says how they are sorted."""
    limit: int = 1_000
    """How many of them are shown."""
    hub: bool = False
    """The hub was asked: what it answered, in its order."""


class Period(NamedTuple):
    """A week or a month: a view of all that its days list, by upvotes."""

    kind: Literal["week", "month"]
    first: date
    last: date

    @classmethod
    def of(cls, kind: Literal["week", "month"], day: date) -> Self:
        """The ISO week or the month that the day is in."""
        if kind == "week":
            monday = day - timedelta(days=day.weekday())
            return cls(kind, monday, monday + timedelta(days=6))
        first = day.replace(day=1)
        return cls(kind, first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))

    def neighbour(self, step: int) -> Self:
        """The next older (+1) or newer (-1) one."""
        return self.of(self.kind, self.first - timedelta(days=1) if step > 0 else self.last + timedelta(days=1))

    def days(self, newest: date) -> list[date]:
        """Its working days up to the hub's newest, newest first: no paper comes on a weekend."""
        last = min(self.last, newest)
        back = (last - timedelta(days=n) for n in range((last - self.first).days + 1))
        return [day for day in back if day >= FIRST_DAY and day.weekday() < 5]

    def __str__(self) -> str:
        """`2026-W09`, `2026-02`: as the hub writes it."""
        return f"{self.first:%G-W%V}" if self.kind == "week" else f"{self.first:%Y-%m}"


class Hidden(NamedTuple):
    """A view of what rules hide of a day, a week or a month."""

    of: date | Period


View = date | Collection | Search | Period | Hidden
"""What the list can show: one day, a collection, what was searched for, a week or a month, what is hidden of it."""


class SavedSearch(NamedTuple):
    """A search that a person keeps: it stands in the sidebar, or as a rule hides what it finds."""

    name: str
    query: str
    hides: bool
    count: int  # type: ignore[assignment]  # nobody counts in it as a tuple
    """What is unread of it; of a rule, what it hides."""


class Totals(NamedTuple):
    """Papers in the collections, each counted once however many days list it."""

    unread: int = 0
    starred: int = 0


class Field(StrEnum):
    """What can be marked on a paper."""

    READ = "read"
    STARRED = "starred"


class Cause(StrEnum):
    """How a mark came about; it cannot be found out later."""

    OPENED = "opened"
    PASSED = "passed"
    SKIPPED = "skipped"
    BULK = "bulk"
    BY_HAND = "by hand"

    @property
    def is_step(self) -> bool:
        """Whether undo takes it back: automatic marks are no steps of their own."""
        return self in (Cause.SKIPPED, Cause.BULK, Cause.BY_HAND)


class Mark(NamedTuple):
    """What a person made of a paper, as stores exchange it."""

    paper: str
    """Its id; the paper itself need not be known."""
    field: str
    value: bool | None
    """None: taken back, as if it had never been set."""
    at: str
    """When, as `moment` writes it."""
    cause: str | None
    device: str
    """Which store it was set in."""


def moment(at: datetime) -> str:
    """A time as stores keep it, UTC in microseconds: always as wide, so that texts compare as the times do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


class Step(NamedTuple):
    """One act of marking, as undo and redo report it."""

    field: Field
    value: bool
    """What the act had set."""
    cause: Cause
    papers: tuple[str, ...]
    """Those whose mark changed now."""
    skipped: int
    """Papers left alone, since something else changed their mark later."""
    day: date | None
    """The newest day that lists the first of the papers."""


class SaveResult(NamedTuple):
    """What saving a day's answer changed in the store."""

    day: date
    papers: int
    new: int
    """Papers that this day did not list before."""
