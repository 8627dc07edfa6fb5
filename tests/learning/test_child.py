"""The process that learns."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from paperreader import children
from paperreader.mark_fields import STARRED
from paperreader.models import Cause
from paperreader.store import Store
from tests.conftest import FRIDAY, Clock
from tests.stores import a_paper


def start(path: Path, clock: Clock) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        children.own("paperreader.learning.child", str(path), clock.now.isoformat()),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=children.environment(os.environ),
    )


def test_it_learns_by_the_clock_of_the_reader(opened: Callable[..., Store], path: Path, clock: Clock) -> None:
    store = opened()
    store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(3)], complete=True).result()
    store.marks.set(STARRED, True, ["2607.00001"], Cause.BY_HAND).result()
    process = start(path, clock)
    assert process.stderr
    assert process.stderr.read() == b""
    assert process.wait() == 0
    learned = store.taste.learned()
    assert learned is not None
    assert (learned.at, learned.liked) == (clock.now, 1)
    process.communicate()


def test_it_ends_with_whoever_started_it(opened: Callable[..., Store], path: Path, clock: Clock) -> None:
    opened().ingest.save_day(FRIDAY, [a_paper(n) for n in range(3)], complete=True).result()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # nothing can be written for as long as this lasts
        process = start(path, clock)
        process.communicate(timeout=30)  # closes its standard input
        assert process.returncode == 1


def test_it_makes_no_store(path: Path, clock: Clock) -> None:
    process = start(path, clock)
    process.communicate(timeout=30)
    assert not path.exists()


LEARNS = """
import sys
from datetime import datetime
from pathlib import Path
sys.addaudithook(lambda event, _: event.startswith("socket.") and sys.exit(event))
from paperreader.learning.child import main
main(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
assert not {"socket", "httpx", "paperreader.hub"} & sys.modules.keys()
"""


def test_nothing_of_it_leaves_the_machine(opened: Callable[..., Store], path: Path, clock: Clock) -> None:
    store = opened()
    store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(3)], complete=True).result()
    store.marks.set(STARRED, True, ["2607.00001"], Cause.BY_HAND).result()
    subprocess.run([sys.executable, "-c", LEARNS, str(path), clock.now.isoformat()], check=True, timeout=60)
    assert store.taste.learned()
