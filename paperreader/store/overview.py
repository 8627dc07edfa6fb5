"""Of all that was learned, what tells most of the newest papers: how many have each feature, and how they write it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping

from paperreader.mark_fields import READ
from paperreader.store.papers import papers_of
from paperreader.store.scores import heaviest
from paperreader.store.taste_marks import acts, said
from paperreader.store.vectors import newest_vectors
from paperreader.taste.reasons import Telling
from paperreader.taste.vector import ONE, forms

NEWEST_PAPERS = 300
MAX_READ = 40
"""Papers that the user liked last, passed over last, and new ones: so many of each tell how features are written."""


def telling(connection: sqlite3.Connection) -> Mapping[str, Telling]:
    """All features that anything was learned or said of. Takes some tenths of a second."""
    names = heaviest(connection, -1).keys() | said(connection).keys()
    papers: Counter[str] = Counter()
    amounts: Counter[str] = Counter()
    for vector in newest_vectors(connection, NEWEST_PAPERS):
        for name in names & vector.keys():
            papers[name] += 1
            amounts[name] += vector[name]
    texts = _written(connection)
    return {
        name: Telling(
            papers[name],
            amounts[name] / papers[name] / ONE if papers[name] else 0.0,
            texts.get(name) or name.partition(":")[2] or name,
        )
        for name in names
    }


def _written(connection: sqlite3.Connection) -> dict[str, str]:
    """Features as most of the papers write them that the user had to do with lately, or that are new."""
    done = acts(connection)[::-1]
    liked = list(dict.fromkeys(act.paper for act in done if act.field != READ))
    passed = list(dict.fromkeys(act.paper for act in done if act.field == READ))
    new = [id for (id,) in connection.execute("SELECT id FROM paper ORDER BY rowid DESC LIMIT ?", (MAX_READ,))]
    counts: dict[str, Counter[str]] = {}
    for paper in papers_of(connection, [*liked[:MAX_READ], *passed[:MAX_READ], *new]).values():
        for feature, form in forms(paper).items():
            counts.setdefault(feature, Counter())[form] += 1
    return {feature: found.most_common(1)[0][0] for feature, found in counts.items()}
