"""Stores that exchange their marks: copies of one another, restored and lost ones, and what it costs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from paperreader.machines.exchange import date_again, file_name, pull, push
from paperreader.machines.exchange_child import run
from paperreader.machines.task import Task
from paperreader.store import Store
from tests.machines.files import NOON, THREE, a_mark, content, folder_of, problems, star, starred

Opened = Callable[[str], Store]


class Clock:
    """Ours, of all machines."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def opened(tmp_path: Path, empty_store: Path, clock: Clock) -> Iterator[Opened]:
    """Opens the store of a name; all are closed at the end."""
    stores: list[Store] = []

    def open_it(name: str) -> Store:
        path = tmp_path / f"{name}.db"
        is_new = not path.exists()
        if is_new:
            shutil.copy(empty_store, path)
        stores.append(store := Store(path, now=clock))
        if is_new:
            store.machines.renew_device(store.machines.device()).result()
        return store

    yield open_it
    for store in stores:
        if not store._database.closed:
            store.close()


def exchange(store: Store, folder: Path, clock: Clock) -> None:
    pull(store, folder, clock.now)
    date_again(store, clock.now)
    push(store, folder, "", clock.now)


# copies of a store


STEPS = ("a writes", "b writes", "a reads", "b reads")


@pytest.mark.parametrize("order", list(permutations(STEPS)))
def test_two_copies_of_a_store_become_two_machines_in_any_order(
    tmp_path: Path, opened: Opened, folder: Path, clock: Clock, order: tuple[str, ...]
) -> None:
    """Each first does something by itself; both write to one folder, which is on a drive that they share."""
    first = opened("a")
    star(first, 1)
    push(first, folder, "", clock.now)
    first.close()
    shutil.copy(tmp_path / "a.db", tmp_path / "b.db")
    stores = {"a": opened("a"), "b": opened("b")}
    star(stores["a"], 2)
    star(stores["b"], 3)
    for step in order:
        store = stores[step[0]]
        if step.endswith("writes"):
            push(store, folder, "", clock.now)
        else:
            pull(store, folder, clock.now)
    for _ in range(2):
        for store in stores.values():
            exchange(store, folder, clock)
    assert stores["a"].machines.device() != stores["b"].machines.device()
    assert starred(stores["a"]) == starred(stores["b"]) == [1, 2, 3]
    for store in stores.values():
        device = store.machines.device()
        exchange(store, folder, clock)
        assert store.machines.device() == device, "and that is all"


def test_two_copies_that_were_apart_become_two_machines(
    tmp_path: Path, opened: Opened, folder: Path, clock: Clock
) -> None:
    """Each has a folder of its own, and the service keeps both files: one under its name, one as a conflict copy."""
    first = opened("a")
    star(first, 1)
    first.close()
    shutil.copy(tmp_path / "a.db", tmp_path / "b.db")
    stores = {"a": opened("a"), "b": opened("b")}
    folders = {name: folder_of(tmp_path / f"folder {name}") for name in "ab"}
    for number, (name, store) in enumerate(stores.items(), 2):
        star(store, number)
        push(store, folders[name], "", clock.now)
    own = file_name(stores["a"].machines.device())
    copy = own.replace(".jsonl", ".sync-conflict-20260730-120000-ABCDEFG.jsonl")
    winner = (folders["b"] / own).read_bytes()
    shutil.move(folders["a"] / own, folders["a"] / copy)
    (folders["a"] / own).write_bytes(winner)
    shutil.copy(folders["a"] / copy, folders["b"] / copy)
    for _ in range(2):
        for name, store in stores.items():
            exchange(store, folders[name], clock)
            for other in folders.values():
                if other != folders[name]:
                    own = file_name(store.machines.device())
                    shutil.copy(folders[name] / own, other / own)
    assert stores["a"].machines.device() != stores["b"].machines.device()
    assert starred(stores["a"]) == starred(stores["b"]) == [1, 2, 3]


def test_a_restored_store_gets_back_what_it_had_written(
    tmp_path: Path, opened: Opened, folder: Path, clock: Clock
) -> None:
    store = opened("a")
    star(store, 1)
    push(store, folder, "", clock.now)
    store.close()
    shutil.copy(tmp_path / "a.db", tmp_path / "backup.db")
    store = opened("a")
    star(store, 2)
    star(store, 1, value=False)
    push(store, folder, "", clock.now)
    store.close()
    shutil.copy(tmp_path / "backup.db", tmp_path / "a.db")
    store = opened("a")
    assert starred(store) == [1]
    exchange(store, folder, clock)
    assert starred(store) == [2]


def test_a_store_that_was_lost_gets_its_marks_back(opened: Opened, folder: Path, clock: Clock) -> None:
    lost = opened("a")
    star(lost, 1, 2)
    lost.searches.save("flows", "flow", follows=True).result()
    push(lost, folder, "desk", clock.now)
    new = opened("b")
    assert pull(new, folder, clock.now) == [("desk", 3)]
    assert starred(new) == [1, 2]
    assert [(each.name, each.follows) for each in new.searches.saved()] == [("flows", True)]


# our own file


def test_our_own_file_is_written_once_and_not_read_again(opened: Opened, folder: Path, clock: Clock) -> None:
    store = opened("a")
    star(store, 1)
    written = push(store, folder, "desk", clock.now)
    assert written is not None
    assert written.name == file_name(store.machines.device())
    assert [(file.name, file.marks) for file in store.machines.files()] == [("desk", 1)]
    assert pull(store, folder, clock.now) == []
    assert push(store, folder, "desk", clock.now + timedelta(days=30)) is None
    assert push(store, folder, "laptop", clock.now) == written, "it has another name"
    written.unlink()
    assert push(store, folder, "laptop", clock.now) == written
    written.write_bytes(b"")
    assert push(store, folder, "laptop", clock.now) == written


def test_two_readers_of_a_store_may_write_at_once(
    tmp_path: Path, opened: Opened, folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one, which knows of less, replaces our file just before we look at it."""
    store = opened("a")
    star(store, 1)
    push(store, folder, "", clock.now)
    own = folder / file_name(store.machines.device())
    older = own.read_bytes()
    star(store, 2)
    replace = Path.replace

    def replaced(part: Path, target: Path) -> Path:
        done = replace(part, target)
        target.write_bytes(older)
        return done

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", replaced)
        push(store, folder, "", clock.now)
    device = store.machines.device()
    assert push(store, folder, "", clock.now) == own
    assert b"2607.00002" in own.read_bytes()
    assert store.machines.device() == device


def test_a_process_killed_before_the_rename_is_no_other_machine(opened: Opened, folder: Path, clock: Clock) -> None:
    store = opened("a")
    star(store, 1)
    push(store, folder, "", clock.now)
    device = store.machines.device()
    star(store, 2)
    store.machines.add_edition("abcd").result()
    exchange(store, folder, clock)
    assert store.machines.device() == device
    assert b"2607.00002" in (folder / file_name(device)).read_bytes()


# what is carried on, and when


def test_what_came_from_others_is_carried_on_with_our_next_change_or_after_a_day(
    opened: Opened, folder: Path, clock: Clock
) -> None:
    (folder / "laptop1.jsonl").write_bytes(THREE)
    store = opened("a")
    star(store, 9)
    own = push(store, folder, "", clock.now)
    assert own is not None
    assert pull(store, folder, clock.now) == [("laptop", 3)]
    assert push(store, folder, "", clock.now) is None
    assert push(store, folder, "", clock.now + timedelta(hours=23)) is None
    assert push(store, folder, "", clock.now + timedelta(hours=25)) == own
    assert own.read_bytes().count(b"\n") == 5
    (folder / "laptop1.jsonl").write_bytes(content([a_mark(number) for number in range(1, 6)]))
    pull(store, folder, clock.now)
    star(store, 10)
    assert push(store, folder, "", clock.now) == own
    assert own.read_bytes().count(b"\n") == 8


def test_what_only_we_have_left_is_carried_on_at_once(
    opened: Opened, tmp_path: Path, folder: Path, clock: Clock
) -> None:
    (folder / "laptop1.jsonl").write_bytes(THREE)
    store = opened("a")
    star(store, 9)
    push(store, folder, "", clock.now)
    pull(store, folder, clock.now)
    (folder / "laptop1.jsonl").unlink()
    outcome = run(tmp_path / "a.db", Task(str(folder), "", pushes=False, keeps_up=True), clock.now)
    assert outcome.written
    assert (folder / outcome.written).read_bytes().count(b"\n") == 5


def test_a_star_is_written_by_one_machine_of_twenty(opened: Opened, folder: Path, clock: Clock) -> None:
    stores = [opened(str(number)) for number in range(20)]
    star(stores[0], *range(1, 20))
    for _ in range(2):
        for store in stores:
            exchange(store, folder, clock)
        clock.now += timedelta(days=2)
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    star(stores[0], 50)
    for _ in range(3):
        for store in stores:
            exchange(store, folder, clock)
    changed = [path for path in folder.iterdir() if before[path.name] != path.stat().st_mtime_ns]
    assert [path.name for path in changed] == [file_name(stores[0].machines.device())]
    assert all(50 in starred(store) for store in stores)
    assert changed[0].stat().st_size < 21 * 200, "bytes, of all that 20 machines wrote for it"


# clocks


def test_a_clock_that_was_years_ahead_costs_nothing_once_it_is_right(
    opened: Opened, folder: Path, clock: Clock
) -> None:
    wrong, right = opened("a"), opened("b")
    star(right, 1, 2, 3)
    exchange(right, folder, clock)
    exchange(wrong, folder, clock)
    clock.now += timedelta(days=1_000)
    star(wrong, 1, value=False)
    exchange(wrong, folder, clock)
    clock.now -= timedelta(days=1_000) - timedelta(hours=1)
    exchange(right, folder, clock)
    assert starred(right) == [1, 2, 3]
    (file,) = [file for file in right.machines.files() if file.device == wrong.machines.device()]
    assert file.problem == "its clock is 999 days ahead, 1 mark of the future must wait until then"
    exchange(wrong, folder, clock)
    exchange(right, folder, clock)
    assert starred(right) == starred(wrong) == [2, 3], "it was done by somebody who knew of the star"
    star(right, 1)
    exchange(right, folder, clock)
    exchange(wrong, folder, clock)
    assert starred(right) == starred(wrong) == [1, 2, 3]
    assert set(problems(right).values()) == {""}


def test_our_marks_are_not_dated_again_by_a_clock_that_is_behind(opened: Opened, folder: Path, clock: Clock) -> None:
    store = opened("a")
    star(store, 1)
    exchange(store, folder, clock)
    before = store.marks.all()
    clock.now -= timedelta(days=1_000)
    exchange(store, folder, clock)
    assert store.marks.all() == before
    store.settings.set("newest", "2026-07-30").result()
    exchange(store, folder, clock)
    assert store.marks.all() == before


def test_marks_that_are_dated_again_stay_newer_than_all_that_was_known(
    tmp_path: Path, folder: Path, clock: Clock
) -> None:
    """One clock is years ahead, another some hours, which is no reason to wait."""
    early = Store(tmp_path / "early.db", now=lambda: clock.now + timedelta(hours=20))
    star(early, 1)
    push(early, folder, "", clock.now + timedelta(hours=20))
    wrong = Store(tmp_path / "wrong.db", now=lambda: clock.now + timedelta(days=1_000))
    pull(wrong, folder, clock.now + timedelta(days=1_000))
    star(wrong, 1, value=False)
    wrong.settings.set("newest", "2026-07-30").result()
    exchange(wrong, folder, clock)
    exchange(early, folder, clock)
    assert starred(early) == starred(wrong) == []
    early.close()
    wrong.close()
