"""Why a paper stands where it does in the user's own order."""

from __future__ import annotations

from math import isfinite

from paperreader.models import Paper
from paperreader.store import Store
from paperreader.taste.judge import VOTES, Share, Verdict, Weights, judge
from paperreader.taste.reasons import Explanation, Reason
from paperreader.taste.vector import forms, vector


def explain(store: Store, paper: Paper) -> Explanation | None:
    """The score of a paper, stored or not, with its reasons; None where nothing was learned yet.

    What the user does not want to count is among the reasons, with nothing as its share.
    """
    learned = store.taste.learned()
    if learned is None or not learned.can_order:
        return None
    features = vector(paper)
    weights = Weights(store.taste.weights(features), store.taste.said())
    score, shares = judge(weights.shares(features), learned.balance, paper.upvotes)
    left_out = [Share(feature, 0.0) for feature in features if weights.said.get(feature) is Verdict.OFF]
    if not isfinite(score):  # what is stored is damaged
        return None
    written = forms(paper)
    reasons = [
        Reason(feature, written.get(feature, feature.partition(":")[2] or VOTES), amount)
        for feature, amount in (*shares, *left_out)
    ]
    return Explanation(score, reasons)
