"""Marks between machines: the newest change wins, in whatever order and however often they are merged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paperreader.marks_file import MAX_LINE_BYTES, InvalidMarks, from_lines, to_line
from paperreader.models import Mark, timestamp
from paperreader.store import Store
from tests.conftest import FRIDAY, Clock
from tests.stores import a_paper

NOON = datetime(2026, 7, 31, 12, tzinfo=UTC)


PAPERS = ("2607.00001", "2607.00002", "2607.00003")


A_MARK = {"paper": PAPERS[0], "field": "read", "value": True, "at": timestamp(NOON), "cause": "bulk", "device": "d"}


def test_a_line_comes_back_as_the_mark_it_was() -> None:
    mark = Mark("2607.00001", "starred", None, timestamp(NOON), None, "é")
    assert to_line(mark) == (
        '{"paper": "2607.00001", "field": "starred", "value": null, "at": "2026-07-31T12:00:00.000000Z",'
        ' "cause": null, "device": "é"}'
    )
    assert from_lines([b"\xef\xbb\xbf" + to_line(mark).encode() + b"\r\n", b" \n"]) == ([mark], 0)


def test_times_of_other_programs_compare_with_ours() -> None:
    lines = [{**A_MARK, "at": at} for at in ("2026-07-31T12:00:00Z", "2026-07-31 14:00:00.5+02:00")]
    read, _ = from_lines(json.dumps(line).encode() for line in lines)
    assert [mark.at for mark in read] == ["2026-07-31T12:00:00.000000Z", "2026-07-31T12:00:00.500000Z"]


def test_what_a_later_version_marks_is_counted_and_left_out() -> None:
    note = {"paper": "2607.00001", "field": "mood", "value": "well", "by": {"whom": 1}}
    read, later = from_lines([json.dumps(note).encode(), json.dumps({**A_MARK, "colour": "red"}).encode()])
    assert (len(read), later) == (1, 1)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"a shopping list", "not JSON"),
        (b"[" * 9000, "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (json.dumps(A_MARK).encode()[:-5], "not JSON"),
        (json.dumps(A_MARK).encode() + b" " * MAX_LINE_BYTES + b"x", "too long"),
        (b"[]", '"paper"'),
        (b"{}", '"paper"'),
        *(
            (json.dumps({**A_MARK, name: value}).encode(), f'"{name}"')
            for name, value in [
                ("paper", 2607.00001),
                ("paper", ""),
                ("paper", "x\x1b[31m"),
                ("paper", "x" * 101),
                ("field", None),
                ("value", 1),
                ("value", "true"),
                ("at", None),
                ("at", "yesterday"),
                ("at", "2026-07-31T12:00:00"),
                ("at", "9999-12-31T23:59:59.999999Z"),
                ("at", "0001-01-01T00:00:00+23:59"),
                ("cause", 3),
                ("device", "\ud800"),
                ("device", None),
            ]
        ),
    ],
)
def test_what_is_no_mark_is_told_with_its_line(line: bytes, why: str) -> None:
    with pytest.raises(InvalidMarks, match=why) as caught:
        from_lines([json.dumps(A_MARK).encode(), b"", line])
    assert caught.value.line == 3


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    store = Store(tmp_path / "paperreader.db", now=clock)
    store.settings.set("since", FRIDAY.isoformat()).result()
    store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(5)], complete=True).result()
    yield store
    store.close()
