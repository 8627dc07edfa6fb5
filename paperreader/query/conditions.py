"""What a query is made of. The store has the SQL for each kind of condition."""

from datetime import date
from typing import Literal, NamedTuple

WHOLE_TEXT = "text"
"""The field of words that are looked for in whole papers."""
NOTE = "note"
"""The field of words that are looked for in the user's notes."""


class Words(NamedTuple):
    """Words next to each other, in one text of a paper or in any of them, but for the whole paper and notes."""

    text: str
    field: str = ""
    """The paper's text, as the index names it (`authors`), WHOLE_TEXT or NOTE; empty for all that the index has."""
    exact: bool = False
    """Match them as they are written, not by their stems."""
    growing: bool = False
    """The last word is still being typed: also match what begins with it."""

    @property
    def in_whole_text(self) -> bool:
        return self.field == WHOLE_TEXT

    @property
    def in_note(self) -> bool:
        return self.field == NOTE

    @property
    def in_paper(self) -> bool:
        """The index of papers has the text."""
        return self.field not in (WHOLE_TEXT, NOTE)

    @property
    def settled(self) -> bool:
        return not self.in_note


class Person(NamedTuple):
    """A person, however the name is written (see `text.person_names`)."""

    name: str
    role: Literal["authors", "submitter"]
    """What they are of the paper: the column of the store that names them."""
    growing: bool = False
    """The name is still being typed."""

    @property
    def settled(self) -> bool:
        return True


class Between(NamedTuple):
    """A number of a paper, or the day it was listed, from `low` to `high`; None: no limit on that side."""

    what: str
    """The field: `day`, `upvotes` …"""
    low: int | date | None
    high: int | date | None
    relative: bool = False
    """The limits count back from today."""

    @property
    def settled(self) -> bool:
        return not self.relative


class Fact(NamedTuple):
    """Something that is true or false of a paper: `unread`, `code` …"""

    name: str
    is_mark: bool = False
    """The user can change it."""

    @property
    def settled(self) -> bool:
        return not self.is_mark


class Tagged(NamedTuple):
    """The user gave it this tag."""

    tag: str
    """Or `any` or `none` (see `text.tags`)."""
    exact: bool = False
    """Spelled just so, accents and all."""
    growing: bool = False
    """The tag is still being typed."""

    @property
    def settled(self) -> bool:
        return False


class InGroup(NamedTuple):
    """Members of this group of the user's starred it."""

    group: str
    """Or `any`."""
    first: date | None = None
    """They did so on this day (of UTC) or later; None: whenever that was."""
    last: date | None = None
    growing: bool = False
    """The group's name is still being typed."""

    @property
    def settled(self) -> bool:
        return False


class Papers(NamedTuple):
    """Certain papers."""

    ids: tuple[str, ...]

    @property
    def settled(self) -> bool:
        return True


Condition = Words | Person | Between | Fact | Tagged | InGroup | Papers


class Sort(NamedTuple):
    """Not a condition, but the order of the results."""

    name: str


class Like(NamedTuple):
    """Not a condition, but what the results are compared with: those most like this paper are kept, best first."""

    paper: str
    """Its id; it may not be stored."""


class Term(NamedTuple):
    """A condition, or its opposite."""

    of: Condition
    negated: bool = False

    @property
    def settled(self) -> bool:
        """Whether neither the user's marks nor a new day can change which papers match."""
        return self.of.settled


Clause = tuple[Term, ...]
"""Terms of which at least one must hold."""


class Query(NamedTuple):
    """A parsed search."""

    clauses: tuple[Clause, ...] = ()
    sort: str | None = None
    """One of `fields.SORTS`, if the user chose one."""
    hints: tuple[str, ...] = ()
    """What could not be parsed, and how it is searched for instead."""
    like: tuple[str, ...] = ()
    """Ids of the papers that the results are like: of all of them together. Empty: the results are like no paper."""

    def __bool__(self) -> bool:
        """Whether it asks for anything, if only for all papers in some order."""
        return bool(self.clauses or self.like) or self.sort is not None

    @property
    def words(self) -> list[Words]:
        """All words that are looked for."""
        terms = (term for clause in self.clauses for term in clause if not term.negated)
        return [term.of for term in terms if isinstance(term.of, Words)]

    @property
    def authors(self) -> list[Person]:
        """All authors that are looked for."""
        terms = (term for clause in self.clauses for term in clause if not term.negated)
        return [term.of for term in terms if isinstance(term.of, Person) and term.of.role == "authors"]

    @property
    def papers(self) -> tuple[str, ...]:
        """The papers that it names, if it asks for nothing else."""
        is_list = len(self.clauses) == 1 and len(self.clauses[0]) == 1 and not (self.like or self.sort)
        return self.named if is_list else ()

    @property
    def named(self) -> tuple[str, ...]:
        """All papers that it names."""
        terms = (term for clause in self.clauses for term in clause if not term.negated)
        return tuple(id for term in terms if isinstance(term.of, Papers) for id in term.of.ids)

    @property
    def is_about_own(self) -> bool:
        """Whether it asks for what the user or their groups wrote, which is nobody else's business."""
        return any(
            isinstance(term.of, Tagged | InGroup) or (isinstance(term.of, Words) and term.of.in_note)
            for clause in self.clauses
            for term in clause
        )

    @property
    def is_in_whole_texts(self) -> bool:
        """Whether it looks for words in whole papers."""
        return any(of.in_whole_text for of in self.words)
