"""29 the program is killed, at any moment"""

from __future__ import annotations

import random
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

from paperreader.store import Store
from tests.conftest import FRIDAY
from tests.stores import assert_counts_hold, child, ids, rows


def test_fault_29_a_kill_leaves_the_old_or_the_new(path: Path) -> None:
    """Two answers of 60 papers, half of them the same, and a bulk mark over all 90 take turns."""
    code = """
store = Store(path, now=now)
store.set_setting("since", "2026-07-30").result()
answers = [[paper(n, upvotes=turn) for n in range(30 * turn, 30 * turn + 60)] for turn in (0, 1)]
everything = [f"2607.{n:05d}" for n in range(90)]
turn = int(sys.argv[2])
say("ready")
while True:
    turn += 1
    store.set_marks(Field.READ, bool(turn // 2 % 2), everything, Cause.BULK)
    store.save_day(date(2026, 7, 31), answers[turn % 2], complete=False).result()
"""
    dice = random.Random(29)
    seen = set()
    for turn in range(8):
        program = child(code, path, turn)
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        time.sleep(dice.uniform(0.01, 0.1))
        program.send_signal(signal.SIGKILL)
        program.communicate()
        assert program.returncode == -signal.SIGKILL
        store = Store(path, now=lambda: datetime.now(UTC))
        assert rows(path, "PRAGMA integrity_check") == [("ok",)]
        listed = ids(store.entries(FRIDAY))
        if listed:
            start = listed[0]
            assert start in (0, 30)
            assert listed == list(range(start, start + 60))
            assert {entry.upvotes for entry in store.entries(FRIDAY)} == {start // 30}
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
