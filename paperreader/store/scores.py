"""What was learned of a user's taste, as it is stored: what each feature counts, and the scores of papers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from paperreader.store.learned import learned
from paperreader.store.schema import numbers
from paperreader.store.settings import set_setting
from paperreader.store.vectors import unpacked
from paperreader.taste.learned import MAX_FIGURE, Learned, to_json
from paperreader.taste.vector import Vector

IS_FIGURE = f"(typeof({{0}}) = 'real' AND abs({{0}}) < {MAX_FIGURE})"
"""What another program, or damage, may have left is none; nor is infinity."""
NOT_SCORED = """
SELECT vector.paper, features FROM vector LEFT JOIN own_score ON own_score.paper = vector.paper
WHERE own_score.learned IS NOT ? AND vector.paper < ? ORDER BY vector.paper DESC LIMIT ?
"""
SCORES = f"""
SELECT paper.id, own_score.score FROM own_score JOIN paper ON paper.rowid = own_score.paper
WHERE own_score.paper IN (SELECT value FROM json_each(?)) AND {IS_FIGURE.format("score")}
"""
LEARNED = f"SELECT feature, weight FROM learned_weight WHERE typeof(feature) = 'text' AND {IS_FIGURE.format('weight')}"
WEIGHTS = f"{LEARNED} AND feature IN (SELECT value FROM json_each(?))"
HEAVIEST = f"{LEARNED} ORDER BY abs(weight) DESC, feature LIMIT ?"


def save_learned(connection: sqlite3.Connection, what: Learned, weights: Mapping[str, float]) -> bool:
    """Store what was learned, unless another program has learned meanwhile."""
    before = learned(connection)
    if before is not None and before.number >= what.number:
        return False
    if before is None or not what.can_order:  # its scores may have the same number, or nobody makes new ones
        connection.execute("DELETE FROM own_score")
    connection.execute("DELETE FROM learned_weight")
    connection.executemany("INSERT INTO learned_weight (feature, weight) VALUES (?, ?)", list(weights.items()))
    set_setting(connection, "learned", json.dumps(to_json(what)))
    return True


def not_scored(connection: sqlite3.Connection, learned: int, limit: int, before: int) -> list[tuple[int, Vector]]:
    """Papers whose scores are missing or outdated."""
    rows = connection.execute(NOT_SCORED, (learned, before, limit)).fetchall()
    return [(paper, unpacked(features)) for paper, features in rows]


def save_scores(connection: sqlite3.Connection, number: int, scores: Sequence[tuple[int, float]]) -> bool:
    """Store what the features of papers add up to, if what was learned is still that."""
    now = learned(connection)
    if now is None or now.number != number:
        return False
    connection.executemany(
        "INSERT OR REPLACE INTO own_score (paper, score, learned) VALUES (?, ?, ?)",
        [(paper, score, number) for paper, score in scores],
    )
    return True


def scores(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, float]:
    """What the features of these papers add up to."""
    rows = connection.execute(SCORES, (json.dumps(numbers(ids)),)).fetchall()
    return {id: float(score) for id, score in rows}


def weights(connection: sqlite3.Connection, features: Iterable[str]) -> dict[str, float]:
    """What was learned of these features."""
    return dict(connection.execute(WEIGHTS, (json.dumps(list(features)),)).fetchall())


def heaviest(connection: sqlite3.Connection, limit: int) -> dict[str, float]:
    """The features that count most, for or against, those first."""
    return dict(connection.execute(HEAVIEST, (limit,)).fetchall())
