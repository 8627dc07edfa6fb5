"""Papers that were gone to by id: kept, listed under those opened last, and carried over by a repair."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from paperreader.mark_fields import READ
from paperreader.models import Cause
from paperreader.store import Store
from paperreader.store.backup import back_up
from paperreader.store.opened import MAX_KEPT
from paperreader.views import Collection, Search
from tests.conftest import FRIDAY, Clock
from tests.stores import a_paper, ids, rows


def listed(store: Store) -> list[int]:
    return ids(store.papers.entries(Collection.OPENED))


def filled(path: Path, clock: Clock) -> Store:
    store = Store(path, now=clock)
    store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(1, 7)], complete=True).result()
    return store


def test_they_stand_among_those_that_were_opened_in_the_browser_the_last_first(path: Path, clock: Clock) -> None:
    with closing(filled(path, clock)) as store:
        store.opened.record(["2607.00001", "2607.00002"]).result()
        clock.tick(1)
        store.marks.set(READ, True, ["2607.00003"], Cause.OPENED).result()
        clock.tick(1)
        store.opened.record(["2607.00001", "2401.00001"]).result()  # one is not stored
        assert listed(store) == [1, 3, 2]
        assert ids(store.papers.entries(Search("is:opened sort:oldest"))) == [1, 2, 3]
        clock.tick(1)
        store.marks.set(READ, True, ["2607.00002"], Cause.OPENED).result()
        assert listed(store) == [2, 1, 3], "each once, when it was opened last"
    with closing(Store(path, now=clock)) as store:
        assert listed(store) == [2, 1, 3]


def test_only_so_many_are_kept(path: Path, clock: Clock) -> None:
    with closing(filled(path, clock)) as store:
        store.opened.record(f"2401.{number:05}" for number in range(MAX_KEPT)).result()
        clock.tick(1)
        store.opened.record(["2607.00001"]).result()
        assert listed(store) == [1]
        assert rows(path, "SELECT count(*) FROM opened") == [(MAX_KEPT,)]


def test_a_backup_and_a_repair_keep_them(path: Path, clock: Clock, tmp_path: Path) -> None:
    with closing(filled(path, clock)) as store:
        store.opened.record(["2607.00004"]).result()
        back_up(path, tmp_path / "copy.db")
    with closing(Store(tmp_path / "copy.db", now=clock)) as store:
        assert listed(store) == [4]
    with closing(sqlite3.connect(path)) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'sample'").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    data = bytearray(path.read_bytes())
    data[(root - 1) * size : root * size] = b"\x55" * size
    path.write_bytes(data)
    path.with_name(f"{path.name}.damaged").touch()
    with closing(Store(path, now=clock)) as store:
        assert "could be recovered into a new one" in str(store.repaired)
        assert listed(store) == [4]


def test_papers_are_found_by_ids_in_the_order_of_the_text(path: Path, clock: Clock) -> None:
    with closing(filled(path, clock)) as store:
        text = "2607.00003, 2607.00001 hep-th/9901001 https://arxiv.org/abs/2607.00005 2401.00001"
        assert ids(store.papers.entries(Search(text))) == [3, 1, 5]
        assert store.searches.count(Search(text)).result() == 3
        store.searches.save("title:paper", "title:paper", hides=True).result()
        assert ids(store.papers.entries(Search("is:unread"))) == []
        assert ids(store.papers.entries(Search(text))) == [3, 1, 5], "a rule hides nothing that is asked for by name"
