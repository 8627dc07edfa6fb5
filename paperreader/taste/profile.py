"""What a user liked and what they passed over, added up by feature (Rocchio's method).

All in whole numbers, so that a profile is the same whatever the order in which it was learned.
"""

from __future__ import annotations

from paperreader.taste.vector import Vector


class Profile:
    """The mean of the papers that a user liked, less the mean of those that they passed over."""

    def __init__(self) -> None:
        self._liked, self._passed = _Sum(), _Sum()

    def add(self, vector: Vector, weight: int) -> None:
        """Count a paper: for what it is about with a positive weight, against it with a negative one."""
        (self._liked if weight > 0 else self._passed).add(vector, abs(weight))

    def remove(self, vector: Vector, weight: int) -> None:
        """Take back what `add` did with the same arguments."""
        (self._liked if weight > 0 else self._passed).add(vector, -abs(weight))

    def mean(self, feature: str) -> float:
        """How much of it the liked papers have on average, less what the others have."""
        return self._liked.mean(feature) - self._passed.mean(feature)

    def means(self) -> dict[str, float]:
        """That of each feature that any of them has."""
        liked, passed = self._liked.means(), self._passed.means()
        return {
            feature: liked.get(feature, 0.0) - passed.get(feature, 0.0) for feature in dict.fromkeys([*liked, *passed])
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Profile) and (self._liked, self._passed) == (other._liked, other._passed)

    __hash__ = None  # type: ignore[assignment]


class _Sum:
    """Vectors added up, each with its weight."""

    def __init__(self) -> None:
        self.features: dict[str, int] = {}
        self._weight = 0

    def add(self, vector: Vector, weight: int) -> None:
        self._weight += weight
        for feature, amount in vector.items():
            total = self.features.get(feature, 0) + amount * weight
            if total:
                self.features[feature] = total
            else:
                self.features.pop(feature, None)

    def means(self) -> dict[str, float]:
        return {feature: total / self._weight for feature, total in self.features.items()} if self._weight else {}

    def mean(self, feature: str) -> float:
        return self.features.get(feature, 0) / self._weight if self._weight else 0.0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Sum) and (self.features, self._weight) == (other.features, other._weight)

    __hash__ = None  # type: ignore[assignment]
