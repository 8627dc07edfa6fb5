"""35 folders that are not there"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from paperreader.environment import EnvironmentProblem, paths
from paperreader.mark_fields import READ
from paperreader.models import Cause
from paperreader.store import Store, StoreError
from tests.conftest import Clock, Run
from tests.stored_days import fill, week

HOME = {"HOME": "/home/ada"}


def test_fault_35_a_store_that_was_deleted_says_so(path: Path, store: Store) -> None:
    store.settings.set("a", "b").result()
    shutil.rmtree(path.parent)
    with pytest.raises(StoreError, match="moved or deleted"):
        store.marks.set(READ, True, ["2607.00001"], Cause.BY_HAND).result()


@pytest.mark.parametrize("path", [Path("/proc/nowhere/paperreader.db"), Path("/dev/null/paperreader.db")])
def test_fault_35_where_no_store_can_be_made_it_says_so(path: Path, clock: Clock) -> None:
    with pytest.raises(StoreError, match="--db"):
        Store(path, now=clock)


@pytest.mark.parametrize("value", ["", "data", "./data", "~/data"])
def test_fault_35_xdg_places_that_are_not_absolute_are_ignored(value: str) -> None:
    assert paths({**HOME, "XDG_DATA_HOME": value}) == paths(HOME)


@pytest.mark.parametrize("env", [{}, {"HOME": ""}, {"HOME": "ada"}, {"XDG_DATA_HOME": "/d"}])
def test_fault_35_without_a_home_there_are_no_places(env: dict[str, str]) -> None:
    with pytest.raises(EnvironmentProblem, match="HOME is not set"):
        paths(env)


def test_fault_35_without_a_home_it_says_so(run: Run) -> None:
    for command in ("list", "status", "paths", "fetch"):
        done = run(command, HOME="")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("paperreader: HOME is not set")


async def test_fault_35_the_folder_is_deleted_while_the_reader_runs(store: Store, open_reader: Any, path: Path) -> None:
    """What is on the screen stays there; marks are taken back with a word; leaving works."""
    fill(store, week())
    async with open_reader(store) as user:
        await user.press("j")
        shutil.rmtree(path.parent)
        await user.press("b", "x", "A", "U", "]", "J", "r")
        await user.until(lambda: any("moved or deleted" in toast for toast in user.toasts))
        assert user.rows.all
        assert not user.left
        await user.press("Q")
        assert user.left


def test_fault_35_places_that_cannot_be_written_are_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for places in ({"XDG_DATA_HOME": f"{tmp_path}/file"}, {"XDG_DATA_HOME": "/proc/1/nowhere"}):
        done = run("fetch", **places)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
        assert "--db" in done.stderr
    assert run("status", XDG_STATE_HOME="/proc/1/nowhere", XDG_CONFIG_HOME="relative").returncode == 0
    assert run("fetch", XDG_STATE_HOME=f"{tmp_path}/file").returncode in (0, 1)
