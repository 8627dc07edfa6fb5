"""Pauses between calls, from the Hub's headers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from paperreader.hub.rate_limit import CallBudget


def test_it_slows_down_before_the_bucket_is_empty() -> None:
    now = datetime(2026, 7, 31, tzinfo=UTC)
    budget = CallBudget()
    assert budget.delay(now) == 0
    told = [(400, 200, 0), (20, 200, 0), (19, 190, 10), (2, 290, 60), (0, 20, 21), (0, 10**8, 3600)]
    for left, seconds, pause in told:
        budget.update({"ratelimit": f'"api";r={left};t={seconds}'}, now)
        assert budget.delay(now) == pause
    budget.update({"ratelimit": '"api";r=0;t=20'}, now)
    budget.update({"ratelimit": "nonsense"}, now)
    assert budget.delay(now + timedelta(seconds=5)) == 16
    assert budget.delay(now + timedelta(seconds=20)) == 0
    assert budget.delay(now - timedelta(days=900)) == 3600
