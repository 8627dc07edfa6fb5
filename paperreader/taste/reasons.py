"""What was learned as it is read: what is written alike stands there once; reasons add up to the score exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from paperreader.taste.judge import Verdict, Weights
from paperreader.taste.rounding import whole_shares

SUBJECTS = ("word:", "pair:", "keyword:")
"""Features that may be written alike; others are names."""


class Reason(NamedTuple):
    """What speaks for a paper, or against it."""

    feature: str
    """`word:agent`, or `judge.VOTES`."""
    text: str
    """As the paper has it: `agents`, `Ada Lovelace`, `votes`."""
    share: float
    """What it adds to the score or takes away."""


class Explanation(NamedTuple):
    """A paper's score in the user's own order; the shares of `reasons` add up to it."""

    score: float
    reasons: Sequence[Reason]
    """The weightiest first."""


class ReadReason(NamedTuple):
    """A reason as it is read; its figure is in hundredths."""

    features: tuple[str, ...]
    """All that are written so: of a keyword, the pair of words in the title, too."""
    text: str
    figure: int


class ReadReasons(NamedTuple):
    """A score in hundredths, with reasons whose figures add up to it, the weightiest first."""

    score: int
    reasons: Sequence[ReadReason]


def verdict_on(features: Sequence[str], said: Mapping[str, Verdict]) -> Verdict | None:
    """What the user said of features that are written alike."""
    return next((said[feature] for feature in features if feature in said), None)


class Telling(NamedTuple):
    """A feature in the newest papers."""

    papers: int
    """How many have it."""
    amount: float
    """How much of it these have on average: 1 would be nothing else."""
    text: str
    """As papers write it: `training` for `word:train`."""


class Feature(NamedTuple):
    """What papers can have in common, with what it counts."""

    names: tuple[str, ...]
    """As they are stored, of all that are written alike: `keyword:world models`, `pair:world model`."""
    text: str
    """As papers write it."""
    papers: int
    """How many of the newest have it."""
    share: float
    """What it adds to their scores on average, or takes away."""
    said: Verdict | None

    def with_other(self, other: Feature) -> Feature:
        """Together with another that is written alike."""
        papers = max(self.papers, other.papers)
        moved = self.share * self.papers + other.share * other.papers
        names = tuple(sorted({*self.names, *other.names}))
        return Feature(names, self.text, papers, moved / papers if papers else 0.0, self.said or other.said)

    @property
    def moved(self) -> float:
        """How much the newest papers moved by it."""
        return abs(self.share) * self.papers


def features(telling: Mapping[str, Telling], weights: Weights) -> list[Feature]:
    """All that was learned and said; what moves the newest papers most comes first."""
    found: dict[str, Feature] = {}
    for name, (papers, amount, text) in telling.items():
        feature = Feature((name,), text, papers, weights.of(name) * amount, weights.said.get(name))
        alike = read_as(name, text)
        found[alike] = found[alike].with_other(feature) if alike in found else feature
    return sorted(found.values(), key=lambda feature: (-feature.moved, feature.names))


def read_as(feature: str, text: str) -> str:
    """The same for features that are written alike; the name of an author is not that of an organization."""
    return text.casefold() if feature.startswith(SUBJECTS) else feature


def as_read(explanation: Explanation) -> ReadReasons:
    """Rounded: no figure is off by a hundredth or more, and none changes its side."""
    alike: dict[str, list[Reason]] = {}
    for reason in explanation.reasons:
        alike.setdefault(read_as(reason.feature, reason.text), []).append(reason)
    together = [(reasons, sum(each.share for each in reasons) * 100) for reasons in alike.values()]
    together.sort(key=lambda each: -abs(each[1]))
    score = round(explanation.score * 100)
    figures = whole_shares([share for _, share in together], score)
    return ReadReasons(
        score,
        [
            ReadReason(tuple(each.feature for each in reasons), reasons[0].text, figure)
            for (reasons, _), figure in zip(together, figures, strict=True)
        ],
    )
