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
from typing import Any

from paperreader.mark_fields import READ
from paperreader.models import Cause
from paperreader.refresh import Busy, Done, Fetching
from paperreader.refresh.fetch import Refresh
from paperreader.store import Store, connection
from paperreader.store.migrations import MIGRATIONS
from tests.bench.terminal import Program
from tests.conftest import FRIDAY, Clock, store_of, told
from tests.hub_server import HubServer
from tests.stored_days import THU, fill, two_days, week
from tests.stores import a_paper, assert_counts_hold, child, output, rows
from tests.tui.test_marks import FOUR, ONE, THREE, TWO


def test_fault_34_eight_starts_at_once_on_a_fresh_file(path: Path) -> None:
    code = """
store = Store(path, now=now)
n = int(sys.argv[2])
store.ingest.save_day(date(2026, 7, 1), [paper(1)], complete=True).result()
store.marks.set(READ, True, [f"2607.{n:05d}"], Cause.BY_HAND).result()
say(store.settings.get("device"))
assert store.close()
"""
    starts = [child(code, path, n) for n in range(8)]
    assert len({output(start) for start in starts}) == 1
    assert rows(path, "SELECT count(*) FROM mark") == [(8,)]
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert sorted(rows(path, "SELECT name FROM _sqlite_migrations")) == sorted((step.__name__,) for step in MIGRATIONS)
    assert path.stat().st_mode & 0o777 == 0o600


def test_fault_34_eight_starts_at_once_on_an_old_file(path: Path, store: Store) -> None:
    store.marks.set(READ, True, ["2607.00001"], Cause.BY_HAND).result()
    store.close()
    code = """
from paperreader.store import migrate, migrations
def colours(db): db.execute("ALTER TABLE mark ADD COLUMN colour TEXT")
migrate.migrate(path, (*migrations.MIGRATIONS, colours))
"""
    for start in [child(code, path) for _ in range(8)]:
        output(start)
    assert rows(path, "SELECT paper, value, colour FROM mark") == [("2607.00001", 1, None)]
    assert rows(path, "PRAGMA user_version") == [(len(MIGRATIONS) + 1,)]


def test_fault_34_a_mark_waits_for_the_lock_of_another_program(path: Path, store: Store) -> None:
    assert connection.LOCK_TIMEOUT_S > 30
    store.settings.set("a", "b").result()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        asked, answer = ["2607.00001"], [a_paper(1)]
        mark = store.marks.set(READ, True, asked, Cause.BY_HAND)
        saved = store.ingest.save_day(FRIDAY, answer, complete=True)
        asked.clear()
        answer.clear()
        time.sleep(1.2)
        assert not mark.done()
        assert store.settings.get("a") == "b", "reading goes on"
        other.execute("COMMIT")
    assert (mark.result(60), saved.result(60).papers) == (1, 1)


def test_fault_34_the_first_write_of_a_start_waits_too(path: Path, opened: Callable[..., Store]) -> None:
    assert opened().close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        mark = opened().marks.set(READ, True, ["2607.00001"], Cause.BY_HAND)
        time.sleep(0.7)
        other.execute("COMMIT")
    assert mark.result(60) == 1


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
    assert await anext(first) == Fetching(None)
    second = asyncio.create_task(told(refresh, FRIDAY))
    await asyncio.sleep(0.15)
    assert hub_server.asked() == []
    await first.aclose()
    assert isinstance((await second)[-1], Done)


async def test_fault_34_while_another_program_holds_the_lock_marks_show_at_once(
    store: Store, open_reader: Any, path: Path
) -> None:
    two_days(store, 4)
    async with open_reader(store) as user:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        begun = time.monotonic()
        await user.press("u", "j", "b", "x")
        assert time.monotonic() - begun < 20, "the lock is waited for much longer"
        rows = user.rows.entries
        assert (rows[0].read, rows[1].starred, rows[1].read) == (True, True, True)
        assert user.at == THREE == user.page.paper.id
        assert user.marks() == {}
        assert store.papers.totals().unread == 7
        await user.press("]", "[", "J", "?", "escape")
        assert user.at == FOUR
        assert user.rows.entries[0].read
        other.execute("ROLLBACK")
        other.close()
        await user.until(lambda: store.papers.totals().unread == 5)
        await user.until(lambda: "Unread 5" in user.text() and "Starred 1" in user.text())
        assert user.day_line(THU) == "Thu 30 + 2 · 4"
        assert (user.read_by(ONE), user.read_by(TWO)) == ("by hand", "skipped")
        assert user.toasts == []


async def test_fault_34_what_was_marked_while_the_store_was_busy_is_written_on_leaving(
    store: Store, open_reader: Any, path: Path
) -> None:
    two_days(store, 4)
    other = sqlite3.connect(path, isolation_level=None)
    async with open_reader(store) as user:
        other.execute("BEGIN IMMEDIATE")
        await user.press("u", "q")
        assert user.left
    other.execute("ROLLBACK")
    other.close()
    assert store.close()
    assert user.read_by(ONE) == "by hand"


async def test_fault_34_a_lock_that_another_program_holds_for_long(
    store: Store, open_reader: Any, path: Path, long: bool
) -> None:
    """Half a minute in the long form: every key is answered at once, and what was marked is written in the end."""
    fill(store, week())
    async with open_reader(store) as user:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            ends = time.monotonic() + (30 if long else 1.5)
            slowest = turns = 0.0
            while time.monotonic() < ends:
                begun = time.monotonic()
                await user.press("b")
                slowest, turns = max(slowest, time.monotonic() - begun), turns + 1
                await user.stands_for(0.1)
            starred = user.entry.starred
            assert user.marks() == {}
            other.execute("COMMIT")
        assert slowest < 10, "the lock is waited for much longer"
        assert starred == bool(turns % 2)
        await user.until(lambda: (user.at, "starred") in user.marks())
        await user.until(lambda: bool(user.marks()[user.at, "starred"][0]) == starred)
        assert user.toasts == []


def test_fault_34_six_writers_lose_no_mark(path: Path, long: bool) -> None:
    """Marks, refreshes and undo of six programs at once; each of them ends well, and all that was marked is there."""
    code = """
store = Store(path, now=now)
n, turns = int(sys.argv[2]), int(sys.argv[3])
for turn in range(turns):
    mine = [f"26{n:02d}.{turn:05d}", f"26{n:02d}.{turn + 50000:05d}"]
    assert store.marks.set(READ, True, mine, Cause.BY_HAND).result() == 2
    papers = [paper(i, upvotes=turn) for i in range(20)]
    if n % 3 == 0: store.ingest.save_day(date(2026, 7, 1 + n), papers, complete=True).result()
    if n % 3 == 1 and turn % 5 == 0: store.settings.set(f"turn{n}", str(turn)).result()
assert store.close()
"""
    turns = 200 if long else 25
    started = [child(code, path, n, turns) for n in range(1, 7)]
    for each in started:
        output(each)
    assert rows(path, "SELECT count(*), min(value), max(value) FROM mark WHERE field = 'read'") == [(12 * turns, 1, 1)]
    assert rows(path, "SELECT count(DISTINCT step) FROM mark")[0][0] >= min(6 * turns, 1000)
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert_counts_hold(path)


def test_fault_34_two_readers_show_what_the_other_marked(env: dict[str, str], fetched: HubServer) -> None:
    command = [sys.executable, "-m", "paperreader"]
    with Program(command, env, (140, 30)) as one, Program(command, env, (140, 30)) as other:
        for each in (one, other):
            each.until(lambda text: "24 papers, 24 unread" in text)
            each.settle(0.5)
        one.write("x")
        other.until(lambda text: "24 papers, 23 unread" in text)
        one.settle()
        other.write("b")
        one.until(lambda text: "Starred             1" in text)
        one.leave("Q")
        other.leave("Q")
    assert len(rows(store_of(env), "SELECT * FROM mark")) == 2
