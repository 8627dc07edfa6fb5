"""`paperreader sync`: two machines and a folder, by command."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from paperreader.machines.machine_file import GROUP
from paperreader.store import Store
from paperreader.text.width import cell_width
from tests.cli.conftest import Here, Said
from tests.machines.folders import machine_file

Machine = Callable[..., Said]

PAPERS = ("2607.00001", "2607.00002", "2607.00003")
NOW = datetime.now(UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Sync").mkdir()
    return tmp_path / "Sync" / "paperreader"


@pytest.fixture
def machine(here: Here, tmp_path: Path) -> Callable[..., Machine]:
    """`machine("desk")` runs commands there; its settings begin with the name."""

    def machine(name: str, settings: str = "") -> Machine:
        config = tmp_path / f"{name}.toml"
        config.write_text(f'machine = "{name}"\n{settings}')

        def run(command: str, *args: str) -> Said:
            return here("--db", str(tmp_path / f"{name}.db"), "--config", str(config), command, *args)

        return run

    return machine


def status(machine: Machine) -> dict[str, dict[str, object]]:
    """The machines by name."""
    return {each["name"]: each for each in json.loads(machine("sync", "--status", "--json").out)["machines"]}


def test_a_folder_is_given_once_and_marks_go_both_ways(machine: Callable[..., Machine], folder: Path) -> None:
    desk, laptop = machine("desk"), machine("laptop")
    code, out, err = desk("sync", str(folder))
    assert (code, out) == (0, f"Wrote 0 marks to {folder} as desk.\n"), "the store and the folder are made"
    assert f"will be written to {folder}; papers will not" in err
    desk("mark", PAPERS[0], PAPERS[1], "--star")
    assert desk("sync") == (0, f"Wrote 2 marks to {folder} as desk.\n", "")
    assert desk("sync") == (0, "Nothing new from other machines.\n", "")
    assert laptop("sync", str(folder)).out == f"2 marks from desk\nWrote 2 marks to {folder} as laptop.\n"
    laptop("mark", PAPERS[2], "--star")
    written = json.loads(laptop("sync", "--json").out)
    assert (written["arrived"], written["problem"]) == ([], None)
    assert (folder / written["written"]).is_file()
    arrived = json.loads(desk("sync", "--json").out)
    assert arrived == {
        "arrived": [{"machine": "laptop", "marks": 1}],
        "groups": [],
        "written": None,
        "problem": None,
    }
    assert desk("marks", "export").out == laptop("marks", "export").out
    assert [(name, each["is_this"], each["marks"]) for name, each in status(desk).items()] == [
        ("desk", True, 3),
        ("laptop", False, 3),
    ]
    assert f"sync      {folder}\n" in desk("paths").out


def test_it_ends_with_stop_and_the_settings_have_the_last_word(
    machine: Callable[..., Machine], folder: Path, tmp_path: Path
) -> None:
    desk = machine("desk")
    for command in ([], ["--stop"], ["--forget", "laptop"]):
        code, out, err = desk("sync", *command)
        assert (code, out) == (1, "")
        assert err.startswith("paperreader: no folder yet: try paperreader sync ~/Sync/paperreader")
    assert desk("sync", "--status").out.startswith("No folder yet: try paperreader sync")
    desk("sync", str(folder))
    assert desk("sync", "--stop").out == f"Marks are no longer exchanged through {folder}. What is in it stays there.\n"
    assert len(list(folder.iterdir())) == 1
    assert desk("sync").code == 1
    assert "sync  " not in desk("paths").out
    other = tmp_path / "other"
    other.mkdir()
    desk = machine("desk", f'sync = "{other}"\n')
    assert "which the settings name" in desk("sync", str(folder)).err
    assert desk("sync", "--status").out.startswith(f"{other}  (`sync` of the settings)\n")
    assert "desk.toml" in desk("sync", "--stop").err
    assert f"sync      {other}\n" in desk("paths").out
    assert desk("sync").code == 0
    assert len(list(other.iterdir())) == 1


def test_git_is_remembered_with_the_folder(machine: Callable[..., Machine], folder: Path) -> None:
    desk = machine("desk")
    assert "is in no git repository: git clone yours there first" in desk("sync", str(folder), "--git").err
    assert not folder.exists()
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    assert desk("sync", str(folder), "--git").code == 0
    assert json.loads(desk("sync", "--status", "--json").out)["git"] is True
    desk("mark", PAPERS[0], "--star")
    assert desk("sync").code == 0
    log = subprocess.run(["git", "-C", str(folder), "log", "--oneline"], capture_output=True, text=True, check=True)
    assert len(log.stdout.splitlines()) == 2
    assert desk("sync", str(folder)).code == 0
    assert json.loads(desk("sync", "--status", "--json").out)["git"] is False, "what is said last counts"


@pytest.mark.parametrize(
    ("kind", "said"),
    [("file", "is not a folder"), ("dangling", "is not a folder"), ("nowhere", "is not there: make it first")],
)
def test_what_can_be_no_folder_is_said_in_a_line(
    machine: Callable[..., Machine], tmp_path: Path, kind: str, said: str
) -> None:
    (tmp_path / "file").write_text("milk")
    (tmp_path / "dangling").symlink_to(tmp_path / "gone" / "x")
    desk = machine("desk")
    code, out, err = desk("sync", str(tmp_path / kind / "x" if kind == "nowhere" else tmp_path / kind))
    assert (code, out) == (1, "")
    assert said in err
    assert err.count("\n") == 1
    assert desk("sync").err.startswith("paperreader: no folder yet"), "nothing is remembered"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc, where nobody may make a folder")
def test_a_folder_that_cannot_be_made_is_said(machine: Callable[..., Machine]) -> None:
    desk = machine("desk")
    assert "/proc/paperreader cannot be made (" in desk("sync", "/proc/paperreader").err
    assert desk("sync").err.startswith("paperreader: no folder yet"), "nothing is remembered"


def test_a_store_in_the_folder_is_warned_of(here: Here, tmp_path: Path) -> None:
    folder = tmp_path / "both"
    folder.mkdir()
    done = here("--db", str(folder / "s.db"), "sync", str(folder))
    assert done.code == 0
    assert f"the store itself is in {folder}" in done.err


def test_the_status_fits_and_names_what_is_wrong(machine: Callable[..., Machine], folder: Path, tmp_path: Path) -> None:
    lab = tmp_path / "lab"
    for each in (folder, lab):
        each.mkdir()
    long = "Ein Rechner im Keller 机器 with a name that goes on and on and on"
    machine_file(folder, "laptop", NOW - timedelta(minutes=12), papers=PAPERS, announced=5)
    machine_file(folder, "laptop", NOW - timedelta(hours=2), papers=PAPERS, file="laptop0.sync-conflict-20260731.jsonl")
    machine_file(folder, long, NOW - timedelta(days=80), device="old0", papers=PAPERS[:1])
    machine_file(folder, "ahead", NOW + timedelta(hours=3, minutes=30))
    (folder / "notes.jsonl").write_text("milk\n")
    machine_file(lab, "anna", NOW - timedelta(hours=2), papers=PAPERS[:2], kind=GROUP)
    machine_file(lab, "anna", NOW - timedelta(days=2), papers=PAPERS[:1], device="anna2", kind=GROUP)
    desk = machine("desk", f'member = "me"\n[groups]\nvision-lab = "{lab}"\n')
    assert "news in vision-lab" in desk("sync", str(folder)).out
    lines = desk("sync", "--status").out.splitlines()
    assert lines[0] == f"{folder}  (set up by `paperreader sync`)"
    assert [cell_width(line) for line in lines if str(tmp_path) not in line and cell_width(line) > 80] == []
    marks = [re.search("marks? ", line) for line in lines if " written " in line and "members" not in line]
    assert len({found and found.end() for found in marks}) == 1, "columns"
    text = "\n".join(lines)
    for words in (
        "(this machine)",
        "    2 marks not there yet",
        "    1 conflict copy: laptop0.sync-conflict-20260731.jsonl",
        "    its clock is 3 hours ahead",
        "written 2 months ago",
        "  notes.jsonl: not a file of paperreader",
        f"vision-lab  {lab}",
        "  2 members, 3 starred papers, written now",
    ):
        assert words in text
    (group,) = json.loads(desk("sync", "--status", "--json").out)["groups"]
    assert (group["name"], group["stars"], [each["name"] for each in group["members"]]) == (
        "vision-lab",
        3,
        ["me", "anna"],
    )
    assert status(desk)["laptop"]["copies"] == ["laptop0.sync-conflict-20260731.jsonl"]


def test_a_machine_that_is_gone_is_forgotten(machine: Callable[..., Machine], folder: Path) -> None:
    folder.mkdir()
    for name, device in (("old", ""), ("old", "old2"), ("phone", "")):
        machine_file(folder, name, NOW - timedelta(days=80), device=device, papers=PAPERS)
    machine_file(folder, "phone", NOW - timedelta(days=81), file="phone0 (conflicted copy).jsonl")
    desk = machine("desk")
    desk("sync", str(folder))
    before = desk("marks", "export").out
    assert "desk is this machine" in desk("sync", "--forget", "desk").err
    assert "there is no machine “x”; there are" in desk("sync", "--forget", "x").err
    assert "several machines are called old; use one of" in desk("sync", "--forget", "old").err
    assert len(list(folder.iterdir())) == 5
    code, out, _ = desk("sync", "--forget", "Phone")
    assert (code, out) == (
        0,
        "phone is forgotten. Its marks stay here; it comes back if paperreader runs there.\n",
    )
    machine_file(folder, "new owner", NOW, device="other", file="old2.jsonl")
    assert desk("sync", "--forget", "old2").code == 0
    assert sorted(each.name for each in folder.iterdir() if len(each.stem) < 16) == ["old0.jsonl", "old2.jsonl"]
    assert set(status(desk)) == {"desk", "old"}
    desk("sync")
    assert set(status(desk)) == {"desk", "old", "new owner"}, "a file that another wrote meanwhile stays"
    assert desk("marks", "export").out == before


def test_a_machine_is_forgotten_in_a_git_repository_too(
    machine: Callable[..., Machine], folder: Path, tmp_path: Path
) -> None:
    def git(*args: str) -> str:
        return subprocess.run(["git", *args], capture_output=True, text=True, check=True, cwd=tmp_path).stdout

    remote, there = tmp_path / "remote.git", tmp_path / "there"
    git("init", "--quiet", "--bare", str(remote))
    for clone in (folder, there):
        git("clone", "--quiet", str(remote), str(clone))
    desk, laptop = machine("desk"), machine("laptop")
    assert laptop("sync", str(there), "--git").code == 0
    assert desk("sync", str(folder), "--git").code == 0
    (name,) = [each.name for each in folder.glob("*.jsonl") if not (there / each.name).exists()]
    machine_file(folder, "neversent", NOW, file="*.jsonl")
    desk("sync")
    assert desk("sync", "--forget", "neversent").code == 0
    assert desk("sync", "--forget", "laptop").code == 0
    assert git("-C", str(remote), "ls-tree", "--name-only", "HEAD").split() == [name]
    assert laptop("sync").code == 0, "it writes its file again"
    assert len(list(there.glob("*.jsonl"))) == 2


def test_what_cannot_be_exchanged_is_an_error_in_a_line(
    machine: Callable[..., Machine], folder: Path, tmp_path: Path
) -> None:
    desk, store = machine("desk"), tmp_path / "desk.db"
    desk("sync", str(folder))
    shutil.rmtree(folder)
    code, out, err = desk("sync")
    assert (code, out) == (1, "")
    assert str(folder) in err
    assert err.count("\n") == 1
    assert not folder.exists(), "only a folder that is named is made"
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA user_version = 99")
    for command in (["sync"], ["sync", str(folder)], ["sync", "--stop"], ["sync", "--forget", "x"]):
        code, out, err = desk(*command)
        assert (code, out) == (1, "")
        assert "newer than this paperreader knows" in err
    assert desk("sync", "--status").code == 0


def test_settings_that_are_ignored_are_said(machine: Callable[..., Machine]) -> None:
    desk = machine("desk", 'sync = "Sync/marks"\nsync_after = ["", "x"]')
    for command in (["sync"], ["sync", "--status"]):
        said = desk(*command).err
        assert "desk.toml:2: sync must be an absolute path" in said
        assert "desk.toml:3: sync_after must be a list of words" in said


def test_a_mistake_on_the_command_line_is_one(machine: Callable[..., Machine], folder: Path) -> None:
    desk = machine("desk")
    for mistake in ([str(folder), "--status"], ["--git", "--stop"], ["--status", "--stop"], ["--forget"]):
        assert desk("sync", *mistake).code == 2
    assert not folder.exists()


def test_names_and_files_that_others_wrote_cannot_harm_the_terminal(
    machine: Callable[..., Machine], folder: Path
) -> None:
    folder.mkdir()
    machine_file(folder, "\x1b[31mred\x1b]0;x\x07\n\nname", NOW, papers=PAPERS[:1])
    (folder / "\x1b[2J\n.jsonl").write_text('{"format": "paperreader machine", "version": 9}\n')
    desk = machine("desk")
    for command in (["sync", str(folder)], ["sync", "--status"], ["sync", "--status", "--json"]):
        done = desk(*command)
        assert done.code == 0
        assert all(line.isprintable() for line in (done.out + done.err).split("\n"))


def test_another_name_is_written_though_no_mark_has_changed(
    machine: Callable[..., Machine], folder: Path, tmp_path: Path
) -> None:
    desk = machine("desk")
    desk("sync", str(folder))
    assert json.loads(desk("sync", "--json").out)["written"] is None
    desk = machine("desk", "")
    (tmp_path / "desk.toml").write_text("")
    with closing(Store(tmp_path / "desk.db", now=lambda: NOW)) as store:
        store.settings.set("machine name", "study").result()
    assert json.loads(desk("sync", "--json").out)["written"]
    assert '"name": "study"' in next(folder.iterdir()).read_text()


def test_a_folder_that_is_away_may_be_brought_by_the_users_own_command(
    machine: Callable[..., Machine], folder: Path, tmp_path: Path
) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    machine_file(drive, "laptop", NOW, papers=PAPERS)
    settings = f'sync = "{folder}"\nsync_before = ["mv", "{drive}", "{folder}"]\n'
    code, out, _ = machine("desk", settings)("sync")
    assert (code, out.splitlines()[0]) == (0, "3 marks from laptop")
    folder.rename(tmp_path / "elsewhere")
    code, _, err = machine("desk", settings)("sync")
    assert code == 1
    assert "sync_before: mv failed" in err
    assert f"{folder} is not there" in err
