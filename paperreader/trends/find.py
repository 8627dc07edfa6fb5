"""Finds the words of titles that rose or fell, and counts them by month."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from paperreader.taste.vector import in_sentence
from paperreader.trends.half_years import HALF_YEAR, YEAR, HalfYears
from paperreader.trends.significance import greatest_significant, p_value, z_score
from paperreader.trends.title_words import as_written, contains, runs, words_of
from paperreader.trends.trend import Trend

MIN_PAPERS = 20
"""In both half-years together: rarer words cannot be told from chance, and would make it harder for the others."""
MOST, NEARLY_ALL = 0.5, 0.8
"""A longer run stands for a word if it has most of its change, or nearly all of its papers."""


def find(half_years: HalfYears, titles: Iterable[tuple[date, str]]) -> Sequence[Trend]:
    """The words that rose, then those that fell, the clearest first.

    `titles`: of papers, each with the first day that lists it. Takes 0.4 s for 10,000.
    """
    ends = [month.last for month in half_years.months]
    by_month = [(bisect_left(ends, day), title) for day, title in titles if half_years.before.first <= day <= ends[-1]]
    changes = _changes(
        [title for month, title in by_month if month < HALF_YEAR],
        [title for month, title in by_month if month >= YEAR],
    )
    limit = greatest_significant([p_value(change.z) for change in changes.values()])
    significant = {run for run, change in changes.items() if p_value(change.z) <= limit}
    shown = {run: changes[run].z for run in _without_repeats(changes, significant)}
    papers = Counter(month for month, _ in by_month)
    found = _named(shown, by_month, [papers[month] for month in range(len(ends))])
    return sorted(found, key=lambda trend: (not trend.rises, -abs(trend.z), trend.name))


class _Change(NamedTuple):
    papers: int
    """Those of both half-years that have the run."""
    by: float
    """What was added to the part of all papers that they are."""
    z: float


def _changes(before: Sequence[str], now: Sequence[str]) -> dict[str, _Change]:
    """How the runs of titles changed, without rare ones."""
    if not before or not now:
        return {}
    had, have = (Counter(run for title in titles for run in runs(title)) for titles in (before, now))
    return {
        run: _Change(
            had[run] + have[run],
            have[run] / len(now) - had[run] / len(before),
            z_score(had[run], len(before), have[run], len(now)),
        )
        for run in had.keys() | have.keys()
        if had[run] + have[run] >= MIN_PAPERS
    }


def _without_repeats(changes: Mapping[str, _Change], significant: Collection[str]) -> list[str]:
    """Of runs that say the same the one that says most: `world model` for `world`, and not both."""

    def stands_for(longer: str, run: str) -> bool:
        one, other = changes[longer], changes[run]
        has_most = longer in significant and one.by / other.by > MOST
        return contains(longer, run) and (has_most or one.papers >= NEARLY_ALL * other.papers)

    shown: list[str] = []
    for run in sorted(significant, key=lambda run: (-abs(changes[run].z), run)):
        alike = [other for other in shown if changes[other].z * changes[run].z > 0]
        if not any(contains(run, other) or contains(other, run) for other in alike):
            says_most = max(
                (longer for longer in changes if stands_for(longer, run)),
                key=lambda longer: (longer.count(" "), changes[longer].papers, longer),
            )
            shown += [says_most] if says_most not in shown else []
    return shown


def _named(shown: Mapping[str, float], titles: Sequence[tuple[int, str]], papers: Sequence[int]) -> Iterator[Trend]:
    """The runs as titles write them, counted by month. `shown`: their scores; `titles`: with their months."""
    names: dict[str, Counter[str]] = {run: Counter() for run in shown}
    months: dict[str, Counter[int]] = {run: Counter() for run in shown}
    by_first: dict[str, list[str]] = {}
    for run in shown:
        by_first.setdefault(run.partition(" ")[0], []).append(run)
    for month, title in titles:
        for run, written in as_written(title, by_first).items():
            names[run][in_sentence(written)] += 1
            months[run][month] += 1
    for run, z in shown.items():
        by_use = sorted(names[run], key=lambda name: (-names[run][name], name))
        spellings = tuple(dict.fromkeys(words_of(name).lower() for name in by_use))
        yield Trend(by_use[0], spellings, [months[run][month] for month in range(len(papers))], papers, z, p_value(z))
