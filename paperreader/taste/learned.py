"""What was learned, in figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, NamedTuple

from paperreader.taste.judge import Balance, Scale, Verdict
from paperreader.taste.trial import MIN_SPREAD, Trial

MAX_COUNT: Final = 1 << 60
MAX_FIGURE: Final = 1e15
"""Of what is counted, and of any other figure: more is no number of ours."""


class Learned(NamedTuple):
    """When it was learned from how much, and how it compares with votes."""

    number: int
    """Counts how often it was learned."""
    at: datetime
    basis: str
    """Stands for all that it was learned from: another one, and it is outdated."""
    liked: int
    """Papers that the user liked."""
    passed: int
    imported: int
    balance: Balance
    trial: Trial
    said: Mapping[str, Verdict] = {}
    """What the user had said of features: the scores of papers that were stored then go by it."""

    @property
    def can_order(self) -> bool:
        """Anything is known of what the user likes."""
        return bool(self.liked or self.imported)

    def score(self, own: float, upvotes: int) -> float:
        """Of a paper; `own`: what its features add up to."""
        return own + self.balance.votes_part(upvotes)


def to_json(learned: Learned) -> dict[str, object]:
    """As it is stored."""
    own, votes, own_scale, votes_scale = learned.balance
    return {
        **learned._asdict(),
        "at": learned.at.isoformat(),
        "balance": [own, votes, *own_scale, *votes_scale],
        "trial": list(learned.trial),
        "said": {feature: word.value for feature, word in learned.said.items()},
    }


def from_json(stored: dict[str, object]) -> Learned:
    """Raises ValueError, TypeError, OverflowError or KeyError where it is not what `to_json` made."""
    values = {name: stored[name] for name in Learned._fields}
    own, votes, *scales = (float(figure) for figure in _list(values["balance"]))
    stars, own_auc, votes_auc = _list(values["trial"])
    values["balance"] = Balance(own, votes, _scale(*scales[:2]), _scale(*scales[2:]))
    values["trial"] = Trial(_count(stars), float(own_auc), float(votes_auc))
    values["said"] = {feature: Verdict(verdict) for feature, verdict in _object(values["said"]).items()}
    values["at"] = at = datetime.fromisoformat(str(values["at"])).astimezone(UTC)
    if not 2000 < at.year < 3000:
        raise ValueError(at)
    for name in ("number", "liked", "passed", "imported"):
        values[name] = _count(values[name])
    values["basis"] = str(values["basis"])
    return Learned(**values)  # type: ignore[arg-type]


def _count(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value < MAX_COUNT:
        raise ValueError(value)
    return value


def _scale(middle: float, spread: float) -> Scale:
    if spread < MIN_SPREAD:
        raise ValueError(spread)
    return Scale(middle, spread)


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def _list(value: object) -> list[float]:
    if not isinstance(value, list) or not all(abs(figure) < MAX_FIGURE for figure in value):
        raise TypeError(value)
    return value
