"""The process that exchanges marks is killed at any statement, and at any operation on files: nothing is lost."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from paperreader.machines.exchange import pull
from paperreader.machines.exchange_child import run
from paperreader.machines.machine_file import GROUP
from paperreader.machines.task import Task
from paperreader.store import Store
from tests.machines.files import NOON, a_mark, content, folder_of, star, starred
from tests.stores import ROOT, rows

LATER = NOON + timedelta(hours=1)
MOST = 600
"""Statements, and operations, that an exchange takes at most."""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A store that has something to write, and folders that have something to read; a copy of it is in each test."""
    made = folder_of(tmp_path / "made")
    store = Store(made / "store.db", now=lambda: NOON)
    star(store, 1, 2)
    store.searches.save("flows", "flow").result()
    assert store.close()
    for folder in ("machines", "lab"):
        folder_of(made / folder)
    run(made / "store.db", task(made), NOON)
    store = Store(made / "store.db", now=lambda: NOON)
    star(store, 3)
    star(store, 1, value=False)
    assert store.close()
    marks = [a_mark(4), a_mark(5, "note", "looms"), a_mark(6, "tag:lab-reading")]
    (made / "machines" / "laptop1.jsonl").write_bytes(content(marks))
    (made / "machines" / "old.jsonl").write_bytes(b"not ours\n")
    (made / "lab" / "bo1.jsonl").write_bytes(content(marks, format=GROUP, device="bo1", name="Bo"))
    return made


def task(place: Path) -> Task:
    return Task(str(place / "machines"), "desk", groups=(("lab", str(place / "lab")),), member="Ada")


@pytest.mark.parametrize("kind", ["s", "f"])
def test_an_exchange_that_is_killed_anywhere_is_done_by_the_next(place: Path, kind: str, long: bool) -> None:
    """At every statement (s) and every operation on files (f), or some of them."""
    command = [sys.executable, "-m", "tests.machines.killed", str(place), LATER.isoformat()]
    step, done = 1 if long else 12, 0
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as forks:
        assert forks.stdin
        assert forks.stdout
        for number in range(1, MOST, step):
            print(kind, number, file=forks.stdin, flush=True)
            copy, code = forks.stdout.readline().split()
            assert int(code) in (0, -signal.SIGKILL)
            done += int(code) != 0
            check(Path(copy))
            shutil.rmtree(copy)
            if int(code) == 0:
                break
        else:
            pytest.fail("it takes more than that")
        forks.stdin.close()
    assert done > 60 / step


def check(place: Path) -> None:
    """Started again, it is as if nothing had happened."""
    assert not run(place / "store.db", task(place), LATER).problem
    assert run(place / "store.db", task(place), LATER).written == "", "there is no more to do"
    assert rows(place / "store.db", "PRAGMA integrity_check") == [("ok",)]
    assert [path.name for path in place.rglob(".*")] == [], "no part of a file is left"
    store = Store(place / "store.db", now=lambda: LATER)
    device = store.machines.device()
    assert starred(store) == [2, 3, 4]
    assert {each.name for each in store.machines.files()} == {"desk", "laptop", ""}
    assert store.groups.counts(["2607.00004"]) == {"2607.00004": (("lab", 2),)}
    marks = store.marks.all()
    assert store.close()
    other = Store(place / "other.db", now=lambda: LATER)
    shutil.copy(place / "machines" / f"{device}.jsonl", folder_of(place / "elsewhere"))
    assert pull(other, place / "elsewhere", LATER) == [("desk", len(marks))]
    assert other.marks.all() == marks
    assert other.close()
