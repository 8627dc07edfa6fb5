"""Older stores get what newer versions need."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from paperreader.store import Store
from paperreader.store.migrate import migrate
from paperreader.store.migrations import MIGRATIONS
from paperreader.store.open import create
from paperreader.views import Search
from tests.conftest import Clock


def found(store: Store, text: str, *, growing: bool = False, ranked: bool = False) -> list[int]:
    return [int(entry.id[5:]) for entry in store.searches.find(Search(text, growing, ranked)).result()]


def test_an_older_store_is_indexed_when_it_is_opened(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "old.db"
    create(path)
    migrate(path, MIGRATIONS[:1])
    with closing(sqlite3.connect(path)) as db:
        db.execute(
            "INSERT INTO paper (rowid, id, source, title, upvotes, comments, author_count, first_author,"
            " readable_version, title_raw, keywords, authors, summary, abstract) VALUES (260700001, '2607.00001',"
            " 'hf', 'An α bound', 0, 0, 0, '', 1, 'An $\\alpha$ bound', '[]', '[]', '', 'Text.')"
        )
        db.execute("INSERT INTO state (paper, read, unread) VALUES (260700001, 0, 0)")
        db.commit()
    with closing(Store(path, now=clock)) as store:
        assert found(store, "alpha") == found(store, "bound") == [1]
