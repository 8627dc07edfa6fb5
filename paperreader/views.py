"""What the list can show. A view knows its names, its order, its days, and what to say when it is empty.

Annotations are no strings here: named tuples are then made in half the time, and every start makes these.
"""

from collections.abc import Container
from datetime import date
from enum import Enum
from typing import NamedTuple

from paperreader.humanize import long_day, short_day

FIRST_DAY = date(2023, 5, 4)
"""The first day that the Hub has daily papers for."""


ANY_VIEW = "any"
"""The key of all views together."""


class View:
    """What all views have in common; each overrides what is different for it."""

    __slots__ = ()

    default_order = "by upvotes"
    """What it is sorted by unless the user chose, in words."""
    spans_days = True
    """Its papers are of several days, so that each says its own."""
    in_sidebar = False
    """The sidebar has a row for it."""
    detour = ""
    """Names what it is a detour from the days into: Esc goes back to where it was opened; "" if it is none."""
    shows_hidden = False
    """A last row says how many papers rules hide of it."""
    is_fixed = False
    """Its papers stay those that it was opened with; only their marks and figures follow the store."""
    empty_text = ""
    """What to say when it has no papers; empty where that depends on the Hub."""
    is_period = False
    """A week or month, which has others before and after it."""

    @property
    def day(self) -> date | None:
        """The one day that it shows."""
        return None

    @property
    def first_day(self) -> date | None:
        """The first of its days; None where it is of all days."""
        return None

    @property
    def search(self) -> "Search | None":
        """The view itself, if it is a search."""
        return None

    @property
    def kind(self) -> str:
        """Views of one kind are sorted alike: `day`, `week`, `month`, `search`, `hidden`, or a collection."""
        raise NotImplementedError

    @property
    def key(self) -> str:
        """Its name in the store."""
        raise NotImplementedError

    @property
    def title(self) -> str:
        """`Thursday 30 July 2026`, `Unread`, `Week 48 · 23-27 Nov 2026`, `“flow matching”`."""
        return self.short_title

    @property
    def short_title(self) -> str:
        """`Thu 30`, `Unread`, `Week 48`, `“flow matching”`."""
        raise NotImplementedError

    @property
    def limits(self) -> dict[str, str]:
        """First and last day as the store writes them; empty for all days."""
        return {}

    def days(self, newest: date) -> list[date]:
        """The days that the Hub is asked for, up to its newest, newest first."""
        return []

    def missing(self, stored: Container[date], newest: date) -> list[date]:
        """Those of its days that were never fetched."""
        return [day for day in self.days(newest) if day not in stored]

    def neighbour(self, step: int, newest: date) -> "View | None":
        """The next older (+1) or newer (-1) view of the same length, for those that do not go from day to day."""
        return None


class _Day(NamedTuple):
    date: date


class DayView(View, _Day):
    """One day of the daily papers."""

    __slots__ = ()

    kind = "day"
    default_order = "Hub order"
    spans_days = False
    in_sidebar = True
    shows_hidden = True

    @property
    def key(self) -> str:
        return self.date.isoformat()

    @property
    def title(self) -> str:
        return long_day(self.date)

    @property
    def short_title(self) -> str:
        return short_day(self.date)

    @property
    def day(self) -> date:
        return self.date

    @property
    def first_day(self) -> date:
        return self.date

    @property
    def limits(self) -> dict[str, str]:
        return {"first": self.key, "last": self.key}

    def days(self, newest: date) -> list[date]:
        return [self.date]


class _Search(NamedTuple):
    text: str
    growing: bool = False
    ranked: bool = False
    limit: int = 1_000
    hub: bool = False


class Search(View, _Search):
    """The papers that a query finds.

    `text`: as the user typed it, see `query` · `growing`: it is still being typed at its end · `ranked`: best match
    first instead of newest first, unless the text says how to sort · `limit`: papers at most · `hub`: the Hub's own
    search was asked, its papers are shown in its order.
    """

    __slots__ = ()

    kind = "search"
    key = ANY_VIEW
    in_sidebar = True
    detour = "search"
    is_fixed = True
    empty_text = "Nothing found."

    @property
    def default_order(self) -> str:  # type: ignore[override]
        return "similarity" if "like:" in self.text.lower() and "sort:" not in self.text.lower() else "as found"

    @property
    def search(self) -> "Search":
        return self

    @property
    def short_title(self) -> str:
        shown = self.text if len(self.text) <= 40 else f"{self.text[:39]}…"
        return f"“{shown}”"


class _Hidden(NamedTuple):
    of: View


class Hidden(View, _Hidden):
    """What rules hide of a day, a week or a month."""

    __slots__ = ()

    kind = "hidden"
    detour = "hidden"
    empty_text = "Nothing is hidden here."

    @property
    def key(self) -> str:
        return f"hidden {self.of.key}"

    @property
    def short_title(self) -> str:
        return f"Hidden in {self.of.short_title}"

    @property
    def limits(self) -> dict[str, str]:
        return self.of.limits


class Collection(View, Enum):
    """Papers of all days that have something in common."""

    UNREAD = "unread", "by day, newest first", "Everything is read."
    STARRED = (
        "starred",
        "last starred first",
        "No starred papers yet. {paper.toggle-star} stars the paper under the cursor.",
    )
    OPENED = (
        "opened",
        "last opened first",
        "Nothing opened yet. Papers you read to the end, open in the browser, or go to by id or link appear here.",
    )
    TRENDING = "trending", "Hub order", ""
    FOLLOWING = "following", "by day, newest first", "Nothing that you follow is stored yet."
    SECOND_LOOK = (
        "second-look",
        "most risen first",
        "Nothing for a second look. Papers that you passed over in the last weeks appear here once their votes reach"
        " the top tenth of their day, at most nine of a week, until you have looked at them.",
    )

    def __init__(self, key: str, default_order: str, empty_text: str) -> None:
        self._key, self.default_order, self.empty_text, self.in_sidebar = key, default_order, empty_text, True

    @property
    def kind(self) -> str:
        return self._key

    @property
    def key(self) -> str:
        return self._key

    @property
    def short_title(self) -> str:
        return "Recently opened" if self is Collection.OPENED else self.key.replace("-", " ").capitalize()
