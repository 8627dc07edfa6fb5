"""Files in the folder of a group: what is written there, and what is read of those of other members."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from paperreader.machines.groups import read_group, write_group
from paperreader.machines.machine_file import GROUP, MAX_BYTES, edition_of
from paperreader.models import Cause, MarkChange
from paperreader.store import Store
from tests.machines.files import NOON, a_mark, content, star

PAPER = "2607.00001"
BO = {"format": GROUP, "device": "bo1", "name": "Bo"}


def members(store: Store) -> dict[str, int]:
    return dict(store.groups.counts([PAPER]).get(PAPER, ()))


def test_a_member_writes_stars_and_the_tags_of_the_group_and_nothing_else(store: Store, folder: Path) -> None:
    star(store, 1, 2)
    star(store, 2, value=False)
    changes = [("tag:lab-reading", True), ("tag:secret", True), ("note", "mine"), ("read", True)]
    store.marks.apply([MarkChange(field, value, [PAPER]) for field, value in changes], Cause.BY_HAND).result()
    written = write_group(store, "lab", folder, "Ada", NOON)
    assert written is not None
    text = written.read_text()
    assert text.count("\n") == 3
    assert "tag:lab-reading" in text
    assert not any(word in text for word in ("secret", "mine", '"read"', "2607.00002"))
    assert write_group(store, "lab", folder, "Ada", NOON) is None
    assert write_group(store, "lab", folder, "Ada L.", NOON) == written
    assert read_group(store, "lab", folder) == 1
    assert members(store) == {"lab": 1}


def test_one_star_for_another_is_a_change(store: Store, folder: Path) -> None:
    """As many as before, and the newest of them the same."""
    star(store, 1, 2, 3)
    written = write_group(store, "lab", folder, "Ada", NOON)
    assert written is not None
    taken_back = a_mark(1, value=None, at="2026-07-30T13:00:00.000000Z")
    store.marks.merge([taken_back, a_mark(4, at="2026-07-29T12:00:00.000000Z")]).result()
    assert write_group(store, "lab", folder, "Ada", NOON) == written
    assert "2607.00004" in written.read_text()


def test_a_copy_of_a_store_is_another_member_of_the_group(tmp_path: Path, store: Store, folder: Path) -> None:
    star(store, 1)
    written = write_group(store, "lab", folder, "Ada", NOON)
    assert written is not None
    store.close()
    shutil.copy(tmp_path / "store.db", tmp_path / "copy.db")
    store, copy = (Store(tmp_path / name, now=lambda: NOON) for name in ("store.db", "copy.db"))
    star(store, 2)
    star(copy, 3)
    assert write_group(store, "lab", folder, "Ada", NOON) == written
    others = write_group(copy, "lab", folder, "Bo", NOON)
    assert others not in (None, written)
    assert edition_of(written, GROUP) in store.machines.editions()
    assert write_group(store, "lab", folder, "Ada", NOON) is None
    store.close()
    copy.close()


@pytest.mark.parametrize("spoil", ["a pipe", "too large", "not ours", "of machines", "half"])
def test_a_file_of_a_member_costs_no_more_than_itself(store: Store, folder: Path, spoil: str) -> None:
    stars = [a_mark(1), a_mark(2)]
    (folder / "bo1.jsonl").write_bytes(content(stars, **BO))
    bad = folder / "cy1.jsonl"
    bad.write_bytes(content(stars, **BO | {"device": "cy1", "name": "Cy"}))
    match spoil:
        case "a pipe":
            bad.unlink()
            os.mkfifo(bad)
        case "too large":
            os.truncate(bad, MAX_BYTES[GROUP] + 1)
        case "not ours":
            bad.write_bytes(b"\xff\0\n")
        case "of machines":
            bad.write_bytes(content(stars))
        case "half":
            bad.write_bytes(bad.read_bytes()[:-70])
    read_group(store, "lab", folder)
    assert members(store) == {"lab": 2 if spoil == "half" else 1}
    assert read_group(store, "lab", folder) == 0


def test_what_an_unreadable_file_said_counts_on(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "bo1.jsonl").write_bytes(content([a_mark(1)], **BO))
    read_group(store, "lab", folder)
    (folder / "bo1.jsonl").write_bytes(content([a_mark(1), a_mark(2)], **BO))

    def refused(*_: object) -> int:  # whoever runs this may be root, who can read anything
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refused)
        patched.setattr(os, "access", lambda *_: False)
        read_group(store, "lab", folder)
        (file,) = store.groups.files()
        assert (file.name, file.problem) == ("Bo", "it cannot be read: Permission denied")
        assert members(store) == {"lab": 1}
        assert read_group(store, "lab", folder) == 0
    assert read_group(store, "lab", folder) == 1
    assert [file.marks for file in store.groups.files()] == [2]


def test_a_group_never_changes_the_marks_of_its_members(store: Store, folder: Path) -> None:
    star(store, 1)
    before = store.marks.all()
    later = "2026-07-30T18:00:00.000000Z"
    marks = [a_mark(1, value=False, at=later), a_mark(2, at=later), a_mark(3, "note", "x", at=later)]
    (folder / "bo1.jsonl").write_bytes(content(marks, **BO, written=(NOON + timedelta(days=1)).isoformat()))
    read_group(store, "lab", folder)
    assert store.marks.all() == before
    assert store.groups.counts(["2607.00002"]) == {"2607.00002": (("lab", 1),)}
