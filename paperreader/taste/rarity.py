"""How telling a feature is: the fewer papers have it, the more (inverse document frequency)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import log

from paperreader.taste.vector import Vector

SAMPLE_PAPERS = 2_000
"""The newest papers tell as well as all of them would."""


class Rarity:
    """Of features, in a sample of papers."""

    def __init__(self, sample: Iterable[Vector]) -> None:
        self._papers: Counter[str] = Counter()
        self._total = 0
        for vector in sample:
            self._papers.update(vector.keys())
            self._total += 1

    def weight(self, feature: str) -> float:
        """What the feature counts when two papers share it: 0 where nearly all have it."""
        rarity = log((self._total + 1) / (self._papers[feature] + 0.5))
        return rarity * rarity if rarity > 0 else 0.0
