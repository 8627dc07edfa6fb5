"""The user's own commands around an exchange: whatever they do, it ends, and marks are neither lost nor held up."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from paperreader.machines import program, transfer
from paperreader.machines.program import ProgramError, run
from tests.machines.machine import Machine

ENV = {"PATH": os.environ["PATH"]}


def sh(script: str, folder: Path, seconds: float = 20) -> program.Ended:
    return run(["sh", "-c", script], folder, ENV, seconds)


def is_running(pid: int) -> bool:
    """Not so once it is but a zombie that nobody has asked for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def pid_in(file: Path) -> int:
    while not (file.exists() and file.read_text().endswith("\n")):
        time.sleep(0.01)
    return int(file.read_text())


def test_commands_carry_the_folder(tmp_path: Path) -> None:
    """As `rclone copy` would, from and to a place where all machines can write."""
    place = tmp_path / "place"
    place.mkdir()
    machines = [Machine(tmp_path, name) for name in ("desk", "laptop")]
    for number, machine in enumerate(machines):
        machine.folder.mkdir()
        machine.star(f"2607.0000{number}")
    get, put = ("sh", "-c", f"cp -p {place}/* . || true"), ("sh", "-c", f"cp -p *.jsonl {place}")
    for _ in range(2):
        for machine in machines:
            assert machine.sync(before=get, after=put).problem == ""
    assert machines[0].stars == machines[1].stars == {"2607.00000", "2607.00001"}


def test_a_command_that_fails_holds_nothing_up(tmp_path: Path) -> None:
    desk, laptop = Machine(tmp_path, "desk"), Machine(tmp_path, "laptop")
    desk.folder.mkdir()
    desk.star("2607.00001")
    laptop.star("2607.00002")
    assert laptop.sync(desk.folder).problem == ""
    says = "echo of no interest; printf 'bad\\nserver https://ada:pw@host \\033[31m is down\\n' >&2; exit 3"
    problem = desk.sync(before=("sh", "-c", says), after=("no-such-program", "x")).problem
    expected = (
        "sync_before: sh failed with status 3: server https://host is down; sync_after: no-such-program was not found"
    )
    assert problem == expected
    assert desk.stars == {"2607.00001", "2607.00002"}
    assert desk.file.exists()
    assert desk.sync(after=("sh", "-c", "kill -9 $$")).problem == "sync_after: sh was ended by signal 9"
    assert desk.sync(after=("sh", "-c", "echo said here; exit 1")).problem == (
        "sync_after: sh failed with status 1: said here"
    )
    plain = tmp_path / "plain"
    plain.touch()
    assert desk.sync(before=(str(plain),)).problem == f"sync_before: {plain} is not executable"
    assert desk.sync(before=("",)).problem.startswith("sync_before: ")


def test_the_current_folder_is_in_no_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another machine, or a member of a group, may put a program into the folder."""
    desk = Machine(tmp_path, "desk")
    desk.folder.mkdir()
    (desk.folder / "carry").write_text("#!/bin/sh\ntouch ran\n")
    (desk.folder / "carry").chmod(0o755)
    monkeypatch.setenv("PATH", f".::{os.environ['PATH']}")
    monkeypatch.chdir(desk.folder)
    assert desk.sync(before=("carry",)).problem == "sync_before: carry was not found"
    assert not (desk.folder / "ran").exists()


def test_a_command_that_does_not_end_is_killed_with_what_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though it ignores that it is asked to end."""
    monkeypatch.setattr(transfer, "COMMAND_S", 0.5)
    monkeypatch.setattr(program, "KILL_AFTER_S", 0.1)
    desk = Machine(tmp_path, "desk")
    desk.folder.mkdir()
    script = f"trap '' TERM; sleep 1000 & echo $! >{tmp_path}/sleep; echo $$ >{tmp_path}/sh; wait"
    assert desk.sync(before=("sh", "-c", script)).problem == "sync_before: sh took longer than 0 s"
    for name in ("sleep", "sh"):
        pid = pid_in(tmp_path / name)
        deadline = time.monotonic() + 20
        while is_running(pid):
            assert time.monotonic() < deadline
            time.sleep(0.01)
    assert desk.file.exists()


def test_what_lives_on_is_not_waited_for(tmp_path: Path) -> None:
    """A daemon that holds the pipes, and one that prints for ever."""
    begun = time.monotonic()
    assert sh(f"sleep 1000 & echo $! >{tmp_path}/pid; echo done", tmp_path, 60).output == b"done\n"
    assert sh(f"yes & echo $! >{tmp_path}/pid2", tmp_path, 60).status == 0
    assert time.monotonic() - begun < 50
    assert is_running(pid_in(tmp_path / "pid"))
    os.kill(pid_in(tmp_path / "pid"), 9)


def test_output_is_bounded_and_input_is_closed(tmp_path: Path) -> None:
    ended = sh("head -c 50000000 /dev/zero; head -c 50000000 /dev/zero >&2; echo last >&2; cat", tmp_path, 60)
    assert (ended.status, len(ended.output)) == (0, program.MAX_OUTPUT_BYTES)
    assert len(ended.errors) == program.MAX_ERROR_BYTES
    assert ended.lines[-1].endswith("last")
    with pytest.raises(ProgramError, match="sh took longer than 1 s"):
        sh("yes >&2", tmp_path, 1)


def test_a_program_asked_to_end_by_ctrl_c_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`paperreader sync` runs it in its own process, and another group."""

    def interrupt(*_: object) -> None:
        pid_in(tmp_path / "pid")
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "_collect", interrupt)
    with pytest.raises(KeyboardInterrupt):
        sh(f"echo $$ >{tmp_path}/pid; exec sleep 1000", tmp_path)
    assert not is_running(pid_in(tmp_path / "pid"))
