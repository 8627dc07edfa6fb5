"""The user's other machines: reading and writing very many marks, and what keys and stars cost meanwhile."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from paperreader.machines.folder import State, changed_files
from paperreader.machines.task import Task
from paperreader.mark_fields import STARRED
from paperreader.models import Cause, Mark, timestamp
from paperreader.store import Store
from tests.bench.bench import USUAL, Bench, Row, median, p95
from tests.bench.exchange import Done, Exchange
from tests.bench.marks import DEVICES, file_of, ten_years
from tests.bench.terminal import Program

FILES = 20


def measure(bench: Bench) -> Iterator[Row]:
    """The first exchange of ten years, then those of every day."""
    count, few = (100_000, 20_000) if bench.quick else (500_000, 50_000)
    marks = ten_years(count)
    yield from _first_pull(bench, marks)
    yield from _every_day(bench, marks, few)
    yield _unchanged(bench)


def _first_pull(bench: Bench, marks: list[Mark]) -> Iterator[Row]:
    """While somebody moves through the list, and stars a paper now and then."""
    store, folder = bench.own(bench.stores.many_days(30_000), "pull"), _folder(bench, "first")
    file_of(folder, marks, DEVICES[0])
    alone, beside, stars = list[float](), list[float](), list[float]()
    with bench.reader(store, size=USUAL) as program, closing(_opened(store)) as ours:
        program.until(lambda text: "Abstract" in text)
        program.settle(6)  # what is done soon after a start is over
        for _ in bench.rounds(8, 4):
            alone += _moved(program, 40)
        exchange = Exchange(store, Task(str(folder), "", pushes=False))
        while exchange.is_running:
            beside += _moved(program, 8)
            begun = perf_counter()
            ours.marks.set(STARRED, len(stars) % 2 == 0, [marks[0].paper], Cause.BY_HAND).result()
            stars.append((perf_counter() - begun) * 1e3)
        done = exchange.end()
    note = f"{done.cpu_s:.1f} s of CPU, {done.memory:.0f} MB of memory"
    yield Row(f"the first exchange, {len(marks):,} marks", done.wall_s, "s", 20, note)
    yield Row("j meanwhile, p95", p95(beside), "ms", 20, f"alone {p95(alone):.1f}, median {median(beside):.1f}")
    note = f"median {median(stars):.1f}, longest {max(stars):.0f} of {len(stars)}"
    yield Row("a star stored meanwhile, p95", p95(stars), "ms", 200, note)


def _every_day(bench: Bench, marks: list[Mark], few: int) -> Iterator[Row]:
    """With a store that has all of the marks already, then with one that has few."""
    store, there = bench.own(bench.stores.many_days(30_000), "pull"), _folder(bench, "push")
    written = _run(store, Task(str(there), "", pulls=False))
    assert written.outcome.written
    size = sum(file.stat().st_size for file in there.iterdir()) / 1e6
    note = f"{written.cpu_s:.1f} s of CPU, {written.memory:.0f} MB of memory, {size:.0f} MB written"
    yield Row(f"writing {len(marks):,} marks", written.wall_s, "s", 10, note)
    some, folder = sorted(random.Random(4).sample(marks, few)), _folder(bench, "every day")
    file_of(folder, some, DEVICES[0])
    task = Task(str(folder), "", pushes=False)
    _run(store, task)
    file_of(folder, _one_is_new(some), DEVICES[0])
    one = _run(store, task)
    assert [arrived.marks for arrived in one.outcome.arrived] == [1]
    yield Row(f"reading {few:,} marks, one of them new", one.wall_s, "s", 2, f"{one.cpu_s:.1f} s of CPU")
    small, folder = bench.own(bench.stores.many_days(30_000), "small"), _folder(bench, "small")
    file_of(folder, some, DEVICES[0])
    task = Task(str(folder), "", pushes=False)
    _run(small, task)
    with closing(_opened(small)) as ours:
        ours.marks.set("tag:new", True, [some[0].paper], Cause.BY_HAND).result()
    after = _run(small, Task(str(folder), "", pulls=False))
    assert after.outcome.written
    yield Row(f"writing {few:,} marks after one of our own", after.wall_s, "s", 2, f"{after.cpu_s:.1f} s of CPU")


def _unchanged(bench: Bench) -> Row:
    folder = _folder(bench, "unchanged")
    for number in range(FILES):
        (folder / f"{number:016x}.jsonl").write_text("{}\n")
    known: dict[str, State] = changed_files(folder, {})
    times = []
    for _ in bench.rounds(300, 100):
        begun = perf_counter()
        assert not changed_files(folder, known)
        times.append((perf_counter() - begun) * 1e3)
    return Row(f"a folder of {FILES} files, none changed, p95", p95(times), "ms", 1, f"median {median(times):.2f}")


def _run(store: Path, task: Task) -> Done:
    done = Exchange(store, task).end()
    assert not done.outcome.problem, done.outcome.problem
    return done


def _moved(program: Program, keys: int) -> list[float]:
    """How long it takes to go down and up again."""
    return [program.press("jk"[key % 2]).settled for key in range(keys)]


def _one_is_new(marks: list[Mark]) -> list[Mark]:
    old = marks[len(marks) // 2]
    new = old._replace(at=timestamp(datetime(2026, 7, 31, 12, tzinfo=UTC)))
    return [new if mark is old else mark for mark in marks]


def _folder(bench: Bench, name: str) -> Path:
    folder = bench.folder / name
    folder.mkdir()
    return folder


def _opened(path: Path) -> Store:
    return Store(path, now=lambda: datetime.now(UTC))
