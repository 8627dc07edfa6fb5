"""Scores for other programs."""

from __future__ import annotations

import json
from math import fsum

from hypothesis import given
from hypothesis import strategies as st

from paperreader.taste.rounding import STEPS, rounded


@given(st.lists(st.floats(-50, 50), max_size=400))
def test_shares_add_up_exactly_and_are_nearly_what_they_were(shares: list[float]) -> None:
    total, near = rounded(shares)
    told = json.loads(json.dumps(near))
    assert sum(told) == sum(reversed(told)) == fsum(told) == total
    assert abs(total - fsum(shares)) <= 0.5 / STEPS + 1e-9
    assert all(abs(one - other) < 1 / STEPS + 1e-9 for one, other in zip(shares, near, strict=True))
