"""Undo and redo: whatever happens in between, they change what is still their own and nothing else."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause, NextStep, Paper, Totals, UndoStep
from paperreader.store import Store
from paperreader.store.migrate import migrate
from paperreader.store.migrations import MIGRATIONS
from paperreader.store.open import create
from paperreader.views import Collection, DayView
from tests.conftest import Clock

FRIDAY = date(2026, 7, 31)
DAYS = [FRIDAY - timedelta(back) for back in range(4)]
PAPERS = [f"2607.{n:05d}" for n in range(8)]
BY_HAND = [cause for cause in Cause if cause.is_step]
BY_ITSELF = [cause for cause in Cause if not cause.is_step]


def a_paper(id: str) -> Paper:
    return Paper(id, id, id, "A", "A")


def marks(path: Path) -> dict[tuple[str, str], tuple[Any, ...]]:
    """What stands in the file: (paper, field) -> (value, cause, step)."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT paper, field, value, cause, step FROM mark").fetchall()
    return {(paper, field): tuple(rest) for paper, field, *rest in found}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "paperreader.db"


@pytest.fixture
def store(path: Path, clock: Clock) -> Iterator[Store]:
    """Friday lists 0 to 3, Thursday 3 to 5; all of them wait."""
    store = Store(path, now=clock)
    store.settings.set("since", DAYS[1].isoformat()).result()
    store.ingest.save_day(DAYS[0], [a_paper(id) for id in PAPERS[:4]], complete=True).result()
    store.ingest.save_day(DAYS[1], [a_paper(id) for id in PAPERS[3:6]], complete=True).result()
    yield store
    store.close()


def test_a_new_store_has_nothing_to_undo(store: Store) -> None:
    assert (store.marks.undo().result(), store.marks.redo().result()) == (None, None)


def test_undo_takes_back_a_step_and_redo_gives_it_back(store: Store) -> None:
    asked = [PAPERS[5], PAPERS[3], PAPERS[0]]
    store.marks.set(READ, True, asked, Cause.BULK).result()
    assert store.papers.totals() == Totals(unread=3)
    step = UndoStep(READ, True, Cause.BULK, papers=tuple(asked), skipped=0, day=DAYS[1])
    assert store.marks.undo().result() == step
    assert store.papers.totals() == Totals(unread=6)
    assert store.marks.undo().result() is None
    assert store.marks.redo().result() == step
    assert store.papers.totals() == Totals(unread=3)
    assert store.marks.redo().result() is None


def test_undo_leads_to_the_newest_day_of_its_first_paper(store: Store) -> None:
    store.marks.set(STARRED, True, [PAPERS[3]], Cause.BY_HAND).result()
    store.marks.set(STARRED, True, [PAPERS[7]], Cause.BY_HAND).result()
    assert [step and step.day for step in (store.marks.undo().result(), store.marks.undo().result())] == [None, FRIDAY]


def test_undo_gives_back_value_cause_and_step_at_a_new_time(path: Path, store: Store, clock: Clock) -> None:
    store.marks.set(READ, True, PAPERS[:1], Cause.PASSED).result()
    store.marks.set(READ, False, PAPERS[:2], Cause.BY_HAND).result()
    store.marks.set(READ, True, PAPERS[:2], Cause.SKIPPED).result()
    first, second = PAPERS[:2]
    assert marks(path) == {(first, "read"): (1, "skipped", 2), (second, "read"): (1, "skipped", 2)}
    clock.tick(60)
    store.marks.undo().result()
    assert marks(path) == {(first, "read"): (0, "by hand", 1), (second, "read"): (0, "by hand", 1)}
    clock.tick(60)
    store.marks.undo().result()
    assert marks(path) == {(first, "read"): (1, "passed", None), (second, "read"): (None, None, None)}
    with closing(sqlite3.connect(path)) as connection:
        times = connection.execute("SELECT DISTINCT at FROM mark").fetchall()
    assert times == [("2026-07-31T12:02:00.000000Z",)]
    assert [entry.unread for entry in store.papers.entries(DayView(FRIDAY))] == [False, True, True, True]


def test_marks_that_come_by_themselves_are_no_steps(store: Store) -> None:
    store.marks.set(READ, True, PAPERS[:1], Cause.BY_HAND).result()
    for cause, id in zip(BY_ITSELF, PAPERS[1:], strict=False):
        store.marks.set(READ, True, [id], cause).result()
    step = store.marks.undo().result()
    assert step is not None
    assert step.papers == (PAPERS[0],)
    assert store.marks.undo().result() is None
    assert [entry.read for entry in store.papers.entries(DayView(FRIDAY))] == [False, True, False, False]


def test_undo_leaves_alone_what_was_marked_since(store: Store) -> None:
    store.marks.set(READ, True, PAPERS[:3], Cause.BULK).result()
    store.marks.set(READ, False, PAPERS[:1], Cause.PASSED).result()
    store.marks.set(READ, True, PAPERS[:1], Cause.PASSED).result()
    assert store.marks.undo().result() == UndoStep(
        READ, True, Cause.BULK, papers=(PAPERS[1], PAPERS[2]), skipped=1, day=FRIDAY
    )
    assert [entry.read for entry in store.papers.entries(DayView(FRIDAY))] == [True, False, False, False]


def test_a_step_that_nothing_is_left_of_still_counts_as_taken_back(store: Store) -> None:
    store.marks.set(STARRED, True, PAPERS[1:2], Cause.BY_HAND).result()
    store.marks.set(READ, False, PAPERS[:1], Cause.BY_HAND).result()
    store.marks.set(READ, True, PAPERS[:1], Cause.PASSED).result()
    nothing = UndoStep(READ, False, Cause.BY_HAND, papers=(), skipped=1, day=FRIDAY)
    assert store.marks.undo().result() == nothing
    step = store.marks.undo().result()
    assert step is not None
    assert step.field == STARRED


def test_redo_gives_back_only_what_undo_took(store: Store) -> None:
    store.marks.set(READ, True, PAPERS[:1], Cause.PASSED).result()
    store.marks.set(READ, False, PAPERS[:1], Cause.BY_HAND).result()
    store.marks.set(READ, True, PAPERS[:1], Cause.PASSED).result()
    nothing = UndoStep(READ, False, Cause.BY_HAND, papers=(), skipped=1, day=FRIDAY)
    assert store.marks.undo().result() == nothing
    assert store.marks.redo().result() == nothing
    assert store.papers.entries(DayView(FRIDAY))[0].read


def test_redo_leaves_alone_what_was_marked_since(store: Store) -> None:
    store.marks.set(READ, True, PAPERS[:2], Cause.BULK).result()
    store.marks.undo().result()
    store.marks.set(READ, False, PAPERS[:1], Cause.PASSED).result()
    assert store.marks.redo().result() == UndoStep(READ, True, Cause.BULK, papers=(PAPERS[1],), skipped=1, day=FRIDAY)
    assert [entry.read for entry in store.papers.entries(DayView(FRIDAY))[:2]] == [False, True]
    step = store.marks.undo().result()
    assert step is not None
    assert (step.papers, step.skipped) == ((PAPERS[1],), 1)


def test_after_redo_undo_gives_back_what_stood_before_the_redo(path: Path, store: Store) -> None:
    store.marks.set(READ, True, PAPERS[:1], Cause.BY_HAND).result()
    store.marks.set(READ, False, PAPERS[:1], Cause.BY_HAND).result()
    store.marks.undo().result()
    store.marks.set(READ, False, PAPERS[:1], Cause.PASSED).result()
    store.marks.set(READ, True, PAPERS[:1], Cause.PASSED).result()
    for move in (store.marks.redo, store.marks.undo):
        step = move().result()
        assert step is not None
        assert step.papers == (PAPERS[0],)
    assert marks(path) == {(PAPERS[0], "read"): (1, "passed", None)}
    assert store.marks.undo().result() == UndoStep(READ, True, Cause.BY_HAND, papers=(), skipped=1, day=FRIDAY)


def test_what_redo_left_alone_a_later_redo_leaves_alone(store: Store) -> None:
    store.marks.set(READ, False, PAPERS[:1], Cause.PASSED).result()
    store.marks.set(READ, True, PAPERS[:1], Cause.BY_HAND).result()
    store.marks.undo().result()
    store.marks.set(READ, True, PAPERS[:1], Cause.PASSED).result()
    nothing = UndoStep(READ, True, Cause.BY_HAND, papers=(), skipped=1, day=FRIDAY)
    assert store.marks.redo().result() == nothing
    store.marks.set(READ, False, PAPERS[:1], Cause.PASSED).result()
    assert store.marks.undo().result() == nothing
    assert store.marks.redo().result() == nothing
    assert store.papers.entries(DayView(FRIDAY))[0].unread


def test_a_new_step_forgets_what_was_undone_and_an_automatic_mark_does_not(store: Store) -> None:
    store.marks.set(READ, True, PAPERS[:1], Cause.BY_HAND).result()
    store.marks.set(READ, True, PAPERS[1:2], Cause.BY_HAND).result()
    store.marks.undo().result()
    store.marks.set(READ, True, PAPERS[2:3], Cause.PASSED).result()
    assert store.marks.redo().result() is not None
    store.marks.undo().result()
    assert store.marks.set(READ, True, PAPERS[:1], Cause.BY_HAND).result() == 0
    assert store.marks.redo().result() is not None, "nothing changed, so no step came"
    store.marks.undo().result()
    store.marks.set(STARRED, True, PAPERS[3:4], Cause.BY_HAND).result()
    assert store.marks.redo().result() is None
    fields = [step and step.field for step in (store.marks.undo().result(), store.marks.undo().result())]
    assert fields == [STARRED, READ]
    assert store.marks.undo().result() is None


def test_undo_works_after_a_restart(path: Path, store: Store, clock: Clock) -> None:
    store.marks.set(READ, True, PAPERS[:2], Cause.BULK).result()
    store.marks.set(READ, False, PAPERS[:1], Cause.BY_HAND).result()
    store.marks.undo().result()
    store.close()
    store = Store(path, now=clock)
    again = store.marks.redo().result()
    assert again is not None
    assert again.value is False
    store.marks.undo().result()
    store.marks.undo().result()
    assert store.papers.totals() == Totals(unread=6)
    store.close()


def test_a_thousand_steps_are_kept(path: Path, store: Store) -> None:
    for n in range(1005):
        store.marks.set(READ, n % 2 == 0, PAPERS[:1], Cause.BY_HAND)
    assert store.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*), max(step) FROM step").fetchone() == (1000, 1005)
        assert connection.execute("SELECT count(*), min(step) FROM change").fetchone() == (1000, 6)


def test_each_paper_of_a_run_counts_as_a_step(store: Store) -> None:
    papers = [f"2607.{n:05d}" for n in range(1005)]
    for paper in papers:
        store.marks.set(READ, True, [paper], Cause.OPENED, in_run=True)
    store.settings.set("written", None).result()
    assert store.marks.next_step(redo=False) == NextStep(READ, True, Cause.OPENED, 1000, papers[-1], is_run=True)
    step = store.marks.undo().result()
    assert step is not None
    assert (step.papers, step.run_left) == ((papers[-1],), 999)
    assert store.marks.next_step(redo=True) == NextStep(READ, True, Cause.OPENED, 1, papers[-1], is_run=True)


def test_a_run_goes_on_after_a_restart_and_in_another_program_but_not_after_a_pause(
    path: Path, store: Store, clock: Clock
) -> None:
    other = Store(path, now=clock)
    for number, (program, pause_s) in enumerate(((store, 0), (other, 3600), (store, 3601), (other, 0))):
        clock.tick(pause_s)
        program.marks.set(READ, True, [PAPERS[number]], Cause.OPENED, in_run=True).result()
    other.close()
    left = []
    while (step := store.marks.next_step(redo=False)) is not None:
        left.append(step.papers)
        store.marks.undo().result()
    assert left == [2, 1, 2, 1]


def test_what_was_opened_by_another_key_is_no_part_of_a_run(store: Store) -> None:
    for number, in_run in enumerate((True, False, True)):
        store.marks.set(READ, True, [PAPERS[number]], Cause.OPENED, in_run=in_run).result()
    found = []
    while (step := store.marks.next_step(redo=False)) is not None:
        found.append((step.papers, step.is_run))
        store.marks.undo().result()
    assert found == [(1, True), (1, False), (1, True)]


def test_the_journal_of_an_older_store_can_be_undone(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "old.db"
    create(path)
    migrate(path, MIGRATIONS[:6])
    with closing(sqlite3.connect(path)) as old:
        old.execute("INSERT INTO step (at, field, value, cause) VALUES ('2026-07-30T12:00:00Z', 'read', 1, 'skipped')")
        old.execute("INSERT INTO change VALUES (1, 0, '2607.00001', 'read', NULL, NULL, NULL, 1, 0)")
        for paper, cause, step in (("2607.00001", "skipped", 1), ("2607.00002", "opened", None)):
            row = (paper, "read", 1, "2026-07-30T12:00:00Z", cause, "here", step)
            old.execute("INSERT INTO mark VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        old.commit()
    with closing(Store(path, now=clock)) as store:
        assert store.marks.next_step(redo=False) == NextStep(READ, True, Cause.SKIPPED, 1, "2607.00001", is_run=False)
        store.marks.set(READ, True, ["2607.00003"], Cause.OPENED, in_run=True).result()
        undone = [store.marks.undo().result() for _ in range(3)]
        assert [step and step.papers for step in undone] == [("2607.00003",), ("2607.00001",), None]
        assert [mark.value for mark in store.marks.all()] == [None, True, None]


@dataclass
class Change:
    """What a step did to a mark of the model."""

    paper: str
    before: bool | None
    before_step: int | None
    before_cause: Cause | None = None
    undone: bool = False


@dataclass
class Act:
    """A step of the model."""

    number: int
    field: str
    value: bool
    cause: Cause
    changes: list[Change]
    at: datetime
    run: int | None = None


ids = st.lists(st.sampled_from(PAPERS), max_size=5)
some_ids = st.lists(st.sampled_from([*PAPERS, "2607.99999"]), min_size=1, max_size=5)
fields = st.sampled_from([READ, STARRED])


def is_so(field: str, before: bool | None, value: bool) -> bool:
    """Whether nothing changes: what has no star loses none, but what was never read can be set unread."""
    return before is value or (field == STARRED and before is None and not value)


class Reading(RuleBasedStateMachine):
    """A user, automatic marks, refreshes and restarts on a store, and the same on plain dicts beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "paperreader.db"
        self.time = datetime(2026, 7, 31, tzinfo=UTC)
        self.store = self.open()
        self.since: date | None = None
        self.listed: dict[date, list[str]] = {}
        self.saved: set[str] = set()
        self.marks: dict[tuple[str, str], tuple[bool | None, int | None]] = {}
        self.causes: dict[tuple[str, str], Cause | None] = {}
        self.starred_at: dict[str, datetime] = {}
        self.acts: list[Act] = []
        self.done = 0
        self.newest = 0
        self.first: dict[tuple[str, str], bool | None] = {}
        self.automatic: set[tuple[str, str]] = set()

    def open(self) -> Store:
        return Store(self.path, now=lambda: self.time)

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    # What can happen

    @initialize(marked=ids, unread=ids, starred=ids, since=st.sampled_from(DAYS))
    def begin(self, marked: list[str], unread: list[str], starred: list[str], since: date) -> None:
        self.set_since(since)
        self.mark_by_itself(READ, True, marked, Cause.PASSED)
        self.mark_by_itself(READ, False, unread, Cause.PASSED)
        self.mark_by_itself(STARRED, True, starred, Cause.PASSED)
        self.first = {key: value for key, (value, _) in self.marks.items()}
        self.automatic = set()

    @rule(paper=st.sampled_from(PAPERS))
    def read_on(self, paper: str) -> None:
        self.mark(READ, True, [paper], Cause.OPENED, in_run=True)

    @rule()
    def pause(self) -> None:
        self.time += timedelta(hours=2)

    @rule(field=fields, value=st.booleans(), papers=some_ids, cause=st.sampled_from(BY_HAND))
    def mark(self, field: str, value: bool, papers: list[str], cause: Cause, in_run: bool = False) -> None:
        self.tick()
        act = Act(self.newest + 1, field, value, cause, changes=[], at=self.time)
        for paper in dict.fromkeys(papers):
            before, step = self.marks.get((paper, field), (None, None))
            before_cause = self.causes.get((paper, field))
            if not is_so(field, before, value):
                act.changes.append(Change(paper, before, step, before_cause))
            elif (field, value, cause) == (READ, True, Cause.OPENED):
                self.put(paper, field, value, step if before_cause is Cause.OPENED else None, cause)
                self.automatic.add((paper, field))
        changed = self.store.marks.set(field, value, papers, cause, in_run=in_run).result()
        assert changed == len(act.changes)
        if changed:
            self.newest += 1
            del self.acts[self.done :]
            if in_run:
                last = self.acts[-1] if self.acts else act
                act.run = (last.run if act.at - last.at <= timedelta(hours=1) else None) or act.number
            self.acts.append(act)
            self.done = len(self.acts)
            for change in act.changes:
                self.put(change.paper, field, value, act.number, cause)

    @rule(field=fields, value=st.booleans(), papers=some_ids, cause=st.sampled_from(BY_ITSELF))
    def mark_by_itself(self, field: str, value: bool, papers: list[str], cause: Cause) -> None:
        self.tick()
        changing = [
            paper
            for paper in dict.fromkeys(papers)
            if not is_so(field, self.marks.get((paper, field), (None, None))[0], value)
        ]
        assert self.store.marks.set(field, value, papers, cause).result() == len(changing)
        for paper in changing:
            self.put(paper, field, value, None, cause)
            self.automatic.add((paper, field))

    @rule()
    def undo(self) -> None:
        self.tick()
        step = self.store.marks.undo().result()
        if not self.done:
            assert step is None
            return
        self.done -= 1
        act = self.acts[self.done]
        changed = []
        for change in act.changes:
            change.undone = self.marks[change.paper, act.field][1] == act.number
            if change.undone:
                self.put(change.paper, act.field, change.before, change.before_step, change.before_cause)
                changed.append(change.paper)
        self.check(step, act, changed, redo=False)

    @rule()
    def redo(self) -> None:
        self.tick()
        step = self.store.marks.redo().result()
        if self.done == len(self.acts):
            assert step is None
            return
        act = self.acts[self.done]
        changed = []
        for change in act.changes:
            value, of = self.marks.get((change.paper, act.field), (None, None))
            if change.undone and value is change.before:
                change.before_step, change.before_cause = of, self.causes.get((change.paper, act.field))
                self.put(change.paper, act.field, act.value, act.number, act.cause)
                changed.append(change.paper)
            change.undone = False
        self.done += 1
        self.check(step, act, changed, redo=True)

    @rule(
        day=st.sampled_from(DAYS),
        papers=st.lists(st.sampled_from(PAPERS), unique=True),
        complete=st.booleans(),
    )
    def refresh(self, day: date, papers: list[str], complete: bool) -> None:
        self.tick()
        new = set(papers) - set(self.listed.get(day, []))
        saved = self.store.ingest.save_day(day, [a_paper(id) for id in papers], complete=complete).result()
        assert (saved.papers, saved.new) == (len(papers), len(new))
        self.listed[day] = papers
        self.saved.update(papers)

    @rule(since=st.sampled_from([None, *DAYS]))
    def set_since(self, since: date | None) -> None:
        self.store.settings.set("since", since.isoformat() if since else None).result()
        self.since = since

    @rule()
    def restart(self) -> None:
        assert self.store.close()
        self.store = self.open()

    @rule()
    def undo_all_and_redo_all(self) -> None:
        """As many undos as there are steps lead to the first marks, and as many redos back."""
        while self.done < len(self.acts):
            self.redo()
        before = marks(self.path)
        for _ in range(len(self.acts) + 1):
            self.undo()
        now = marks(self.path)
        for paper in [*PAPERS, "2607.99999"]:
            for field in (READ, STARRED):
                if (paper, field) not in self.automatic:
                    value = now.get((paper, field), (None,))[0]
                    assert (value if value is None else bool(value)) is self.first.get((paper, field))
        for _ in range(len(self.acts) + 1):
            self.redo()
        assert marks(self.path) == before

    # What holds at any time

    @invariant()
    def it_is_as_counted_by_hand(self) -> None:
        assert self.store.papers.totals() == Totals(
            unread=sum(self.unread(id) for id in self.saved),
            starred=sum(self.value(id, STARRED) is True for id in self.saved),
        )
        days = self.store.papers.days()
        assert [day.date for day in days] == sorted(self.listed, reverse=True)
        for day in days:
            here = self.listed[day.date]
            assert day.papers == len(here)
            assert day.unread == sum(map(self.unread, here))
            assert day.read == sum(self.value(id, READ) is True for id in here)
            assert day.starts_unread == (self.since is not None and day.date >= self.since)
            entries = self.store.papers.entries(DayView(day.date))
            assert [entry.id for entry in entries] == here
            assert [entry.unread for entry in entries] == list(map(self.unread, here))
            assert [entry.read for entry in entries] == [self.value(id, READ) is True for id in here]
            assert [entry.starred for entry in entries] == [self.value(id, STARRED) is True for id in here]

    @invariant()
    def it_says_what_comes_next(self) -> None:
        for redo, acts in ((False, self.acts[self.done - 1 : self.done]), (True, self.acts[self.done :])):
            step = self.store.marks.next_step(redo=redo)
            if not acts:
                assert step is None
                continue
            left, act = self.left(acts[0].run, redo=redo), acts[0]
            papers = len(act.changes) if left is None else left
            is_run = left is not None
            assert step == NextStep(act.field, act.value, act.cause, papers, act.changes[0].paper, is_run)

    @invariant()
    def collections_are_in_order(self) -> None:
        waiting = [id for id in self.saved if self.unread(id)]
        waiting.sort(key=self.place)
        assert [entry.id for entry in self.store.papers.entries(Collection.UNREAD)] == waiting
        starred = [id for id in self.saved if self.value(id, STARRED)]
        starred.sort(key=lambda id: (self.starred_at[id], id), reverse=True)
        assert [entry.id for entry in self.store.papers.entries(Collection.STARRED)] == starred

    # The model

    def tick(self) -> None:
        self.time += timedelta(seconds=1)

    def check(self, step: UndoStep | None, act: Act, changed: list[str], *, redo: bool) -> None:
        """Compare what undo or redo reports."""
        first = changed[0] if changed else act.changes[0].paper
        assert step == UndoStep(
            field=act.field,
            value=act.value,
            cause=act.cause,
            papers=tuple(changed),
            skipped=len(act.changes) - len(changed),
            day=max((day for day, papers in self.listed.items() if first in papers), default=None),
            run_left=self.left(act.run, redo=redo),
        )

    def left(self, run: int | None, *, redo: bool) -> int | None:
        """How many steps of the run can still be undone or redone."""
        acts = self.acts[self.done :] if redo else self.acts[: self.done]
        return run and sum(act.run == run for act in acts)

    def put(self, paper: str, field: str, value: bool | None, step: int | None, cause: Cause | None) -> None:
        self.marks[paper, field], self.causes[paper, field] = (value, step), cause
        if field == STARRED:
            self.starred_at[paper] = self.time

    def value(self, paper: str, field: str) -> bool | None:
        return self.marks.get((paper, field), (None, None))[0]

    def unread(self, paper: str) -> bool:
        read = self.value(paper, READ)
        if read is not None:
            return not read
        days = [day for day, papers in self.listed.items() if paper in papers]
        return self.since is not None and any(day >= self.since for day in days)

    def place(self, paper: str) -> tuple[int, int]:
        """Where an unread paper stands: newest day first, then the hub's order; those of no day are last."""
        day = max((day for day, papers in self.listed.items() if paper in papers), default=None)
        if day is None:
            return 0, -PAPERS.index(paper)
        return -day.toordinal(), self.listed[day].index(paper)


Reading.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestReading = Reading.TestCase
