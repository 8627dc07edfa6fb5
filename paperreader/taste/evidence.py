"""All that there is to learn from, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from paperreader.taste.judge import Balance, Taste
from paperreader.taste.profile import Profile
from paperreader.taste.rarity import Rarity
from paperreader.taste.trial import MAX_OTHERS, MAX_STARS, Candidate, Star, Trial, compare_with_votes
from paperreader.taste.vector import Vector

Day = Sequence[tuple[str, int]]
"""Papers of a day, with their upvotes."""


class Evidence(NamedTuple):
    """What a user did, and the papers that it is about."""

    counted: Mapping[str, int]
    """What each paper counts that they did something with (see `acts.weights`)."""
    vectors: Mapping[str, Vector]
    """Of these papers, and of all that are in `days` and `usual_days`; what lacks one is left out."""
    days: Sequence[Day]
    """Those of the papers in `liked_last`."""
    sample: Iterable[Vector]
    """Of papers in general: tell what is rare."""
    usual_days: Sequence[Day] = ()
    """Tell how far scores lie apart where nothing was liked."""
    imported: Iterable[tuple[Vector, int]] = ()
    """The user's own papers, and what each counts."""
    usual_papers: Iterable[Vector] = ()
    """Stand for what was passed over where papers are imported: each counts as little as can be."""


def learn_from(evidence: Evidence) -> tuple[Taste, Balance, Trial]:
    """A user's taste, how to weigh it against votes, and how well that did for what they liked so far."""
    profile = Profile()
    for id, weight in evidence.counted.items():
        if id in evidence.vectors:
            profile.add(evidence.vectors[id], weight)
    imported = 0
    for features, weight in evidence.imported:
        profile.add(features, weight)
        imported += 1
    for features in evidence.usual_papers:
        profile.add(features, -1)
    taste = Taste(profile, Rarity(evidence.sample))
    usual = [
        [each for id, upvotes in day if (each := _candidate(evidence, id, upvotes))] for day in evidence.usual_days
    ]
    return taste, *compare_with_votes(taste, _stars(evidence), usual, imported)


def liked_last(counted: Mapping[str, int]) -> list[str]:
    """The papers that a trial judges, the newest last."""
    return [id for id in counted if counted[id] > 0][-MAX_STARS:]


def _stars(evidence: Evidence) -> list[Star]:
    """Each with others of its day that were not liked, the newest last."""
    liked = liked_last(evidence.counted)
    stars: dict[str, Star] = {}
    for day in evidence.days:
        others = _evenly([(id, upvotes) for id, upvotes in day if evidence.counted.get(id, 0) <= 0], MAX_OTHERS)
        candidates = [each for id, upvotes in others if (each := _candidate(evidence, id, upvotes))]
        for id, upvotes in day:
            if id in liked and (star := _candidate(evidence, id, upvotes)):
                stars[id] = Star(star, candidates)
    return [stars[id] for id in liked if id in stars]


def _candidate(evidence: Evidence, id: str, upvotes: int) -> Candidate | None:
    features = evidence.vectors.get(id)
    return None if features is None else Candidate(features, upvotes, evidence.counted.get(id, 0))


def _evenly(papers: Day, most: int) -> Day:
    """So many from all of a day: the Hub lists those with most votes first."""
    return papers[:: -(-len(papers) // most)] if papers else ()
