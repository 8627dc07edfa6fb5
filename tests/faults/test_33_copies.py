"""29, 30 and 33 again, for copies of the store and for putting them back"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from paperreader.mark_fields import STARRED
from paperreader.models import Cause
from paperreader.store import Store, StoreError
from paperreader.store.backup import back_up
from paperreader.store.migrations import MIGRATIONS
from paperreader.store.restore import restore
from tests.conftest import FRIDAY
from tests.stores import MARKS, a_paper, child, others, output, rows


@pytest.fixture
def store(one_read: Store) -> Store:
    return one_read


def test_fault_29_a_kill_in_a_restore_leaves_the_old_or_the_new(path: Path, store: Store, tmp_path: Path) -> None:
    store.ingest.save_day(FRIDAY, [a_paper(n, abstract="We show. " * 200) for n in range(500)], complete=True).result()
    copy = tmp_path / "copy.db"
    back_up(path, copy)
    old = rows(path, MARKS)
    store.marks.set(STARRED, True, ["2607.00001"], Cause.BY_HAND).result()
    new = rows(path, MARKS)
    store.close()
    code = """
from paperreader.store.restore import restore
say("begun")
restore(path, Path(sys.argv[2]), now=now)
say("done")
sys.stdin.read()
"""
    seen = []
    process = child(code, path, copy, stdin=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    begun = time.monotonic()
    assert process.stdout.readline() == "done\n"
    whole = time.monotonic() - begun
    kept = path.with_name(others(path)[0])
    process.kill()
    process.communicate()
    for part in range(9):
        for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
            file.unlink(missing_ok=True)
        shutil.copyfile(kept, path)
        process = child(code, path, copy, stdin=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(whole * (part + 1) / 10)
        process.kill()
        process.communicate()
        assert rows(path, "PRAGMA integrity_check") == [("ok",)]
        with closing(Store(path, now=store._database._now)) as there:
            assert there.repaired is None
        seen.append(rows(path, MARKS))
    restore(path, copy, now=store._database._now)
    assert [name for name in others(path) if ".work-" in name or ".part" in name] == []
    assert all(marks in (old, new) for marks in seen)
    assert new in seen


def test_fault_30_a_copy_that_does_not_fit_is_not_there(path: Path, store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(path, copy)
    before = copy.read_bytes()
    code = """
from paperreader.store.backup import back_up
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
try:
    back_up(path, Path(sys.argv[2]))
except StoreError as error:
    say(error)
"""
    said = output(child(code, path, copy))
    assert "no copy was made" in said
    assert copy.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["copy.db", "data"]


def test_fault_30_a_restore_that_does_not_fit_leaves_the_store(path: Path, store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(path, copy)
    store.marks.set(STARRED, True, ["2607.00001"], Cause.BY_HAND).result()
    store.close()
    before = rows(path, MARKS)
    limits = range(8192, copy.stat().st_size + 40_000, 12_288)
    code = """
from paperreader.store.restore import restore
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
try:
    restore(path, Path(sys.argv[2]), now=now)
    say("restored")
except StoreError as error:
    say(error)
"""
    for limit in limits:
        said = output(child(code, path, copy, limit))
        if said == "restored":
            break
        assert "nothing was restored" in said or "The store cannot be copied" in said
        assert rows(path, MARKS) == before
        assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    else:
        pytest.fail("it never fitted")
    assert limit > limits[1]


def test_fault_33_an_older_copy_is_brought_up_to_date(path: Path, store: Store, tmp_path: Path) -> None:
    def colours(db: Any) -> None:
        db.execute("ALTER TABLE mark ADD COLUMN colour TEXT DEFAULT 'red'")

    def fails(db: Any) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    copy = tmp_path / "copy.db"
    back_up(path, copy)
    store.close()
    with pytest.raises(StoreError):
        restore(path, copy, now=store._database._now, migrations=(*MIGRATIONS, colours, fails))
    assert rows(path, "PRAGMA user_version") == [(len(MIGRATIONS),)]
    assert others(path) == []
    restore(path, copy, now=store._database._now, migrations=(*MIGRATIONS, colours))
    assert rows(path, "SELECT paper, colour FROM mark") == [("2607.00000", "red")]
    assert rows(path, "PRAGMA user_version") == [(len(MIGRATIONS) + 1,)]
    assert rows(copy, "PRAGMA user_version") == [(len(MIGRATIONS),)]
    assert others(path) == ["paperreader.db.before-restore-2026-07-31"]
