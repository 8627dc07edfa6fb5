"""Saving the repositories that name a paper; `papers` reads them."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from paperreader.linked import LINKED_KINDS, Linked, LinkedRepo
from paperreader.store import members
from paperreader.store.derived import recount
from paperreader.store.papers import linked_of
from paperreader.store.schema import number

if TYPE_CHECKING:
    from concurrent.futures import Future

    from paperreader.store.database import Database

SAVE_DETAIL = """
INSERT INTO detail (paper, fetched, models, datasets, spaces) VALUES (:paper, :fetched, :model, :dataset, :space)
ON CONFLICT (paper) DO UPDATE
SET fetched = excluded.fetched, models = COALESCE(excluded.models, models),
    datasets = COALESCE(excluded.datasets, datasets), spaces = COALESCE(excluded.spaces, spaces)
"""
SAVE_REPO = """
INSERT INTO linked (paper, kind, position, id, likes, downloads, parameters, about, gated)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class LinkedRepos:
    """Saves what the Hub answers about one paper."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, id: str, answer: Linked) -> Future[None]:
        """Save the repositories that name a paper. Of a kind that the answer leaves out the stored ones stay, as do
        those behind the first ones if the answer has no more than these.
        """
        return self._database.write(save, id, answer, self._database.time())


def save(connection: sqlite3.Connection, id: str, answer: Linked, at: str) -> None:
    """Save the repositories that name a paper, unless no paper can have this id."""
    paper, known = number(id), linked_of(connection, id)
    if paper is None:
        return
    counts = dict.fromkeys(LINKED_KINDS) | dict(answer.totals)
    connection.execute(SAVE_DETAIL, {"paper": paper, "fetched": at, **counts})
    for kind, total in answer.totals.items():
        repos = _completed(answer.of_kind(kind), known.of_kind(kind), total)
        connection.execute("DELETE FROM linked WHERE paper = ? AND kind = ?", (paper, kind))
        connection.executemany(SAVE_REPO, ((paper, kind, at, *repo[1:]) for at, repo in enumerate(repos)))
    members.update(connection, [paper])
    recount(connection, [paper])


def _completed(first: list[LinkedRepo], known: list[LinkedRepo], total: int) -> list[LinkedRepo]:
    """All that the Hub named, and behind them what it named before, as far as there are so many."""
    named = {repo.id for repo in first}
    return [*first, *(repo for repo in known if repo.id not in named)][: max(total, len(first))]
