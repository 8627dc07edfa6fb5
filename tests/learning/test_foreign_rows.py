"""Rows that no paperreader wrote: nothing fails because of them, and what is ordered is ordered by sane figures."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from math import isfinite
from pathlib import Path

import pytest

from paperreader.learning.explain import explain
from paperreader.learning.learn import is_outdated, learn
from paperreader.mark_fields import ALL_PAPERS, LEARN_SINCE, STARRED, TASTE
from paperreader.models import Cause, MarkChange
from paperreader.store import Store, StoreError
from paperreader.taste.imported import ImportedPaper
from paperreader.views import Collection, Search
from tests.conftest import Clock
from tests.stored_days import THU, id_of
from tests.taught import weaver

DEEP = "[" * 100_000
LAST = "9999-12-31T23:59:59.999999Z"
STAR = id_of(THU, 3)
MARK = "INSERT OR REPLACE INTO mark VALUES (?, ?, ?, ?, NULL, 'other', NULL)"
SETTING = "INSERT OR REPLACE INTO setting VALUES ('learned', ?)"
FIGURES = {
    "number": 5,
    "at": "2026-07-31T12:00:00+00:00",
    "basis": "a b c",
    "liked": 3,
    "passed": 1,
    "imported": 0,
    "balance": [0.5, 0.5, 0, 1, 0, 1],
    "trial": [3, 0.5, 0.5],
}
IMPORTED = "INSERT INTO imported VALUES ('k', NULL, {}, '', ?, '[]', '2026-07-30T00:00:00Z')"


def learned(**odd: object) -> tuple[str, str]:
    return SETTING, json.dumps(FIGURES | odd)


ROWS: dict[str, tuple[object, ...]] = {
    "deep": (SETTING, DEEP),
    "number": learned(number=10**30),
    "last number": learned(number=2**63 - 1),
    "naive": learned(at="2026-07-31T12:00:00"),
    "large": learned(balance=[10**400, 0, 0, 1, 0, 1]),
    "spread": learned(balance=[1, 1, 1, 5e-324, 1, 5e-324]),
    "trial": learned(trial=[10**400, 0.5, 0.5]),
    "infinities": ("UPDATE learned_weight SET weight = iif(length(feature) % 2, 9e999, -9e999)",),
    "weights": ("UPDATE learned_weight SET weight = 1.7e308",),
    "feature": (
        "UPDATE learned_weight SET feature = x'ff' WHERE feature IN (SELECT min(feature) FROM learned_weight)",
    ),
    "scores": ("UPDATE own_score SET score = 'high'",),
    "infinite scores": ("UPDATE own_score SET score = 9e999",),
    "said": (MARK, ALL_PAPERS, f"{TASTE}word:loom", DEEP, "2026-07-30T00:00:00Z"),
    "said some day": (MARK, ALL_PAPERS, f"{TASTE}word:loom", '"up"', "some day"),
    "said last": (MARK, ALL_PAPERS, f"{TASTE}word:loom", '"up"', LAST),
    "since": (MARK, ALL_PAPERS, LEARN_SINCE, DEEP, "2026-07-30T00:00:00Z"),
    "since first": (MARK, ALL_PAPERS, LEARN_SINCE, '"0001-01-01T00:00:00+14:00"', "2026-07-30T00:00:00Z"),
    "since last": (MARK, ALL_PAPERS, LEARN_SINCE, '"9999-12-31T23:59:59-14:00"', "2026-07-30T00:00:00Z"),
    "starred last": (MARK, STAR, STARRED, 1, LAST),
    "votes": ("UPDATE paper SET upvotes = 'many'",),
    "negative": ("UPDATE paper SET upvotes = -5",),
    "imported": (IMPORTED.format("'A loom'"), DEEP),
    "bytes": (IMPORTED.format("CAST(x'ff' AS TEXT)"), "[]"),
}


@pytest.mark.parametrize("row", ROWS)
def test_nothing_fails_because_of_a_foreign_row(path: Path, clock: Clock, row: str) -> None:
    with closing(Store(path, now=clock)) as store:
        weaver(store, clock.now)
        store.imported.add([ImportedPaper("title:on looms", "On looms")]).result()
        learn(store, clock.now)
    sql, *values = ROWS[row]
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(str(sql), values)
        connection.commit()
    with closing(Store(path, now=clock)) as store:
        assert_all_works(store)
        store.marks.set(STARRED, True, [STAR], Cause.BY_HAND).result()
        store.marks.apply([MarkChange(f"{TASTE}word:loom", "down", [ALL_PAPERS])], Cause.BY_HAND).result()
        learn(store, clock.now)
        assert store.taste.said()["word:loom"].value == "down"
        assert not is_outdated(store)
        assert "title:on looms" in [paper.key for paper in store.imported.all()]
        assert_all_works(store)


def assert_all_works(store: Store) -> None:
    entries = store.taste.in_own_order(store.papers.entries(Collection.UNREAD))
    assert entries
    assert all(isfinite(entry.own_score or 0) for entry in entries)
    assert store.papers.entries(Search("sort:yours"))
    paper = store.papers.get(STAR)
    assert paper
    explanation = explain(store, paper)
    assert explanation is None or isfinite(explanation.score)
    store.taste.news().result()
    store.taste.telling().result()


@pytest.mark.parametrize("keywords", [DEEP, "7", '[["looms"]]', '{"a": 1}'])
def test_a_paper_whose_keywords_are_none_is_damage(path: Path, clock: Clock, keywords: str) -> None:
    with closing(Store(path, now=clock)) as store:
        weaver(store, clock.now)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE paper SET keywords = ? WHERE id = ?", (keywords, STAR))
            connection.execute("DELETE FROM vector")
            connection.commit()
        learn(store, clock.now)
        assert store.taste.scores([id_of(THU, 4)])
        with pytest.raises(StoreError, match="damaged"):
            store.papers.get(STAR)
    with closing(Store(path, now=clock)) as store:
        assert "47 papers" in (store.repaired or "")
