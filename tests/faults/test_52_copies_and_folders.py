"""52 the store's file is copied alone; a folder may not be entered"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from paperreader.mark_fields import STARRED
from paperreader.models import Cause
from paperreader.store import Store
from tests.conftest import Run
from tests.stores import MARKS, child, output, rows


@pytest.fixture
def copied(path: Path, tmp_path: Path) -> Callable[[], list[tuple[object, ...]]]:
    """The marks in a copy of the file alone, as `cp` makes one."""

    def copied() -> list[tuple[object, ...]]:
        copy = tmp_path / "copy.db"
        shutil.copyfile(path, copy)
        with suppress(Exception):
            return rows(copy, MARKS)
        return []

    return copied


def test_fault_52_a_copy_of_the_file_alone_holds_the_marks_of_a_running_program(
    store: Store, copied: Callable[[], list[tuple[object, ...]]]
) -> None:
    for n in range(2):
        store.marks.set(STARRED, True, [f"2607.{n:05d}"], Cause.BY_HAND).result()
        store.changed()
        deadline = time.monotonic() + 60
        while len(copied()) <= n:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert not store.changed(), "nothing is to be shown anew"


def test_fault_52_what_a_program_wrote_beside_a_running_one_is_in_the_file_when_it_ends(
    path: Path, store: Store, copied: Callable[[], list[tuple[object, ...]]]
) -> None:
    code = """
store = Store(path, now=now)
store.marks.set(STARRED, True, ["2607.00007"], Cause.BY_HAND).result()
assert store.close()
"""
    output(child(code, path))
    assert copied() == [("2607.00007", "starred", 1)]


def without_privileges() -> None:
    """Root may enter every folder: give that up."""
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        ctypes.CDLL(None).prctl(24, capability)  # PR_CAPBSET_DROP


@pytest.mark.parametrize("shut", ["data", "config", "state"])
def test_fault_52_the_doctor_goes_on_past_a_folder_that_it_may_not_enter(
    env: dict[str, str], tmp_path: Path, shut: str
) -> None:
    folders = {name: tmp_path / name / "paperreader" for name in ("data", "config", "state")}
    for folder in folders.values():
        folder.mkdir(parents=True)
    places = {f"XDG_{name.upper()}_HOME": str(folder.parent) for name, folder in folders.items()}
    folders[shut].chmod(0)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "paperreader", "--offline", "doctor"],
            env={**env, **places},
            preexec_fn=without_privileges,
            capture_output=True,
            text=True,
        )
    finally:
        folders[shut].chmod(0o700)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.stderr == ""
    names = [line.split()[1] for line in done.stdout.splitlines()]
    assert [name for name in ("SQLite", "settings", "store", "disk", "place", "log", "hub") if name not in names] == []
    shown = [line for line in done.stdout.splitlines() if "ermission denied" in line]
    assert len(shown) == 1
    assert shown[0].startswith("note" if shut == "config" else "problem")
    assert ("config.toml" if shut == "config" else str(folders[shut])) in shown[0]
    assert done.returncode == (0 if shut == "config" else 1)


def test_fault_52_a_name_that_is_too_long_is_a_problem_of_its_own(run: Run) -> None:
    done = run("--offline", "--db", os.path.join("x" * 300, "p.db"), "doctor")
    assert done.returncode == 1
    assert "too long" in done.stdout
    assert "clipboard" in done.stdout
