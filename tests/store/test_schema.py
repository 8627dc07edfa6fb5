"""The tables, and what reads and writes them without reading all of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from paperreader.mark_fields import NOTE, READ
from paperreader.models import Cause, MarkChange
from paperreader.store import Store, derived, ingest, marks, notes, papers, second_look, undo_journal
from paperreader.store.schema import number
from paperreader.views import Collection, DayView
from tests.conftest import FRIDAY
from tests.stores import a_paper

MARKED: dict[str, bool | str] = {READ: True, "tag:loom": True, NOTE: "text"}


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("2607.12345", 260712345),
        ("1412.6980", 141206980),
        ("0704.0001", 70400001),
        ("1501.00001", 150100001),
        ("1412.06980", None),
        ("1501.0001", None),
        ("2607.12345v2", None),
        ("../../x", None),
        ("2607.1234\n", None),
        ("２６０７.12345", None),
        ("", None),
    ],
)
def test_a_paper_has_the_number_of_its_id(id: str, expected: int | None) -> None:
    assert number(id) == expected


def test_no_statement_reads_a_whole_table(path: Path, store: Store) -> None:
    def start(connection: sqlite3.Connection) -> None:
        papers.days(connection, {})
        papers.totals(connection)
        papers.tags(connection)
        for view in (DayView(FRIDAY), *Collection):
            if view is not Collection.SECOND_LOOK:
                papers.entries(connection, view)
        second_look.entries(connection, FRIDAY)
        second_look.count(connection, FRIDAY)
        papers.entries_of(connection, ["2607.00001"])
        papers.papers_of(connection, ["2607.00001"])
        papers.samples(connection, "2607.00001")
        papers.etag(connection, FRIDAY)
        notes.note_of(connection, "2607.00001")

    def writes(connection: sqlite3.Connection) -> None:
        ingest.save_day(connection, FRIDAY, [a_paper(1)], complete=True, etag=None, at="2026-07-31T12:00:00Z")
        changes = [MarkChange(field, value, ["2607.00001"]) for field, value in MARKED.items()]
        marks.apply(connection, changes, Cause.BY_HAND, "2026-07-31T12:00:00Z")
        undo_journal.undo(connection, "2026-07-31T12:00:00Z", FRIDAY)
        undo_journal.redo(connection, "2026-07-31T12:00:00Z", FRIDAY)
        derived.recount(connection, [260700001], FRIDAY.isoformat())

    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        start(connection)
        writes(connection)
        connection.set_trace_callback(None)
        assert len(statements) > 20
        for statement in (traced for traced in statements if not traced.startswith("--")):  # of a trigger
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
            for table in ("paper", "listing", "mark", "change", "sample"):
                scans = [step for step in plan if step.startswith(f"SCAN {table}")]
                assert not scans or scans == ["SCAN mark USING INDEX mark_opened"], (statement, plan)
            assert "SCAN state" not in plan, (statement, plan)
