"""Members of a group who share a folder: each in a process of their own, with a store of their own."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from paperreader.machines.exchange_child import run
from paperreader.machines.task import Outcome, Task
from paperreader.mark_fields import STARRED
from paperreader.models import Cause
from paperreader.store import Store

LAB = "vision-lab"
PAPERS = ["2607.00001", "2607.00002", "2607.00003"]
START = datetime(2026, 7, 30, 12, tzinfo=UTC)


class Member:
    """A store, and what its user is called."""

    def __init__(self, place: Path, name: str, folder: Path) -> None:
        self.path, self.name, self._folder = place / f"{name}.db", name, folder
        self._now = START
        Store(self.path, now=self.now).close()

    def now(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now

    def star(self, *papers: str, on: bool = True) -> None:
        store = Store(self.path, now=self.now)
        store.marks.set(STARRED, on, papers, Cause.BY_HAND).result()
        store.close()

    def exchange(self, *, pulls: bool = True, groups: tuple[str, ...] = (LAB,)) -> Outcome:
        task = Task("", "", pulls=pulls, groups=tuple((group, str(self._folder)) for group in groups), member=self.name)
        return run(self.path, task, self.now())

    @property
    def sees(self) -> dict[str, list[str]]:
        """Who starred each paper."""
        store = Store(self.path, now=self.now)
        seen = {id: [mark.member for mark in store.groups.marks_on(id)] for id in PAPERS}
        store.close()
        return {id: members for id, members in seen.items() if members}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "lab"
    folder.mkdir()
    return folder


@pytest.fixture
def anna(tmp_path: Path, folder: Path) -> Member:
    return Member(tmp_path, "Anna", folder)


@pytest.fixture
def ben(tmp_path: Path, folder: Path) -> Member:
    return Member(tmp_path, "Ben", folder)


def test_everyone_sees_the_same_and_ones_own_at_once(anna: Member, ben: Member, folder: Path) -> None:
    anna.star(*PAPERS[:2])
    assert anna.exchange(pulls=False).groups == (LAB,)
    ben.star(PAPERS[1])
    ben.exchange()
    anna.exchange()
    assert anna.sees == ben.sees == {PAPERS[0]: ["Anna"], PAPERS[1]: ["Anna", "Ben"]}
    anna.star(PAPERS[1], on=False)
    anna.exchange(pulls=False)
    ben.exchange()
    assert anna.sees == ben.sees == {PAPERS[0]: ["Anna"], PAPERS[1]: ["Ben"]}
    assert anna.exchange() == ben.exchange() == Outcome()
    for file in folder.iterdir():  # Anna leaves
        if '"Anna"' in file.read_text():
            file.unlink()
    ben.exchange()
    assert ben.sees == {PAPERS[1]: ["Ben"]}


def test_who_cannot_write_still_reads(anna: Member, ben: Member, folder: Path) -> None:
    anna.star(PAPERS[0])
    anna.exchange()
    store = Store(ben.path, now=ben.now)
    (folder / f"{store.machines.device()}.jsonl").mkdir()  # nothing can be written there
    store.close()
    outcome = ben.exchange()
    assert str(folder) in outcome.problem
    assert ben.sees == {PAPERS[0]: ["Anna"]}


def test_a_group_that_is_not_exchanged_this_time_is_not_forgotten(anna: Member, folder: Path) -> None:
    anna.star(PAPERS[0])
    club = folder.with_name("club")
    club.mkdir()
    task = Task("", "", groups=((LAB, str(folder)), ("club", str(club))), member="Anna")
    run(anna.path, task, anna.now())
    assert anna.sees == {PAPERS[0]: ["Anna", "Anna"]}
    run(anna.path, task.only_in([str(club)]), anna.now())  # the drive of the other one is away
    assert anna.sees == {PAPERS[0]: ["Anna", "Anna"]}
    anna.exchange(groups=("club",))  # the folder of the other one is away
    assert anna.sees == {PAPERS[0]: ["Anna", "Anna"]}


def test_a_folder_that_is_not_there_is_a_problem_and_what_was_read_stays(anna: Member, folder: Path) -> None:
    anna.star(PAPERS[0])
    anna.exchange()
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    outcome = anna.exchange()
    assert outcome.problem.count(str(folder)) == 1
    assert anna.sees == {PAPERS[0]: ["Anna"]}
    assert not folder.exists()


def test_two_groups_cannot_have_one_folder(anna: Member, ben: Member, folder: Path) -> None:
    """The file of one would be overwritten for the other, again and again."""
    folder.with_name("link").symlink_to(folder)
    anna.star(PAPERS[0])
    task = Task("", "", groups=((LAB, str(folder)), ("club", str(folder.with_name("link")))), member="Anna")
    for _ in range(2):
        outcome = run(anna.path, task, anna.now())
        assert f"is the folder of {LAB}, too: choose another one for club" in outcome.problem
    assert anna.sees == {PAPERS[0]: ["Anna"]}
    ben.exchange()
    assert ben.sees == anna.sees


def test_a_mount_point_without_its_drive_is_not_the_folder(anna: Member, ben: Member, folder: Path) -> None:
    for member in (anna, ben):
        member.star(PAPERS[0])
        member.exchange()
    anna.exchange()
    drive = folder.rename(folder.with_name("drive"))
    folder.mkdir()
    os.utime(folder, (0, 0))
    anna.star(PAPERS[1])
    for pulls in (True, False):
        assert f"{folder} is empty, and was not" in anna.exchange(pulls=pulls).problem
        assert os.listdir(folder) == []
    assert anna.sees == {PAPERS[0]: ["Anna", "Ben"]}
    folder.rmdir()
    drive.rename(folder)
    assert anna.exchange().problem == ""
    assert anna.sees == {PAPERS[0]: ["Anna", "Ben"], PAPERS[1]: ["Anna"]}


@pytest.mark.parametrize("own", [".", "mine", "../link"])
def test_a_group_never_gets_to_see_the_marks_for_the_other_machines(anna: Member, folder: Path, own: str) -> None:
    (folder / "mine").mkdir()
    folder.with_name("link").symlink_to(folder)
    anna.star(PAPERS[0])
    task = Task(str(folder / own), "desk", groups=((LAB, str(folder)),), member="Anna")
    problem = run(anna.path, task, anna.now()).problem
    assert f"is in the folder of {LAB}" in problem
    assert list(folder.rglob("*.jsonl")) == []
    inside = folder.with_name("machines")
    (inside / LAB).mkdir(parents=True)  # the other way round nobody sees more
    task = task._replace(folder=str(inside), groups=((LAB, str(inside / LAB)),))
    assert run(anna.path, task, anna.now()).problem == ""
    assert len(list(inside.rglob("*.jsonl"))) == 2
