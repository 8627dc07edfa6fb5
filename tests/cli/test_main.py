"""What holds for every command: no store, another file, a closed or full output."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import NEWEST, Run
from tests.hub_server import HubServer


def test_without_a_store_nothing_is_made(run: Run, tmp_path: Path) -> None:
    listing = run("list")
    assert (listing.returncode, listing.stdout) == (1, "")
    assert listing.stderr == "paperreader: no store yet: run paperreader fetch\n"
    assert run("list", "--json").stdout == ""
    status = run("status")
    assert (status.returncode, status.stdout, status.stderr) == (0, "0 unread\n", "")
    assert run("paths").returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_store_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("my notes\n" * 1000)
    for command in ("list", "status", "fetch"):
        done = run(command, "--db", "notes.txt")
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.count("\n") == 1
        assert "notes.txt" in done.stderr
    assert (tmp_path / "notes.txt").read_text() == "my notes\n" * 1000


@pytest.mark.parametrize(
    "args", [["list"], ["list", "--json"], ["status"], ["paths"], ["--help"], ["fetch", NEWEST.isoformat()]]
)
def test_a_reader_of_the_output_may_leave_early(fetched: HubServer, env: dict[str, str], args: list[str]) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    command = [sys.executable, "-m", "paperreader", *args]
    done = subprocess.run(command, env=env, stdout=theirs, stderr=subprocess.PIPE, text=True, timeout=30)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (141, ""), "what a shell reports of other programs"


def test_a_full_disk_behind_the_output_is_said(fetched: HubServer, env: dict[str, str]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    command = [sys.executable, "-m", "paperreader", "list"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, env=env, stdout=full, stderr=subprocess.PIPE, text=True, timeout=30)
    assert done.returncode == 1
    assert done.stderr == "paperreader: cannot write the output: No space left on device\n"


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", [["--version"], ["--help"], ["list", "--help"]])
def test_help_that_cannot_be_written_is_no_success(env: dict[str, str], words: list[str], unbuffered: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    command = [sys.executable, "-m", "paperreader", *words]
    env = {**env, "PYTHONUNBUFFERED": unbuffered}
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, env=env, stdout=full, stderr=subprocess.PIPE, text=True, timeout=30)
    assert done.returncode == 1
    assert "space left on device" in done.stderr


def test_closed_outputs_are_no_fault(fetched: HubServer, env: dict[str, str]) -> None:
    script = f"{sys.executable} -m paperreader list >&- 2>&-"
    assert subprocess.run(["sh", "-c", script], env=env, timeout=30).returncode == 0
