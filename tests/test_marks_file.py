"""Marks between machines: the newest change holds, in whatever order and however often they are exchanged."""

from __future__ import annotations

import io
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

from paperreader.cli import main
from paperreader.marks_file import LONGEST, InvalidMarks, from_lines, to_line
from paperreader.models import Cause, Field, Mark, moment
from paperreader.store import Store, derived, marks, merging, reading
from paperreader.store.schema import MIGRATIONS
from tests.conftest import FRIDAY, Clock
from tests.stores import a_paper, assert_counts_hold, rows

NOON = datetime(2026, 7, 31, 12, tzinfo=UTC)
PAPERS = ("2607.00001", "2607.00002", "2607.00003")
A_MARK = {"paper": PAPERS[0], "field": "read", "value": True, "at": moment(NOON), "cause": "bulk", "device": "d"}


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

    def mark(self, paper: str, field: Field, value: bool, at: str) -> None:
        marks.set_marks(self.connection, field, value, [paper], Cause.BY_HAND, at)

    def exported(self) -> list[str]:
        return [to_line(mark) for mark in reading.marks(self.connection)]

    def merge(self, lines: list[str]) -> int:
        found, later = from_lines(line.encode() for line in lines)
        assert later == 0
        return merging.merge(self.connection, found)

    def derived(self) -> list[tuple[Any, ...]]:
        return self.connection.execute("SELECT * FROM state ORDER BY paper").fetchall()

    def close(self) -> None:
        self.connection.close()


times = st.integers(0, 5).map(lambda n: moment(NOON + timedelta(seconds=n)))  # few, so that they coincide
which = st.integers(0, 2)
acts = st.one_of(
    st.tuples(st.just("mark"), which, st.sampled_from(PAPERS), st.sampled_from(Field), st.booleans(), times),
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
                marks.undo(machine.connection, how[0])
            case "redo":
                marks.redo(machine.connection, how[0])
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
    first.mark(paper, Field.READ, value, at)
    for export in exports:
        first.merge(export)
    for other in others:
        other.merge(first.exported())
    for machine in machines:
        told = [json.loads(line) for line in machine.exported()]
        assert [mark["value"] for mark in told if (mark["paper"], mark["field"]) == (paper, "read")] == [value]
        machine.close()


def test_a_line_comes_back_as_the_mark_it_was() -> None:
    mark = Mark("2607.00001", "starred", None, moment(NOON), None, "é")
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
    note = {"paper": "2607.00001", "field": "note", "value": "well", "by": {"whom": 1}}
    read, later = from_lines([json.dumps(note).encode(), json.dumps({**A_MARK, "colour": "red"}).encode()])
    assert (len(read), later) == (1, 1)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"a shopping list", "not JSON"),
        (b"[" * 9000, "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (json.dumps(A_MARK).encode()[:-5], "not JSON"),
        (json.dumps(A_MARK).encode() + b" " * LONGEST + b"x", "too long"),
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
    store.set_setting("since", FRIDAY.isoformat()).result()
    store.save_day(FRIDAY, [a_paper(n) for n in range(5)], complete=True).result()
    yield store
    store.close()


def test_merged_marks_count_and_undo_leaves_them_alone(store: Store, clock: Clock) -> None:
    store.set_marks(Field.READ, True, ["2607.00001", "2607.00002"], Cause.BULK).result()
    theirs = Mark("2607.00001", "read", False, moment(clock.now + timedelta(hours=1)), "by hand", "theirs")
    unknown = Mark("2607.00009", "starred", True, moment(clock.now), "by hand", "theirs")
    older = Mark("2607.00002", "read", False, moment(clock.now - timedelta(hours=1)), "by hand", "theirs")
    assert store.merge_marks([theirs, unknown, older]).result() == 2
    assert store.totals().unread == 4
    assert_counts_hold(store.path)
    step = store.undo().result()
    assert step is not None
    assert (step.papers, step.skipped) == (("2607.00002",), 1)
    store.save_day(FRIDAY, [a_paper(9)], complete=True).result()
    assert [entry.starred for entry in store.entries(FRIDAY)] == [True]


def test_marks_go_from_machine_to_machine_by_command(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def call(db: Path, *args: str) -> tuple[int, str, str]:
        code = main(["--db", str(db), "marks", *args])
        done = capsys.readouterr()
        return code, done.out, done.err

    here, there, file = store.path, tmp_path / "there.db", tmp_path / "marks.jsonl"
    assert call(there, "export") == (1, "", "paperreader: no store yet: there are no marks\n")
    assert call(here, "export") == (0, "", "")
    store.set_marks(Field.STARRED, True, ["2607.00001"], Cause.BY_HAND).result()
    assert call(here, "export", str(file)) == (0, f"1 mark in {file}\n", "")
    assert file.stat().st_mode & 0o777 == 0o600
    assert call(here, "export", str(file))[0] == 1
    assert call(here, "export", str(file), "--replace")[0] == 0
    assert call(here, "export", str(here), "--replace")[0] == 1
    assert call(here, "export", str(tmp_path / "nowhere" / "x"))[0] == 1
    assert call(there, "merge", str(file)) == (0, "1 mark read, 1 of them newer than here\n", "")
    assert call(there, "merge", str(file)) == (0, "1 mark read, 0 of them newer than here\n", "")
    assert call(there, "export")[1] == call(here, "export")[1] == file.read_text()
    store.set_marks(Field.READ, True, ["2607.00001"], Cause.BY_HAND).result()
    store.undo().result()
    assert call(here, "export", str(file), "--replace") == (0, f"1 mark and 1 taken back in {file}\n", "")
    later = {**A_MARK, "at": moment(datetime.now(UTC) + timedelta(days=400))}
    file.write_text(json.dumps(later) + "\n" + json.dumps({**later, "field": "note"}))
    code, out, err = call(there, "merge", str(file))
    assert (code, out) == (0, "1 mark read, 1 of them newer than here\n")
    assert "1 mark left out" in err
    assert "the clock of that machine is wrong" in err
    before = rows(there, "SELECT * FROM mark")
    file.write_text(json.dumps({**A_MARK, "paper": "2607.00004"}) + "\nrubbish\n")
    code, out, err = call(there, "merge", str(file))
    assert (code, out, err) == (1, "", f"paperreader: {file}, line 2: it is not JSON; nothing was merged\n")
    assert rows(there, "SELECT * FROM mark") == before
    file.unlink()
    code, _, err = call(there, "merge", str(file))
    why = "cannot be read (No such file or directory); nothing was merged"
    assert (code, err) == (1, f"paperreader: {file} {why}\n")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(A_MARK).encode())))
    assert call(there, "merge", "-")[:2] == (0, "1 mark read, 0 of them newer than here\n")
