"""Tells a trend from chance: log-odds with a prior (Monroe et al. 2008), and the rate of false ones (Benjamini and
Hochberg 1995).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, log, sqrt

PRIOR_PAPERS = 500
"""So many papers that have a word as often as all papers do are added to either side: rare words need more to rise."""
FALSE_DISCOVERIES = 0.05
"""Of those that are called significant, as many as this may be chance."""


def z_score(before: int, papers_before: int, now: int, papers_now: int) -> float:
    """How far the log-odds of a word changed, in standard errors; positive: it rose.

    `before`, `now`: papers that have it, of all the papers of that time.
    """
    prior = PRIOR_PAPERS * (before + now) / (papers_before + papers_now)
    with_before, with_now = before + prior, now + prior
    without_before = papers_before + PRIOR_PAPERS - with_before
    without_now = papers_now + PRIOR_PAPERS - with_now
    if min(with_before, with_now, without_before, without_now) <= 0:
        return 0.0
    change = log(with_now / without_now) - log(with_before / without_before)
    return change / sqrt(1 / with_before + 1 / without_before + 1 / with_now + 1 / without_now)


def p_value(z: float) -> float:
    """How likely chance alone brings a score at least so far from 0, on either side."""
    return erfc(abs(z) / sqrt(2))


def greatest_significant(p_values: Sequence[float]) -> float:
    """The greatest of the p values that is significant among all of them; those up to it are, too. -1: none is."""
    ranked = sorted(p_values)
    significant = [p for rank, p in enumerate(ranked, 1) if p <= FALSE_DISCOVERIES * rank / len(ranked)]
    return significant[-1] if significant else -1.0
