"""Lists in the user's own order: by what was learned of their taste and by votes, with some papers put forward."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from paperreader.models import Entry
from paperreader.order import Order, sort_entries
from paperreader.store.learned import learned
from paperreader.store.papers import papers_of
from paperreader.store.scores import scores, weights
from paperreader.store.taste_marks import said
from paperreader.store.vectors import vectors
from paperreader.taste.judge import Verdict, Weights
from paperreader.taste.mix import mixed
from paperreader.taste.vector import ONE, vector

MAX_CORRECTED = 300
"""Papers whose stored scores follow at once what the user has just said; more of them follow once it was learned."""
MAX_SCORED_HERE = 60
"""Papers that came so lately that they are not scored yet: of more of them only the votes count."""


def in_own_order(connection: sqlite3.Connection, entries: Sequence[Entry]) -> list[Entry]:
    """The entries in the user's own order."""
    known = learned(connection)
    if known is None or not known.can_order:
        return sort_entries([entry._replace(own_score=None, put_forward="") for entry in entries], Order.UPVOTES)
    own = scores(connection, [entry.id for entry in entries])
    if len(own) <= MAX_CORRECTED:
        own = _corrected(connection, own, known.said, said(connection))
    missing = [entry.id for entry in entries if entry.id not in own]
    own |= _scored(connection, missing) if len(missing) <= MAX_SCORED_HERE else {}
    usual = known.balance.usual_own
    scored = [
        entry._replace(own_score=known.score(own.get(entry.id, usual), entry.upvotes), put_forward="")
        for entry in entries
    ]
    return mixed(sorted(scored, key=lambda entry: -(entry.own_score or 0)))


def _corrected(
    connection: sqlite3.Connection, scores: dict[str, float], before: Mapping[str, Verdict], now: Mapping[str, Verdict]
) -> dict[str, float]:
    """The scores with what the user has said since they were stored, and taken back."""
    changed = {feature for feature in {*before, *now} if before.get(feature) is not now.get(feature)}
    if not changed:
        return scores
    learned = weights(connection, changed)
    difference = {
        feature: Weights(learned, now).of(feature) - Weights(learned, before).of(feature) for feature in changed
    }
    for id, features in vectors(connection, list(scores)).items():
        scores[id] += sum(difference[name] * features[name] for name in changed & features.keys()) / ONE
    return scores


def _scored(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, float]:
    """What the features of papers add up to that nothing has scored yet."""
    if not ids:
        return {}
    features = dict(vectors(connection, ids))
    lacking = papers_of(connection, [id for id in ids if id not in features])
    features |= {id: vector(paper) for id, paper in lacking.items()}
    every = {feature for each in features.values() for feature in each}
    score = Weights(weights(connection, every), said(connection)).scorer()
    return {id: score(each) for id, each in features.items()}
