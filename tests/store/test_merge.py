"""Merging marks: all machines agree, in whatever order they merge."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from paperreader.mark_fields import READ, STARRED
from paperreader.marks_file import from_lines, to_line
from paperreader.models import Cause, Mark, timestamp
from paperreader.store import Store, derived, marks, merge
from paperreader.store.migrations import MIGRATIONS
from paperreader.views import DayView
from tests.conftest import FRIDAY, Clock
from tests.stores import a_paper, assert_counts_hold

NOON = datetime(2026, 7, 31, 12, tzinfo=UTC)

PAPERS = ("2607.00001", "2607.00002", "2607.00003")


class Machine:
    """A store in memory: its marks, changed by the functions that change a file's."""

    def __init__(self, device: int) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        for migration in MIGRATIONS:
            migration(Database(self.connection))
        self.connection.execute("UPDATE setting SET value = ? WHERE name = 'device'", (f"device {device}",))
        for number, paper in enumerate(PAPERS[:2], 1):  # the third one is not known here
            self.connection.execute(
                "INSERT INTO paper VALUES (?, ?, 'hf', '', 0, 0, NULL, 0, '', NULL, NULL, NULL, NULL, NULL, 1,"
                " NULL, '[]', '[]', '', NULL, '', NULL, '')",
                (260700000 + number, paper),
            )
        derived.recount(self.connection, [260700001, 260700002])

    def mark(self, paper: str, field: str, value: bool, at: str) -> None:
        marks.set_marks(self.connection, field, value, [paper], Cause.BY_HAND, at)

    def exported(self) -> list[str]:
        return [to_line(mark) for mark in marks.all_marks(self.connection)]

    def merge(self, lines: list[str]) -> int:
        found, later = from_lines(line.encode() for line in lines)
        assert later == 0
        return merge.merge(self.connection, found)

    def derived(self) -> list[tuple[Any, ...]]:
        return self.connection.execute("SELECT * FROM state ORDER BY paper").fetchall()

    def close(self) -> None:
        self.connection.close()


times = st.integers(0, 5).map(lambda n: timestamp(NOON + timedelta(seconds=n)))  # few, so that they coincide

which = st.integers(0, 2)

acts = st.one_of(
    st.tuples(st.just("mark"), which, st.sampled_from(PAPERS), st.sampled_from([READ, STARRED]), st.booleans(), times),
    st.tuples(st.sampled_from(["undo", "redo"]), which, times),
    st.tuples(st.just("merge"), which, which),
)


def played(script: list[tuple[Any, ...]]) -> list[Machine]:
    machines = [Machine(number) for number in range(3)]
    for act, which, *how in script:
        machine = machines[which]
        match act:
            case "mark":
                machine.mark(*how)
            case "undo":
                marks.undo(machine.connection, how[0], FRIDAY)
            case "redo":
                marks.redo(machine.connection, how[0], FRIDAY)
            case "merge":
                machine.merge(machines[how[0]].exported())
    return machines


@given(script=st.lists(acts, max_size=25), order=st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_machines_agree_in_whatever_order_they_merge(script: list[tuple[Any, ...]], order: random.Random) -> None:
    machines = played(script)
    exports = [machine.exported() for machine in machines]
    lines = [line for export in exports for line in export]
    for machine in machines:
        mixed = order.sample(exports, len(exports))
        for export in mixed:
            machine.merge(order.sample(export, len(export)))
        assert machine.merge(order.sample(lines, len(lines))) == 0, "merged again, nothing changes"
    fresh = Machine(9)
    fresh.merge(order.sample(lines, len(lines)))
    for machine in machines:
        assert machine.exported() == fresh.exported()
        assert machine.derived() == fresh.derived()
        before = machine.derived()
        derived.recount(machine.connection, [260700001, 260700002])
        assert machine.derived() == before
    for machine in [*machines, fresh]:
        machine.close()


@given(script=st.lists(acts, max_size=15), paper=st.sampled_from(PAPERS), value=st.booleans(), at=times)
@settings(max_examples=100, deadline=None)
def test_what_a_person_does_here_is_newer_than_all_that_was_merged(
    script: list[tuple[Any, ...]], paper: str, value: bool, at: str
) -> None:
    machines = played(script)
    first, *others = machines
    exports = [machine.exported() for machine in machines]
    for export in exports:
        first.merge(export)
    first.mark(paper, READ, value, at)
    for export in exports:
        first.merge(export)
    for other in others:
        other.merge(first.exported())
    for machine in machines:
        told = [json.loads(line) for line in machine.exported()]
        assert [mark["value"] for mark in told if (mark["paper"], mark["field"]) == (paper, "read")] == [value]
        machine.close()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = Store(tmp_path / "paperreader.db", now=clock)
    store.settings.set("since", FRIDAY.isoformat()).result()
    store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(5)], complete=True).result()
    yield store
    store.close()


def test_merged_marks_count_and_undo_leaves_them_alone(store: Store, clock: Clock) -> None:
    store.marks.set(READ, True, ["2607.00001", "2607.00002"], Cause.BULK).result()
    theirs = Mark("2607.00001", "read", False, timestamp(clock.now + timedelta(hours=1)), "by hand", "theirs")
    unknown = Mark("2607.00009", "starred", True, timestamp(clock.now), "by hand", "theirs")
    older = Mark("2607.00002", "read", False, timestamp(clock.now - timedelta(hours=1)), "by hand", "theirs")
    assert store.marks.merge([theirs, unknown, older]).result() == 2
    assert store.papers.totals().unread == 4
    assert_counts_hold(store.path)
    step = store.marks.undo().result()
    assert step is not None
    assert (step.papers, step.skipped) == (("2607.00002",), 1)
    store.ingest.save_day(FRIDAY, [a_paper(9)], complete=True).result()
    assert [entry.starred for entry in store.papers.entries(DayView(FRIDAY))] == [True]
