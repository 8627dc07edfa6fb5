"""What a list can be sorted by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from paperreader.models import Entry


class Order(StrEnum):
    """By what a list is sorted; papers that are alike in that stay in the view's own order."""

    OWN = "own"
    """The hub's for a day; that of a collection."""
    UPVOTES = "upvotes"
    RISE = "rise"
    NEWEST = "newest"
    COMMENTS = "comments"
    STARS = "stars"
    TITLE = "title"
    UNREAD = "unread"


KEYS: Mapping[Order, Callable[[Entry], Any]] = {
    Order.UPVOTES: lambda entry: -entry.upvotes,
    Order.RISE: lambda entry: tuple(-figure for figure in entry.rose),
    Order.NEWEST: lambda entry: tuple(-int(part) for part in entry.id.split(".")),
    Order.COMMENTS: lambda entry: -entry.comments,
    Order.STARS: lambda entry: 1 if entry.github_stars is None else -entry.github_stars,
    Order.TITLE: lambda entry: entry.title.casefold(),
    Order.UNREAD: lambda entry: not entry.unread,
}


def arranged(entries: Sequence[Entry], order: Order) -> list[Entry]:
    """The entries in that order; they come in the view's own."""
    return sorted(entries, key=KEYS[order]) if order in KEYS else list(entries)
