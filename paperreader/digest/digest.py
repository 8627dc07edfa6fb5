"""What a digest is: chosen papers in groups, and the days that they are of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from paperreader.humanize import count
from paperreader.models import Entry, Paper
from paperreader.period import Period
from paperreader.views import DayView


class DigestPaper(NamedTuple):
    """A paper with what the list says of it."""

    entry: Entry
    paper: Paper


class Digest(NamedTuple):
    """What every format writes."""

    title: str
    """The day, or the days: `Thursday 30 July 2026`."""
    first: date
    last: date
    """The days that its papers are of."""
    query: str
    """What all of them match; empty if they need not match anything."""
    followed: Sequence[DigestPaper]
    others: Sequence[DigestPaper]
    left_out: int
    """How many more there were."""
    hub: str
    """The address of the Hub or a mirror, for links."""
    is_by_upvotes: bool = True
    """The user did not choose another order."""

    @property
    def papers(self) -> list[DigestPaper]:
        """All of them, followed ones first."""
        return [*self.followed, *self.others]

    @property
    def groups(self) -> list[tuple[str, Sequence[DigestPaper]]]:
        """The groups that have papers, each with its heading: empty where there is only one, of papers like any."""
        heading = "Most upvoted" if self.is_by_upvotes else "Others"
        groups = [("You follow", self.followed), (heading if self.followed else "", self.others)]
        return [(name, papers) for name, papers in groups if papers]

    @property
    def contents(self) -> str:
        """`4 papers that you follow, 10 of 43 others`."""
        followed, others = len(self.followed), len(self.others)
        shown = f"{others} of {others + self.left_out:,}" if self.left_out else f"{others}"
        if not followed:
            return f"{shown} papers" if self.left_out else count(others, "paper")
        rest = f", {shown} other{'s' * (others + self.left_out != 1)}" if others or self.left_out else ""
        return f"{count(followed, 'paper')} that you follow{rest}"

    @property
    def rest(self) -> str:
        """What is said of the papers that were left out; empty if there are none."""
        return f"{count(self.left_out, 'more paper')} on the Hub" if self.left_out else ""

    @property
    def rest_url(self) -> str:
        """Where they are: the page of the day, of the week, or of the month."""
        if self.first == self.last:
            return f"{self.hub}/papers/date/{self.first}"
        week = Period.of("week", self.first)
        if self.last <= week.last:
            return f"{self.hub}/papers/week/{week.key}"
        return f"{self.hub}/papers/month/{Period.of('month', self.last).key}"


class Choice(NamedTuple):
    """Entries for a digest."""

    followed: Sequence[Entry]
    others: Sequence[Entry]
    left_out: int


def choose(entries: Sequence[Entry], top: int) -> Choice:
    """All followed papers, and the first `top` others."""
    others = [entry for entry in entries if not entry.followed]
    return Choice([entry for entry in entries if entry.followed], others[:top], len(others[top:]))


def days_title(first: date, last: date) -> str:
    """`Thursday 30 July 2026`, `Week 31 · 27-31 Jul 2026`, `July 2026`, `Wed 29 Jul - Mon 3 Aug 2026`."""
    if first == last:
        return DayView(first).title
    for unit in ("week", "month"):
        period = Period.of(unit, first)
        if (period.first, period.last) == (first, last):
            return period.title
    start = f"{first:%a} {first.day} {first:%b}" + ("" if first.year == last.year else f" {first.year}")
    return f"{start} - {last:%a} {last.day} {last:%b %Y}"
