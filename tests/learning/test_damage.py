"""A store whose tables of the user's own order are damaged: they are made again from what the user did."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from paperreader.learning.learn import learn
from paperreader.mark_fields import ALL_PAPERS, COPIED, LINGERED, NOTE, READ, STARRED, TAG, TASTE, TEXT
from paperreader.models import Cause
from paperreader.store import Store, StoreError
from paperreader.store.health import examine
from paperreader.taste.imported import ImportedPaper
from tests.conftest import FRIDAY, Clock
from tests.stores import a_paper

PAGE = 4096
TOPICS = ("looms", "robots", "speech")
IDS = [f"2607.{n:05d}" for n in range(60)]


@pytest.fixture
def history(path: Path, clock: Clock) -> Store:
    """A user with all kinds of marks on sixty papers, and an imported paper."""
    store = Store(path, now=clock)
    papers = [a_paper(n, title=f"On {TOPICS[n % 3]} {n}", upvotes=n) for n in range(60)]
    store.ingest.save_day(FRIDAY, papers, complete=True).result()
    for field, some in ((STARRED, IDS[:9:3]), (f"{TAG}loom", IDS[9:12]), (READ, IDS[20:30])):
        store.marks.set(field, True, some, Cause.SKIPPED if field == READ else Cause.BY_HAND).result()
    store.marks.set(NOTE, "So.", IDS[12:13], Cause.BY_HAND).result()
    for field, paper in ((COPIED, IDS[15]), (TEXT, IDS[16]), (LINGERED, IDS[17])):
        store.taste.notice(field, [paper]).result()
    store.marks.set(f"{TASTE}word:robot", "up", [ALL_PAPERS], Cause.BY_HAND).result()
    store.imported.add([ImportedPaper("title:on looms", "On looms")]).result()
    learn(store, clock.now)
    return store


def spoil(path: Path, table: str) -> None:
    """Write noise over all pages of a table; the store is closed."""
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    noise = random.Random(18)
    with path.open("r+b") as file:
        file.seek((root - 1) * PAGE)
        file.write(noise.randbytes(PAGE))


READS = {
    "vector": lambda store: list(store.taste.newest_vectors(100)),
    "learned_weight": lambda store: store.taste.heaviest(-1),
    "own_score": lambda store: store.taste.scores(IDS),
}


@pytest.mark.parametrize("table", READS)
def test_a_damaged_table_is_made_again_from_the_marks(history: Store, path: Path, clock: Clock, table: str) -> None:
    marks, imported, before = history.marks.all(), history.imported.all(), what_is_known(history)
    history.close()
    spoil(path, table)
    assert examine(path).wrong
    with closing(Store(path, now=clock)) as damaged, pytest.raises(StoreError, match="damaged"):
        READS[table](damaged)
    with closing(Store(path, now=clock)) as store:
        assert "damaged" in (store.repaired or "")
        assert store.marks.all() == marks
        assert store.imported.all() == imported
        learn(store, clock.now)
        assert what_is_known(store) == before
    assert not examine(path).wrong


def what_is_known(store: Store) -> object:
    return store.taste.heaviest(-1), store.taste.scores(IDS)
