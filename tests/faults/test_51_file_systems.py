"""51 file systems without shared memory or locks"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from paperreader.doctor.storage import location
from paperreader.store import Store
from tests.conftest import Clock, Run
from tests.doctor.conftest import examined
from tests.stores import child, output, rows

SHARES_NO_MEMORY = "shared-memory"
NO_FLOCK_EITHER = "shared-memory flock"


Lack = Callable[[str], None]


@pytest.fixture(scope="session")
def preloaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What makes a folder such a file system."""
    if not (compiler := shutil.which("cc") or shutil.which("gcc")) or not Path("/proc/self/fd").exists():
        pytest.skip("needs a C compiler, on Linux")
    library = tmp_path_factory.mktemp("preloaded") / "file_system.so"
    source = Path(__file__).with_name("file_system.c")
    subprocess.run([compiler, "-fPIC", "-shared", "-o", library, source, "-ldl"], check=True)
    return library


@pytest.fixture
def lack(path: Path, preloaded: Path, monkeypatch: pytest.MonkeyPatch, env: dict[str, str]) -> Lack:
    """From now on all programs find that the folder of the store lacks something."""

    def lack(what: str) -> None:
        path.parent.mkdir(exist_ok=True)
        for name, value in {"LD_PRELOAD": str(preloaded), "FOLDER": str(path.parent), "LACKS": what}.items():
            monkeypatch.setenv(name, value)
            env[name] = value

    return lack


STAR = """
store = Store(path, now=now)
store.marks.set(STARRED, True, [f"2607.{int(sys.argv[2]):05d}"], Cause.BY_HAND).result()
say(store.repaired)
assert store.close()
"""


@pytest.mark.parametrize("lacks", [SHARES_NO_MEMORY, NO_FLOCK_EITHER])
def test_fault_51_a_new_store_gets_a_rollback_journal_and_says_why_once(
    path: Path, lack: Lack, lacks: str, run: Run
) -> None:
    lack(lacks)
    assert "without shared memory" in output(child(STAR, path, 1))
    assert output(child(STAR, path, 2)) == "None"
    assert rows(path, "SELECT paper FROM mark") == [("2607.00001",), ("2607.00002",)]
    assert rows(path, "PRAGMA journal_mode") == [("delete",)]
    assert run("--db", str(path), "status").stdout == "0 unread\n"
    assert sorted(os.listdir(path.parent)) == [path.name, f"{path.name}.open"]
    found = examined(run, "--offline", "--db", str(path))
    assert "without shared memory" in found["journal"][0][1]


def test_fault_51_back_on_a_local_disk_it_gets_its_log_again(
    path: Path, lack: Lack, monkeypatch: pytest.MonkeyPatch
) -> None:
    lack(SHARES_NO_MEMORY)
    output(child(STAR, path, 1))
    monkeypatch.delenv("LD_PRELOAD")
    assert output(child(STAR, path, 2)) == "None"
    assert rows(path, "PRAGMA journal_mode") == [("wal",)]


MARKED_AND_KILLED = """
store = Store(path, now=now)
store.marks.set(STARRED, True, [f"2607.{n:05d}" for n in range(50)], Cause.BY_HAND).result()
os.kill(os.getpid(), 9)
"""


def test_fault_51_a_store_that_was_moved_there_keeps_what_its_log_holds(path: Path, run: Run, lack: Lack) -> None:
    child(MARKED_AND_KILLED, path).communicate()
    assert path.with_name(f"{path.name}-wal").stat().st_size
    lack(SHARES_NO_MEMORY)
    done = run("--db", str(path), "status")
    assert "another kind of disk" in done.stderr
    assert "without shared memory" in output(child(STAR, path, 60))
    assert rows(path, "SELECT count(*) FROM mark") == [(51,)]
    assert run("--db", str(path), "status").stdout == "0 unread\n"


def test_fault_51_a_damaged_store_is_recovered_there(path: Path, lack: Lack) -> None:
    child(MARKED_AND_KILLED, path).communicate()
    with path.open("r+b") as file:
        file.write(os.urandom(100))
    lack(SHARES_NO_MEMORY)
    assert "50 marks could be recovered" in output(child(STAR, path, 60))


def test_fault_51_a_second_reader_sees_what_others_write(path: Path, lack: Lack) -> None:
    """Two programs write at once, a third one looks each 10 ms: all is there, and seen."""
    lack(NO_FLOCK_EITHER)
    output(child(STAR, path, 0))
    looking = child(
        """
store = Store(path, now=now)
say("looking")
while len(store.marks.all()) < 101:
    while not store.changed():
        time.sleep(0.01)
store.close()
say("all")
""",
        path,
    )
    assert looking.stdout is not None
    assert looking.stdout.readline() == "looking\n"
    code = """
store = Store(path, now=now)
for n in range(int(sys.argv[2]), int(sys.argv[2]) + 50):
    store.marks.set(STARRED, True, [f"2607.{n:05d}"], Cause.BY_HAND).result()
assert store.close()
"""
    for writing in [child(code, path, first) for first in (1, 51)]:
        output(writing)
    assert output(looking) == "all"
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


def test_fault_51_a_kill_leaves_the_old_or_the_new(path: Path, lack: Lack, run: Run, clock: Clock) -> None:
    """What reads next takes back what was half written, also if it only reads."""
    lack(NO_FLOCK_EITHER)
    output(child(STAR, path, 0))
    code = """
store = Store(path, now=now)
say("writing")
for turn in range(10_000):
    papers = [paper(n, upvotes=turn) for n in range(60)]
    store.ingest.save_day(date(2026, 7, 31), papers, complete=False).result()
"""
    dice = random.Random(51)
    for _ in range(6):
        program = child(code, path)
        assert program.stdout is not None
        assert program.stdout.readline() == "writing\n"
        time.sleep(dice.uniform(0.02, 0.2))
        program.send_signal(signal.SIGKILL)
        program.communicate()
        assert run("--db", str(path), "list", "2026-07-31").returncode in (0, 1)
        assert rows(path, "PRAGMA integrity_check") == [("ok",)]
        assert len(rows(path, "SELECT DISTINCT upvotes FROM paper")) <= 1


def test_fault_51_without_flock_nothing_is_restored_under_a_running_program(
    path: Path, lack: Lack, run: Run, tmp_path: Path
) -> None:
    lack("flock")
    output(child(STAR, path, 0))
    assert run("--db", str(path), "backup", str(tmp_path / "copy.db")).returncode == 0
    running = child("store = Store(path, now=now)\nsay('open')\nsys.stdin.read()", path, stdin=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stdout.readline() == "open\n"
    assert "quit it first" in run("--db", str(path), "restore", str(tmp_path / "copy.db")).stderr
    running.communicate()
    assert run("--db", str(path), "restore", str(tmp_path / "copy.db")).returncode == 0


@pytest.mark.parametrize("lacks", ["flock record-locks", "flock record-locks ENOLCK"])
def test_fault_51_without_any_locks_it_says_so(path: Path, store: Store, lack: Lack, lacks: str, run: Run) -> None:
    assert store.close()
    lack(lacks)
    waits = "ENOLCK" in lacks  # which SQLite takes for the lock of another program
    for command in [["fetch"]] if waits else [["fetch"], ["status"], ["backup", "copy.db"]]:
        done = run("--db", str(path), *command)
        assert done.returncode == 1
        assert "has no file locks" in done.stderr
        assert "--db" in done.stderr


@pytest.mark.parametrize(
    ("mounts", "state", "said"),
    [
        ([("/", "ext4")], "ok", "a local disk (ext4)"),
        ([("/", "ext4"), ("/home", "9p")], "note", "network file system (9p)"),
        ([("/", "ext4"), ("/home", "virtiofs")], "note", "another machine (virtiofs)"),
        ([("/", "ext4"), ("/home", "fuse.portal")], "note", "another machine (fuse.portal)"),
        ([("/", "ext4"), ("/home/ada", "fuseblk")], "ok", "fuseblk"),
        ([("/", "ext4"), ("/home", "ext4"), ("/home", "nfs")], "note", "network file system (nfs)"),
        ([("/", "ext4"), ("/home", "nfs"), ("/home", "xfs")], "ok", "xfs"),
        ([("/", "newfs")], "note", "another machine (newfs)"),
        ([], "note", "unknown kind"),
    ],
)
def test_fault_51_a_disk_is_local_only_if_that_is_known(mounts: list[tuple[str, str]], state: str, said: str) -> None:
    check = location(Path("/home/ada/.local/share/paperreader/paperreader.db"), mounts)
    assert check.state == state
    assert said in check.message


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """A folder with blanks in its name, on a file system of its own."""
    folder = tmp_path / "my papers\tand\\ more"
    folder.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "none", folder], capture_output=True).returncode:
        pytest.skip("only root may mount")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_fault_51_the_disk_is_that_of_the_real_file(run: Run, mounted: Path, tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(mounted / "p.db")
    for name in ("link.db", str(mounted / "p.db")):
        assert "a local disk (tmpfs)" in run("--offline", "--db", name, "doctor").stdout


def test_fault_51_a_local_disk_keeps_its_log(path: Path, clock: Clock) -> None:
    with closing(Store(path, now=clock)) as store:
        store.settings.set("a", "b").result()
        assert store.repaired is None
        assert rows(path, "PRAGMA journal_mode") == [("wal",)]
