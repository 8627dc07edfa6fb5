"""34 many programs on one store, some of them killed; and many stores of one user, with wrong clocks"""

from __future__ import annotations

import json
import random
import signal
import threading
from datetime import timedelta
from pathlib import Path

from paperreader.mark_fields import READ, STARRED
from paperreader.marks_file import from_lines, to_line
from paperreader.models import Cause, Mark
from paperreader.store import Store
from tests.conftest import FRIDAY, Clock
from tests.stores import a_paper, assert_counts_hold, child, rows

WRITER = """
n, turn = sys.argv[2], int(sys.argv[3])
store = Store(path, now=now)
while True:
    turn += 1
    paper, star = f"26{n}.{turn % 40:05d}", turn // 40 % 2 == 0
    say(f"will {paper} {int(star)}")
    store.marks.set(STARRED, star, [paper], Cause.BY_HAND).result()
    say(f"did {paper} {int(star)}")
"""
FETCHER = """
store, turn = Store(path, now=now), 0
while True:
    turn += 1
    store.ingest.save_day(date(2026, 7, 31), [paper(i, upvotes=turn) for i in range(40)], complete=False).result()
    say("did save")
"""
READER = """
store = Store(path, now=now)
while True:
    for view in (DayView(date(2026, 7, 31)), Collection.STARRED): store.papers.entries(view)
    store.papers.days()
    say("did read")
"""
BACKUP = """
from paperreader.store.backup import back_up
while True:
    back_up(path, Path(sys.argv[2]))
    say("did backup")
"""
MERGER = """
from paperreader.models import Mark, timestamp
store, turn = Store(path, now=now), 0
while True:
    turn += 1
    theirs = [Mark(f"2699.{i:05d}", READ, turn % 2 == 0, timestamp(now()), None, "other") for i in range(20)]
    store.marks.merge(theirs).result()
    say("did merge")
"""


class Running:
    """A program that says what it will do and what it did."""

    def __init__(self, code: str, *args: object) -> None:
        self.said: list[str] = []
        self._news = threading.Condition()
        self.process = child(code, *args)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._news:
                self.said.append(line.strip())
                self._news.notify()
        with self._news:
            self._news.notify()

    def has_done(self, times: int) -> None:
        """Wait until it has done so much."""
        with self._news:
            done = self._news.wait_for(
                lambda: sum(line.startswith("did") for line in self.said) >= times or self.process.poll() is not None,
                60,
            )
        assert done, "it has stopped doing anything"
        assert self.process.poll() is None, self.process.communicate()[1]

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self._listener.join(60)
        assert self.process.stderr is not None
        errors = self.process.stderr.read()
        self.process.wait(60)
        assert errors == ""


def test_fault_34_a_storm_of_kills_loses_no_mark(path: Path, tmp_path: Path, clock: Clock, long: bool) -> None:
    """Whatever a program was told to be stored is there in the end, and every copy that was made is whole."""
    seed = random.randrange(10**6) if long else 34
    dice = random.Random(seed)
    copy = tmp_path / "copy.db"
    Store(path, now=clock).close()
    stars: dict[str, set[str]] = {}
    """For each paper, the values that it may have: the last that was stored, and one that was on its way. Where no star
    is, taking it off stores nothing."""
    turns = dict.fromkeys(("01", "02", "03"), 0)
    for _ in range(40 if long else 3):
        writers = {n: Running(WRITER, path, n, turn) for n, turn in turns.items()}
        others = [Running(code, path, *more) for code, *more in ((FETCHER,), (READER,), (BACKUP, copy), (MERGER,))]
        everyone = [*writers.values(), *others]
        try:
            for running in dice.sample(everyone, len(everyone)):
                running.has_done(dice.randint(1, 12))
                running.kill()
        finally:
            for running in everyone:
                running.process.kill()
        for n, running in writers.items():
            for line in running.said:
                act, paper, value = line.split()
                stars[paper] = {value} if act == "did" else stars.get(paper, {"0"}) | {value}
            turns[n] += sum(line.startswith("will") for line in running.said)
        found = dict(rows(path, "SELECT paper, value FROM mark WHERE field = 'starred'"))
        wrong = {paper for paper, allowed in stars.items() if str(found.get(paper) or 0) not in allowed}
        assert not wrong, f"seed {seed}: {wrong}"
        for each in (path, copy):
            assert rows(each, "PRAGMA integrity_check") == [("ok",)], f"seed {seed}"
            assert_counts_hold(each)


def test_fault_34_five_stores_with_wrong_clocks_come_to_agree(tmp_path: Path, clock: Clock, long: bool) -> None:
    """Each has its own idea of the time; they hand over files, late and twice. In the end all have the same marks."""
    seed = random.randrange(10**6) if long else 34
    dice = random.Random(seed)
    clocks = [Clock(clock.now + timedelta(days=days)) for days in (0, 0, -40, 3, 0.01)]
    stores = [Store(tmp_path / f"{n}.db", now=clock) for n, clock in enumerate(clocks)]
    papers = [f"2607.{n:05d}" for n in range(6)]
    files: list[list[str]] = []
    for store in stores[:3]:  # the other two know only the marks
        store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(6)], complete=True).result()
    for _ in range(4000 if long else 150):
        store = dice.choice(stores)
        dice.choice(clocks).tick(dice.choice([0, 0, 1, 3600, -1800]))
        match dice.choice(["mark", "mark", "bulk", "undo", "redo", "export", "merge", "merge"]):
            case "mark":
                field = dice.choice([READ, STARRED])
                store.marks.set(field, dice.random() < 0.5, [dice.choice(papers)], Cause.BY_HAND).result()
            case "bulk":
                store.marks.set(READ, True, papers, Cause.BULK).result()
            case "undo":
                store.marks.undo().result()
            case "redo":
                store.marks.redo().result()
            case "export":
                files.append([to_line(mark) for mark in store.marks.all()])
            case "merge" if files:
                store.marks.merge(from_file(dice.choice(files))).result()
    last = [[to_line(mark) for mark in store.marks.all()] for store in stores]
    for store in stores:
        for lines in dice.sample(last, len(last)):
            store.marks.merge(from_file(dice.sample(lines, len(lines)))).result()
        assert [store.marks.merge(from_file(lines)).result() for lines in last] == [0] * 5, f"seed {seed}"
    agreed = [[to_line(mark) for mark in store.marks.all()] for store in stores]
    assert all(each == agreed[0] for each in agreed), f"seed {seed}"
    newest: dict[tuple[str, str], str] = {}
    for mark in (json.loads(line) for lines in last for line in lines):
        which = mark["paper"], mark["field"]
        newest[which] = max(newest.get(which, ""), mark["at"])
    assert {(mark.paper, mark.field): mark.at for mark in from_file(agreed[0])} == newest, f"seed {seed}"
    for store in stores:
        assert store.close()
        assert_counts_hold(store.path)


def from_file(lines: list[str]) -> list[Mark]:
    return from_lines(line.encode() for line in lines)[0]
