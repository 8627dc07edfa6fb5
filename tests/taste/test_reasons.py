"""Shares of a score: they add up to it exactly, as they are and as they are read."""

from __future__ import annotations

from math import fsum

from hypothesis import given, settings
from hypothesis import strategies as st

from paperreader.taste.judge import VOTES, Balance, Scale, Share, Verdict, Weights, judge
from paperreader.taste.reasons import Explanation, Reason, as_read
from paperreader.taste.vector import ONE

NAMES = ("word:agent", "pair:world model", "keyword:world models", "author:Ada Brook", "organization:Marsh Lab")
weights = st.floats(-40, 40, allow_nan=False)
features = st.one_of(st.sampled_from(NAMES), st.text(min_size=1, max_size=4).map(lambda text: f"word:{text}"))


@settings(max_examples=100, deadline=None)
@given(
    vector=st.dictionaries(features, st.integers(0, ONE), max_size=60),
    learned=st.dictionaries(features, weights, max_size=60),
    said=st.dictionaries(features, st.sampled_from(Verdict), max_size=6),
    balance=st.tuples(st.floats(0, 1), st.floats(-5, 5), st.floats(0.01, 5)),
    upvotes=st.integers(-1, 10**9),
)
def test_what_speaks_for_a_paper_adds_up_to_its_score(
    vector: dict[str, int],
    learned: dict[str, float],
    said: dict[str, Verdict],
    balance: tuple[float, float, float],
    upvotes: int,
) -> None:
    votes, middle, spread = balance
    weighed = Balance(1 - votes, votes, Scale(), Scale(middle, spread))
    score, shares = judge(Weights(learned, said).shares(vector), weighed, upvotes)
    assert score == fsum(share.amount for share in shares)
    assert [share.reason for share in shares].count(VOTES) == 1
    assert not {feature for feature, word in said.items() if word is Verdict.OFF} & {share.reason for share in shares}
    explanation = Explanation(score, [Reason(name, name.partition(":")[2] or VOTES, amount) for name, amount in shares])
    read = as_read(explanation)
    assert read.score == round(score * 100) == sum(reason.figure for reason in read.reasons)
    by_feature = {share.reason: share.amount for share in shares}
    for reason in read.reasons:
        exact = 100 * sum(by_feature[feature] for feature in reason.features)
        assert abs(reason.figure - exact) < 1 + 1e-6
        assert reason.figure * exact >= 0
    assert sorted(name for reason in read.reasons for name in reason.features) == sorted(by_feature)


def test_what_is_written_alike_is_read_once_and_names_stay_apart() -> None:
    shares = [
        Share("pair:world model", 0.254),
        Share("keyword:world models", 0.25),
        Share("author:World Models", 0.3),
        Share("organization:World Models", -0.1),
    ]
    reasons = [Reason(name, "World Models" if ":W" in name else "world models", amount) for name, amount in shares]
    assert as_read(Explanation(0.704, reasons)) == (
        70,
        [
            (("pair:world model", "keyword:world models"), "world models", 50),
            (("author:World Models",), "World Models", 30),
            (("organization:World Models",), "World Models", -10),
        ],
    )
