"""Scores papers by a user's taste and by votes, with the reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from heapq import nlargest
from math import fsum, log1p
from typing import TYPE_CHECKING, NamedTuple

from paperreader.taste.vector import ONE, Vector

if TYPE_CHECKING:
    from paperreader.taste.profile import Profile
    from paperreader.taste.rarity import Rarity

VOTES = "votes"
"""The reason that is no feature."""
USUAL_WEIGHT = 2.5
"""Of a telling feature: so much counts at least, and twice, what the user turned up or down."""
MAX_WEIGHTS = 20_000
"""Features that count less than so many others are forgotten."""


class Verdict(Enum):
    """What the user said of a feature."""

    UP = "up"
    OFF = "off"
    DOWN = "down"


class Scale(NamedTuple):
    """Makes one number of what has different units: where figures are on average, and how far they lie apart."""

    middle: float = 0.0
    spread: float = 1.0

    def of(self, figure: float) -> float:
        """0 on average, mostly from -2 to 2."""
        return (figure - self.middle) / self.spread


class Balance(NamedTuple):
    """How much of a score comes from the user's own taste, and how much from votes."""

    own: float = 1.0
    votes: float = 0.0
    own_scale: Scale = Scale()
    votes_scale: Scale = Scale()

    @property
    def own_factor(self) -> float:
        """What a score counts that is in no unit."""
        return self.own / self.own_scale.spread

    @property
    def usual_own(self) -> float:
        """What the features of most papers add up to: stands for one whose features are not known."""
        return self.own_factor * self.own_scale.middle

    def votes_part(self, upvotes: int) -> float:
        """What votes add to a score."""
        return self.votes * self.votes_scale.of(votes_figure(upvotes))


def votes_figure(upvotes: int) -> float:
    """What votes say of a paper, in no unit: the first of them tell most."""
    return log1p(max(0, upvotes))


class Share(NamedTuple):
    """A reason, and what it adds to the score or takes away."""

    reason: str
    """A feature, or VOTES."""
    amount: float


class Judgement(NamedTuple):
    """A paper's score; `shares` add up to it."""

    score: float
    shares: Sequence[Share]


class Weights(NamedTuple):
    """What each feature adds to the score of a paper, as far as it was learned, and what the user said of it."""

    learned: Mapping[str, float]
    """To the score of a paper that has all of it."""
    said: Mapping[str, Verdict] = {}

    def of(self, feature: str) -> float:
        """What the feature counts."""
        learned = self.learned.get(feature, 0.0)
        match self.said.get(feature):
            case None:
                return learned
            case Verdict.OFF:
                return 0.0
            case Verdict.UP:
                return 2 * max(learned, USUAL_WEIGHT)
            case Verdict.DOWN:
                return -2 * max(abs(learned), USUAL_WEIGHT)

    def shares(self, vector: Vector) -> list[Share]:
        """What each feature of a paper says for it or against it."""
        return [
            Share(feature, count * amount / ONE) for feature, amount in vector.items() if (count := self.of(feature))
        ]

    def scorer(self) -> Callable[[Vector], float]:
        """Adds up the shares of a paper; quick, for many papers."""
        counts = {feature: self.of(feature) for feature in (*self.learned, *self.said)}
        known = counts.keys()
        return lambda vector: fsum([counts[name] * vector[name] / ONE for name in vector.keys() & known])


class Taste(NamedTuple):
    """What was learned, before it is weighed against votes."""

    profile: Profile
    rarity: Rarity

    def score(self, vector: Vector) -> float:
        """How much a paper is to the user's taste, in no unit."""
        return fsum(self._weight(feature) * amount for feature, amount in vector.items()) / ONE

    def weights(self, factor: float, most: int = MAX_WEIGHTS) -> dict[str, float]:
        """What each feature counts, `factor` times: those that count most."""
        means, rarity = self.profile.means(), self.rarity.weight
        counted = {feature: factor * (mean * rarity(feature) / ONE) for feature, mean in means.items()}
        return dict(nlargest(most, ((name, each) for name, each in counted.items() if each), key=_size))

    def _weight(self, feature: str) -> float:
        return self.profile.mean(feature) * self.rarity.weight(feature) / ONE


def judge(own: Sequence[Share], balance: Balance, upvotes: int) -> Judgement:
    """The paper's score, with the reasons, the weightiest first."""
    shares = [*own, Share(VOTES, balance.votes_part(upvotes))]
    shares.sort(key=lambda share: -abs(share.amount))
    return Judgement(fsum(amount for _, amount in shares), shares)


def _size(weight: tuple[str, float]) -> tuple[float, str]:
    return abs(weight[1]), weight[0]
