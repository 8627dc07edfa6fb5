"""Files of machines, and what others make of them: each costs what can be read of it, and a word in the list."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from paperreader.machines.exchange import pull
from paperreader.machines.machine_file import MACHINE, MAX_BYTES, Reading, UnusableFile, reading, write
from paperreader.machines.machine_file import Header as FileHeader
from paperreader.marks_file import to_line
from paperreader.models import Mark
from paperreader.store import Store
from tests.machines.files import NOON, THREE, a_mark, content, header, problems

DAMAGED = "its first line is damaged"


def read(path: Path) -> tuple[Reading, list[Mark]]:
    with reading(path) as found:
        return found, [mark for portion in found.portions() for mark in portion]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "laptop1.jsonl"


def test_what_is_written_is_read(path: Path) -> None:
    marks = [a_mark(1), a_mark(2, "note", "looms\n“γ”"), a_mark(3, value=False)]
    write(path, FileHeader("laptop1", "laptop", NOON, "e1", 3), marks)
    found, arrived = read(path)
    assert arrived == marks
    assert found.header == ("laptop1", "laptop", NOON, "e1", 3)
    assert (found.marks, found.unknown, found.damaged, found.missing) == (3, 0, 0, 0)
    assert list(path.parent.iterdir()) == [path]


def test_a_truncated_file_counts_up_to_its_last_whole_line(path: Path) -> None:
    first_line = THREE.index(b"\n")
    for length in range(len(THREE)):
        path.write_bytes(THREE[:length])
        if length < first_line:
            with pytest.raises(UnusableFile):
                read(path)
            continue
        found, arrived = read(path)
        whole = len(THREE[: length + 1].splitlines(keepends=True)) - 1
        whole -= not THREE[: length + 1].endswith(b"\n")
        assert (len(arrived), found.missing) == (whole, 3 - whole)


PAPER = b'{"paper": "2607.00009", "field": "starred", "value": true, "cause": null, "device": "x", "at": "%s"}\n'


@pytest.mark.parametrize(
    ("line", "damaged", "unknown"),
    [
        (b"", 0, 0),
        (b"\n\r\n\n", 0, 0),
        (b"{}\n", 1, 0),
        (b"[" * 100_000 + b"\n", 1, 0),
        (b"\0" * 1_000_000, 1, 0),
        (b"x" * 600_000 + b"\n", 1, 0),
        (b"\xff\xfe\n", 1, 0),
        (b'{"paper": "2607.00009", "field": "color", "value": 1}\n', 0, 1),
        (PAPER % b"0001-01-01T00:00:00+14:00", 1, 0),
        (PAPER % b"9999-12-31T23:59:59-14:00", 1, 0),
        (PAPER % b"2026-07-30", 1, 0),
        (PAPER % b"yesterday", 1, 0),
        (b'{"paper": "2607.00009", "field": "starred", "value": NaN, "at": "2026-07-30T12:00:00Z"}\n', 1, 0),
        (b'{"paper": "2607.00009", "field": "note", "value": "\\ud800", "at": "2026-07-30T12:00:00Z"}\n', 1, 0),
        (b"<<<<<<< HEAD\n=======\n>>>>>>> 1234\n", 3, 0),
        (THREE, 0, 0),
    ],
)
def test_a_line_costs_itself_alone(path: Path, store: Store, line: bytes, damaged: int, unknown: int) -> None:
    lines = THREE.splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], line, *(b"\n" * (not line.endswith(b"\n"))).splitlines(True), *lines[2:]]))
    found, arrived = read(path)
    assert {mark.paper for mark in arrived} == {"2607.00001", "2607.00002", "2607.00003"}
    assert (found.damaged, found.unknown) == (damaged, unknown)
    assert pull(store, path.parent, NOON) == [("laptop", 3)]


def test_a_mark_of_a_clock_that_was_never_set_counts(path: Path) -> None:
    path.write_bytes(content([a_mark(1, at="1970-01-01T00:00:09.000000Z")]))
    assert len(read(path)[1]) == 1


def test_both_sides_of_a_conflict_of_git_count(path: Path) -> None:
    ours = content([a_mark(1), a_mark(2)]).decode()
    theirs = content([a_mark(3)], edition="e2").decode()
    path.write_text(f"<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> 1a2b3c\n{to_line(a_mark(4))}\n")
    assert [mark.paper for mark in read(path)[1]] == [f"2607.0000{number}" for number in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    "changed",
    [
        THREE.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + THREE,
        content([a_mark(number) for number in (1, 2, 3)], written="0001-01-01T00:00:00+00:00"),
        content([a_mark(number) for number in (1, 2, 3)], written="9999-12-31T23:59:59.999999+00:00"),
        content([a_mark(number) for number in (1, 2, 3)], more={"later": [None]}),
        THREE[:-1],
    ],
)
def test_a_file_counts_however_it_was_converted_and_dated(path: Path, store: Store, changed: bytes) -> None:
    path.write_bytes(changed)
    assert pull(store, path.parent, NOON) == [("laptop", 3)]


@pytest.mark.parametrize("name", ["\x1b[31mred\x07", "a\nb", "[bold]x[/]", "\u202eevil", "x" * 1_000, " ", "\ud800"])
def test_a_machine_is_called_what_a_terminal_may_show(path: Path, store: Store, name: str) -> None:
    path.write_bytes(content([a_mark(1)], name=name))
    assert pull(store, path.parent, NOON)[0].marks == 1
    shown = store.machines.files()[0].name
    assert shown.isprintable()
    assert 0 < len(shown) <= 60


@pytest.mark.parametrize(
    ("first_line", "problem"),
    [
        ("", ""),
        ("\0\0\0", ""),
        ("[1, 2]", ""),
        ('{"format": "cards"}', ""),
        ("[" * 100_000, ""),
        ('{"format": "paperreader machine", "ver', DAMAGED),
        (header(version=2), "a newer version of paperreader wrote it"),
        (header(version={"a": [1]}), "a newer version of paperreader wrote it"),
        (header(format="paperreader group"), "it is for a group"),
        (header(marks=10**1_000), DAMAGED),
        (header(marks=-1), DAMAGED),
        (header(marks=float("nan")), DAMAGED),
        (header(marks=True), DAMAGED),
        (header(name=["x"]), DAMAGED),
        (header(name="x" * 3_000), DAMAGED),
        (header(device="../x"), DAMAGED),
        (header(device=7), DAMAGED),
        (header(edition="\ud800"), DAMAGED),
        (header(written="2026-07-30T12:00:00"), DAMAGED),
        (header(written="0001-01-01T00:00:00+14:00"), DAMAGED),
        (header(written=[]), DAMAGED),
    ],
)
def test_a_file_that_is_none_of_ours_says_so(path: Path, store: Store, first_line: str, problem: str) -> None:
    path.write_text(f"{first_line}\n{to_line(a_mark(1))}\n")
    assert pull(store, path.parent, NOON) == []
    assert problems(store) == {path.name: problem}
    assert store.marks.all() == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_a_file_of_another_encoding_is_none_of_ours(path: Path, store: Store, encoding: str) -> None:
    path.write_bytes(THREE.decode().encode(encoding))
    assert pull(store, path.parent, NOON) == []


def test_a_machine_keeps_its_name_while_its_file_is_damaged(path: Path, store: Store) -> None:
    path.write_bytes(THREE)
    pull(store, path.parent, NOON)
    path.write_bytes(THREE[:30])
    pull(store, path.parent, NOON)
    (file,) = store.machines.files()
    assert (file.name, file.device, file.marks, file.problem) == ("laptop", "laptop1", 3, DAMAGED)


def test_a_gigabyte_is_refused_unread(path: Path, store: Store) -> None:
    path.write_bytes(THREE)
    os.truncate(path, MAX_BYTES[MACHINE] + 1)
    assert pull(store, path.parent, NOON) == []
    assert problems(store) == {path.name: "it is larger than marks can be"}


def test_a_file_takes_little_memory_whatever_its_size(tmp_path: Path) -> None:
    endless, notes = tmp_path / "endless.jsonl", tmp_path / "notes.jsonl"
    endless.write_bytes(content([a_mark(1)]))
    os.truncate(endless, 150 * 1024 * 1024)
    first, line = content([a_mark(1, "note", "y" * 90_000)]).splitlines(keepends=True)
    with notes.open("wb") as file:
        file.write(first)
        file.writelines([line] * 500)
    tracemalloc.start()
    try:
        for path, marks, damaged in ((endless, 1, 1), (notes, 500, 0)):
            with reading(path) as found:
                assert sum(map(len, found.portions())) == marks
                assert found.damaged == damaged
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000, "of files of 157 and 45 MB"
