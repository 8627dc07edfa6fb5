"""`python -m tests.machines.killed FOLDER NOW`: exchanges marks in a fork for each number on standard input.

Each fork works on a copy of FOLDER of its own, and is killed before its so manyth statement (`s 7`) or operation on
files (`f 7`). Answers with the copy and the exit code.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
import traceback
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

from paperreader.machines.exchange_child import run
from paperreader.machines.task import Task
from paperreader.store import saved_merge, write_thread  # noqa: F401  # not in every fork

OPERATIONS = {"open", "stat", "scandir", "replace", "unlink", "fsync", "flush", "write", "readline", "close", "access"}


class Count:
    """Kills this process when something has been done so often."""

    def __init__(self, left: int) -> None:
        self.left = left

    def down(self) -> None:
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)


def killed_at_statement(number: int) -> None:
    connect, count = sqlite3.connect, Count(number)

    def traced(*args: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **options)
        connection.set_trace_callback(lambda sql: count.down())
        return connection

    sqlite3.connect = traced  # type: ignore[assignment]


def killed_at_operation(number: int) -> None:
    """Of those that `machines` does itself."""
    count, here = Count(number), os.sep + os.path.join("paperreader", "machines") + os.sep

    def profile(frame: FrameType, event: str, called: Any) -> None:
        if event == "c_call" and called.__name__ in OPERATIONS:
            caller: FrameType | None = frame
            while caller is not None and "pathlib" in caller.f_code.co_filename:
                caller = caller.f_back
            if caller is not None and here in caller.f_code.co_filename:
                count.down()

    sys.setprofile(profile)


def exchange(place: Path, now: datetime) -> None:
    """With the machines and the group that have a folder there."""
    task = Task(str(place / "machines"), "desk", groups=(("lab", str(place / "lab")),), member="Ada")
    outcome = run(place / "store.db", task, now)
    assert not outcome.problem, outcome.problem


def main() -> None:
    place, now = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
    for line in sys.stdin:
        kind, number = line.split()
        copy = place.with_name(f"{kind}{number}")
        shutil.copytree(place, copy)
        pid = os.fork()
        if not pid:
            try:
                (killed_at_statement if kind == "s" else killed_at_operation)(int(number))
                exchange(copy, now)
                os._exit(0)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
        print(copy, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
