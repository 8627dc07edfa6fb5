"""Marks: what they change, and what the table of fields lets in."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paperreader.mark_fields import NOTE, OTHER_NOTE, READ, STARRED, field_of
from paperreader.marks_file import InvalidMarks, from_lines, to_line
from paperreader.models import Cause, Mark, Totals, timestamp
from paperreader.store import Store, recover
from paperreader.views import DayView
from tests.conftest import WEDNESDAY, Clock
from tests.stores import a_paper, assert_counts_hold, rows


def test_only_what_changes_is_written(path: Path, store: Store, clock: Clock) -> None:
    first = clock.now
    assert store.marks.set(READ, True, ["2607.00001"], Cause.PASSED).result() == 1
    clock.tick(5)
    both = ["2607.00002", "2607.00001", "2607.00002"]
    assert store.marks.set(READ, True, both, Cause.BULK).result() == 1
    assert store.marks.set(READ, True, both, Cause.BULK).result() == 0
    found = rows(path, "SELECT paper, field, value, at, cause, device, step IS NULL FROM mark ORDER BY paper")
    device = store.settings.get("device")
    assert found == [
        ("2607.00001", "read", 1, f"{first:%Y-%m-%dT%H:%M:%S.%f}Z", "passed", device, 1),
        ("2607.00002", "read", 1, f"{clock.now:%Y-%m-%dT%H:%M:%S.%f}Z", "bulk", device, 0),
    ]
    assert rows(path, "SELECT count(*) FROM step") == [(1,)]


def test_marks_of_unknown_papers_hold_once_these_come(path: Path, store: Store) -> None:
    assert store.marks.set(READ, True, ["2607.00001", "no id"], Cause.BY_HAND).result() == 2
    assert store.marks.set(STARRED, True, ["2607.00001"], Cause.BY_HAND).result() == 1
    assert store.marks.set(READ, False, ["2607.00002"], Cause.BY_HAND).result() == 1
    assert store.papers.totals() == Totals()
    store.ingest.save_day(WEDNESDAY, [a_paper(1), a_paper(2), a_paper(3)], complete=True).result()
    assert [(e.read, e.unread, e.starred) for e in store.papers.entries(DayView(WEDNESDAY))] == [
        (True, False, True),
        (False, True, False),
        (False, False, False),
    ]
    assert store.papers.totals() == Totals(unread=1, starred=1)
    assert_counts_hold(path)


def test_ids_and_texts_are_never_sql(store: Store) -> None:
    nasty = "x'; DROP TABLE mark; --"
    assert store.marks.set(READ, True, [nasty, json.dumps(nasty)], Cause.BY_HAND).result() == 2
    store.settings.set(nasty, nasty).result()
    assert store.settings.get(nasty) == nasty
    assert store.papers.get(nasty) is None


TAG = "tag:vision"


def values(store: Store) -> dict[str, bool | str | None]:
    """Of all marks but those that say what a note has replaced."""
    return {mark.field: mark.value for mark in store.marks.all() if not mark.field.startswith(OTHER_NOTE)}


def test_any_field_of_the_table_can_be_set_undone_and_redone(store: Store) -> None:
    for text in ("7", 'first\n"line"', ""):
        store.marks.set(NOTE, text, ["2607.00001"], Cause.BY_HAND).result()
    store.marks.set(TAG, True, ["2607.00001"], Cause.BY_HAND).result()
    assert store.marks.set(TAG, True, ["2607.00001"], Cause.BY_HAND).result() == 0
    assert values(store) == {NOTE: "", TAG: True}
    undone = [store.marks.undo().result() for _ in range(3)]
    assert [(step.field, step.value) for step in undone if step] == [(TAG, True), (NOTE, ""), (NOTE, 'first\n"line"')]
    assert values(store) == {NOTE: "7", TAG: None}
    store.marks.undo().result()
    assert values(store) == {NOTE: None, TAG: None}
    redone = [store.marks.redo().result() for _ in range(2)]
    assert [(step.field, step.value) for step in redone if step] == [(NOTE, "7"), (NOTE, 'first\n"line"')]
    assert values(store) == {NOTE: 'first\n"line"', TAG: None}


def test_any_field_of_the_table_goes_to_another_machine_and_is_recovered(
    store: Store, tmp_path: Path, clock: Clock
) -> None:
    store.marks.set(NOTE, "é \U0001f9ea\nNULL", ["2607.00001"], Cause.BY_HAND).result()
    store.marks.set(TAG, True, ["2607.00001"], Cause.BY_HAND).result()
    ours = store.marks.all()
    marks, later = from_lines(f"{to_line(mark)}\n".encode() for mark in ours)
    assert (marks, later) == (ours, 0)
    with closing(Store(tmp_path / "theirs.db", now=clock)) as theirs:
        assert theirs.marks.merge(marks).result() == 2
        assert theirs.marks.merge(marks).result() == 0
        assert theirs.marks.all() == ours
    assert set(recover.marks_in(tmp_path / "theirs.db")) == set(ours)


def test_fields_of_a_later_version_are_kept_but_not_taken_from_a_file(store: Store) -> None:
    at = timestamp(datetime(2026, 7, 31, tzinfo=UTC))
    mood = Mark("2607.00001", "mood", "read this", at, "by hand", "theirs")
    store.marks.merge([mood]).result()
    assert store.marks.all() == [mood], "a store that a later version has used"
    assert from_lines([to_line(mood).encode()]) == ([], 1)


@pytest.mark.parametrize(("field", "value"), [(READ, "yes"), (READ, 1), ("mood", "text"), ("note", True), ("", True)])
def test_a_field_takes_only_values_of_its_type(store: Store, field: str, value: bool | str) -> None:
    with pytest.raises(ValueError, match="no mark"):
        store.marks.set(field, value, ["2607.00001"], Cause.BY_HAND)
    assert store.marks.all() == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ({"field": NOTE, "value": True}, "not a text or null"),
        ({"field": TAG, "value": "x"}, "not true, false or null"),
        ({"field": NOTE, "value": "a\x1b[2J"}, "control characters"),
    ],
)
def test_a_file_s_values_are_checked_against_the_type(line: dict[str, object], why: str) -> None:
    mark = {"paper": "2607.00001", "at": "2026-07-31T12:00:00Z", "cause": None, "device": "theirs", **line}
    with pytest.raises(InvalidMarks, match=why):
        from_lines([json.dumps(mark).encode()])


def test_a_name_with_a_colon_at_its_end_stands_for_all_that_begin_so() -> None:
    assert [field and field.name for field in map(field_of, (READ, TAG, "tag:a", "tag:", "tags", "readable"))] == [
        READ,
        "tag:",
        "tag:",
        None,
        None,
        None,
    ]


def test_what_a_dropped_step_changed_is_dropped_with_it(path: Path, store: Store) -> None:
    def orphans() -> list[tuple[int]]:
        return rows(path, "SELECT count(*) FROM change WHERE step NOT IN (SELECT step FROM step)")

    for paper in ("2607.00001", "2607.00002", "2607.00003"):
        store.marks.set(READ, True, [paper], Cause.BY_HAND).result()
    store.marks.undo().result()
    store.marks.undo().result()
    store.marks.set(STARRED, True, ["2607.00001"], Cause.BY_HAND).result()
    assert rows(path, "SELECT count(*) FROM step") == rows(path, "SELECT count(*) FROM change") == [(2,)]
    assert orphans() == [(0,)]
    for n in range(1000):
        store.marks.set(STARRED, n % 2 == 1, ["2607.00001", "2607.00002"], Cause.BY_HAND)
    store.marks.set(READ, True, ["2607.00009"], Cause.BY_HAND).result()
    assert rows(path, "SELECT count(*) FROM step") == [(1000,)]
    assert orphans() == [(0,)]
