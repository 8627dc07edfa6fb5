"""A reader learns from their first papers; how well are the days after that ranked?"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence, Set
from statistics import fmean
from typing import NamedTuple

from paperreader.learning.learn import USUAL_DAYS, USUAL_PAPERS
from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause
from paperreader.taste.acts import IMPORTED, STAR_WEIGHT, Act, weights
from paperreader.taste.evidence import Evidence, learn_from, liked_last
from paperreader.taste.judge import Weights
from paperreader.taste.rarity import SAMPLE_PAPERS
from paperreader.taste.trial import Trial
from tests.taste.archive import Archive

MAX_DAYS = 25
"""Ranked of each reader."""


class Result(NamedTuple):
    """How well each order ranked what a reader liked."""

    own: float
    """AUC within a day, on average: the part of the pairs of a liked paper and another one that are in order."""
    votes: float
    trial: Trial
    """What the reader was told beforehand."""
    learned_s: float


def play(known: Archive, liked: Set[str], stars: int, imported: int = 0) -> Result | None:
    """A reader imports so many, stars the next ones, passes over the rest of those days, and ranks what follows.

    None if there is nothing to rank. Nothing of the days that are ranked is known.
    """
    in_order = sorted(liked, key=lambda id: (known.day_of[id], id))
    own, starred = in_order[:imported], in_order[imported : imported + stars]
    if len(own) + len(starred) < imported + stars:
        return None
    last = known.day_of[(own + starred)[-1]]
    evidence = _evidence(known, own, starred, liked, last)
    begin = time.perf_counter()
    taste, balance, trial = learn_from(evidence)
    score = Weights(taste.weights(balance.own_factor)).scorer()
    learned_s = time.perf_counter() - begin

    own_figures: list[float] = []
    votes_figures: list[float] = []
    for number in range(last + 1, len(known.days)):
        ids = known.days[number]
        new = [id for id in ids if id in liked and known.day_of[id] == number]
        others = [id for id in ids if id not in liked]
        if new and others and len(own_figures) < MAX_DAYS:
            votes = {id: known.papers[id].upvotes for id in ids}
            scores = {id: score(known.vectors[id]) + balance.votes_part(votes[id]) for id in ids}
            own_figures.append(auc(scores, new, others))
            votes_figures.append(auc(votes, new, others))
    return Result(fmean(own_figures), fmean(votes_figures), trial, learned_s) if own_figures else None


def _evidence(known: Archive, own: Sequence[str], starred: Sequence[str], liked: Set[str], last: int) -> Evidence:
    """What the reader's store has on the evening of that day."""
    papers, vectors, days, ends, day_of = known
    acts = [Act(id, STARRED, None, ends[day_of[id]]) for id in starred]
    seen = sorted({day_of[id] for id in starred})
    acts += [Act(id, READ, Cause.SKIPPED, ends[day]) for day in seen for id in days[day] if id not in liked]
    counted = weights(sorted(acts, key=lambda act: act.at), ends[last])
    listed = {
        day: [(id, papers[id].upvotes) for id in days[day]] for day in {*seen, *range(max(0, last - 9), last + 1)}
    }
    judged = sorted({day_of[id] for id in liked_last(counted)})
    recent = [id for day in days[: last + 1] for id in day][-SAMPLE_PAPERS:]
    return Evidence(
        counted,
        vectors,
        [listed[day] for day in judged],
        [vectors[id] for id in recent],
        [listed[day] for day in sorted(listed)[-USUAL_DAYS:]],
        [(vectors[id], round(IMPORTED * STAR_WEIGHT)) for id in own],
        [vectors[id] for id in recent[-USUAL_PAPERS:]] if own else [],
    )


def auc(scores: Mapping[str, float], liked: Iterable[str], others: Sequence[str]) -> float:
    """The part of the pairs of a liked paper and another one in which it has the higher score; half of ties."""
    pairs = [(scores[one], scores[other]) for one in liked for other in others]
    return fmean(1.0 if one > other else 0.5 if one == other else 0.0 for one, other in pairs)
