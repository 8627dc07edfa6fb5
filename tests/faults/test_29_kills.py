"""29 the program is killed, at any moment"""

from __future__ import annotations

import random
import signal
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paperreader.mark_fields import STARRED
from paperreader.models import Cause
from paperreader.store import Store
from paperreader.views import DayView
from tests.conftest import FRIDAY, Clock
from tests.faults.forks import KILLED, everything, in_forks, marked_store
from tests.stores import assert_counts_hold, child, ids, rows


def test_fault_29_a_kill_at_any_time_leaves_the_old_or_the_new(path: Path, long: bool) -> None:
    """Two answers of 60 papers, half of them the same, and a bulk mark over all 90 take turns."""
    code = """
store = Store(path, now=now)
store.settings.set("since", "2026-07-30").result()
answers = [[paper(n, upvotes=turn) for n in range(30 * turn, 30 * turn + 60)] for turn in (0, 1)]
everything = [f"2607.{n:05d}" for n in range(90)]
turn = int(sys.argv[2])
say("ready")
while True:
    turn += 1
    store.marks.set(READ, bool(turn // 2 % 2), everything, Cause.BULK)
    store.ingest.save_day(date(2026, 7, 31), answers[turn % 2], complete=False).result()
"""
    dice = random.Random(29)
    seen = set()
    for turn in range(100 if long else 8):
        program = child(code, path, turn)
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        time.sleep(dice.uniform(0.01, 0.1))
        program.send_signal(signal.SIGKILL)
        program.communicate()
        assert program.returncode == -signal.SIGKILL
        store = Store(path, now=lambda: datetime.now(UTC))
        assert rows(path, "PRAGMA integrity_check") == [("ok",)]
        listed = ids(store.papers.entries(DayView(FRIDAY)))
        if listed:
            start = listed[0]
            assert start in (0, 30)
            assert listed == list(range(start, start + 60))
            assert {entry.upvotes for entry in store.papers.entries(DayView(FRIDAY))} == {start // 30}
        found = rows(path, "SELECT value, step, count(*) FROM mark GROUP BY value, step")
        assert len(found) <= 1, "half a bulk mark"
        assert not found or found[0][2] == 90
        steps = rows(path, "SELECT step, count(*) FROM change GROUP BY step")
        assert all(count == 90 for _, count in steps)
        assert [(step,) for step, _ in steps] == rows(path, "SELECT step FROM step ORDER BY step")
        assert_counts_hold(path)
        seen.add((listed[0] if listed else None, found[0][0] if found else None))
        assert store.close()
    assert len(seen) > 1, "always killed at the same place"


@pytest.mark.parametrize("action", ["refresh", "bulk_mark", "undo", "migration"])
def test_fault_29_a_kill_before_any_statement(
    path: Path, tmp_path: Path, clock: Clock, long: bool, action: str
) -> None:
    marked_store(path)
    old = everything(path)
    codes = in_forks(KILLED, path, tmp_path / "forks", action, step=1 if long else 5)
    last = max(codes)
    assert codes.pop(last) == 0
    assert set(codes.values()) == {-signal.SIGKILL}
    assert len(codes) > (20 if long else 4)
    new = everything(tmp_path / "forks" / str(last) / path.name)
    assert new != old
    seen = []
    for n in codes:
        copy = tmp_path / "forks" / str(n) / path.name
        found = everything(copy)
        assert found in (old, new), n
        seen.append(found == new)
        assert found["mark"] == (new if seen[-1] else old)["mark"]
        if action != "migration":
            assert_counts_hold(copy)
            with closing(Store(copy, now=clock)) as store:
                assert (store.read_only, store.repaired) == (None, None)
                assert store.marks.set(STARRED, True, ["2607.00009"], Cause.BY_HAND).result() == 1
    assert seen == sorted(seen), "once it is done, it stays done"
    assert not seen[0]


def test_fault_29_a_kill_in_the_very_first_start(path: Path, tmp_path: Path, clock: Clock, long: bool) -> None:
    marked_store(path)
    codes = in_forks(KILLED, path, tmp_path / "forks", "first_start", step=1 if long else 7)
    for n in codes:
        with closing(Store(tmp_path / "forks" / str(n) / path.name, now=clock)) as store:
            assert (store.read_only, store.repaired, store.papers.days()) == (None, None, [])
            assert store.marks.set(STARRED, True, ["2607.00009"], Cause.BY_HAND).result() == 1
