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

from paperreader.mark_fields import NOTE, READ, STARRED
from paperreader.marks_file import from_lines, to_line
from paperreader.models import Cause, Mark, MarkChange, timestamp
from paperreader.notes import Note
from paperreader.store import Store, derived, marks, merge, notes, undo_journal
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

    def mark(self, paper: str, field: str, value: bool | str, at: str) -> None:
        marks.apply(self.connection, [MarkChange(field, value, [paper])], Cause.BY_HAND, at)

    def exported(self) -> list[str]:
        return [to_line(mark) for mark in marks.all_marks(self.connection)]

    def merge(self, lines: list[str]) -> int:
        found, later = from_lines(line.encode() for line in lines)
        assert later == 0
        return merge.merge(self.connection, found, NOON.date())

    def derived(self) -> list[tuple[Any, ...]]:
        state = self.connection.execute("SELECT * FROM state ORDER BY paper").fetchall()
        return state + self.connection.execute("SELECT rowid, text, other_words FROM note ORDER BY rowid").fetchall()

    def note(self, paper: str) -> Note:
        return notes.note_of(self.connection, paper)

    def texts(self, paper: str) -> set[str]:
        """What is shown of the note."""
        note = self.note(paper)
        return {note.text, *(other.text for other in note.others)} - {""}

    def close(self) -> None:
        self.connection.close()


times = st.integers(0, 5).map(lambda n: timestamp(NOON + timedelta(seconds=n)))  # few, so that they coincide

which = st.integers(0, 2)

switches = st.tuples(st.sampled_from([READ, STARRED, "tag:loom", "tag:to-cite"]), st.booleans())
texts = st.tuples(st.just(NOTE), st.sampled_from(["", "looms", "Flöße", "γ-looms"]))

acts = st.one_of(
    st.tuples(st.just("mark"), which, st.sampled_from(PAPERS), switches | texts, times),
    st.tuples(st.sampled_from(["undo", "redo"]), which, times),
    st.tuples(st.just("merge"), which, which),
)


def played(script: list[tuple[Any, ...]]) -> list[Machine]:
    machines = [Machine(number) for number in range(3)]
    for act, which, *how in script:
        machine = machines[which]
        match act:
            case "mark":
                paper, (field, value), at = how
                machine.mark(paper, field, value, at)
            case "undo":
                undo_journal.undo(machine.connection, how[0], FRIDAY)
            case "redo":
                undo_journal.redo(machine.connection, how[0], FRIDAY)
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


note_acts = st.one_of(
    st.tuples(st.just("write"), which, times),
    st.tuples(st.sampled_from(["undo", "redo"]), which, times),
    st.tuples(st.just("merge"), which, which),
)


@given(script=st.lists(note_acts, max_size=25), order=st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_no_text_of_a_note_is_lost_that_nobody_has_overwritten(
    script: list[tuple[Any, ...]], order: random.Random
) -> None:
    paper = PAPERS[0]
    machines = [Machine(number) for number in range(3)]
    overwritten: set[str] = set()
    for number, (act, which, *how) in enumerate(script):
        machine = machines[which]
        before = machine.note(paper).text
        match act:
            case "write":
                machine.mark(paper, NOTE, f"text {number}", how[0])
            case "undo":
                undo_journal.undo(machine.connection, how[0], FRIDAY)
            case "redo":
                undo_journal.redo(machine.connection, how[0], FRIDAY)
            case "merge":
                machine.merge(machines[how[0]].exported())
        if act != "merge" and machine.note(paper).text != before:
            overwritten.add(before)
    written = {text for machine in machines for text in machine.texts(paper)}
    exports = [machine.exported() for machine in machines]
    for machine in machines:
        for export in order.sample(exports, len(exports)):
            machine.merge(export)
        assert machine.texts(paper) >= written - overwritten
        assert machine.texts(paper) <= written
        machine.close()


@pytest.fixture
def two_machines() -> Iterator[tuple[Machine, Machine]]:
    home, work = Machine(1), Machine(2)
    yield home, work
    home.close()
    work.close()


def at(second: int) -> str:
    return timestamp(NOON + timedelta(seconds=second))


def test_a_note_that_goes_back_and_forth_is_one_text(two_machines: tuple[Machine, Machine]) -> None:
    home, work = two_machines
    for second, (here, there) in enumerate([(home, work), (work, home), (home, work), (home, work), (work, home)]):
        here.mark(PAPERS[0], NOTE, f"text {second}", at(second))
        there.merge(here.exported())
        assert here.note(PAPERS[0]) == there.note(PAPERS[0])._replace(others=())
        assert there.note(PAPERS[0]) == Note(f"text {second}", NOON + timedelta(seconds=second))


def test_of_two_texts_the_newer_wins_and_the_other_is_kept_until_somebody_deletes_it(
    two_machines: tuple[Machine, Machine],
) -> None:
    home, work = two_machines
    home.mark(PAPERS[0], NOTE, "at home", at(1))
    work.mark(PAPERS[0], NOTE, "at work", at(2))
    home.merge(work.exported())
    note = home.note(PAPERS[0])
    assert (note.text, [(other.text, other.is_ours) for other in note.others]) == ("at work", [("at home", True)])
    home.mark(PAPERS[0], NOTE, "at work, and more", at(3))
    assert home.texts(PAPERS[0]) == {"at work, and more", "at home"}
    work.merge(home.exported())
    (other,) = work.note(PAPERS[0]).others
    assert (other.text, other.is_ours) == ("at home", False)
    assert other.heading == "Also written on 31 July 2026, on another machine"
    work.mark(PAPERS[0], other.field, "", at(4))
    home.merge(work.exported())
    assert home.texts(PAPERS[0]) == work.texts(PAPERS[0]) == {"at work, and more"}
    undo_journal.undo(work.connection, at(5), FRIDAY)
    home.merge(work.exported())
    assert home.texts(PAPERS[0]) == {"at work, and more", "at home"}


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
