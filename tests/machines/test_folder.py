"""Whatever services make of a folder: which of its files are read, and what is said of those that cannot be."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from paperreader.machines.exchange import known_states, pull
from paperreader.machines.folder import changed_files, file_names, shown_name
from paperreader.store import Store
from tests.machines.files import NOON, THREE, a_mark, content, problems, star, starred

COPIES = [
    "3f0c.jsonl",
    "3f0c.sync-conflict-20260730-120000-ABCDEFG.jsonl",  # Syncthing
    "3f0c (Laptop's conflicted copy 2026-07-30).jsonl",  # Dropbox
    "3f0c (In Konflikt stehende Kopie von Ada 2026-07-30).jsonl",
    "3f0c (conflicted copy 2026-07-30 120000).jsonl",  # Nextcloud, ownCloud, OpenCloud
    "3f0c_conflict-20260730-120000.jsonl",
    "3f0c 2.jsonl",  # iCloud
    "3f0c-DESKTOP-4711.jsonl",  # OneDrive
    "3f0c (1).jsonl",  # Google Drive, MEGA
    "3f0c.jsonl.conflict1",  # rclone bisync
    "3f0c.conflict2.jsonl",
    "3f0c.jsonl..path1",
    "3f0c (SFConflict ada@example.org 2026-07-30-12-00-00).jsonl",  # Seafile
    "3f0c.Conflict.jsonl",  # Resilio
    "3f0c.jsonl.Conflict",
    "3f0c (copy: conflict #1 at replica desk on 2026-07-30).jsonl",  # Unison
    "3f0c (Ada's conflict).jsonl",  # Box
    "3f0c [conflicted].jsonl",  # pCloud
    "3f0c(Conflict_ada (Web browser)_2026-07-30-12-00-00).jsonl",  # FileCloud
    "3F0C.JSONL",  # a FAT
    "Copy of 3f0c.jsonl",
]
NO_COPIES = [
    ".3f0c.jsonl.4711.part",  # ours
    ".syncthing.3f0c.jsonl.tmp",
    "~syncthing~3f0c.jsonl.tmp",
    ".3f0c.jsonl.icloud",
    "~$3f0c.jsonl",
    "3f0c.jsonl.partial",
    "3f0c.jsonl.abcdef01.partial",  # rclone
    "3f0c.jsonl.part",
    "3f0c.jsonl.filepart",
    "3f0c.jsonl.crdownload",
    ".3f0c.jsonl.~1a2b3c",  # ownCloud
    ".3f0c.jsonl.X1y2Z3",  # rsync
    "3f0c.jsonl.!sync",
    "3f0c.jsonl.bts",
    ".unison.3f0c.jsonl.1a2b.unison.tmp",
    "3f0c.jsonl.ffs_tmp",
    "3f0c.jsonl.tmp",
    "3f0c.jsonl.cloudf",
    "3f0c.jsonl~",
    ".3f0c.jsonl.swp",
    "#3f0c.jsonl#",
    "notes.txt",
]


@pytest.mark.parametrize("name", COPIES)
def test_a_conflict_copy_of_any_service_is_one_more_file(store: Store, folder: Path, name: str) -> None:
    (folder / name).write_bytes(THREE)
    assert pull(store, folder, NOON) == [("laptop", 3)]
    assert changed_files(folder, known_states(store, NOON)) == {}
    assert file_names(folder) == {name}


@pytest.mark.parametrize("name", NO_COPIES)
def test_files_that_are_still_on_their_way_are_not_read(store: Store, folder: Path, name: str) -> None:
    (folder / name).write_bytes(THREE)
    assert pull(store, folder, NOON) == []
    assert store.machines.files() == []
    assert file_names(folder) == set()


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def a_link_to_nothing(path: Path) -> None:
    path.symlink_to(path.with_name("gone"))


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(path.parent)  # the name of a socket is short
        made.bind(path.name)
        os.chdir(here)


def a_link_to_a_fifo(path: Path) -> None:
    os.mkfifo(path.with_name("fifo"))
    path.symlink_to("fifo")


@pytest.mark.parametrize(
    "make", [Path.mkdir, os.mkfifo, a_link_to_a_fifo, a_socket, a_link_to_itself, a_link_to_nothing]
)
def test_what_is_no_file_is_left_alone(store: Store, folder: Path, make: Callable[[Path], None]) -> None:
    make(folder / "0.jsonl")
    (folder / "1.jsonl").write_bytes(THREE)
    assert pull(store, folder, NOON) == [("laptop", 3)]
    assert problems(store) == {"1.jsonl": ""}


def test_a_file_that_cannot_be_read_is_a_problem_of_its_machine_until_it_can(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "1.jsonl").write_bytes(THREE)
    pull(store, folder, NOON)
    (folder / "1.jsonl").write_bytes(content([a_mark(number) for number in range(1, 6)]))
    (folder / "2.jsonl").write_bytes(content([a_mark(9)], device="desk1", name="desk"))
    may, open_file, access = [False], os.open, os.access

    def opened(path: Path, *how: int) -> int:  # whoever runs this may be root, who can read anything
        if not may[0] and Path(path).name == "1.jsonl":
            raise PermissionError(13, "Permission denied", str(path))
        return open_file(path, *how)

    monkeypatch.setattr(os, "open", opened)
    monkeypatch.setattr(os, "access", lambda path, mode: may[0] and access(path, mode))
    assert pull(store, folder, NOON) == [("desk", 1)]
    (unreadable, _) = store.machines.files()
    assert (unreadable.name, unreadable.problem) == ("laptop", "it cannot be read: Permission denied")
    assert changed_files(folder, known_states(store, NOON)) == {}, "nobody is woken for it"
    may[0] = True
    assert pull(store, folder, NOON) == [("laptop", 2)]
    assert problems(store) == {"1.jsonl": "", "2.jsonl": ""}


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read anything")
def test_a_file_of_mode_0_is_reported_and_read_as_soon_as_it_may_be(store: Store, folder: Path) -> None:
    (folder / "1.jsonl").write_bytes(THREE)
    (folder / "1.jsonl").chmod(0)
    assert pull(store, folder, NOON) == []
    assert problems(store) == {"1.jsonl": "it cannot be read: Permission denied"}
    (folder / "1.jsonl").chmod(0o600)
    assert pull(store, folder, NOON) == [("laptop", 3)]


def test_files_may_vanish_after_the_folder_was_listed(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 3):
        (folder / f"{number}.jsonl").write_bytes(content([a_mark(number)], device=f"d{number}", name=f"m{number}"))
    open_file = os.open

    def opened(path: Path, *how: int) -> int:
        if Path(path).name == "2.jsonl":
            Path(path).unlink(missing_ok=True)
        return open_file(path, *how)

    monkeypatch.setattr(os, "open", opened)
    assert sorted(pull(store, folder, NOON)) == [("m1", 1), ("m3", 1)]
    assert starred(store) == [1, 3]
    assert set(problems(store)) == {"1.jsonl", "3.jsonl"}


@pytest.mark.parametrize("name", [b"\xff\xfe.jsonl", b"a\nb\x1b[31m.jsonl", "a\u202eb.jsonl".encode(), b"\x7f.jsonl"])
def test_names_that_no_terminal_may_get_are_escaped(store: Store, folder: Path, name: bytes) -> None:
    with open(os.path.join(os.fsencode(folder), name), "wb") as file:
        file.write(THREE)
    assert pull(store, folder, NOON) == [("laptop", 3)]
    ((shown, problem),) = problems(store).items()
    assert shown.isprintable()
    assert shown == shown_name(os.fsdecode(name))
    assert problem == ""
    assert changed_files(folder, known_states(store, NOON)) == {}
    os.unlink(os.path.join(os.fsencode(folder), name))
    pull(store, folder, NOON)
    assert store.machines.files() == []


def test_thousands_of_files_are_read_some_at_a_time(store: Store, folder: Path) -> None:
    for number in range(1_500):
        (folder / f"{number}.jsonl").write_bytes(b"{}\n")
    (folder / "last.jsonl").write_bytes(THREE)
    arrived = pull(store, folder, NOON)
    assert len(store.machines.files()) == 1_000
    arrived += pull(store, folder, NOON)
    assert len(store.machines.files()) == 1_501
    assert arrived == [("laptop", 3)]
    assert changed_files(folder, known_states(store, NOON)) == {}


def test_marks_of_the_future_wait_until_then_and_nobody_loses_by_them(store: Store, folder: Path) -> None:
    star(store, 1)
    ahead = a_mark(1, value=False, at="2028-01-01T12:00:00.000000Z")
    (folder / "1.jsonl").write_bytes(content([ahead, a_mark(2)], written="2028-01-01T12:00:00+00:00"))
    assert pull(store, folder, NOON) == [("laptop", 1)]
    assert starred(store) == [1, 2]
    assert problems(store) == {"1.jsonl": "1 mark of the future must wait until then"}
    assert changed_files(folder, known_states(store, NOON)) == {}
    assert pull(store, folder, NOON + timedelta(days=519)) == [("laptop", 1)]
    assert starred(store) == [2]
    assert problems(store) == {"1.jsonl": ""}


def test_where_our_clock_is_behind_by_years_the_marks_come_once_it_is_right(tmp_path: Path, folder: Path) -> None:
    (folder / "1.jsonl").write_bytes(THREE)
    with_clock = [NOON - timedelta(days=20_000)]
    store = Store(tmp_path / "behind.db", now=lambda: with_clock[0])
    assert pull(store, folder, with_clock[0]) == []
    star(store, 7)
    with_clock[0] = NOON
    assert pull(store, folder, NOON) == [("laptop", 3)]
    assert starred(store) == [1, 2, 3, 7]
    store.close()


def test_the_newest_day_of_the_hub_tells_that_our_clock_is_behind(store: Store, folder: Path) -> None:
    (folder / "1.jsonl").write_bytes(THREE)
    store.settings.set("newest", "2026-07-30").result()
    assert pull(store, folder, NOON - timedelta(days=400)) == [("laptop", 3)]
    assert problems(store) == {"1.jsonl": ""}
