"""Very many marks: what merging them costs is counted, in statements and transactions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from paperreader.machines.exchange import pull
from paperreader.mark_fields import READ
from paperreader.models import Mark, timestamp
from paperreader.store import Store
from paperreader.store.marks import MARKS_PER_PORTION
from tests.bench.marks import DEVICES, LAST, file_of, ten_years
from tests.conftest import FRIDAY, Clock
from tests.stores import a_paper, assert_counts_hold

MARKS = 7_000


@pytest.fixture(scope="module")
def marks() -> list[Mark]:
    return ten_years(MARKS)


@pytest.fixture
def store(tmp_path: Path, clock: Clock, marks: list[Mark]) -> Iterator[Store]:
    """It has half of the papers, and no marks."""
    clock.now = LAST + timedelta(days=1)
    store = Store(tmp_path / "paperreader.db", now=clock)
    papers = sorted({mark.paper for mark in marks})[::2]
    store.ingest.save_day(FRIDAY, [a_paper(1)._replace(id=id) for id in papers], complete=True).result()
    yield store
    store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    return folder


def test_no_transaction_is_long_and_no_mark_takes_more_than_a_statement(
    store: Store, folder: Path, marks: list[Mark]
) -> None:
    plain = [mark for mark in marks if isinstance(mark.value, bool)]
    file_of(folder, plain, DEVICES[0])
    statements = written(store)
    ((_, changed),) = pull(store, folder, LAST)
    assert changed == len(plain)
    transactions = [each.split(";\n") for each in ";\n".join(statements).split("BEGIN IMMEDIATE")]
    inserts = [sum("INTO mark" in statement for statement in each) for each in transactions]
    assert sum(inserts) == len(plain)
    assert max(inserts) <= MARKS_PER_PORTION
    assert len(statements) - len(plain) < 40 * len(transactions), "the rest is done once for all of a portion"
    assert_counts_hold(store.path)


def test_all_marks_arrive_in_whatever_order_they_come(store: Store, folder: Path, marks: list[Mark]) -> None:
    file_of(folder, random.Random(1).sample(marks, len(marks)), DEVICES[0])
    pull(store, folder, LAST)
    assert store.marks.all() == marks
    assert_counts_hold(store.path)


def test_marks_that_are_known_are_asked_for_in_few_statements_and_written_in_none(
    store: Store, folder: Path, marks: list[Mark]
) -> None:
    store.marks.merge_in_portions(marks)
    store.changed()
    asked: list[str] = []
    store._database._connection.set_trace_callback(asked.append)
    assert store.marks.merge_in_portions(marks) == 0
    assert len(asked) <= len(marks) / 1_000
    assert not store.changed(), "no other program has to read anything again"


def test_of_many_marks_only_the_one_that_is_new_is_written(store: Store, folder: Path, marks: list[Mark]) -> None:
    store.marks.merge_in_portions(marks)
    old = next(mark for mark in marks[3_000:] if mark.field == READ)
    new = old._replace(at=timestamp(LAST), value=not old.value)
    file_of(folder, [new if mark is old else mark for mark in marks], DEVICES[1], "laptop")
    statements = written(store)
    assert pull(store, folder, LAST) == [("laptop", 1)]
    assert [old.paper in statement for statement in statements if "INTO mark" in statement] == [True]
    assert_counts_hold(store.path)


def written(store: Store) -> list[str]:
    """The statements of the thread that writes, from now on."""
    statements: list[str] = []
    store._database.write(lambda connection: connection.set_trace_callback(statements.append)).result()
    statements.clear()
    return statements
