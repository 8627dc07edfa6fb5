"""The orders that a list can be sorted in.

Annotations are no strings here: named tuples are then made in half the time, and every start makes these.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from paperreader.models import Entry


class Order(StrEnum):
    """What a list is sorted by, as the store remembers it."""

    DEFAULT = "own"
    """As the view comes: the Hub's order for a day, a collection's own."""
    UPVOTES = "upvotes"
    RISE = "rise"
    NEWEST = "newest"
    COMMENTS = "comments"
    STARS = "stars"
    TITLE = "title"
    UNREAD = "unread"
    YOURS = "yours"
    """The user's own order: by what was learned of their taste."""


class SortOrder(NamedTuple):
    """How the user chooses an order, and how it sorts."""

    letter: str
    """Its key in the sort menu."""
    name: str
    """In the sort menu; empty for the default order, whose name the view knows."""
    status: str
    """Behind the number of papers in the status line."""
    key: Callable[[Entry], Any] | None
    """Papers with the same key keep the view's default order. None: it is that one, or the store works it out."""


ORDERS: Mapping[Order, SortOrder] = {
    Order.DEFAULT: SortOrder("h", "", "", None),
    Order.UPVOTES: SortOrder("v", "upvotes", " by upvotes", lambda entry: -entry.upvotes),
    Order.RISE: SortOrder(
        "r", "what rose since your last visit", " by rise", lambda entry: tuple(-figure for figure in entry.rise)
    ),
    Order.NEWEST: SortOrder(
        "n", "newest on arXiv", ", newest first", lambda entry: tuple(-int(part) for part in entry.id.split("."))
    ),
    Order.COMMENTS: SortOrder("c", "comments", " by comments", lambda entry: -entry.comments),
    Order.STARS: SortOrder(
        "s", "GitHub stars", " by stars", lambda entry: 1 if entry.github_stars is None else -entry.github_stars
    ),
    Order.TITLE: SortOrder("t", "title", " by title", lambda entry: entry.title.casefold()),
    Order.UNREAD: SortOrder("u", "unread first", ", unread first", lambda entry: not entry.unread),
    Order.YOURS: SortOrder("y", "yours", " in your order", None),
}
"""In the order of the sort menu."""


def sort_entries(entries: Sequence[Entry], order: Order) -> list[Entry]:
    """The entries, given in the view's default order, in another one."""
    key = ORDERS[order].key
    return sorted(entries, key=key) if key else list(entries)
