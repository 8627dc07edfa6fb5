"""Why a paper stands where it does in the user's own order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from paperreader.models import Paper
from paperreader.store import Store
from paperreader.taste.judge import VOTES, Weights, judge
from paperreader.taste.vector import forms, vector


class Reason(NamedTuple):
    """What speaks for a paper, or against it."""

    feature: str
    """`word:agent`, or VOTES."""
    text: str
    """As the paper has it: `agents`, `Ada Lovelace`, `votes`."""
    share: float
    """What it adds to the score or takes away."""


class Explanation(NamedTuple):
    """A paper's score in the user's own order; the shares of `reasons` add up to it."""

    score: float
    reasons: Sequence[Reason]
    """The weightiest first."""


def explain(store: Store, paper: Paper) -> Explanation | None:
    """The score of a paper, stored or not, with its reasons; None where nothing was learned yet."""
    learned = store.taste.learned()
    if learned is None or not learned.can_order:
        return None
    features = vector(paper)
    weights = Weights(store.taste.weights(features), store.taste.said())
    score, shares = judge(weights.shares(features), learned.balance, paper.upvotes)
    written = forms(paper)
    reasons = [
        Reason(feature, written.get(feature, feature.partition(":")[2] or VOTES), amount) for feature, amount in shares
    ]
    return Explanation(score, reasons)
