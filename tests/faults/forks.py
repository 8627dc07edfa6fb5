"""Another program that does the same thing over and over, each time in a fork of its own and on a copy of the store."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause
from paperreader.store import Store
from tests.conftest import FRIDAY
from tests.stores import a_paper, child, output, rows

FORKS = """
import shutil, signal, sqlite3, traceback
from paperreader.store.errors import store_error
from paperreader.store import backup, ingest, marks, migrate, migrations, schema, write_thread
import sqlite_utils  # once, not in every fork
FRIDAY = date(2026, 7, 31)
base, folder, action, first, step, most = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], *map(int, sys.argv[4:])

def now(): return datetime(2026, 7, 31, 12, tzinfo=UTC)

def refresh(path):
    store = Store(path, now=now)
    store.ingest.save_day(FRIDAY, [paper(n, upvotes=1) for n in range(10, 30)], complete=True, etag="new").result()
    store.close()

def bulk_mark(path):
    store = Store(path, now=now)
    store.marks.set(READ, True, [f"2607.{n:05d}" for n in range(20)], Cause.BULK).result()
    store.close()

def undo(path):
    store = Store(path, now=now)
    store.marks.undo().result()
    store.close()

def migration(path):
    def colours(db):
        db.execute("ALTER TABLE mark ADD COLUMN colour TEXT DEFAULT 'red'")
        db.table("paper").enable_fts(["title", "abstract"], tokenize="porter")
    try:
        migrate.migrate(path, (*migrations.MIGRATIONS, colours))
    except sqlite3.Error as error:
        raise store_error(error, path)

def first_start(path):
    path.unlink()
    Store(path, now=now).close()

class Over(Exception): pass

def forked(n, prepare):
    copy = folder / str(n)
    shutil.copytree(base.parent, copy)
    pid = os.fork()
    if not pid:
        try:
            prepare(n)
            globals()[action](copy / base.name)
            os._exit(0)
        except StoreError as error:
            os._exit(3)
        except BaseException:
            traceback.print_exc()
            os._exit(4)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    say(f"{n} {code}")
    return code
"""

KILLED = """
def killed(n):
    # SIGKILL before the program's nth SQL statement
    connect, left = sqlite3.connect, [n]
    def count(statement):
        left[0] -= 1
        if not left[0]: os.kill(os.getpid(), signal.SIGKILL)
    def traced(*args, **options):
        connection = connect(*args, **options)
        connection.set_trace_callback(count)
        return connection
    sqlite3.connect = traced

n = first
while forked(n, killed) != 0: n += step
"""

LIMITED = """
def limited(n):
    # no file may grow beyond n times 4 kB
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n * 4096, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))

for n in range(first, most, step): forked(n, limited)
"""


def in_forks(
    how: str, base: Path, folder: Path, action: str, *, first: int = 1, step: int = 1, most: int = 0
) -> dict[int, int]:
    """By number, the exit code of each fork (3: a StoreError, negative: killed); the copies are `folder/number`."""
    folder.mkdir()
    done = output(child(FORKS + how, base, folder, action, first, step, most))
    return {int(n): int(code) for n, code in (line.split() for line in done.splitlines())}


def everything(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All that a store holds, and what it is made of; it must be sound."""
    assert rows(path, "PRAGMA integrity_check") == [("ok",)], path
    tables = [name for (name,) in rows(path, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    plain = [name for name in tables if "_fts" not in name and not name.startswith(("sqlite_stat", "_sqlite"))]
    found = {name: sorted(rows(path, f"SELECT * FROM {name}"), key=repr) for name in plain if name != "sqlite_sequence"}
    return found | {"version": rows(path, "PRAGMA user_version"), "tables": [(name,) for name in tables]}


def marked_store(path: Path) -> None:
    """Twenty papers, half of them read in two steps."""
    store = Store(path, now=lambda: datetime(2026, 7, 30, tzinfo=UTC))
    store.settings.set("since", "2026-07-30").result()
    told: dict[str, Any] = {"authors": ("Ada Brook", "Bo"), "keywords": ("looms",), "published": date(2026, 7, 28)}
    store.ingest.save_day(FRIDAY, [a_paper(n, **told) for n in range(20)], complete=False, etag="old").result()
    for step in range(2):
        papers = [f"2607.{n:05d}" for n in range(step * 5, step * 5 + 5)]
        store.marks.set(READ, True, papers, Cause.BY_HAND).result()
    store.marks.set(STARRED, True, ["2607.00003"], Cause.BY_HAND).result()
    assert store.close()
