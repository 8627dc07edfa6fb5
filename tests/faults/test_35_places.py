"""35 folders that are not there"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from paperreader.environment import EnvironmentProblem, paths
from paperreader.models import Cause, Field
from paperreader.store import Store, StoreError
from tests.conftest import Clock, Run

HOME = {"HOME": "/home/ada"}


def test_fault_35_a_store_that_was_deleted_says_so(path: Path, store: Store) -> None:
    store.set_setting("a", "b").result()
    shutil.rmtree(path.parent)
    with pytest.raises(StoreError, match="moved or deleted"):
        store.set_marks(Field.READ, True, ["2607.00001"], Cause.BY_HAND).result()


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
