"""Scores papers by a user's taste and by votes, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from math import fsum, log1p
from typing import NamedTuple

from paperreader.taste.profile import Profile
from paperreader.taste.rarity import Rarity
from paperreader.taste.vector import ONE, Vector

VOTES = "votes"
"""The reason that is no feature."""
USUAL_MEAN = 0.05 * ONE
"""What a feature of a few liked papers has in their mean: so much counts one that the user turned down."""


class Word(Enum):
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


class Share(NamedTuple):
    """A reason, and what it adds to the score or takes away."""

    reason: str
    """A feature, or VOTES."""
    amount: float


class Judgement(NamedTuple):
    """A paper's score; `shares` add up to it."""

    score: float
    shares: Sequence[Share]


class Taste(NamedTuple):
    """All that is known of what a user likes."""

    profile: Profile
    rarity: Rarity
    said: Mapping[str, Word] = {}
    balance: Balance = Balance()

    def own_shares(self, vector: Vector) -> list[Share]:
        """What each feature of a paper says for it or against it, in no unit."""
        return [
            Share(feature, self._mean(feature) * self.rarity.weight(feature) * amount / ONE / ONE)
            for feature, amount in vector.items()
        ]

    def _mean(self, feature: str) -> float:
        mean = self.profile.mean(feature)
        match self.said.get(feature):
            case Word.OFF:
                return 0.0
            case Word.UP:
                return 2 * max(mean, USUAL_MEAN)
            case Word.DOWN:
                return -2 * max(abs(mean), USUAL_MEAN)
        return mean

    def own_score(self, vector: Vector) -> float:
        """How much a paper is to the user's taste, in no unit."""
        return fsum(amount for _, amount in self.own_shares(vector))

    def judge(self, vector: Vector, upvotes: int) -> Judgement:
        """The paper's score, with the reasons, the weightiest first."""
        own, votes, own_scale, votes_scale = self.balance
        factor = own / own_scale.spread
        shares = [Share(feature, factor * amount) for feature, amount in self.own_shares(vector) if amount]
        shares.append(Share(VOTES, votes * votes_scale.of(log1p(upvotes))))
        shares.sort(key=lambda share: -abs(share.amount))
        return Judgement(fsum(amount for _, amount in shares), shares)
