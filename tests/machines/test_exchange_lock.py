"""Processes that exchange marks for one store, while its folder does not answer."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from paperreader import children
from paperreader.machines.task import Task
from paperreader.mark_fields import STARRED
from paperreader.models import Cause
from paperreader.store import Store
from tests.machines.folders import marks_in


def test_one_waits_for_the_folder_and_another_one_for_that_and_no_more(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.db", now=lambda: datetime.now(UTC))
    folder, begun, goes_on = (tmp_path / name for name in ("Sync", "begun", "goes on"))
    folder.mkdir()
    hangs = ("sh", "-c", f"touch '{begun}'; until [ -e '{goes_on}' ]; do sleep 0.02; done")

    def start(task: Task) -> subprocess.Popen[str]:
        command = children.own("paperreader.machines.exchange_child", str(store.path), datetime.now(UTC).isoformat())
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stdin
        with process.stdin as pipe:
            json.dump(task._asdict(), pipe)
        return process

    first = start(Task(str(folder), "desk", before=hangs))
    _until(begun.exists)
    waiting = [start(Task(str(folder), "desk")) for _ in range(4)]
    _until(lambda: sum(process.poll() is not None for process in waiting) == 3)
    store.marks.set(STARRED, True, ["2607.00001"], Cause.BY_HAND).result()
    assert first.poll() is None
    goes_on.touch()
    answers = [process.stdout.read() for process in (first, *waiting) if process.stdout]
    assert answers.count("null\n") == 3
    (file,) = folder.iterdir()
    assert [mark.paper for mark in marks_in(file)] == ["2607.00001"]
    store.close()


def _until(seen: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not seen():
        assert time.monotonic() < end
        time.sleep(0.02)
