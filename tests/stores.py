"""A store seen from outside: other programs on its file, what other tools read in it, whether its counts hold."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from paperreader.models import Day, Entry, Paper
from paperreader.store import Store

ROOT = Path(__file__).parents[1]

PRELUDE = """
import os, resource, sys, time
from datetime import UTC, date, datetime
from pathlib import Path
from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause, Paper
from paperreader.views import Collection, DayView
from paperreader.store import Store, StoreError
path = Path(sys.argv[1])
def now(): return datetime.now(UTC)
def paper(n, **more):
    return Paper(f"2607.{n:05d}", "T", "T", abstract="A" * 1500, abstract_raw="B" * 1500, **more)
def say(text): print(text, flush=True)
"""


def a_paper(n: int, **changes: Any) -> Paper:
    title, abstract = f"Paper {n}", "We show."
    texts = {"title": title, "title_raw": title, "abstract": abstract, "abstract_raw": abstract}
    return Paper(id=f"2607.{n:05d}", **{**texts, **changes})


def ids(entries: Sequence[Entry]) -> list[int]:
    return [int(entry.id[5:]) for entry in entries]


def by_date(store: Store) -> dict[date, Day]:
    return {day.date: day for day in store.papers.days()}


def child(code: str, *args: object, **options: Any) -> subprocess.Popen[str]:
    """Another program of ours, running `code` after PRELUDE."""
    return subprocess.Popen(
        [sys.executable, "-c", PRELUDE + code, *map(str, args)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def output(process: subprocess.Popen[str]) -> str:
    """What a child said, once it has ended well."""
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out.strip()


def rows(path: Path, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """What another tool reads from the file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, parameters).fetchall()


def assert_counts_hold(path: Path) -> None:
    """Compare all that is derived with a plain count of what it is derived from."""
    since = dict(rows(path, "SELECT name, value FROM setting")).get("since")
    numbers = dict(rows(path, "SELECT id, rowid FROM paper"))
    listing = rows(path, "SELECT day, paper FROM listing")
    marked = rows(path, "SELECT paper, field, value FROM mark")
    values = {(paper, field): value for paper, field, value in marked}
    state = {}
    for id, rowid in numbers.items():
        read = values.get((id, "read"))
        waits = any(paper == rowid and since is not None and day >= since for day, paper in listing)
        unread = waits if read is None else read == 0
        state[rowid] = (int(read == 1), int(unread), values.get((id, "starred")) == 1)
    found = rows(path, "SELECT paper, read, unread, starred IS NOT NULL FROM state")
    assert {paper: tuple(rest) for paper, *rest in found} == state
    for day, papers, unread, read in rows(path, "SELECT day, papers, unread, read FROM day"):
        here = [state[paper] for on, paper in listing if on == day]
        assert (papers, unread, read) == (len(here), sum(s[1] for s in here), sum(s[0] for s in here))


NOON = datetime(2026, 7, 31, 12, tzinfo=UTC)


def stored(day: date, *, papers: int | None = 20, complete: bool = True, hours: float = 1) -> Day:
    return Day(day, papers=papers, complete=complete, fetched=NOON - timedelta(hours=hours))


MARKS = "SELECT paper, field, value FROM mark ORDER BY paper, field"


def others(path: Path) -> list[str]:
    """What lies beside the store, but for its own files."""
    own = {path.name + end for end in ("", "-wal", "-shm", ".open", ".lock")}
    return sorted(file.name for file in path.parent.iterdir() if file.name not in own)
