"""Trends: plain, frozen data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from paperreader.trends.half_years import HALF_YEAR, YEAR, HalfYears

MAX_SPELLINGS, MAX_SPELLING_CHARS = 20, 60
"""In a query, which has room for no more; longer ones are no word, but the first is always there."""


class Trend(NamedTuple):
    """A word, or words in a row, that more or fewer titles have than a year before."""

    name: str
    """As most titles write it."""
    spellings: Sequence[str]
    """All ways that titles write it in, the most usual first: in lower case, with blanks between words."""
    months: Sequence[int]
    """Papers that have it in their title, by the months of the half-years."""
    papers: Sequence[int]
    """All papers, by the same months."""
    z: float
    """How far it rose, in standard errors; negative: it fell."""
    p: float
    """How likely chance alone brings a change like this."""

    @property
    def rises(self) -> bool:
        return self.z > 0

    @property
    def before(self) -> int:
        """Papers that had it in the earlier half-year."""
        return sum(self.months[:HALF_YEAR])

    @property
    def now(self) -> int:
        """Papers that have it in the newest half-year."""
        return sum(self.months[YEAR:])

    @property
    def rate_before(self) -> float:
        """Of a thousand papers of the earlier half-year."""
        return 1000 * self.before / sum(self.papers[:HALF_YEAR])

    @property
    def rate_now(self) -> float:
        """Of a thousand papers of the newest half-year."""
        return 1000 * self.now / sum(self.papers[YEAR:])

    @property
    def rates(self) -> list[float | None]:
        """Of a thousand papers, by month; None where there are none."""
        pairs = zip(self.months, self.papers, strict=True)
        return [1000 * having / papers if papers else None for having, papers in pairs]


class Trends(NamedTuple):
    """What the stored days tell."""

    half_years: HalfYears
    missing: Sequence[date]
    """Days of the half-years that are not stored, the oldest first."""
    is_enough: bool
    """The others are enough to tell; if not, there are no words."""
    papers: int
    """Papers that were first listed in the half-years."""
    words: Sequence[Trend]
    """Those that rose, then those that fell; the clearest first."""


def query(trend: Trend, half_years: HalfYears) -> str:
    """Finds the papers that have it in the newest half-year."""
    usual, *others = trend.spellings[:MAX_SPELLINGS]
    spellings = [usual, *(each for each in others if len(each) <= MAX_SPELLING_CHARS)]
    titles = " OR ".join(f'title:"{spelling}"' for spelling in spellings)
    return f"{titles} day:{half_years.now.first}..{half_years.now.last}"
