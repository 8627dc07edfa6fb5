"""What a user likes: what it is learned from, and what was learned."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from paperreader.mark_fields import ALL_PAPERS, LEARN_SINCE, TASTE
from paperreader.models import Paper
from paperreader.store.mark_values import from_stored
from paperreader.store.papers import papers_of
from paperreader.store.schema import number, numbers
from paperreader.store.settings import set_setting, setting
from paperreader.taste.acts import Act
from paperreader.taste.judge import Word
from paperreader.taste.learned import Learned, from_json, to_json
from paperreader.taste.vector import VERSION

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.store.database import Database
    from paperreader.taste.vector import Vector

UNREADABLE = (ValueError, TypeError, KeyError, zlib.error)
"""What another program may have written."""

TELLING = """
value IS NOT NULL AND value IS NOT 0 AND (field IN ('read', 'starred', 'copied', 'text', 'lingered')
    OR (field > 'tag:' AND field < 'tag;') OR (field = 'note' AND length(value) > 2))
"""
"""The marks that tell what the user likes."""
ACTS = f"SELECT paper, field, cause, at FROM mark WHERE {TELLING} AND at >= ? ORDER BY at, paper, field"
BASIS = f"""
SELECT (SELECT json_array(count(*), max(at)) FROM mark WHERE {TELLING}),
       (SELECT json_array(count(*), max(at)) FROM imported),
       (SELECT json_group_array(json_array(field, value)) FROM mark WHERE paper = '{ALL_PAPERS}')
"""
SAID = f"SELECT field, value FROM mark WHERE paper = '{ALL_PAPERS}' AND field > 'taste:' AND field < 'taste;'"
LACKING = """
SELECT id FROM paper LEFT JOIN vector ON vector.paper = paper.rowid AND vector.version = ?
WHERE vector.paper IS NULL ORDER BY paper.rowid DESC LIMIT ?
"""
VECTORS = "SELECT paper, features FROM vector WHERE paper IN (SELECT value FROM json_each(?))"
SAME_DAY = """
SELECT listing.day, paper.id, paper.upvotes FROM listing JOIN paper ON paper.rowid = listing.paper
WHERE listing.day IN (SELECT min(day) FROM listing WHERE paper IN (SELECT value FROM json_each(?)) GROUP BY paper)
ORDER BY listing.day, listing.position
"""
NEWEST_DAYS = """
SELECT listing.day, paper.id, paper.upvotes FROM listing JOIN paper ON paper.rowid = listing.paper
WHERE listing.day IN (SELECT day FROM day WHERE papers ORDER BY day DESC LIMIT ?) ORDER BY listing.day, listing.position
"""
NOT_SCORED = """
SELECT vector.paper, features FROM vector LEFT JOIN own_score ON own_score.paper = vector.paper
WHERE own_score.learned IS NOT ? ORDER BY vector.paper DESC LIMIT ?
"""
SCORES = """
SELECT paper.id, own_score.score FROM own_score JOIN paper ON paper.rowid = own_score.paper
WHERE own_score.paper IN (SELECT value FROM json_each(?))
"""
WEIGHTS = "SELECT feature, weight FROM learned_weight WHERE feature IN (SELECT value FROM json_each(?))"
HEAVIEST = "SELECT feature, weight FROM learned_weight ORDER BY abs(weight) DESC, feature LIMIT ?"

DayPapers = Mapping[str, Sequence[tuple[str, int]]]
"""By day: its papers with their upvotes, in its order."""


class TasteTables:
    """Keeps all of it; what is learned is worked out elsewhere (see `learning`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- what it is learned from

    def acts(self) -> list[Act]:
        """What the user did with papers, stored or not, since their order began anew; oldest first."""
        return self._database.read(acts)

    def basis(self) -> str:
        """Stands for all that there is to learn from: it changes with any of it."""
        return self._database.read(basis)

    def said(self) -> dict[str, Word]:
        """What the user said of features."""
        return self._database.read(said)

    def lacking_vectors(self, limit: int) -> list[Paper]:
        """Papers whose features are not stored yet, the newest first."""
        return self._database.read(lacking_vectors, limit)

    def save_vectors(self, vectors: Mapping[str, Vector]) -> Future[None]:
        """Store the features of papers, by their ids."""
        return self._database.write(save_vectors, vectors)

    def vectors(self, ids: Sequence[str]) -> dict[str, Vector]:
        """The features of these papers, of those whose are stored."""
        return self._database.read(vectors, ids)

    def newest_vectors(self, limit: int) -> list[Vector]:
        """The features of the newest papers."""
        return self._database.read(newest_vectors, limit)

    def days_of(self, ids: Sequence[str]) -> DayPapers:
        """The first day of each of these papers, with all of its papers."""
        return self._database.read(_by_day, SAME_DAY, json.dumps(numbers(ids)))

    def newest_days(self, limit: int) -> DayPapers:
        """The newest days that have papers."""
        return self._database.read(_by_day, NEWEST_DAYS, limit)

    # -- what was learned

    def learned(self) -> Learned | None:
        """None if nothing was learned yet."""
        return self._database.read(learned)

    def save_learned(self, learned: Learned, weights: Mapping[str, float]) -> Future[None]:
        """Store what was learned in the place of what was before; all scores are outdated then."""
        return self._database.write(save_learned, learned, weights)

    def not_scored(self, learned: int, limit: int) -> list[tuple[int, Vector]]:
        """Papers, by rowid, whose scores are missing or outdated, the newest first."""
        return self._database.read(not_scored, learned, limit)

    def save_scores(self, learned: int, scores: Sequence[tuple[int, float]]) -> Future[None]:
        """Store what the features of papers add up to, by rowid."""
        return self._database.write(save_scores, learned, scores)

    def scores(self, ids: Sequence[str]) -> dict[str, float]:
        """What the features of these papers add up to, of those that have been scored."""
        return self._database.read(scores, ids)

    def weights(self, features: Iterable[str]) -> dict[str, float]:
        """What was learned of these features."""
        return dict(self._database.read(_rows, WEIGHTS, json.dumps(list(features))))

    def heaviest(self, limit: int) -> dict[str, float]:
        """The features that count most, for or against, those first."""
        return dict(self._database.read(_rows, HEAVIEST, limit))


def acts(connection: sqlite3.Connection) -> list[Act]:
    """What the user did with papers."""
    rows = connection.execute(ACTS, (_since(connection),)).fetchall()
    return [Act(paper, field, cause, datetime.fromisoformat(at)) for paper, field, cause, at in rows]


def basis(connection: sqlite3.Connection) -> str:
    """Stands for all that there is to learn from."""
    return json.dumps([*connection.execute(BASIS).fetchone(), VERSION])


def said(connection: sqlite3.Connection) -> dict[str, Word]:
    """What the user said of features."""
    found: dict[str, Word] = {}
    for field, value in connection.execute(SAID).fetchall():
        with suppress(*UNREADABLE):  # another version may know more words
            found[field.removeprefix(TASTE)] = Word(from_stored(value))
    return found


def lacking_vectors(connection: sqlite3.Connection, limit: int) -> list[Paper]:
    """Papers whose features are not stored yet."""
    ids = [id for (id,) in connection.execute(LACKING, (VERSION, limit)).fetchall()]
    return list(papers_of(connection, ids).values())


def save_vectors(connection: sqlite3.Connection, vectors: Mapping[str, Vector]) -> None:
    """Store the features of papers."""
    connection.executemany(
        "INSERT OR REPLACE INTO vector (paper, version, features) VALUES (?, ?, ?)",
        [(number(id), VERSION, packed(vector)) for id, vector in vectors.items()],
    )


def vectors(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, Vector]:
    """The features of these papers."""
    by_rowid = {number(id): id for id in ids}
    rows = connection.execute(VECTORS, (json.dumps(numbers(ids)),)).fetchall()
    return {by_rowid[paper]: vector for paper, features in rows if (vector := unpacked(features))}


def newest_vectors(connection: sqlite3.Connection, limit: int) -> list[Vector]:
    """The features of the newest papers."""
    rows = connection.execute("SELECT features FROM vector ORDER BY paper DESC LIMIT ?", (limit,)).fetchall()
    return [unpacked(features) for (features,) in rows]


def learned(connection: sqlite3.Connection) -> Learned | None:
    """What was learned, in figures."""
    with suppress(*UNREADABLE):
        return from_json(json.loads(setting(connection, "learned") or ""))
    return None


def save_learned(connection: sqlite3.Connection, learned: Learned, weights: Mapping[str, float]) -> None:
    """Store what was learned."""
    connection.execute("DELETE FROM learned_weight")
    connection.executemany("INSERT INTO learned_weight (feature, weight) VALUES (?, ?)", list(weights.items()))
    set_setting(connection, "learned", json.dumps(to_json(learned)))


def not_scored(connection: sqlite3.Connection, learned: int, limit: int) -> list[tuple[int, Vector]]:
    """Papers whose scores are missing or outdated."""
    rows = connection.execute(NOT_SCORED, (learned, limit)).fetchall()
    return [(paper, unpacked(features)) for paper, features in rows]


def save_scores(connection: sqlite3.Connection, learned: int, scores: Sequence[tuple[int, float]]) -> None:
    """Store what the features of papers add up to."""
    connection.executemany(
        "INSERT OR REPLACE INTO own_score (paper, score, learned) VALUES (?, ?, ?)",
        [(paper, score, learned) for paper, score in scores],
    )


def scores(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, float]:
    """What the features of these papers add up to."""
    rows = connection.execute(SCORES, (json.dumps(numbers(ids)),)).fetchall()
    return {id: float(score) for id, score in rows}


def packed(vector: Vector) -> bytes:
    """A vector as it is stored."""
    return zlib.compress("\n".join(f"{feature}\t{amount}" for feature, amount in vector.items()).encode(), 1)


def unpacked(features: bytes) -> Vector:
    """A stored vector; an empty one where it is damaged, which is the same as knowing nothing of the paper."""
    with suppress(*UNREADABLE):
        lines = (line.split("\t") for line in zlib.decompress(features).decode().split("\n") if line)
        return {feature: int(amount) for feature, amount in lines}
    return {}


def _since(connection: sqlite3.Connection) -> str:
    """When the user's order began anew; "" if it never did."""
    sql = "SELECT value FROM mark WHERE paper = ? AND field = ?"
    found = connection.execute(sql, (ALL_PAPERS, LEARN_SINCE)).fetchone()
    with suppress(*UNREADABLE):
        return str(from_stored(found[0]) or "") if found else ""
    return ""


def _rows(connection: sqlite3.Connection, sql: str, value: str | int) -> list[tuple[str, float]]:
    return connection.execute(sql, (value,)).fetchall()


def _by_day(connection: sqlite3.Connection, sql: str, value: str | int) -> dict[str, list[tuple[str, int]]]:
    days: dict[str, list[tuple[str, int]]] = {}
    for day, id, upvotes in connection.execute(sql, (value,)).fetchall():
        days.setdefault(day, []).append((id, upvotes))
    return days
