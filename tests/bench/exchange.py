"""An exchange with a folder, in the process that the reader starts for it, and what that costs."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from paperreader import children
from paperreader.machines.task import Outcome, Task


class Done(NamedTuple):
    """An exchange, and what it cost."""

    outcome: Outcome
    wall_s: float
    cpu_s: float
    memory: float
    """At its peak, in MB."""


class Exchange:
    """The process that the reader starts."""

    def __init__(self, store: Path, task: Task) -> None:
        command = children.own("paperreader.machines.child", str(store), datetime.now(UTC).isoformat())
        pipe = subprocess.PIPE
        self._begun = perf_counter()
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, env=children.environment(os.environ))
        assert self._process.stdin
        with self._process.stdin as given:
            given.write(json.dumps(task._asdict()).encode())

    @property
    def is_running(self) -> bool:
        """It has not ended yet."""
        return os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None

    def end(self) -> Done:
        """Wait for it."""
        assert self._process.stdout
        with self._process.stdout as told:
            answer = told.read()
        _, code, used = os.wait4(self._process.pid, 0)
        self._process.returncode = code
        wall_s, memory = perf_counter() - self._begun, used.ru_maxrss / 1024
        return Done(Outcome.from_json(json.loads(answer)), wall_s, used.ru_utime + used.ru_stime, memory)
