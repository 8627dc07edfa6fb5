"""53 a path is not what it seems: links, other names, names that are not UTF-8"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from paperreader.mark_fields import READ, STARRED
from paperreader.models import Cause
from paperreader.store import Store, StoreError
from paperreader.store.backup import back_up
from paperreader.store.migrate import migrate
from paperreader.store.migrations import MIGRATIONS
from paperreader.store.restore import restore
from tests.conftest import FRIDAY, Clock, Run
from tests.stores import MARKS, a_paper, child, others, rows

NOT_UTF8 = os.fsdecode(b"caf\xe9 \xff%41")


def to_the_file(link: Path, path: Path) -> None:
    link.symlink_to(path)


def relative(link: Path, path: Path) -> None:
    link.symlink_to(os.path.relpath(path, link.parent))


def chain(link: Path, path: Path) -> None:
    middle = link.with_name("middle.db")
    middle.symlink_to(path)
    link.symlink_to(middle.name)


def to_the_folder(link: Path, path: Path) -> None:
    (link.parent / "folder").symlink_to(path.parent)
    link.symlink_to(Path("folder", path.name))


LINKS = [to_the_file, relative, chain, to_the_folder]


@pytest.fixture
def link(tmp_path: Path) -> Path:
    (tmp_path / "link").mkdir()
    return tmp_path / "link" / "papers.db"


@pytest.fixture
def full(store: Store, path: Path) -> Path:
    """A store of forty papers, half of them starred by a program that was killed: these marks stand in the log."""
    store.settings.set("since", FRIDAY.isoformat()).result()
    store.ingest.save_day(FRIDAY, [a_paper(n) for n in range(40)], complete=True).result()
    store.marks.set(READ, True, [f"2607.{n:05d}" for n in range(20)], Cause.BULK).result()
    store.close()
    code = """
store = Store(path, now=now)
store.marks.set(STARRED, True, [f"2607.{n:05d}" for n in range(20, 40)], Cause.BY_HAND).result()
"""
    with running(path, code) as program:
        program.kill()
    return path


class running:
    """A program of ours that has opened a store, until it is told to end."""

    def __init__(self, path: Path, code: str = "store = Store(path, now=now)") -> None:
        self._program = child(f"{code}\nsay('open')\nsys.stdin.read()\nstore.close()", path, stdin=subprocess.PIPE)

    def __enter__(self) -> subprocess.Popen[str]:
        assert self._program.stdout is not None
        assert self._program.stdout.readline() == "open\n", self._program.communicate()
        return self._program

    def __exit__(self, *_: object) -> None:
        self._program.communicate(timeout=60)


@pytest.mark.parametrize("make", LINKS)
def test_fault_53_a_damaged_store_behind_a_link_is_recovered_whole(
    full: Path, link: Path, clock: Clock, make: Callable[[Path, Path], None]
) -> None:
    make(link, full)
    with full.open("r+b") as file:
        file.write(os.urandom(100))
    with closing(Store(link, now=clock)) as store:
        assert "40 marks could be recovered" in str(store.repaired)
        assert len(store.marks.all()) == 40
        assert store.path == full
    assert link.is_symlink()
    assert [name for name in os.listdir(link.parent) if name not in (link.name, "middle.db", "folder")] == []


@pytest.mark.parametrize("make", LINKS)
def test_fault_53_nothing_is_restored_by_another_name_of_an_open_store(
    full: Path, link: Path, clock: Clock, tmp_path: Path, make: Callable[[Path, Path], None]
) -> None:
    make(link, full)
    back_up(link, tmp_path / "copy.db")
    for opened, restored in ((full, link), (link, full)):
        with running(opened), pytest.raises(StoreError, match="quit it first"):
            restore(restored, tmp_path / "copy.db", now=clock)
    _, kept = restore(link, tmp_path / "copy.db", now=clock)
    assert kept is not None
    assert kept.parent == full.parent
    assert link.is_symlink()
    assert rows(full, MARKS) == rows(tmp_path / "copy.db", MARKS)


def test_fault_53_two_fetches_by_two_names_take_turns(
    run: Run, full: Path, link: Path, tmp_path: Path, hub_server: Any
) -> None:
    link.symlink_to(full)
    hold = """
import fcntl
store = open(f"{path}.lock", "w")
fcntl.flock(store, fcntl.LOCK_EX)
"""
    for name in (link, full.parent / ".." / full.parent.name / full.name):
        with running(full, hold):
            assert "another paperreader is fetching" in run("--db", str(name), "fetch").stderr


def test_fault_53_a_link_may_lead_to_a_store_that_is_still_to_be_made(link: Path, tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "disk").mkdir()
    link.symlink_to(tmp_path / "disk" / "p.db")
    with closing(Store(link, now=clock)) as store:
        store.settings.set("a", "b").result()
    assert (tmp_path / "disk" / "p.db").exists()
    assert os.listdir(link.parent) == [link.name]


def nowhere(link: Path) -> Path:
    link.symlink_to("/media/not mounted/papers.db")
    return link


def folder_nowhere(link: Path) -> Path:
    (link.parent / "folder").symlink_to(link.parent / "not mounted")
    return link.parent / "folder" / "deeper" / link.name


def circle(link: Path) -> Path:
    link.symlink_to(link.with_name("other"))
    link.with_name("other").symlink_to(link)
    return link


@pytest.mark.parametrize(("make", "why"), [(nowhere, "mounted"), (folder_nowhere, "mounted"), (circle, "in a circle")])
def test_fault_53_a_link_that_leads_nowhere_is_no_new_store(
    run: Run, link: Path, tmp_path: Path, make: Callable[[Path], Path], why: str
) -> None:
    """The disk may not be mounted: what looks like a store without marks would soon be one."""
    path = make(link)
    before = sorted(tmp_path.rglob("*"))
    (tmp_path / "copy.db").write_bytes(b"")
    for command in (["status"], ["list"], ["fetch"], ["backup", "b.db"], ["restore", "copy.db"], ["marks", "export"]):
        done = run("--db", str(path), *command)
        assert done.returncode == 1, command
        assert "link" in done.stderr
        assert why in done.stderr
    (tmp_path / "copy.db").unlink()
    left = {file for file in tmp_path.rglob("*") if ".local" not in file.parts}
    assert left == {file for file in before if ".local" not in file.parts}
    assert "link" in run("--db", str(path), "--offline", "doctor").stdout


def test_fault_53_a_folder_or_a_pipe_is_no_store(run: Run, link: Path, tmp_path: Path) -> None:
    link.symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    for name, what in ((str(link), "is a folder"), (f"{link}/", "is a folder"), ("pipe", "is no regular file")):
        for command in (["status"], ["fetch"], ["--offline", "doctor"]):
            done = run("--db", name, *command)
            assert done.returncode == 1
            assert what in done.stdout + done.stderr
    (tmp_path / "file").touch()
    done = run("--db", "file/p.db", "--offline", "doctor")
    assert done.returncode == 1
    assert "not a writable folder" in done.stdout


def test_fault_53_of_two_hard_links_neither_is_written(
    run: Run, full: Path, link: Path, clock: Clock, tmp_path: Path
) -> None:
    """SQLite would keep a log for each name, and put both into the one file."""
    back_up(full, tmp_path / "copy.db")
    os.link(full, link)
    before = full.read_bytes()
    for name in (full, link):
        with closing(Store(name, now=clock)) as store:
            assert "hard link" in str(store.read_only)
            assert store.marks.set(READ, True, ["2607.00001"], Cause.BY_HAND).exception()
        with pytest.raises(StoreError, match="hard link"):
            restore(name, tmp_path / "copy.db", now=clock)
    assert full.read_bytes() == before
    assert "hard link" in run("--offline", "--db", str(link), "doctor").stdout
    link.unlink()
    with closing(Store(full, now=clock)) as store:
        assert store.read_only is None
        assert len(store.marks.all()) == 40


@pytest.fixture
def mounted(full: Path, link: Path) -> Iterator[Path]:
    """The file under another name by a mount, as containers do."""
    link.touch()
    if os.geteuid() or subprocess.run(["mount", "--bind", full, link], capture_output=True).returncode:
        pytest.skip("only root may mount")
    yield link
    subprocess.run(["umount", link], check=True)


def test_fault_53_a_file_that_is_mounted_alone_is_not_written(mounted: Path, clock: Clock) -> None:
    with closing(Store(mounted, now=clock)) as store:
        assert "mount its folder" in str(store.read_only)


def test_fault_53_a_folder_whose_name_is_not_utf8(full: Path, clock: Clock, tmp_path: Path) -> None:
    """A start, an upgrade, a copy, a restore, a repair: all by the same name."""
    folder = tmp_path / NOT_UTF8
    full.parent.rename(folder)
    path, copy = folder / full.name, folder / "copy.db"

    def colours(db: Any) -> None:
        db.execute("ALTER TABLE mark ADD COLUMN colour TEXT")

    back_up(path, copy)
    assert rows(copy, MARKS) == rows(path, MARKS)
    restore(path, copy, now=clock)
    migrate(path, (*MIGRATIONS, colours))
    assert (folder / f"{full.name}.version-{len(MIGRATIONS)}").exists()
    restore(path, copy, now=clock)
    with path.open("r+b") as file:
        file.write(os.urandom(100))
    with closing(Store(path, now=clock)) as store:
        assert "40 marks could be recovered" in str(store.repaired)
        store.marks.set(STARRED, True, ["2607.00001"], Cause.BY_HAND).result()
    path.unlink()
    with pytest.raises(StoreError, match=r"caf\\xe9 \\xff%41"):
        Store(path, now=clock, read_only=True)


def test_fault_53_a_home_whose_name_is_not_utf8(run: Run, tmp_path: Path, fetched: Any) -> None:
    home = tmp_path / NOT_UTF8
    home.mkdir()
    commands = (["fetch"], ["list"], ["status"], ["search", "paper"], ["backup", "copy.db"], ["restore", "copy.db"])
    for command in commands:
        done = run(*command, HOME=str(home))
        assert done.returncode == 0, done.stderr
    shown = r"caf\xe9 \xff%41"
    assert run("paths", HOME=str(home)).stdout.count(shown) == 3
    assert shown in run("restore", "copy.db", HOME=str(home)).stdout
    assert shown in run("--offline", "doctor", HOME=str(home)).stdout
    assert shown.replace("\\", "\\\\") in run("--offline", "doctor", "--json", HOME=str(home)).stdout


def test_fault_53_a_name_too_long_for_a_folder_beside_it(tmp_path: Path, clock: Clock) -> None:
    """Whether the disk shares memory cannot be tried out there: the journal stays as it is, and marks are kept."""
    path = tmp_path / ("a" * 242)
    for paper in ("2607.00001", "2607.00002"):
        store = Store(path, now=clock)
        assert store.marks.set(READ, True, [paper], Cause.BY_HAND).result() == 1
        assert store.close()
    assert rows(path, "SELECT count(*) FROM mark") == [(2,)]


def test_fault_53_a_name_that_looks_like_a_pattern(tmp_path: Path, clock: Clock) -> None:
    """What a killed repair left is found, and nothing else is taken for it."""
    path = tmp_path / "papers[1].db"
    other = tmp_path / "papers1.db.work-of-mine"
    other.mkdir()
    Store(path, now=clock).close()
    (tmp_path / "papers[1].db.work-old").mkdir()
    with path.open("r+b") as file:
        file.write(os.urandom(100))
    with closing(Store(path, now=clock)) as store:
        assert store.repaired
    assert other.exists()
    assert others(path) == ["papers1.db.work-of-mine", "papers[1].db.corrupt-2026-07-31"]


def test_fault_53_a_link_that_is_written_to_stays_a_link(run: Run, full: Path, link: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    for name, command in (("copy.db", ["backup"]), ("marks.jsonl", ["marks", "export"])):
        target = tmp_path / "there" / name
        target.touch()
        link.unlink(missing_ok=True)
        link.symlink_to(target)
        done = run("--db", str(full), *command, str(link), "--replace")
        assert done.returncode == 0, done.stderr
        assert link.is_symlink()
        assert target.stat().st_size
        assert os.listdir(link.parent) == [link.name]


def test_fault_53_nothing_is_written_in_the_place_of_a_pipe(run: Run, full: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    for command in (["backup"], ["marks", "export"]):
        for name in ("pipe", "link", "."):
            assert run("--db", str(full), *command, name, "--replace").returncode == 1
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", "-journal", ".open", ".lock", ".lock-archive"])
def test_fault_53_nothing_is_written_over_a_file_of_the_store(run: Run, full: Path, link: Path, ending: str) -> None:
    link.symlink_to(full)
    for name in (f"{full}{ending}", f"{link.parent}/../{full.parent.name}/{full.name}{ending}"):
        for command in (["backup"], ["marks", "export"]):
            done = run("--db", str(link), *command, name, "--replace")
            assert done.returncode == 1
            assert "is the store itself" in done.stderr
