"""Learns what the user likes from all that they did, always anew: undo, merge and restore need no more than that."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from paperreader.store import Store
from paperreader.taste.acts import IMPORTED, weight, weights
from paperreader.taste.evidence import Evidence, learn_from, liked_last
from paperreader.taste.judge import Weights
from paperreader.taste.learned import Learned
from paperreader.taste.rarity import SAMPLE_PAPERS
from paperreader.taste.vector import vector

BATCH: Final = 200
"""Papers that are written at once: the store is never busy for long."""
USUAL_DAYS: Final = 10
"""The newest of them tell how far scores lie apart where there are no stars."""


def learn(store: Store, now: datetime) -> Learned:
    """Make the features of new papers, learn anew if there is anything new to learn from, and score what is not scored.

    Whatever ends it, what was stored stays right, and the next call goes on from there.
    """
    _make_vectors(store)
    learned = store.taste.learned()
    if learned is None or learned.basis != store.taste.basis():
        learned = _learn_anew(store, now, (learned.number if learned else 0) + 1)
    _score(store, learned)
    return learned


def is_outdated(store: Store) -> bool:
    """Whether `learn` would find anything to do."""
    learned = store.taste.learned()
    return (
        learned is None
        or learned.basis != store.taste.basis()
        or bool(store.taste.lacking_vectors(1) or store.taste.not_scored(learned.number, 1))
    )


def _make_vectors(store: Store) -> None:
    while papers := store.taste.lacking_vectors(BATCH):
        store.taste.save_vectors({paper.id: vector(paper) for paper in papers}).result()


def _learn_anew(store: Store, now: datetime, number: int) -> Learned:
    basis = store.taste.basis()
    evidence = _evidence(store, now)
    taste, balance, trial = learn_from(evidence)
    liked = sum(figure > 0 for figure in evidence.counted.values())
    passed = len(evidence.counted) - liked
    learned = Learned(number, now, basis, liked, passed, len(evidence.imported), balance, trial)
    store.taste.save_learned(learned, taste.weights(balance.own_factor)).result()
    return learned


def _evidence(store: Store, now: datetime) -> Evidence:
    counted = weights(store.taste.acts(), now)
    days = list(store.taste.days_of(liked_last(counted)).values())
    usual_days = list(store.taste.newest_days(USUAL_DAYS).values())
    own = [each for each in store.imported.all() if each.paper is None or counted.get(each.paper, 0) <= 0]
    listed = (id for day in (*days, *usual_days) for id, _ in day)
    vectors = store.taste.vectors(list({*counted, *listed, *(each.paper for each in own if each.paper)}))
    imported = [
        (vectors.get(each.paper or "") or each.vector(), round(IMPORTED * weight(each.at or now, now))) for each in own
    ]
    return Evidence(counted, vectors, days, store.taste.newest_vectors(SAMPLE_PAPERS), usual_days, imported)


def _score(store: Store, learned: Learned) -> None:
    weights: Weights | None = None
    while papers := store.taste.not_scored(learned.number, BATCH):
        weights = weights or Weights(store.taste.heaviest(-1), store.taste.said())
        scores = [(paper, weights.score(features)) for paper, features in papers]
        store.taste.save_scores(learned.number, scores).result()
