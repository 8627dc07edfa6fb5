"""Papers, list entries, days, marks: plain, frozen data.

Annotations are no strings here: named tuples are then made in half the time, and every start makes these.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Literal, NamedTuple


class Paper(NamedTuple):
    """A paper from the Hub. All texts are cleaned; those named `_raw` keep their TeX, the others are readable."""

    id: str
    """arXiv id without version, `2607.12345`."""
    title: str
    title_raw: str
    abstract: str
    abstract_raw: str
    summary: str = ""
    """The Hub's AI summary; empty if there is none (yet)."""
    summary_raw: str = ""
    keywords: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    organization: str | None = None
    submitter: str | None = None
    upvotes: int = 0
    comments: int = 0
    github_repo: str | None = None
    github_stars: int | None = None
    """None if unknown, which it can be even with a repo; 0 is a real count."""
    project_page: str | None = None
    published: date | None = None
    """The arXiv date."""
    source: str = "hf"


class HubHit(NamedTuple):
    """A result of the Hub's own search, with the words (readable) that the Hub highlighted in its texts."""

    paper: Paper
    title_words: tuple[str, ...]
    abstract_words: tuple[str, ...]


TextRanges = tuple[tuple[int, int], ...]
"""Parts of a text as (start, end) offsets."""


class TextHit(NamedTuple):
    """Where a search matches in the whole text of a paper: a match, or some close together, with the words around."""

    number: str
    """Of the section, `3.2`; empty where it has none."""
    heading: str
    """Of the section; empty before the first."""
    words: str
    """With `…` where the block goes on."""
    matches: TextRanges
    """In `words`."""
    block: int
    """Which block of the text it is in, from 0."""
    offset: int
    """Where the first match begins in the text of the block."""

    @property
    def section(self) -> str:
        """`§ 3.2 Attention`."""
        return f"§ {self.number} {self.heading}".rstrip() if self.number else self.heading

    @property
    def matched(self) -> list[str]:
        """What matches."""
        return [self.words[start:end] for start, end in self.matches]


class TextHits(NamedTuple):
    """Where a search matches in a whole text, in the order of reading."""

    hits: tuple[TextHit, ...] = ()
    """The first of them."""
    total: int = 0
    """How many there are."""


NO_TEXT_HITS = TextHits()


class Rise(NamedTuple):
    """What a paper gained since the user's last visit to the list."""

    upvotes: int = 0
    comments: int = 0
    github_stars: int = 0


NO_RISE = Rise()


class Passed(NamedTuple):
    """How a paper stood when the user passed over it, and where it came to stand later."""

    at: datetime
    upvotes: int
    """It had then."""
    place: int
    """Among the papers of its day, as it is now; 1 has the most upvotes."""
    papers: int
    """Of its day."""
    looked_at: bool = False
    """Since then: the list has it no more at its next opening."""


class Entry(NamedTuple):
    """What a list shows of a paper, with the user's marks."""

    id: str
    day: date | None
    """The day that lists it in this view; None if no fetched day does."""
    title: str
    upvotes: int
    comments: int
    has_code: bool
    github_stars: int | None
    organization: str | None
    first_author: str
    authors: int
    """Number of authors, the first one included."""
    read: bool
    """The user marked it read."""
    unread: bool
    """It counts as unread: it is of the first start's newest day or a later one, or was marked unread."""
    starred: bool
    published: date | None = None
    """The arXiv date."""
    rise: Rise = NO_RISE
    title_matches: TextRanges = ()
    """Where a search matches in the title."""
    has_text: bool = False
    """Its whole text is stored."""
    new_comments: int = 0
    """How many came since the user's last visit to the discussion; 0 as well where they were never there."""
    rule: str = ""
    """The name of the rule that hides it, in a list of hidden papers."""
    followed: tuple[str, ...] = ()
    """The names of the follows that find it."""
    shared_words: tuple[str, ...] = ()
    """Words that made it similar, the most telling first, in a list of papers like another."""
    tags: tuple[str, ...] = ()
    has_note: bool = False
    own_score: float | None = None
    """In a list in the user's own order; None where nothing was learned yet."""
    put_forward: Literal["", "votes", "chance"] = ""
    """What gave it a place in such a list that its score would not have."""
    passed: Passed | None = None
    """In a list of papers for a second look."""
    groups: tuple[tuple[str, int], ...] = ()
    """The user's groups that know it, and how many members of each starred it."""


class Day(NamedTuple):
    """A day of the daily papers and how much of it is read."""

    date: date
    papers: int | None = None
    """None: never fetched."""
    unread: int = 0
    read: int = 0
    starts_unread: bool = False
    """Its papers count as unread until they are read: it is not before the first start's newest day."""
    complete: bool = False
    """It was fetched when the Hub had a later day, so nothing will be added to it."""
    fetched: datetime | None = None
    """When the Hub was last asked for it, UTC."""
    gone: datetime | None = None
    """When the Hub last said that it does not have the day any more; its stored papers stay."""


class SavedSearch(NamedTuple):
    """A search that the user saved for the sidebar, a rule that hides what it finds, or a follow."""

    name: str
    query: str
    hides: bool
    count: int  # type: ignore[assignment]  # tuple.count is not used
    """Unread papers that it finds; for a rule, papers that it hides."""
    follows: bool = False
    """Its papers are followed."""

    @property
    def kind(self) -> str:
        return "follow" if self.follows else "rule" if self.hides else "saved search"


class Totals(NamedTuple):
    """Papers in the collections, each counted once, however many days list it."""

    unread: int = 0
    starred: int = 0
    followed: int = 0
    """Those of the unread ones that are followed."""
    second_look: int = 0
    """As they were last counted."""


class Cause(StrEnum):
    """What led to a mark; it could not be reconstructed later."""

    OPENED = "opened"
    """Read to its end, or opened in the browser."""
    PASSED = "passed"
    """Shown for some time, by the read timer."""
    SKIPPED = "skipped"
    BULK = "bulk"
    BY_HAND = "by hand"

    @property
    def is_step(self) -> bool:
        """Whether undo can undo it: all but what the read timer marks."""
        return self is not Cause.PASSED


class Mark(NamedTuple):
    """A mark on a paper, as stores exchange it."""

    paper: str
    """Its id; the paper itself need not be stored."""
    field: str
    value: bool | str | None
    """None: undone, as if it had never been set."""
    at: str
    """When, as `timestamp` writes it."""
    cause: str | None
    device: str
    """The store that it was set in."""


def timestamp(at: datetime) -> str:
    """A time as stores keep it: UTC in microseconds, of fixed width, so that the texts sort like the times."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


class MarkChange(NamedTuple):
    """A value for one field of some papers, by their ids."""

    field: str
    value: bool | str
    papers: Collection[str]


class UndoStep(NamedTuple):
    """What undo or redo did."""

    field: str
    value: bool | str
    """The value that the step set."""
    cause: Cause
    papers: tuple[str, ...]
    """Those whose mark was undone or redone."""
    skipped: int
    """How many papers were left alone because their mark was changed later."""
    day: date | None
    """The newest day that lists the first of the papers."""
    run_left: int | None = None
    """How many more papers of the same run can be undone, or redone; None where it is no run."""
    others: tuple[tuple[str, bool | str], ...] = ()
    """Further fields that the step set, and the value of each."""
    searches: tuple[SavedSearch | None, SavedSearch | None] | None = None
    """Of a step that was no mark: a saved search, rule or follow, as it was before undo or redo and as it is now."""


class NextStep(NamedTuple):
    """What undo or redo would do next."""

    field: str
    value: bool | str
    """The value that the step set."""
    cause: Cause
    papers: int
    """How many it marked; of a run, all papers that are left."""
    paper: str
    """The id of the first of them; of a run, of the one that comes next."""
    is_run: bool
    """They were read on through, one by one: so they are undone and redone."""
    others: tuple[tuple[str, bool | str], ...] = ()


class SaveResult(NamedTuple):
    """What saving a day changed."""

    day: date
    papers: int
    new: int
    """Papers that this day did not list before."""
