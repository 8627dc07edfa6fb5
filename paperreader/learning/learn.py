"""Learns what the user likes from all that they did, always anew: undo, merge and restore need no more than that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from paperreader.store import Store
from paperreader.store.vectors import LAST
from paperreader.taste.acts import IMPORTED, weight, weights
from paperreader.taste.judge import Taste, Weights
from paperreader.taste.learned import Learned
from paperreader.taste.profile import Profile
from paperreader.taste.rarity import SAMPLE_PAPERS, Rarity
from paperreader.taste.trial import MAX_OTHERS, MAX_STARS, Candidate, Star, tried
from paperreader.taste.vector import Vector, vector

BATCH: Final = 200
"""Papers that are written at once: the store is never busy for long."""
USUAL_DAYS: Final = 10
"""The newest of them tell how far scores lie apart where there are no stars."""
USUAL_PAPERS: Final = 500
"""The newest of them stand for what was passed over where papers are imported; all together they count half of one."""


def learn(store: Store, now: datetime) -> Learned:
    """Make the features of new papers, learn anew if there is anything new to learn from, and score what is not scored.

    Whatever ends it, what was stored stays right, and the next call goes on from there. What an act counts is what is
    left of its weight when the last one happened: time alone changes nothing, since all fade alike.
    """
    _make_vectors(store)
    while True:
        learned = store.taste.learned()
        while learned is None or learned.basis != store.taste.basis():
            _learn_anew(store, now, (learned.number if learned else 0) + 1)
            learned = store.taste.learned()
        if _score(store, learned):
            return learned


def is_outdated(store: Store) -> bool:
    """Whether `learn` would find anything to do."""
    return store.taste.news().result().is_any


def _make_vectors(store: Store) -> None:
    before = LAST
    while papers := store.taste.lacking_vectors(BATCH, before):
        store.taste.save_vectors({rowid: vector(paper) if paper else {} for rowid, paper in papers}).result()
        before = papers[-1][0]


def _learn_anew(store: Store, now: datetime, number: int) -> Learned:
    basis, acts, own_papers = store.taste.basis(), store.taste.acts(), store.imported.counted()
    times = [act.at for act in acts] + [each.at for each in own_papers if each.at]
    as_of = min(now, max(times, default=now))
    counted = weights(acts, as_of)
    vectors = store.taste.vectors(list(counted))
    profile = Profile()
    for id in counted:
        if id in vectors:
            profile.add(vectors[id], counted[id])
    imported = [each for each in own_papers if each.paper is None or counted.get(each.paper, 0) <= 0]
    own = store.taste.vectors([each.paper for each in imported if each.paper])
    for each in imported:
        profile.add(own.get(each.paper or "") or each.vector(), round(IMPORTED * weight(each.at or as_of, as_of)))
    for features in store.taste.newest_vectors(USUAL_PAPERS if imported else 0):
        profile.add(features, -1)
    taste = Taste(profile, Rarity(store.taste.newest_vectors(SAMPLE_PAPERS)))
    balance, trial = tried(taste, _stars(store, counted, vectors), _usual_days(store))
    liked = sum(figure > 0 for figure in counted.values())
    learned = Learned(number, now, basis, liked, len(counted) - liked, len(imported), balance, trial)
    store.taste.save_learned(learned, taste.weights(balance.own_factor)).result()
    return learned


def _stars(store: Store, counted: Mapping[str, int], vectors: Mapping[str, Vector]) -> list[Star]:
    """The papers liked last, each with others of its day that were not, oldest first."""
    liked = [id for id in counted if counted[id] > 0 and id in vectors][-MAX_STARS:]
    stars: dict[str, Star] = {}
    for papers in store.taste.days_of(liked).values():
        others = [id for id, _ in papers if counted.get(id, 0) <= 0][:MAX_OTHERS]
        features = store.taste.vectors([id for id, _ in papers])
        candidates = {
            id: Candidate(features[id], upvotes, counted.get(id, 0)) for id, upvotes in papers if id in features
        }
        for id in liked:
            if id in candidates:
                stars[id] = Star(candidates[id], [candidates[other] for other in others if other in candidates])
    return [stars[id] for id in liked if id in stars]


def _usual_days(store: Store) -> list[Sequence[Candidate]]:
    days: list[Sequence[Candidate]] = []
    for papers in store.taste.newest_days(USUAL_DAYS).values():
        features = store.taste.vectors([id for id, _ in papers])
        days.append([Candidate(features[id], upvotes, 0) for id, upvotes in papers if id in features])
    return days


def _score(store: Store, learned: Learned) -> bool:
    """Score what is not scored; False if another program has learned meanwhile, so that all of it is outdated."""
    before, score = LAST, None
    while learned.can_order and (papers := store.taste.not_scored(learned.number, BATCH, before)):
        score = score or Weights(store.taste.heaviest(-1), store.taste.said()).scorer()
        scores = [(rowid, score(features)) for rowid, features in papers]
        if not store.taste.save_scores(learned.number, scores).result():
            return False
        before = papers[-1][0]
    return True
