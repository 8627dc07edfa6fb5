"""54 a copy that is written over an old one, beside which a log was left"""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from paperreader.mark_fields import STARRED
from paperreader.models import Cause
from paperreader.store import Store, StoreError, corruption
from paperreader.store.backup import back_up
from paperreader.store.migrate import migrate
from paperreader.store.migrations import MIGRATIONS
from paperreader.store.restore import restore
from tests.conftest import Clock, Run
from tests.stores import MARKS, child, rows

KILLED = """
import signal
def killed(left):
    # SIGKILL before the nth time that a file is renamed, removed or linked, or a database opened
    def count(event, _):
        nonlocal left
        if event in ("os.rename", "os.remove", "os.link", "sqlite3.connect"):
            left -= 1
            if not left: os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count)
killed(int(sys.argv[2]))
"""


@pytest.fixture
def store(one_read: Store) -> Store:
    return one_read


@pytest.fixture
def copy(path: Path, store: Store, tmp_path: Path) -> Path:
    """A copy that somebody looked at with --db, starred a paper, and was killed; the store has gone on meanwhile."""
    (tmp_path / "copies").mkdir()
    copy = tmp_path / "copies" / "copy.db"
    back_up(path, copy)
    store.marks.set(STARRED, True, [f"2607.{n:05d}" for n in range(5)], Cause.BY_HAND).result()
    leave_log(copy)
    return copy


def leave_log(copy: Path) -> None:
    code = """
store = Store(path, now=now)
store.marks.set(STARRED, True, ["2607.00019"], Cause.BY_HAND).result()
store.ingest.save_day(date(2026, 7, 30), [paper(n) for n in range(100)], complete=True).result()
say("marked")
sys.stdin.read()
"""
    program = child(code, copy, stdin=subprocess.PIPE)
    assert program.stdout is not None
    assert program.stdout.readline() == "marked\n"
    program.kill()
    program.communicate()
    assert log(copy).stat().st_size


def leave_journal(copy: Path) -> None:
    """A hot rollback journal, of a program that was killed while it wrote."""
    code = """
import sqlite3
connection = sqlite3.connect(path, isolation_level=None)
connection.execute("PRAGMA journal_mode = DELETE")
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN")
connection.execute("UPDATE paper SET abstract = hex(randomblob(4000))")
say("written")
sys.stdin.read()
"""
    program = child(code, copy, stdin=subprocess.PIPE)
    assert program.stdout is not None
    assert program.stdout.readline() == "written\n"
    program.kill()
    program.communicate()
    assert log(copy, "-journal").stat().st_size


def log(file: Path, ending: str = "-wal") -> Path:
    return file.with_name(file.name + ending)


def assert_same(copy: Path, path: Path) -> None:
    assert [file.name for file in copy.parent.iterdir() if file.name.startswith(copy.name) and ".open" not in file.name]
    assert rows(copy, "PRAGMA integrity_check") == [("ok",)]
    assert rows(copy, MARKS) == rows(path, MARKS)
    assert rows(copy, "SELECT count(*) FROM paper") == rows(path, "SELECT count(*) FROM paper")


@pytest.mark.parametrize("leave", [leave_log, leave_journal])
def test_fault_54_the_log_of_an_old_copy_goes_with_it(path: Path, copy: Path, leave: Any) -> None:
    leave(copy)
    done = back_up(path, copy)
    assert (done.papers, done.marks) == (20, 6)
    assert sorted(file.name for file in copy.parent.iterdir()) == ["copy.db", "copy.db.open"]
    assert_same(copy, path)


def test_fault_54_what_lies_there_need_not_be_a_database(path: Path, copy: Path) -> None:
    copy.write_text("a shopping list\n" * 300)
    back_up(path, copy)
    assert_same(copy, path)


def test_fault_54_a_kill_leaves_the_old_copy_or_the_new(path: Path, copy: Path, tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    shutil.copytree(copy.parent, before)
    code = f"{KILLED}\nfrom paperreader.store.backup import back_up\nback_up(path, Path(sys.argv[3]))"
    seen = []
    for turn in range(1, 20):
        program = child(code, path, turn, copy)
        program.communicate(timeout=60)
        shutil.rmtree(after, ignore_errors=True)
        shutil.copytree(copy.parent, after)
        assert rows(copy, "PRAGMA integrity_check") == [("ok",)]
        seen.append(rows(copy, "SELECT count(*) FROM mark WHERE field = 'starred'"))
        if program.returncode == 0:
            break
        assert program.returncode == -signal.SIGKILL
        shutil.rmtree(copy.parent)
        shutil.copytree(before, copy.parent)
    else:
        pytest.fail("it was never done")
    assert seen[0] == [(1,)], "the old one, with what only its log holds"
    assert seen[-1] == [(5,)]
    assert set(map(tuple, seen)) == {((1,),), ((5,),)}


def test_fault_54_a_copy_that_is_open_is_not_replaced(path: Path, copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as other:
        stars = other.execute("SELECT count(*) FROM mark WHERE field = 'starred'").fetchone()
        with pytest.raises(StoreError, match=r"copy\.db is open in another program"):
            back_up(path, copy)
        assert other.execute("SELECT count(*) FROM mark WHERE field = 'starred'").fetchone() == stars == (1,)
    back_up(path, copy)
    assert_same(copy, path)


def test_fault_54_a_log_without_its_copy_is_not_taken_for_the_new_ones(run: Run, path: Path, copy: Path) -> None:
    copy.unlink()
    done = run("--db", str(path), "backup", str(copy))
    assert done.returncode == 1
    assert "copy.db-wal already exists; add --replace" in done.stderr
    assert run("--db", str(path), "backup", str(copy), "--replace").returncode == 0
    assert_same(copy, path)


def test_fault_54_a_damaged_store_does_not_replace_a_good_copy(path: Path, store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(path, copy)
    store.close()
    before = copy.read_bytes()
    with path.open("r+b") as file:
        file.seek(4096 * 2)
        file.write(b"\xff" * 4096 * 3)
    with pytest.raises(StoreError, match=r"paperreader\.db is damaged: no copy was made"):
        back_up(path, copy)
    assert copy.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["copy.db", "data"]


def test_fault_54_an_empty_store_does_not_replace_a_good_copy(path: Path, copy: Path, tmp_path: Path) -> None:
    """As a start leaves it that was killed at its very beginning."""
    before = copy.read_bytes()
    (tmp_path / "empty.db").touch()
    with pytest.raises(StoreError, match=r"empty\.db is empty: no copy was made"):
        back_up(tmp_path / "empty.db", copy)
    assert copy.read_bytes() == before


def test_fault_54_the_copy_of_an_upgrade_replaces_an_old_one_with_its_log(path: Path, store: Store) -> None:
    def colours(db: Any) -> None:
        db.execute("ALTER TABLE mark ADD COLUMN colour TEXT")

    kept = path.with_name(f"{path.name}.version-{len(MIGRATIONS)}")
    back_up(path, kept)
    leave_log(kept)
    store.marks.set(STARRED, True, ["2607.00001"], Cause.BY_HAND).result()
    store.close()
    marks = rows(path, MARKS)
    migrate(path, (*MIGRATIONS, colours))
    assert rows(kept, "PRAGMA integrity_check") == [("ok",)]
    assert rows(kept, MARKS) == marks


def test_fault_54_what_a_restore_keeps_is_not_put_beside_a_log(
    path: Path, store: Store, clock: Clock, tmp_path: Path
) -> None:
    back_up(path, tmp_path / "copy.db")
    store.close()
    _, kept = restore(path, tmp_path / "copy.db", now=clock)
    assert kept is not None
    leave_log(kept)
    kept.unlink()
    _, again = restore(path, tmp_path / "copy.db", now=clock)
    assert again is not None
    assert again.name == f"{kept.name}-2"
    assert_same(again, path)


def test_fault_54_a_kill_between_log_and_repair_loses_no_mark(path: Path, store: Store, clock: Clock) -> None:
    """The log is garbage at its head: it is set aside, and its marks are merged after that."""
    store.close()
    leave_log(path)
    with log(path).open("r+b") as file:
        file.write(b"garbage " * 4)
    before = path.parent.with_name("before")
    shutil.copytree(path.parent, before)
    code = f"{KILLED}\nStore(path, now=now).close()\nsay('done')"
    for turn in range(1, 20):
        program = child(code, path, turn)
        said, _ = program.communicate(timeout=60)
        with closing(Store(path, now=clock)) as there:
            assert ("2607.00019", "starred") in [(mark.paper, mark.field) for mark in there.marks.all()]
        assert not corruption.marker(path).exists()
        if said:
            break
        shutil.rmtree(path.parent)
        shutil.copytree(before, path.parent)
    assert turn > 2
