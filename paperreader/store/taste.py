"""What a user likes: what it is learned from, and what was learned."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from paperreader.store import scores as rows
from paperreader.store.entry_rows import cast
from paperreader.store.learned import learned
from paperreader.store.schema import numbers
from paperreader.store.taste_marks import acts, date_reset, notice, said
from paperreader.store.vectors import HIGHEST_ROWID, lacking_vectors, newest_vectors, save_vectors, vectors

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.models import Entry, Paper
    from paperreader.store.database import Database
    from paperreader.store.taste_news import News
    from paperreader.taste.acts import Act
    from paperreader.taste.judge import Verdict
    from paperreader.taste.learned import Learned
    from paperreader.taste.reasons import Telling
    from paperreader.taste.vector import Vector

UPVOTES = cast("INTEGER", "paper.upvotes")
SAME_DAY = f"""
SELECT listing.day, paper.id, {UPVOTES} FROM listing JOIN paper ON paper.rowid = listing.paper
WHERE listing.day IN (SELECT min(day) FROM listing WHERE paper IN (SELECT value FROM json_each(?)) GROUP BY paper)
ORDER BY listing.day, listing.position
"""
NEWEST_DAYS = f"""
SELECT listing.day, paper.id, {UPVOTES} FROM listing JOIN paper ON paper.rowid = listing.paper
WHERE listing.day IN (SELECT day FROM day WHERE papers ORDER BY day DESC LIMIT ?) ORDER BY listing.day, listing.position
"""


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

    def date_reset(self) -> Future[None]:
        """Treat a reset of the future as made now."""
        return self._database.write(date_reset, self._database.time())

    def basis(self) -> str:
        """Stands for all that there is to learn from: it changes with any of it."""
        from paperreader.store.taste_news import basis

        return str(self._database.read(basis))

    def news(self) -> Future[News]:
        """What is new since it was last learned."""
        from paperreader.store.taste_news import news

        return self._database.search_in_passing(news)

    def notice(self, field: str, papers: Sequence[str]) -> Future[None]:
        """The user has just done with these papers what the field of an automatic mark stands for. It is no step."""
        return self._database.write(notice, field, papers, self._database.time())

    def said(self) -> dict[str, Verdict]:
        """What the user said of features."""
        return self._database.read(said)

    def lacking_vectors(self, limit: int, before: int = HIGHEST_ROWID) -> list[tuple[int, Paper | None]]:
        """Papers whose features are not stored yet, by rowid, from high to low; None where one cannot be read."""
        return self._database.read(lacking_vectors, limit, before)

    def save_vectors(self, vectors: Mapping[int, Vector]) -> Future[None]:
        """Store the features of papers, by rowid."""
        return self._database.write(save_vectors, vectors)

    def vectors(self, ids: Sequence[str]) -> Mapping[str, Vector]:
        """The features of these papers, of those whose are stored; {} where they cannot be read."""
        return self._database.read(vectors, ids)

    def newest_vectors(self, limit: int) -> Iterator[Vector]:
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

    def save_learned(self, learned: Learned, weights: Mapping[str, float]) -> Future[bool]:
        """Store what was learned in the place of what was before; all scores are outdated then.

        False if another program has learned meanwhile, whose number is as high.
        """
        return self._database.write(rows.save_learned, learned, weights)

    def not_scored(self, learned: int, limit: int, before: int = HIGHEST_ROWID) -> list[tuple[int, Vector]]:
        """Papers, by rowid, whose scores are missing or outdated, from high to low."""
        return self._database.read(rows.not_scored, learned, limit, before)

    def save_scores(self, learned: int, scores: Sequence[tuple[int, float]]) -> Future[bool]:
        """Store what the features of papers add up to, by rowid. False if it was learned anew meanwhile."""
        return self._database.write(rows.save_scores, learned, scores)

    def scores(self, ids: Sequence[str]) -> dict[str, float]:
        """What the features of these papers add up to, of those that have been scored."""
        return self._database.read(rows.scores, ids)

    def weights(self, features: Iterable[str]) -> dict[str, float]:
        """What was learned of these features."""
        return self._database.read(rows.weights, features)

    def heaviest(self, limit: int) -> dict[str, float]:
        """The features that count most, for or against, those first."""
        return self._database.read(rows.heaviest, limit)

    def telling(self) -> Future[Mapping[str, Telling]]:
        """How often the newest papers have each feature that anything was learned or said of, and how they write it."""
        from paperreader.store.overview import telling

        return self._database.search(telling)

    def in_own_order(self, entries: Sequence[Entry]) -> list[Entry]:
        """The entries in the user's own order, each with its score, some put forward by votes or chance.

        Where nothing was learned yet by upvotes, and without scores.
        """
        from paperreader.store.own_order import in_own_order

        return self._database.read(in_own_order, entries)


def _by_day(connection: sqlite3.Connection, sql: str, value: str | int) -> dict[str, list[tuple[str, int]]]:
    days: dict[str, list[tuple[str, int]]] = {}
    for day, id, upvotes in connection.execute(sql, (value,)).fetchall():
        days.setdefault(day, []).append((id, upvotes))
    return days
