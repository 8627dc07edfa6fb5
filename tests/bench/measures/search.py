"""What the store answers in, by its size: counts, a day, a mark, and words as they are typed; and on the screen."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from paperreader.mark_fields import READ
from paperreader.models import Cause
from paperreader.store import Store
from paperreader.views import Collection, DayView, Search
from tests.bench.bench import WIDE, Bench, Row, median, p95
from tests.bench.stores import NEWEST

AT_ONCE = 50
"""Papers that are shown before the rest is looked for."""

LATER = 0.1
"""Seconds in which what a letter finds comes behind the letter, in a frame of its own."""


def measure(bench: Bench) -> Iterator[Row]:
    """Whole searches of one to three words, letter by letter, in stores of three sizes."""
    for papers in (30_000,) if bench.quick else (10_000, 100_000, 300_000):
        path = bench.own(bench.stores.many_days(papers), "search")
        store = Store(path, now=lambda: datetime(2026, 7, 31, 18, tzinfo=UTC))
        yield from _in_the_store(bench, store, f"{papers:,} papers")
        searches = some_searches(store, 4 if bench.quick else 8)
        store.close()
        yield from _on_the_screen(bench, path, searches, f"{papers:,} papers")


def _in_the_store(bench: Bench, store: Store, size: str) -> Iterator[Row]:
    rounds = bench.rounds(60, 20)
    ids = [entry.id for entry in store.papers.entries(DayView(NEWEST))]
    yield _row(
        "sidebar's counts", size, [timed(lambda: (store.papers.days(), store.papers.totals())) for _ in rounds], 10
    )
    yield _row("a day's list", size, [timed(lambda: store.papers.entries(DayView(NEWEST))) for _ in rounds], 10)
    yield _row(
        "a mark with all counts",
        size,
        [timed(lambda n=n: store.marks.set(READ, n % 2 == 0, ids[:1], Cause.OPENED).result()) for n in rounds],
        10,
    )
    store.papers.entries(Collection.STARRED)
    typed, ranked = [], []
    for text in some_searches(store, 20 if bench.quick else 60):
        for end in range(3, len(text) + 1):
            search = Search(text[:end], growing=True, limit=AT_ONCE)
            typed.append(timed(lambda search=search: store.searches.find(search).result()))
        ranked.append(timed(lambda text=text: store.searches.find(Search(text, ranked=True)).result()))
    yield _row(f"first {AT_ONCE} of words as typed", size, typed, 10)
    yield _row("the best first", size, ranked, 150)
    like = [
        timed(lambda id=id: store.searches.find(Search(f"like:{id}")).result())
        for id in ids[:: -(-len(ids) // (20 if bench.quick else 60))]
    ]
    yield _row("like: the hundred most like a paper", size, like, 150)


def _on_the_screen(bench: Bench, path: Path, searches: list[str], size: str) -> Iterator[Row]:
    times: list[float] = []
    with bench.reader(path, size=WIDE) as program:
        program.until(lambda text: "Abstract" in text)
        program.settle(0.5)
        for text in searches:
            program.write(b"/")
            program.until(lambda text: "best first" in text)
            program.settle(0.2)
            times += [program.press(letter, quiet=LATER).settled for letter in text]
            program.write(b"\x1b")
            program.until(lambda text: "best first" not in text)
            program.settle(0.2)
    yield _row("a letter to what it finds, painted", size, times, 50)


def some_searches(store: Store, count: int) -> list[str]:
    """One to three words that stand side by side in some paper, the same ones each time."""
    dice = random.Random(2)
    entries = store.papers.entries(DayView(NEWEST))
    found = []
    while len(found) < count:
        paper = store.papers.get(dice.choice(entries).id)
        words = re.findall(r"[a-z]{3,}", (paper.abstract if paper else "").lower())
        start = dice.randrange(max(1, len(words) - 3))
        found.append(" ".join(words[start : start + dice.randint(1, 3)]))
    return [text for text in found if text]


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    begun = perf_counter()
    act()
    return (perf_counter() - begun) * 1e3


def _row(name: str, size: str, times: list[float], goal: float) -> Row:
    return Row(f"{name}, {size}, p95", p95(times), "ms", goal, f"median {median(times):.1f}")
