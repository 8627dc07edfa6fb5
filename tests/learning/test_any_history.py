"""Whatever has happened to a store, and however often it was learned in between: it knows what one learns anew."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from paperreader.learning.explain import explain
from paperreader.learning.learn import learn
from paperreader.mark_fields import ALL_PAPERS, COPIED, LEARN_SINCE, LINGERED, NOTE, READ, STARRED, TAG, TASTE, TEXT
from paperreader.models import Cause, timestamp
from paperreader.store import Store
from paperreader.store.backup import back_up
from paperreader.store.restore import restore
from paperreader.taste.imported import ImportedPaper
from tests.conftest import FRIDAY, THURSDAY
from tests.stores import ROOT, a_paper

TITLES = ("Looms weave cloth", "Agents weave plans", "Looms for agents", "Speech of robots", "Robots plan",
          "Cloth folding robots", "Memory of agents", "Speech and memory")  # fmt: skip
PAPERS = {
    f"2607.{n:05d}": a_paper(n, title=title, authors=(f"Ada {n % 3}",), keywords=(title.split()[-1],), upvotes=n * n)
    for n, title in enumerate(TITLES)
}
DAYS = {THURSDAY: [*PAPERS][:4], FRIDAY: [*PAPERS][3:]}
NEVER_STORED = "2607.99999"
FEATURES = ("word:agent", "word:loom", "pair:loom weave", "author:Ada 1")

papers = st.lists(st.sampled_from([*PAPERS, NEVER_STORED]), min_size=1, max_size=3, unique=True)
values = st.booleans()


class Learning(RuleBasedStateMachine):
    """A user with two machines, whose own order is learned now and then on one of them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path, self.backup = self.folder / "one.db", self.folder / "backup.db"
        self.time = datetime(2026, 7, 31, tzinfo=UTC)
        self.store, self.other = self.open(self.path), self.open(self.folder / "other.db")
        self.known = dict(PAPERS)
        self.days = {day: ids[:2] for day, ids in DAYS.items()}
        self.arrive(THURSDAY, 2)
        self.arrive(FRIDAY, 2)
        self.imported: list[ImportedPaper] = []
        self.killing: subprocess.Popen[str] | None = None

    def open(self, path: Path) -> Store:
        return Store(path, now=lambda: self.time)

    def teardown(self) -> None:
        try:
            self.knows_what_one_learns_anew()
        finally:
            self.store.close()
            self.other.close()
            if self.killing is not None:
                self.killing.communicate()
            shutil.rmtree(self.folder)

    # -- what the user does

    @rule(papers=papers, value=values)
    def star(self, papers: Sequence[str], value: bool) -> None:
        self.mark(STARRED, value, papers)

    @rule(papers=papers, value=values)
    def tag(self, papers: Sequence[str], value: bool) -> None:
        self.mark(f"{TAG}weaving", value, papers)

    @rule(papers=papers, text=st.sampled_from(["", "So it is."]))
    def note(self, papers: Sequence[str], text: str) -> None:
        self.mark(NOTE, text, papers)

    @rule(papers=papers, value=values, cause=st.sampled_from(list(Cause)))
    def read(self, papers: Sequence[str], value: bool, cause: Cause) -> None:
        self.mark(READ, value, papers, cause)

    @rule(papers=papers, field=st.sampled_from([COPIED, TEXT, LINGERED]))
    def do(self, papers: Sequence[str], field: str) -> None:
        self.store.taste.notice(field, papers).result()

    @rule(feature=st.sampled_from(FEATURES), word=st.sampled_from(["up", "off", "down", "", "sideways"]))
    def say(self, feature: str, word: str) -> None:
        self.mark(TASTE + feature, word, [ALL_PAPERS])

    @rule()
    def reset(self) -> None:
        self.mark(LEARN_SINCE, timestamp(self.time), [ALL_PAPERS])

    @rule(redo=values)
    def undo(self, redo: bool) -> None:
        (self.store.marks.redo() if redo else self.store.marks.undo()).result()

    @rule(n=st.integers(0, 2), abstract=st.sampled_from(["", "Looms of agents."]))
    def import_paper(self, n: int, abstract: str) -> None:
        paper = [*PAPERS, None][n - 1]
        self.store.imported.add([ImportedPaper(f"key:{n}", TITLES[n], paper, abstract)]).result()

    @rule(papers=papers, field=st.sampled_from([STARRED, READ]), value=values, cause=st.sampled_from(list(Cause)))
    def mark_on_the_other(self, papers: Sequence[str], field: str, value: bool, cause: Cause) -> None:
        self.other.marks.set(field, value, papers, cause).result()

    @rule()
    def merge(self) -> None:
        self.store.marks.merge(self.other.marks.all()).result()

    @rule(days=st.sampled_from([0.001, 1, 100]))
    def pass_time(self, days: float) -> None:
        self.time += timedelta(days=days)

    # -- what else happens

    @rule(day=st.sampled_from([*DAYS]), count=st.integers(1, 5))
    def arrive(self, day: Any, count: int) -> None:
        self.days[day] = DAYS[day][: max(count, len(self.days[day]))]
        self.save_day(self.store, day)

    @rule(id=st.sampled_from([*PAPERS]), title=st.sampled_from(TITLES))
    def change(self, id: str, title: str) -> None:
        self.known[id] = self.known[id]._replace(title=title, title_raw=title)
        for day, ids in self.days.items():
            if id in ids:
                self.save_day(self.store, day)

    @rule()
    def back_up(self) -> None:
        self.backup.unlink(missing_ok=True)
        back_up(self.path, self.backup)
        self.kept = dict(self.known), dict(self.days)

    @rule()
    def restore(self) -> None:
        if self.backup.exists():
            self.store.close()
            restore(self.path, self.backup, now=lambda: self.time)
            self.store = self.open(self.path)
            self.known, self.days = dict(self.kept[0]), dict(self.kept[1])

    @rule()
    def learn(self) -> None:
        learn(self.store, self.time)
        assert not self.store.taste.news().result().is_any

    @rule(statement=st.integers(1, 60))
    def learn_until_killed(self, statement: int) -> None:
        if self.killing is None:
            command = [sys.executable, "-m", "tests.learning.killed", str(self.path), self.time.isoformat()]
            pipe = subprocess.PIPE
            self.killing = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        assert self.killing.stdin
        assert self.killing.stdout
        print(statement, file=self.killing.stdin, flush=True)
        assert int(self.killing.stdout.readline()) in (0, -signal.SIGKILL)

    # --

    def mark(self, field: str, value: bool | str, papers: Sequence[str], cause: Cause = Cause.BY_HAND) -> None:
        self.time += timedelta(seconds=1)
        self.store.marks.set(field, value, papers, cause).result()

    def save_day(self, store: Store, day: Any) -> None:
        store.ingest.save_day(day, [self.known[id] for id in self.days[day]], complete=True).result()

    def knows_what_one_learns_anew(self) -> None:
        learn(self.store, self.time)
        with closing(self.open(self.folder / "anew.db")) as anew:
            for day in self.days:
                self.save_day(anew, day)
            with closing(sqlite3.connect(anew.path)) as connection, connection:
                connection.execute("ATTACH ? AS old", (str(self.path),))
                for table in ("mark", "step", "imported"):  # all that the user did; what was made of it is not there
                    connection.execute(f"INSERT INTO {table} SELECT * FROM old.{table}")
            learn(anew, self.time)
            assert what_is_known(self.store) == what_is_known(anew)
        for paper in self.known.values():
            if explanation := explain(self.store, paper):
                parts = sum(reason.share for reason in explanation.reasons)
                assert isclose(parts, explanation.score, abs_tol=1e-9)
                learned = self.store.taste.learned()
                own = self.store.taste.scores([paper.id]).get(paper.id)
                if own is not None and learned is not None:
                    assert isclose(learned.score(own, paper.upvotes), explanation.score, abs_tol=1e-9)


def what_is_known(store: Store) -> tuple[Any, ...]:
    """All that was learned, but when and how often."""
    learned = store.taste.learned()
    assert learned is not None
    scores = store.taste.scores([*PAPERS])
    assert not store.taste.not_scored(learned.number, 1) or not learned.can_order
    return learned._replace(number=0, at=None, basis=""), store.taste.heaviest(-1), scores  # type: ignore[arg-type]


@pytest.fixture(scope="module", autouse=True)
def _rounds(request: pytest.FixtureRequest) -> None:
    more = request.config.getoption("--long")
    Learning.TestCase.settings = settings(
        deadline=None,
        max_examples=150 if more else 10,
        stateful_step_count=30,
        suppress_health_check=list(HealthCheck),
    )


TestLearning = Learning.TestCase
