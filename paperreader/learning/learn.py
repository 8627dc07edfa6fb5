"""Learns what the user likes from all that they did, always anew: undo, merge and restore need no more than that."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from paperreader.store import Store
from paperreader.store.vectors import HIGHEST_ROWID
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
USUAL_PAPERS: Final = 500
"""The newest of them stand for what was passed over where papers are imported; all together they count half of one."""


def learn(store: Store, now: datetime) -> Learned:
    """Make the features of new papers, learn anew if there is anything new to learn from, and score what is not scored.

    Whatever ends it, what was stored stays right, and the next call goes on from there. What an act counts is what is
    left of its weight when the last one happened: time alone changes nothing, since all fade alike.
    """
    store.taste.date_reset().result()
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
    before = HIGHEST_ROWID
    while papers := store.taste.lacking_vectors(BATCH, before):
        store.taste.save_vectors({rowid: vector(paper) if paper else {} for rowid, paper in papers}).result()
        before = papers[-1][0]
    keys = store.imported.lacking_vectors()
    for first in range(0, len(keys), BATCH):
        own = store.imported.papers(keys[first : first + BATCH])
        store.imported.save_vectors({paper.key: paper.vector() for paper in own}).result()


def _learn_anew(store: Store, now: datetime, number: int) -> Learned:
    basis, said = store.taste.basis(), store.taste.said()
    evidence, imported = _evidence(store, now)
    taste, balance, trial = learn_from(evidence)
    liked = sum(figure > 0 for figure in evidence.counted.values())
    passed = len(evidence.counted) - liked
    learned = Learned(number, now, basis, liked, passed, imported, balance, trial, said)
    store.taste.save_learned(learned, taste.weights(balance.own_factor)).result()
    return learned


def _evidence(store: Store, now: datetime) -> tuple[Evidence, int]:
    """All that there is to learn from, and how many of the imported papers are in it."""
    acts, own_papers = store.taste.acts(), store.imported.vectors()
    times = [act.at for act in acts] + [each.at for each in own_papers]
    as_of = min(now, max(times, default=now))
    counted = weights(acts, as_of)
    days = list(store.taste.days_of(liked_last(counted)).values())
    usual_days = list(store.taste.newest_days(USUAL_DAYS).values())
    own = [each for each in own_papers if each.paper is None or counted.get(each.paper, 0) <= 0]
    listed = (id for day in (*days, *usual_days) for id, _ in day)
    vectors = store.taste.vectors(list({*counted, *listed, *(each.paper for each in own if each.paper)}))
    imported = (  # one at a time: all of them would take a lot of memory
        (vectors.get(each.paper or "") or each.vector(), round(IMPORTED * weight(each.at, as_of))) for each in own
    )
    usual_papers = store.taste.newest_vectors(USUAL_PAPERS if own else 0)
    sample = store.taste.newest_vectors(SAMPLE_PAPERS)
    return Evidence(counted, vectors, days, sample, usual_days, imported, usual_papers), len(own)


def _score(store: Store, learned: Learned) -> bool:
    """Score what is not scored; False if another program has learned meanwhile, so that all of it is outdated."""
    before, score = HIGHEST_ROWID, None
    while learned.can_order and (papers := store.taste.not_scored(learned.number, BATCH, before)):
        score = score or Weights(store.taste.heaviest(-1), learned.said).scorer()
        scores = [(rowid, score(features)) for rowid, features in papers]
        if not store.taste.save_scores(learned.number, scores).result():
            return False
        before = papers[-1][0]
    return True
