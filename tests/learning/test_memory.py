"""What learning takes of memory: not more with all that is imported, and hardly anything in the reader itself."""

from __future__ import annotations

import _sqlite3
import ctypes
import subprocess
import sys
import tracemalloc
from contextlib import closing
from pathlib import Path

import pytest

from paperreader.learning.learn import learn
from paperreader.store import Store
from paperreader.taste.imported import ImportedPaper
from paperreader.tui import preload
from paperreader.views import Search
from tests.conftest import FRIDAY, Clock
from tests.stores import ROOT, a_paper

WORDS = [f"{first}{second}weaving" for first in "abcdefghijklmnopqrst" for second in "aeiouy"]


def test_imported_papers_are_looked_at_one_at_a_time(path: Path, clock: Clock) -> None:
    papers = [
        ImportedPaper(f"title:{n}", f"On looms {n}", abstract=" ".join(WORDS[n % 5 :]), authors=("Ada Lovelace",))
        for n in range(600)
    ]
    with closing(Store(path, now=clock)) as store:
        store.imported.add(papers).result()
        tracemalloc.start()
        try:
            assert learn(store, clock.now).imported == 600
            assert tracemalloc.get_traced_memory()[1] < 5_000_000
        finally:
            tracemalloc.stop()


def test_a_look_for_news_keeps_nothing_of_what_it_read(path: Path, clock: Clock) -> None:
    papers = [a_paper(n, abstract="We weave. " * 50) for n in range(2_000)]
    with closing(Store(path, now=clock)) as store:
        store.ingest.save_day(FRIDAY, papers, complete=True).result()
        learn(store, clock.now)
        store.searches.count(Search("never woven")).result()  # the thread has its connection
        before = memory_of_sqlite()
        assert not store.taste.news().result().is_any
        assert memory_of_sqlite() - before < 20_000
        store.second_look.count().result()
        assert memory_of_sqlite() - before < 20_000


def memory_of_sqlite() -> int:
    """What all connections of the process hold now, in bytes."""
    library = ctypes.CDLL(_sqlite3.__file__)
    library.sqlite3_memory_used.restype = ctypes.c_int64
    return int(library.sqlite3_memory_used())


@pytest.mark.parametrize(
    ("modules", "unwanted"),
    [
        # OpenSSL takes 4 MB
        ("paperreader.reader.learner, paperreader.store.taste_news, paperreader.learning.explain", "_hashlib"),
        (", ".join(preload.MODULES), "paperreader.query calendar paperreader.text.symbols paperreader.taste.profile"),
    ],
)
def test_what_stays_beside_a_text_is_small(modules: str, unwanted: str) -> None:
    script = f"import sys, {modules}; print(*{{*sys.modules}} & {{*{unwanted.split()!r}}})"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
