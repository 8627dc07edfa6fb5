"""Scores for other programs: rounded so that the shares still add up to them."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, fsum
from typing import Final

STEPS: Final = 1 << 10
"""Of one; a power of two, so that sums of such shares are exact in whatever order a program adds them up."""


def rounded(shares: Sequence[float]) -> tuple[float, list[float]]:
    """Their sum, and the shares, each by less than a step away from what it was."""
    total = round(fsum(shares) * STEPS)
    steps = [floor(share * STEPS) for share in shares]
    by_rest = sorted(range(len(shares)), key=lambda place: steps[place] - shares[place] * STEPS)
    for place in by_rest[: total - sum(steps)]:
        steps[place] += 1
    return total / STEPS, [step / STEPS for step in steps]
