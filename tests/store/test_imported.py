"""The user's own papers in the store: each once, and what another program wrote spoils nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from paperreader.learning.learn import learn
from paperreader.mark_fields import ALL_PAPERS, LEARN_SINCE
from paperreader.models import Cause, MarkChange, timestamp
from paperreader.store import Store
from paperreader.store.connection import connect
from paperreader.store.recover import carry_over
from paperreader.taste.imported import ImportedPaper

NOW = datetime(2026, 7, 31, 12, tzinfo=UTC)
LOOM = ImportedPaper("title:a loom", "A Loom", None, "We weave long threads.", ("looms",), ("Ada Lovelace",))
WARP = ImportedPaper("arxiv:2607.12345", "Warp", "2607.12345")


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def reset(store: Store, at: datetime) -> None:
    store.marks.apply([MarkChange(LEARN_SINCE, timestamp(at), [ALL_PAPERS])], Cause.BY_HAND).result()


def test_a_paper_is_there_once_and_keeps_its_time(tmp_path: Path) -> None:
    clock = Clock()
    with closing(Store(tmp_path / "papers.db", now=clock)) as store:
        assert store.imported.add([LOOM, WARP]).result() == {LOOM.key, WARP.key}
        basis = store.taste.basis()
        clock.now += timedelta(days=1)
        assert store.imported.add([LOOM, WARP]).result() == set()
        assert store.taste.basis() == basis
        more = WARP._replace(abstract="We warp.")
        assert store.imported.add([more]).result() == set()
        assert store.taste.basis() != basis
        assert store.imported.all() == [more._replace(at=NOW), LOOM._replace(at=NOW)]


def test_after_a_reset_only_what_is_imported_again_counts(tmp_path: Path) -> None:
    clock = Clock()
    with closing(Store(tmp_path / "papers.db", now=clock)) as store:
        store.imported.add([LOOM, WARP]).result()
        assert learn(store, clock.now).imported == 2
        clock.now += timedelta(days=1)
        reset(store, clock.now)
        assert store.imported.counted() == []
        assert not learn(store, clock.now).can_order
        clock.now += timedelta(days=1)
        assert store.imported.add([LOOM]).result() == {LOOM.key}
        assert [paper.key for paper in store.imported.counted()] == [LOOM.key]
        assert learn(store, clock.now).imported == 1
        store.marks.undo().result()
        assert learn(store, clock.now).imported == 2


def test_features_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    make = ImportedPaper.vector
    monkeypatch.setattr(ImportedPaper, "vector", lambda paper: (made.append(paper.key), make(paper))[1])
    path = tmp_path / "papers.db"
    with closing(Store(path, now=Clock())) as store:
        store.imported.add([LOOM, WARP]).result()
        learn(store, NOW)
        assert sorted(made) == sorted([LOOM.key, WARP.key])
        before = store.taste.heaviest(-1)
        store.marks.apply([MarkChange("starred", True, ["2607.00001"])], Cause.BY_HAND).result()
        learn(store, NOW)
        assert made[2:] == []
        store.imported.add([LOOM, WARP._replace(abstract="We warp looms.")]).result()
        learn(store, NOW)
        assert made[2:] == [WARP.key]
        assert store.taste.heaviest(-1) != before
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE imported_vector SET features = x'00', version = 'old' WHERE key = ?", (LOOM.key,))
        connection.execute("DELETE FROM imported WHERE key = ?", (WARP.key,))
    with closing(Store(path, now=Clock())) as store:
        store.marks.apply([MarkChange("starred", False, ["2607.00001"])], Cause.BY_HAND).result()
        assert learn(store, NOW).imported == 1
        assert made[3:] == [LOOM.key]
        assert [each.at for each in store.imported.vectors()] == [NOW]


def test_rows_of_another_program_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "papers.db"
    with closing(Store(path, now=Clock())) as store:
        store.imported.add([LOOM]).result()
    rows = [
        ("b", None, "A", "", "[", "[]", timestamp(NOW)),
        ("c", None, "A", "", "[1]", "[]", timestamp(NOW)),
        ("d", None, "A", "", "3", "[]", timestamp(NOW)),
        ("e", None, "A", "", "[]", "{}", "yesterday"),
        ("f", None, "A", "", "[]", "[]", "2026-07-31"),
        ("g", None, b"\xff", "", "[]", "[]", timestamp(NOW)),
        (b"h", 5, "A", "", "[]", "[]", timestamp(NOW)),
        ("i", None, "x\x00" * 1000, "\x1b[31m", '["a\\u202e"]', '[""]', timestamp(NOW)),
    ]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany("INSERT INTO imported VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    with closing(Store(path, now=Clock())) as store:
        assert [paper.key for paper in store.imported.all()] == ["i", LOOM.key]
        assert learn(store, NOW).imported == 2
        assert all(feature.isprintable() for feature in store.taste.heaviest(-1))


def test_a_recovered_store_has_them(tmp_path: Path) -> None:
    damaged, new = tmp_path / "damaged.db", tmp_path / "new.db"
    for path, papers in ((damaged, [LOOM, WARP]), (new, [])):
        with closing(Store(path, now=Clock())) as store:
            store.imported.add(papers).result()
    with closing(connect(new, write=True)) as connection, connection:
        carry_over(damaged, connection, timestamp(NOW))
    with closing(Store(new, now=Clock())) as store:
        assert store.imported.all() == [WARP._replace(at=NOW), LOOM._replace(at=NOW)]
