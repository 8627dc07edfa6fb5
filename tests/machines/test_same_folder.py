"""A folder that cannot be the one that was written to, and others that can."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.machines.files import folder_of
from tests.machines.machine import Machine

PAPERS = ["2607.00001", "2607.00002"]


@pytest.fixture
def two(tmp_path: Path, folder: Path) -> list[Machine]:
    """Two machines, each of which has written a star."""
    machines = [Machine(tmp_path, name) for name in ("desk", "laptop")]
    for machine, paper in zip(machines, PAPERS, strict=True):
        machine.star(paper)
        machine.sync(folder)
    return machines


def test_a_mount_point_without_its_drive_is_not_written_to(two: list[Machine], folder: Path) -> None:
    desk, laptop = two
    drive = folder.rename(folder.with_name("drive"))
    folder.mkdir()
    os.utime(folder, (0, 0))
    for _ in range(2):
        assert f"{folder} is empty, and was not: mount its drive" in desk.sync(folder).problem
        assert os.listdir(folder) == []
    (folder / "here").touch()  # the user says that it is the folder
    assert desk.sync(folder).problem == ""
    shutil.rmtree(folder)
    drive.rename(folder)
    assert desk.sync(folder).problem == laptop.sync(folder).problem == ""
    assert desk.stars == laptop.stars == {*PAPERS}


def test_a_folder_that_was_emptied_made_anew_or_replaced_is_filled(two: list[Machine], folder: Path) -> None:
    desk, _ = two
    for file in folder.iterdir():
        file.unlink()
    assert desk.sync(folder).written
    shutil.rmtree(folder)
    folder.mkdir()
    assert desk.sync(folder).written
    older = folder_of(folder.with_name("another"))
    os.utime(older, (0, 0))
    assert desk.sync(older).written


def test_what_is_in_the_place_of_our_own_file_is_left_alone(two: list[Machine], folder: Path) -> None:
    desk, _ = two
    own, secret = folder / desk.file.name, folder.with_name("secret")
    secret.write_text("secret")
    for target in (secret, own, folder, folder / "nowhere"):
        own.unlink()
        own.symlink_to(target)
        outcome = desk.sync(folder)
        assert (outcome.problem, outcome.written) == ("", own.name)
        assert own.is_file()
        assert not own.is_symlink()
    assert secret.read_text() == "secret"
    own.unlink()
    own.mkdir()
    assert "has a folder in the place of our own file" in desk.sync(folder).problem
