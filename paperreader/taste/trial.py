"""Whether the user's own order is better than votes: how well each would have ranked the stars they gave.

Each star is judged by a taste that does not know it, among the papers that the user passed over on its day.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from math import fsum, sqrt
from typing import NamedTuple

from paperreader.taste.judge import Balance, Scale, Taste, votes_figure
from paperreader.taste.vector import Vector

MAX_STARS, MAX_OTHERS = 30, 60
MIN_STARS = 3
"""With fewer of them a trial says nothing."""
PRIOR_OWN, PRIOR_VOTES, PRIOR_STARS = 0.68, 0.64, 6
"""How well each ranks before there are stars (as in `Trial`), and how many stars weigh as much as that."""

PRIOR_OWN_OF_MANY, MANY_IMPORTED = 0.80, 10
"""How well the own order ranks after so many imported papers, or more: measured."""

SHARPNESS = 1.5
"""An exponent: the higher it is, the less counts what ranked the stars worse."""

CHANCE_LEAD = 0.2
"""By how much one is ahead by chance with one star; with n stars, by a square root of n less. Measured: of 100 users, 5
are offered an order that is worse."""

MAX_LEAD = 20.0
"""In spreads, of a star on average. Where other papers hardly differ, the spread is made wider, so that no star is
further ahead."""

MIN_SPREAD = 1e-9
"""Figures that lie nearer together are the same but for rounding."""


class Candidate(NamedTuple):
    """A paper as a trial sees it."""

    vector: Vector
    upvotes: int
    weight: int
    """What it counts in the profile."""


class Star(NamedTuple):
    """A paper that the user liked, and those of its day that they passed over."""

    paper: Candidate
    others: Sequence[Candidate]


class Trial(NamedTuple):
    """The part of the pairs of a star and another paper that an order gets right: 0.5 by chance, 1 at best."""

    stars: int
    own: float
    """By the user's own order."""
    votes: float

    @property
    def missing_stars(self) -> int:
        """How many more are needed to tell."""
        return max(0, MIN_STARS - self.stars)

    @property
    def own_is_better(self) -> bool:
        """By however little."""
        return not self.missing_stars and self.own > self.votes

    @property
    def own_is_clearly_better(self) -> bool:
        """By more than chance explains: then it is offered."""
        return not self.missing_stars and self.own - self.votes > CHANCE_LEAD / sqrt(self.stars)


def compare_with_votes(
    taste: Taste, stars: Sequence[Star], days: Sequence[Sequence[Candidate]] = (), imported: int = 0
) -> tuple[Balance, Trial]:
    """How to weigh taste and votes, and how well the two together do.

    `stars`: the newest last. `days`: papers of usual days, which tell how far scores lie apart where there is no star.
    `imported`: how many papers the taste has of bibliographies.
    """
    prior_own = PRIOR_OWN + (PRIOR_OWN_OF_MANY - PRIOR_OWN) * min(1.0, imported / MANY_IMPORTED)
    of_stars = [_Scores.of(taste, star) for star in stars[-MAX_STARS:] if star.others]
    if of_stars:
        own_scale = _scale([scores.own_others for scores in of_stars])
        ahead = _mean([abs(scores.own_star - own_scale.middle) for scores in of_stars])
        own_scale = own_scale._replace(spread=max(own_scale.spread, ahead / MAX_LEAD))
        votes_scale = _scale([scores.votes_others for scores in of_stars])
    else:
        own_scale = _scale([[taste.score(paper.vector) for paper in papers] for papers in days if papers])
        votes_scale = _scale([[votes_figure(paper.upvotes) for paper in papers] for papers in days if papers])
    own = [_auc(scores.own_star, scores.own_others) for scores in of_stars] if len(of_stars) > 1 else []
    votes = [_auc(scores.votes_star, scores.votes_others) for scores in of_stars]
    both = [
        scores.auc(_balance(_without(own, number), _without(votes, number), prior_own, own_scale, votes_scale))
        for number, scores in enumerate(of_stars)
    ]
    balance = _balance(own, votes, prior_own, own_scale, votes_scale)
    return balance, Trial(len(of_stars), _mean(both or [0.5]), _mean(votes or [0.5]))


class _Scores(NamedTuple):
    """What taste and votes say of a star and of the others."""

    own_star: float
    own_others: Sequence[float]
    votes_star: float
    votes_others: Sequence[float]

    @classmethod
    def of(cls, taste: Taste, star: Star) -> _Scores:
        others = star.others[:MAX_OTHERS]
        own = _own_scores(taste, star, others)
        votes = [votes_figure(paper.upvotes) for paper in (star.paper, *others)]
        return cls(own[0], own[1:], votes[0], votes[1:])

    def auc(self, balance: Balance) -> float:
        """How well both together rank the star."""
        own = (balance.own * balance.own_scale.of(score) for score in (self.own_star, *self.own_others))
        votes = (balance.votes * balance.votes_scale.of(score) for score in (self.votes_star, *self.votes_others))
        star, *others = [sum(pair) for pair in zip(own, votes, strict=True)]
        return _auc(star, others)


def _own_scores(taste: Taste, star: Star, others: Sequence[Candidate]) -> list[float]:
    """What a taste says of the star and the others that knows neither the star nor the other."""
    profile = taste.profile
    profile.remove(star.paper.vector, star.paper.weight)
    scores = [taste.score(star.paper.vector)]
    for other in others:
        profile.remove(other.vector, other.weight)
        scores.append(taste.score(other.vector))
        profile.add(other.vector, other.weight)
    profile.add(star.paper.vector, star.paper.weight)
    return scores


def _balance(
    own: Sequence[float], votes: Sequence[float], prior_own: float, own_scale: Scale, votes_scale: Scale
) -> Balance:
    """The better one of them ranked the stars, the more it counts."""
    for_own = max(0.0, _shrunk(own, prior_own) - 0.5) ** SHARPNESS
    for_votes = max(0.0, _shrunk(votes, PRIOR_VOTES) - 0.5) ** SHARPNESS
    total = for_own + for_votes
    return Balance(for_own / total if total else 1.0, for_votes / total if total else 0.0, own_scale, votes_scale)


def _without(figures: Sequence[float], number: int) -> Sequence[float]:
    return [*figures[:number], *figures[number + 1 :]]


def _shrunk(figures: Sequence[float], usual: float) -> float:
    """Their mean, as far as they are enough to tell."""
    return (sum(figures) + usual * PRIOR_STARS) / (len(figures) + PRIOR_STARS)


def _scale(days: Sequence[Sequence[float]]) -> Scale:
    """Where the figures of all days lie, and how far those of one day lie apart."""
    if not days:
        return Scale()
    spread = sqrt(_mean([_variance(figures) for figures in days]))
    return Scale(_mean([*chain.from_iterable(days)]), spread if spread > MIN_SPREAD else 1.0)


def _auc(score: float, others: Sequence[float]) -> float:
    """The part of the others that it is above; half of those that are level with it."""
    return sum(1.0 if score > other else 0.5 if score == other else 0.0 for other in others) / len(others)


def _mean(figures: Sequence[float]) -> float:
    return fsum(figures) / len(figures)


def _variance(figures: Sequence[float]) -> float:
    middle = _mean(figures)
    return _mean([(figure - middle) ** 2 for figure in figures])
