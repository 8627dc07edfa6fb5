"""30 a full disk · 31 what cannot be written"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

from paperreader.hub import Hub
from paperreader.refresh import Failed, Refresh
from paperreader.store import Store
from tests.conftest import FRIDAY, Clock, told
from tests.hub import HubServer
from tests.stores import a_paper, assert_counts_hold, child, output, rows


def test_fault_30_a_full_disk_is_said_and_nothing_is_lost(path: Path) -> None:
    code = """
store = Store(path, now=now)
day = date(2026, 7, 31)
store.save_day(day, [paper(n) for n in range(50)], complete=False).result()
store.set_marks(Field.READ, True, ["2607.00001"], Cause.BY_HAND).result()
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (path.with_name(path.name + "-wal").stat().st_size + 5000, hard))
failed = store.save_day(day, [paper(n, upvotes=1) for n in range(500)], complete=False)
say(type(failed.exception()).__name__); say(failed.exception())
say(store.days()[0].papers); say(len(store.entries(day))); say(store.totals())
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
say(store.save_day(day, [paper(n, upvotes=1) for n in range(500)], complete=False).result().papers)
say(store.entries(day)[1].read)
say(store.close())
"""
    kind, message, papers, entries, _, saved, read, closed = output(child(code, path)).splitlines()
    assert (kind, papers, entries, saved, read, closed) == ("StoreError", "50", "50", "500", "True", "True")
    assert "not saved" in message
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert_counts_hold(path)


@pytest.mark.parametrize("what", ["folder", "file", "folder with a WAL"])
def test_fault_31_what_cannot_be_written_is_read(clock: Clock, what: str) -> None:
    base = Path(tempfile.mkdtemp())  # tmp_path is closed to the other user
    try:
        base.chmod(0o755)
        path = base / "data" / "paperreader.db"
        store = Store(path, now=clock)
        store.save_day(FRIDAY, [a_paper(1)], complete=True).result()
        if what == "folder with a WAL":
            snapshot = base / "snapshot"
            shutil.copytree(path.parent, snapshot)
            path = snapshot / path.name
        store.close()
        for file in path.parent.iterdir():
            file.chmod(0o444)
        path.parent.chmod(0o777 if what == "file" else 0o555)
        code = """
import paperreader.store.writer  # while we may read the library
if os.getuid() == 0: os.setuid(65534)
store = Store(path, now=now)
say(store.read_only); say(len(store.entries(date(2026, 7, 31)))); say(store.paper("2607.00001").title)
say(store.set_marks(Field.READ, True, ["2607.00001"], Cause.BY_HAND).exception())
say(store.undo().exception())
say(store.close())
"""
        why, entries, title, mark, undo, closed = output(child(code, path)).splitlines()
        assert why.startswith("marks are not kept: ")
        assert ("folder" in why) == what.startswith("folder")
        assert (entries, title, mark, undo, closed) == ("1", "Paper 1", why, why, "True")
        assert rows(path, "SELECT count(*) FROM mark") == [(0,)]
    finally:
        shutil.rmtree(base)


async def test_fault_31_a_store_that_cannot_be_written_is_said(
    refresh: Refresh, store: Store, hub: Hub, hub_server: HubServer, path: Path, clock: Clock
) -> None:
    await told(refresh)
    hub_server.requests.clear()
    unwritable = Store(path, now=clock, read_only=True)
    (event,) = await told(Refresh(unwritable, hub, now=clock))
    assert isinstance(event, Failed)
    assert event.message == unwritable.read_only
    assert hub_server.requests == []
    unwritable.close()
