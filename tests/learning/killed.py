"""`python -m tests.learning.killed STORE NOW`: for each number on standard input learns in a fork of its own.

That one is killed before its so manyth statement. Answers with its exit code.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import Any

from paperreader.learning.learn import learn
from paperreader.store import Store, taste_news, write_thread  # noqa: F401  # not in every fork


def killed(path: Path, now: datetime, statement: int) -> None:
    connect, left = sqlite3.connect, [statement]

    def count(sql: str) -> None:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    def traced(*args: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **options)
        connection.set_trace_callback(count)
        return connection

    sqlite3.connect = traced  # type: ignore[assignment]
    store = Store(path, now=lambda: now)
    learn(store, now)
    store.close()


def main() -> None:
    path, now = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2])
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            try:
                killed(path, now, int(line))
                os._exit(0)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
