"""30 a full disk · 31 what cannot be written"""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, suppress
from itertools import product
from pathlib import Path

import pytest

from paperreader.hub.client import Hub
from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause
from paperreader.refresh import Failed
from paperreader.refresh.fetch import Refresh
from paperreader.store import Store, StoreError
from paperreader.text.sanitize import clean
from paperreader.views import Collection, DayView
from tests.bench.terminal import Program
from tests.conftest import FRIDAY, Clock, store_of, told
from tests.faults.forks import LIMITED, everything, in_forks, marked_store
from tests.hub_server import HubServer
from tests.stores import a_paper, assert_counts_hold, child, output, rows


def test_fault_30_a_full_disk_is_said_and_nothing_is_lost(path: Path) -> None:
    code = """
store = Store(path, now=now)
day = date(2026, 7, 31)
store.ingest.save_day(day, [paper(n) for n in range(50)], complete=False).result()
store.marks.set(READ, True, ["2607.00001"], Cause.BY_HAND).result()
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (path.with_name(path.name + "-wal").stat().st_size + 5000, hard))
failed = store.ingest.save_day(day, [paper(n, upvotes=1) for n in range(500)], complete=False)
say(type(failed.exception()).__name__); say(failed.exception())
say(store.papers.days()[0].papers); say(len(store.papers.entries(DayView(day)))); say(store.papers.totals())
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
say(store.ingest.save_day(day, [paper(n, upvotes=1) for n in range(500)], complete=False).result().papers)
say(store.papers.entries(DayView(day))[1].read)
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
        store.ingest.save_day(FRIDAY, [a_paper(1)], complete=True).result()
        if what == "folder with a WAL":
            snapshot = base / "snapshot"
            shutil.copytree(path.parent, snapshot)
            path = snapshot / path.name
        store.close()
        for file in path.parent.iterdir():
            file.chmod(0o444)
        path.parent.chmod(0o777 if what == "file" else 0o555)
        code = """
import paperreader.store.marks, paperreader.store.write_thread  # while we may read the library
if os.getuid() == 0: os.setuid(65534)
store = Store(path, now=now)
say(store.read_only); say(len(store.papers.entries(DayView(date(2026, 7, 31)))))
say(store.papers.get("2607.00001").title)
say(store.marks.set(READ, True, ["2607.00001"], Cause.BY_HAND).exception())
say(store.marks.undo().exception())
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


@pytest.mark.parametrize("action", ["refresh", "bulk_mark", "undo", "migration", "first_start"])
def test_fault_30_every_write_fails_once(path: Path, tmp_path: Path, clock: Clock, long: bool, action: str) -> None:
    """No file may grow beyond a limit, which is 4 kB more each time: the store is the old one or the new."""
    marked_store(path)
    old = everything(path)
    codes = in_forks(LIMITED, path, tmp_path / "forks", action, step=1 if long else 4, most=200)
    assert set(codes.values()) == {0, 3}, "a StoreError or nothing"
    new = everything(tmp_path / "forks" / str(max(codes)) / path.name)
    for n, code in codes.items():
        copy = tmp_path / "forks" / str(n) / path.name
        if action == "first_start":
            with closing(Store(copy, now=clock)) as store:
                assert (store.read_only, store.repaired, store.papers.days()) == (None, None, [])
        else:
            assert everything(copy) == new if code == 0 else everything(copy) in (old, new), n


def test_fault_30_a_disk_that_is_full_is_said_and_takes_marks_again_once_it_is_not(
    tmp_path: Path, clock: Clock
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("needs the right to mount a small disk, to fill it")
    try:
        with closing(Store(disk / "paperreader.db", now=clock)) as store:
            store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(20)], complete=False).result()
            films = os.open(disk / "films", os.O_CREAT | os.O_WRONLY)
            with suppress(OSError):
                while os.write(films, b"x" * 4096):
                    pass
            os.close(films)
            marks = [store.marks.set(READ, True, [f"2607.{n:05d}"], Cause.BY_HAND) for n in range(20)]
            store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(90)], complete=False).exception()
            told = {str(mark.exception()) for mark in marks if mark.exception()}
            assert told == {"The disk is full: this was not saved. Free some space and try again."}
            assert store.papers.days()[0].papers in (20, 90)
            assert len(store.papers.entries(DayView(FRIDAY))) == store.papers.days()[0].papers
            (disk / "films").unlink()
            assert store.marks.set(STARRED, True, ["2607.00001"], Cause.BY_HAND).result() == 1
        everything(disk / "paperreader.db")
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def test_fault_30_the_reader_goes_on_where_nothing_can_be_written(env: dict[str, str], clock: Clock) -> None:
    """Under a limit that the store has reached, marks are taken back with a word, and one can read on and leave."""
    marked_store(store_of(env))
    # what SQLite's shared memory needs, and a few marks
    code = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40960, 40960));"
        "from paperreader.cli import main; raise SystemExit(main(['--offline']))"
    )
    with Program([sys.executable, "-c", code], env, (140, 40)) as program:
        program.until(lambda text: "20 papers" in text and "? keys" in text)
        for _ in range(6):
            program.write("u")
            program.settle(first=0.2)
        program.write("u")
        program.until(lambda text: "Not marked: " in text)
        program.write("G")
        program.until(lambda text: "Paper 19" in text)
        program.leave("Q")
    everything(store_of(env))


@pytest.mark.parametrize("seed", range(12))
def test_fault_30_bytes_that_flipped_are_said(path: Path, tmp_path: Path, clock: Clock, long: bool, seed: int) -> None:
    """Whatever stands in the file: a store that is mended, or a StoreError, and no other."""
    marked_store(path)
    dice = random.Random(seed)
    whole = path.read_bytes()
    for turn in range(50 if long else 2):
        copy = tmp_path / f"{turn}" / path.name
        copy.parent.mkdir()
        damaged = bytearray(whole)
        texts = [found.start() for found in re.finditer(rb'2026-|\["|by hand|Paper|CREATE', damaged)]
        for _ in range(dice.choice((1, 3, 30, 300))):
            place = dice.choice((dice.randrange(len(damaged)), dice.choice(texts) + dice.randrange(6)))
            damaged[place] = dice.randrange(256)
        copy.write_bytes(damaged[: dice.choice((len(damaged), len(damaged), dice.randrange(len(damaged))))])
        try:
            use(copy, clock)
        except StoreError as error:
            assert str(error).isprintable()  # noqa: PT017


def use(path: Path, clock: Clock) -> None:
    """Everything that can be done with a store."""
    with closing(Store(path, now=clock)) as store:
        for view in (*(DayView(day.date) for day in store.papers.days()), *Collection):
            list(store.papers.with_entries(view))
        store.papers.totals(), store.settings.get("theme"), store.papers.samples("2607.00003")
        store.marks.set(READ, True, ["2607.00007"], Cause.BY_HAND).result()
        store.marks.undo().result()
        store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(15)], complete=True).result()


ODD = ("x", "20\x0026-07-31", "", -7, 10**15, b"\xff\x00", "\x1b]0;owned\x07")
COLUMNS = {
    "paper": ("authors", "keywords", "published", "title", "upvotes", "organization", "github_repo"),
    "day": ("fetched", "complete", "papers", "etag"),
    "listing": ("day", "position"),
    "mark": ("at", "cause", "value"),
    "step": ("at", "field", "cause"),
    "state": ("starred", "unread"),
    "sample": ("at", "upvotes"),
}


@pytest.mark.parametrize("table", COLUMNS)
def test_fault_30_values_that_we_never_write_are_said(path: Path, tmp_path: Path, clock: Clock, table: str) -> None:
    """Another program, or a byte that flipped, has put something odd into one field of one row."""
    marked_store(path)
    told = set()
    for number, (column, value) in enumerate(product(COLUMNS[table], ODD)):
        copy = tmp_path / str(number) / path.name
        copy.parent.mkdir()
        shutil.copyfile(path, copy)
        with closing(sqlite3.connect(copy)) as other, other:
            other.execute(f"UPDATE OR IGNORE {table} SET {column} = ?", (value,))
        try:
            use(copy, clock)
        except StoreError as error:
            told.add(str(error))
    assert all(clean(text) == text for text in told)
    assert told or table in ("state", "mark")
