"""The checks of what marks are exchanged through: folders, programs, machines and groups."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from paperreader.config import load
from paperreader.doctor.folder import examine
from paperreader.doctor.machines import checks
from paperreader.machines.machine_file import GROUP
from tests.conftest import Run
from tests.doctor.conftest import Found, examined
from tests.machines.folders import machine_file

NOW = datetime.now(UTC)
PAPERS = ("2607.00001", "2607.00002")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "Sync" / "paperreader"
    folder.mkdir(parents=True)
    return folder


def found(config: Path, store: Path, now: datetime = NOW) -> Found:
    """What is told by name, in the process of the test."""
    told: Found = {}
    for check in checks(load(config)[0], store, now):
        told.setdefault(check.name, []).append((check.state.value, f"{check.message} {check.advice}"))
    return told


def test_where_nothing_is_exchanged_nothing_is_said(path: Path, config_file: Path) -> None:
    assert found(config_file, path) == {}


def test_the_machines_are_told_and_nothing_is_left(run: Run, path: Path, folder: Path, tmp_path: Path) -> None:
    lab = tmp_path / "lab"
    lab.mkdir()
    machine_file(folder, "laptop", NOW - timedelta(minutes=12), papers=PAPERS, announced=5)
    for n in range(4):
        machine_file(folder, "laptop", NOW - timedelta(hours=2), file=f"laptop0.sync-conflict-{n}.jsonl")
    machine_file(folder, "Laptop", NOW - timedelta(days=80), device="old0")
    machine_file(folder, "ahead", NOW + timedelta(hours=3, minutes=30), papers=PAPERS)
    (folder / "newer.jsonl").write_text('{"format": "paperreader machine", "version": 9}\n')
    (folder / "notes.jsonl").write_text("milk\n")
    machine_file(lab, "anna", NOW, papers=PAPERS, kind=GROUP)
    with Path(lab, "anna0.jsonl").open("ab") as file:
        file.write(b'{"cut')
    config = Path(tmp_path, ".config/paperreader/config.toml")
    config.write_text(f'arxiv = "http://127.0.0.1:9"\n[groups]\nvision-lab = "{lab}"\n')
    assert run("sync", str(folder)).returncode == 0
    before = {each: each.stat().st_mtime_ns for each in (folder, lab)}
    told = examined(run, "--offline", code=0)
    assert {each: each.stat().st_mtime_ns for each in (folder, lab)} == before
    assert told["sync"][0] == ("ok", f"{folder} can be read and written ")
    assert told["sync"][1] == ("ok", "3 other machines, ahead written " + told["sync"][1][1].split("written ")[1])
    notes = {said for state, said in told["sync"][2:] if state == "note"}
    assert notes == {
        "ahead: its clock is 3 hours ahead set the clock there, or here if this one is wrong",
        "laptop: 3 marks not there yet wait until its file has arrived, or run paperreader there",
        "laptop: 4 conflict copies, which are read, but pile up delete those you no longer need, such as"
        " laptop0.sync-conflict-0.jsonl",
        "Laptop: last heard of 2 months ago if it is gone for good: paperreader sync --forget old0",
        "several machines are called laptop rename one: “Machines” in the palette (Ctrl+P)",
        "newer.jsonl: a newer version of paperreader wrote it update paperreader here",
    }
    assert ("ok", f"{lab} can be read and written ") in told["group"]
    assert any("vision-lab: anna: a part of the file is damaged" in said for _, said in told["group"])


def test_a_folder_that_cannot_be_used_is_a_problem(path: Path, config_file: Path, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("milk")
    for name, words in (("gone/x", "is not there"), ("file", "is not a folder")):
        config_file.write_text(f'sync = "{tmp_path / name}"\n[groups]\nlab = "{tmp_path / name}"\n')
        told = found(config_file, path)
        assert told["sync"][0][0] == told["group"][0][0] == "problem"
        assert words in told["sync"][0][1]
        assert words in told["group"][0][1]
    for private, words in ((0o500, "cannot be written"), (0o300, "cannot be read")):
        if os.geteuid() != 0:  # root may do anything
            folder.chmod(private)
            config_file.write_text(f'sync = "{folder}"\n')
            assert words in found(config_file, path)["sync"][0][1]
    folder.chmod(0o700)
    config_file.write_text('sync = "/proc"\n')
    assert "/proc cannot be written (" in found(config_file, path)["sync"][0][1]


def test_a_drive_that_hangs_holds_up_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hangs = tmp_path / "hangs"
    hangs.write_text("#!/bin/sh\nexec sleep 600\n")
    hangs.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(hangs))
    begun = time.monotonic()
    answer = examine(folder, timeout_s=0.5)
    assert time.monotonic() - begun < 10
    assert "did not answer within" in answer.problem
    assert "sleep" in answer.advice


def test_a_store_in_the_folder_is_a_problem(path: Path, config_file: Path) -> None:
    config_file.write_text(f'sync = "{path.parent}"\n')
    state, said = found(config_file, path)["sync"][0]
    assert state == "problem"
    assert f"the store itself is in {path.parent}" in said


def test_members_who_would_see_all_marks_are_a_problem(
    path: Path, config_file: Path, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "lab").symlink_to(folder.parent)
    config_file.write_text(f'sync = "{folder}"\n[groups]\nlab = "{tmp_path / "lab"}"\n')
    told = found(config_file, path)["sync"]
    assert (
        "problem",
        f"{folder} is in the folder of lab, whose members would see all your marks use another one",
    ) in told
    config_file.write_text(f'sync = "{folder.parent}"\n[groups]\nlab = "{folder}"\n')
    assert all(state != "problem" for state, _ in found(config_file, path)["sync"])


def test_programs_that_are_missing_are_a_problem(path: Path, config_file: Path, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "tool").write_text("x")
    config_file.write_text(
        f'sync = "{folder}"\nsync_git = true\nsync_before = ["{tmp_path}/tool", "x"]\nsync_after = ["no-such-tool"]\n'
    )
    told = [said for state, said in found(config_file, path)["sync"] if state == "problem"]
    assert [said.split(",")[0] for said in told] == [
        f"{folder} is in no git repository git clone yours to {folder}",
        f"sync_before: {tmp_path}/tool is not executable install it",
        "sync_after: no-such-tool was not found install it",
    ]


def test_git_that_is_missing_is_a_problem(
    path: Path, config_file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".git").mkdir()
    config_file.write_text(f'sync = "{folder}"\nsync_git = true\n')
    assert [state for state, _ in found(config_file, path)["sync"]] == ["ok", "note"]
    monkeypatch.setenv("PATH", str(folder))
    assert "sync_git: git was not found" in found(config_file, path)["sync"][1][1]


def test_without_a_store_the_folder_is_checked_all_the_same(config_file: Path, folder: Path, tmp_path: Path) -> None:
    config_file.write_text(f'sync = "{folder}"\n[groups]\nlab = "{folder}"\n')
    told = found(config_file, tmp_path / "none.db")
    assert told["sync"][0][0] == "ok"
    assert told["group"][-1] == ("note", "lab: no member has written yet ")
    assert not (tmp_path / "none.db").exists()
