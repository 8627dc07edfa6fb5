"""What it costs to learn the user's own order, and what a key costs meanwhile."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from paperreader import children
from paperreader.mark_fields import STARRED
from paperreader.models import Cause
from paperreader.store import Store
from tests.bench.bench import USUAL, Bench, Row, median, p95
from tests.bench.terminal import Program

PAPERS, STARS = 8_000, 1_000


def measure(bench: Bench) -> Iterator[Row]:
    """Learning from many stars, alone and while somebody moves through the list."""
    store = bench.own(bench.stores.many_days(PAPERS), "learning")
    papers = _shuffled(store)
    stars, others = papers[:STARS], papers[STARS:]
    _star(store, stars)
    assert _end_of(_learn(store)) == 0  # makes the features of all papers, which happens once
    alone, beside, times = list[float](), list[float](), list[float]()
    with bench.reader(store, size=USUAL) as program:
        program.until(lambda text: "Abstract" in text)
        program.settle(0.3)
        for turn in bench.rounds(8, 4):
            alone += _moved(program)
            _star(store, others[turn : turn + 1])
            begin, process = _cpu_s(), _learn(store)
            while process.poll() is None:
                beside += _moved(program, 2)
            assert _end_of(process) == 0
            times.append(_cpu_s() - begin)
    yield Row(f"learning from {STARS:,} stars, {PAPERS:,} papers", median(times), "s of CPU", 3)
    yield Row("j while the own order is learned, median", median(beside), "ms", None, f"alone {median(alone):.1f}")
    yield Row("j while the own order is learned, p95", p95(beside), "ms", 20, f"alone {p95(alone):.1f}")


def _moved(program: Program, keys: int = 40) -> list[float]:
    """How long it takes to go down and up again."""
    return [program.press("jk"[key % 2]).settled for key in range(keys)]


def _star(path: Path, ids: Sequence[str]) -> None:
    with closing(Store(path, now=lambda: datetime.now(UTC))) as store:
        store.marks.set(STARRED, True, ids, Cause.BY_HAND).result()


def _shuffled(path: Path) -> list[str]:
    """All papers of the store, in any order."""
    with closing(sqlite3.connect(path)) as connection:
        ids = [id for (id,) in connection.execute("SELECT id FROM paper ORDER BY id").fetchall()]
    random.Random(1).shuffle(ids)
    return ids


def _learn(path: Path) -> subprocess.Popen[bytes]:
    """What the reader starts when there is something to learn from."""
    command = children.own("paperreader.learning.child", str(path), datetime.now(UTC).isoformat())
    return subprocess.Popen(command, stdin=subprocess.PIPE, env=children.environment(os.environ))


def _end_of(process: subprocess.Popen[bytes]) -> int:
    code = process.wait()
    process.communicate()
    return code


def _cpu_s() -> float:
    """What the children took that have ended."""
    used = os.times()
    return used.children_user + used.children_system
