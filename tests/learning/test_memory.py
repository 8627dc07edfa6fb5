"""What learning takes of memory does not grow with all that is imported."""

from __future__ import annotations

import tracemalloc
from contextlib import closing
from pathlib import Path

from paperreader.learning.learn import learn
from paperreader.store import Store
from paperreader.taste.imported import ImportedPaper
from tests.conftest import Clock

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
