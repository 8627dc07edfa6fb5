"""Rounds shares of a score so that they still add up to it (largest remainder method)."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, fsum
from typing import Final

STEPS: Final = 1 << 10
"""Of one; a power of two, so that sums of such shares are exact in whatever order a program adds them up."""


def rounded(shares: Sequence[float]) -> tuple[float, list[float]]:
    """Their sum, and the shares, in STEPS: for other programs."""
    total = round(fsum(shares) * STEPS)
    return total / STEPS, [steps / STEPS for steps in whole_shares([share * STEPS for share in shares], total)]


def whole_shares(shares: Sequence[float], total: int) -> list[int]:
    """Whole numbers that add up to the total, each less than 1 away from its share; `total`: their sum, rounded."""
    whole = [floor(share) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda index: whole[index] - shares[index])
    for index in by_remainder[: total - sum(whole)]:
        whole[index] += 1
    return whole
