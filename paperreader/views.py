"""What the list can show. A view knows its names, its order, its days, and what to say when it is empty.

Annotations are no strings here: named tuples are then made in half the time, and every start makes these.
"""

from collections.abc import Container
from datetime import date, timedelta
from enum import Enum
from typing import Literal, NamedTuple, Self

from paperreader.humanize import long_day, short_day

FIRST_DAY = date(2023, 5, 4)
"""The first day that the Hub has daily papers for."""


ANY_VIEW = "any"
"""The key of all views together."""


class View:
    """What all views have in common; each overrides what is different for it."""

    __slots__ = ()

    own_order = "by upvotes"
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
    own_order = "Hub order"
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


class _Period(NamedTuple):
    unit: Literal["week", "month"]
    first: date
    last: date


class Period(View, _Period):
    """A week or a month: all that its days list, by upvotes."""

    __slots__ = ()

    detour = "period"
    is_period = True
    shows_hidden = True

    @classmethod
    def of(cls, unit: Literal["week", "month"], day: date) -> Self:
        """The ISO week or the month that the day is in."""
        if unit == "week":
            monday = day - timedelta(days=day.weekday())
            return cls(unit, monday, monday + timedelta(days=6))
        first = day.replace(day=1)
        return cls(unit, first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))

    @property
    def kind(self) -> str:
        return self.unit

    @property
    def key(self) -> str:
        """`2026-W09`, `2026-02`: as the Hub writes it."""
        return f"{self.first:%G-W%V}" if self.unit == "week" else f"{self.first:%Y-%m}"

    @property
    def title(self) -> str:
        if self.unit == "month":
            return f"{self.first:%B %Y}"
        friday = self.last - timedelta(days=2)
        start = f"{self.first.day}" if self.first.month == friday.month else f"{self.first.day} {self.first:%b}"
        return f"{self.short_title} · {start}-{friday.day} {friday:%b %Y}"

    @property
    def short_title(self) -> str:
        return f"Week {self.first.isocalendar().week}" if self.unit == "week" else f"{self.first:%b %Y}"

    @property
    def limits(self) -> dict[str, str]:
        return {"first": self.first.isoformat(), "last": self.last.isoformat()}

    @property
    def first_day(self) -> date:
        return self.first

    def neighbour(self, step: int, newest: date) -> "Period | None":
        """None before the first day and after the newest."""
        day = self.first - timedelta(days=1) if step > 0 else self.last + timedelta(days=1)
        period = self.of(self.unit, day)
        return period if period.last >= FIRST_DAY and period.first <= newest else None

    def days(self, newest: date) -> list[date]:
        """Working days only: no paper comes on a weekend."""
        last = min(self.last, newest)
        back = (last - timedelta(days=n) for n in range((last - self.first).days + 1))
        return [day for day in back if day >= FIRST_DAY and day.weekday() < 5]


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
    def own_order(self) -> str:  # type: ignore[override]
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

    def __init__(self, key: str, own_order: str, empty_text: str) -> None:
        self._key, self.own_order, self.empty_text, self.in_sidebar = key, own_order, empty_text, True

    @property
    def kind(self) -> str:
        return self._key

    @property
    def key(self) -> str:
        return self._key

    @property
    def short_title(self) -> str:
        return "Recently opened" if self is Collection.OPENED else self.key.capitalize()
