"""What the lines of the sidebar stand for: views, and the headings that fold them.

Annotations are no strings here: named tuples are then made in half the time.
"""

from datetime import date
from enum import Enum
from typing import Literal, NamedTuple

from paperreader.models import Day, SavedSearch
from paperreader.views import Collection, DayView, Search, View


class Group(NamedTuple):
    """The heading of a month or a year. The newest year has none: its months stand by themselves."""

    first: date
    unit: Literal["month", "year"] = "month"


class Heading(Enum):
    """The heading of what is no day."""

    TAGS = "Tags"


class Tag(NamedTuple):
    """A tag that the user gave."""

    name: str
    papers: int
    """How many have it."""


Fold = Group | Heading
"""What can be folded."""
Row = Collection | SavedSearch | Tag | Day | Fold | None
"""What a line stands for; None is a blank line."""


def view_of(row: Row) -> View | None:
    """What a row shows."""
    if isinstance(row, SavedSearch):
        return Search(row.query)
    if isinstance(row, Tag):
        from paperreader.text.tags import search_for  # most starts have no tags

        return Search(search_for(row.name))
    return DayView(row.date) if isinstance(row, Day) else row if isinstance(row, Collection) else None


def is_same(listed: View, view: View) -> bool:
    """Whether the listed view is this one; a search however it is sorted, typed or asked for."""
    same_text = listed.search and view.search and listed.search.text == view.search.text
    return listed == view or bool(same_text)


def month_of(day: date) -> Group:
    return Group(day.replace(day=1))


def year_of(day: date) -> Group:
    return Group(day.replace(month=1, day=1), "year")


def is_in(row: Row, fold: Fold) -> bool:
    """Whether the day or month is of the month or year; or the tag among the tags."""
    if isinstance(row, Tag):
        return fold is Heading.TAGS
    first = row.date if isinstance(row, Day) else row.first if isinstance(row, Group) else None
    return first is not None and fold in (month_of(first), year_of(first))


def key_of(row: Row) -> object:
    """What stays the same of a row when its figures change."""
    if isinstance(row, SavedSearch):
        return row.query, row.name, row.follows
    return row.date if isinstance(row, Day) else (Tag, row.name) if isinstance(row, Tag) else row
