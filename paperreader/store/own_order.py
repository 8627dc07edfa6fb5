"""Lists in the user's own order: by what was learned of their taste and by votes, with some papers put forward."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from paperreader.models import Entry
from paperreader.order import Order, sort_entries
from paperreader.store.learned import learned
from paperreader.store.papers import papers_of
from paperreader.store.scores import scores, weights
from paperreader.store.taste_marks import said
from paperreader.store.vectors import vectors
from paperreader.taste.judge import Weights
from paperreader.taste.mix import mixed
from paperreader.taste.vector import vector

MAX_SCORED_HERE = 60
"""Papers that came so lately that they are not scored yet: of more of them only the votes count."""


def in_own_order(connection: sqlite3.Connection, entries: Sequence[Entry]) -> list[Entry]:
    """The entries in the user's own order."""
    known = learned(connection)
    if known is None or not known.can_order:
        return sort_entries([entry._replace(own_score=None, put_forward="") for entry in entries], Order.UPVOTES)
    own = scores(connection, [entry.id for entry in entries])
    missing = [entry.id for entry in entries if entry.id not in own]
    own |= _scored(connection, missing) if len(missing) <= MAX_SCORED_HERE else {}
    usual = known.balance.usual_own
    scored = [
        entry._replace(own_score=known.score(own.get(entry.id, usual), entry.upvotes), put_forward="")
        for entry in entries
    ]
    return mixed(sorted(scored, key=lambda entry: -(entry.own_score or 0)))


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
