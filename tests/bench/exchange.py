"""An exchange with a folder, in the process that the reader starts for it, and what that costs."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, sleep
from typing import NamedTuple

from paperreader import children
from paperreader.machines.task import Outcome, Task
from tests.bench.process import peak_memory


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
        command = children.own("paperreader.machines.exchange_child", str(store), datetime.now(UTC).isoformat())
        pipe = subprocess.PIPE
        self._begun, self._memory = perf_counter(), 0.0
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, env=children.environment(os.environ))
        assert self._process.stdin
        with self._process.stdin as given:
            given.write(json.dumps(task._asdict()).encode())

    @property
    def is_running(self) -> bool:
        """It has not ended yet."""
        self._memory = peak_memory(self._process.pid) or self._memory
        return os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None

    def end(self) -> Done:
        """Wait for it."""
        while self.is_running:
            sleep(0.01)
        assert self._process.stdout
        with self._process.stdout as told:
            answer = told.read()
        _, code, used = os.wait4(self._process.pid, 0)
        self._process.returncode = code
        wall_s = perf_counter() - self._begun
        return Done(Outcome.from_json(json.loads(answer)), wall_s, used.ru_utime + used.ru_stime, self._memory)
