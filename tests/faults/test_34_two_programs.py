"""34 several programs on one store"""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from paperreader.models import Cause, Field
from paperreader.refresh import Asking, Busy, Done, Refresh
from paperreader.store import Store, connecting
from paperreader.store.schema import MIGRATIONS
from tests.conftest import FRIDAY, Clock, told
from tests.hub import HubServer
from tests.stores import a_paper, child, output, rows


def test_fault_34_eight_starts_at_once_on_a_fresh_file(path: Path) -> None:
    code = """
store = Store(path, now=now)
n = int(sys.argv[2])
store.save_day(date(2026, 7, 1), [paper(1)], complete=True).result()
store.set_marks(Field.READ, True, [f"2607.{n:05d}"], Cause.BY_HAND).result()
say(store.setting("device"))
assert store.close()
"""
    starts = [child(code, path, n) for n in range(8)]
    assert len({output(start) for start in starts}) == 1
    assert rows(path, "SELECT count(*) FROM mark") == [(8,)]
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert sorted(rows(path, "SELECT name FROM _sqlite_migrations")) == sorted((step.__name__,) for step in MIGRATIONS)
    assert path.stat().st_mode & 0o777 == 0o600


def test_fault_34_eight_starts_at_once_on_an_old_file(path: Path, store: Store) -> None:
    store.set_marks(Field.READ, True, ["2607.00001"], Cause.BY_HAND).result()
    store.close()
    code = """
from paperreader.store import opening, schema
def colours(db): db.execute("ALTER TABLE mark ADD COLUMN colour TEXT")
opening.migrate(path, (*schema.MIGRATIONS, colours))
"""
    for start in [child(code, path) for _ in range(8)]:
        output(start)
    assert rows(path, "SELECT paper, value, colour FROM mark") == [("2607.00001", 1, None)]
    assert rows(path, "PRAGMA user_version") == [(len(MIGRATIONS) + 1,)]


def test_fault_34_a_mark_waits_for_the_lock_of_another_program(path: Path, store: Store) -> None:
    assert connecting.PATIENCE > 30
    store.set_setting("a", "b").result()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        asked, answer = ["2607.00001"], [a_paper(1)]
        mark = store.set_marks(Field.READ, True, asked, Cause.BY_HAND)
        saved = store.save_day(FRIDAY, answer, complete=True)
        asked.clear()
        answer.clear()
        time.sleep(1.2)
        assert not mark.done()
        assert store.setting("a") == "b", "reading goes on"
        other.execute("COMMIT")
    assert (mark.result(5), saved.result(5).papers) == (1, 1)


def test_fault_34_the_first_write_of_a_start_waits_too(path: Path, opened: Callable[..., Store]) -> None:
    assert opened().close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        mark = opened().set_marks(Field.READ, True, ["2607.00001"], Cause.BY_HAND)
        time.sleep(0.7)
        other.execute("COMMIT")
    assert mark.result(5) == 1


async def test_fault_34_only_one_program_refreshes(refresh: Refresh, hub_server: HubServer, path: Path) -> None:
    hold = (
        "import fcntl, sys; file = open(sys.argv[1], 'w'); fcntl.flock(file, fcntl.LOCK_EX);"
        " print(1, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(path.with_name(f"{path.name}.lock"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout
        other.stdout.readline()
        assert await told(refresh) == [Busy()]
        assert hub_server.requests == []
        other.kill()
    assert isinstance((await told(refresh))[-1], Done)


async def test_fault_34_a_refresh_waits_for_one_that_is_just_ending(
    refresh: Refresh, store: Store, clock: Clock, hub_server: HubServer
) -> None:
    first = refresh.run()
    assert await anext(first) == Asking(None)
    second = asyncio.create_task(told(refresh, FRIDAY))
    await asyncio.sleep(0.15)
    assert hub_server.asked() == []
    await first.aclose()
    assert isinstance((await second)[-1], Done)
