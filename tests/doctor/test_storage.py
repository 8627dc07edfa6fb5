"""The checks of the store, its disk, the settings and the log."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from paperreader.doctor.storage import location
from tests.conftest import Run
from tests.doctor.conftest import examined


def test_a_damaged_store_is_a_problem(run: Run, path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(os.urandom(4096 * 8))
    found = examined(run, "--offline", code=1)
    (told,) = [said for state, said in found["store"] + found.get("integrity", []) if state == "problem"]
    assert "damaged" in told
    assert "what can be read" in told


def test_a_garbage_wal_is_a_problem(run: Run, path: Path) -> None:
    path.with_name(f"{path.name}-wal").write_bytes(b"garbage " * 1000)
    assert "log of the last changes" in examined(run, "--offline", code=1)["integrity"][0][1]


def test_what_is_no_store_is_a_problem(run: Run, path: Path, tmp_path: Path) -> None:
    notes, other = tmp_path / "notes.txt", tmp_path / "other.db"
    notes.write_text("milk, bread\n" * 100)
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    for file in (notes, other):
        assert "is not a paperreader store" in examined(run, "--offline", "--db", str(file), code=1)["store"][0][1]


@pytest.mark.parametrize(("version", "state", "said"), [(1, "note", "upgrades it"), (99, "problem", "newer")])
def test_another_version_is_told(run: Run, path: Path, version: int, state: str, said: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    found = examined(run, "--offline")["schema"][0]
    assert found[0] == state
    assert said in found[1]


def test_files_that_others_can_read_are_told(run: Run, path: Path) -> None:
    path.chmod(0o644)
    state, said = examined(run, "--offline", code=0)["modes"][0]
    assert state == "note"
    assert f"chmod 600 {path}" in said


def test_what_was_kept_of_the_store_is_told(run: Run, path: Path) -> None:
    assert "kept" not in examined(run, "--offline")
    for word in ("version-1", "corrupt-2026-07-31"):
        shutil.copyfile(path, path.with_name(f"{path.name}.{word}"))
    (state, said), *_ = examined(run, "--offline", code=0)["kept"]
    assert state == "note"
    assert "2 old stores next to this one, 0." in said
    assert "….corrupt-2026-07-31, ….version-1" in said


def test_settings_that_are_wrong_are_told(run: Run, path: Path, tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text("theme = 3\ncolour = 'red'\n")
    found = examined(run, "--offline", "--config", "c.toml")["settings"]
    assert [state for state, _ in found] == ["note", "note"]
    assert "c.toml:1" in found[0][1]
    (tmp_path / "c.toml").write_text('theme = "light"\n[keys]\n"paper.foo" = "z"\nlist.next = "J"\n')
    found = examined(run, "--offline", "--config", "c.toml")["settings"]
    assert [state for state, _ in found] == ["note", "note"]
    keys = [said for _, said in found]
    assert any("c.toml:3: there is no “paper.foo”" in said for said in keys)
    assert any("c.toml:4: list.next: J is already the key of paper.next" in said for said in keys)


def test_errors_in_the_log_are_told(run: Run, path: Path, tmp_path: Path) -> None:
    log = tmp_path / ".local/state/paperreader/log"
    log.parent.mkdir(parents=True)
    log.write_text("2026-07-31 12:00:00,123 INFO paperreader: x\n2026-07-31 12:01:00,123 ERROR paperreader: y\n    z\n")
    assert "1 error in" in examined(run, "--offline", code=0)["log"][0][1]
    assert "the last at 2026-07-31 12:01" in examined(run, "--offline", code=0)["log"][0][1]


@pytest.mark.parametrize(
    ("file", "state", "said"),
    [
        ("/home/x/.local/share/paperreader/p.db", "ok", "ext4"),
        ("/home/x/net/p.db", "note", "nfs4"),
        ("/home/x/network/p.db", "ok", "ext4"),
        ("/mnt/ssh drive/p.db", "note", "fuse.sshfs"),
        ("/home/x/Dropbox/p.db", "problem", "Dropbox"),
        ("/home/x/Dropbox (Work)/papers/p.db", "problem", "Dropbox"),
        ("/home/x/OneDrive - Work/p.db", "problem", "OneDrive"),
        ("/Users/x/Library/Mobile Documents/com~apple~CloudDocs/p.db", "problem", "iCloud"),
        ("/Users/x/Library/CloudStorage/GoogleDrive-x/p.db", "problem", "cloud"),
        ("/home/x/papers about Dropbox/p.db", "ok", "not synced"),
    ],
)
def test_where_the_store_lies(file: str, state: str, said: str) -> None:
    mounts = [("/", "ext4"), ("/home/x/net", "nfs4"), ("/mnt/ssh drive", "fuse.sshfs")]
    found = location(Path(file), mounts)
    assert (found.state, said in found.message) == (state, True), found


def test_a_folder_that_syncthing_syncs(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    assert "Syncthing" in location(tmp_path / "a" / "p.db", []).message


def test_own_commands_that_cannot_run_are_told(run: Run, env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "plain").touch(0o644)
    settings = tmp_path / "mine.toml"
    settings.write_text(
        f"""[commands]
Good = {{ key = "f5", run = ["echo", "{{title}}"] }}
Lost = ["no-such-program"]
Plain = ["{tmp_path}/plain"]
Taken = {{ key = "j", run = ["true"] }}
Wrong = ["echo", "{{titel}}"]
"""
    )
    found = examined(run, "--offline", "--config", str(settings), code=0)["settings"]
    assert [(state, said.strip()) for state, said in found] == [
        ("note", "mine.toml:6: commands.Wrong.run: there is no {titel}; did you mean {title}?; ignored"),
        ("note", "mine.toml:5: commands.Taken: j is already the key of list.next; it gets no key"),
        ("note", "mine.toml:3: Lost: no-such-program was not found"),
        ("note", f"mine.toml:4: Plain: {tmp_path}/plain is not executable"),
    ]
