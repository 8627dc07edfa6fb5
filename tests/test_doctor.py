"""paperreader doctor: what it finds where something is wrong, and that looking changes nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from paperreader.clipboard import Clipboard
from paperreader.doctor.program import sqlite
from paperreader.doctor.storage import place
from paperreader.models import Cause, Field
from paperreader.store import Store
from paperreader.store.health import Engine, engine
from paperreader.store.schema import MIGRATIONS
from tests.conftest import FRIDAY, TOKEN, Run, store_of
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.stores import a_paper
from tests.terminal import in_terminal

Found = dict[str, list[tuple[str, str]]]


def examined(run: Run, *args: str, code: int | None = None, **extra: str) -> Found:
    """What it tells by name: how it stands, and what is said with what to do."""
    done = run("doctor", "--json", *args, **extra)
    assert done.stderr == ""
    found: Found = {}
    for check in json.loads(done.stdout):
        found.setdefault(check["name"], []).append((check["state"], f"{check['said']} {check['advice']}"))
    problems = [check for checks in found.values() for check in checks if check[0] == "problem"]
    assert done.returncode == bool(problems)
    assert code is None or done.returncode == code, problems
    return found


@pytest.fixture
def path(env: dict[str, str], hub_server: HubServer) -> Path:
    """A store with papers and a mark, and a hub that has them."""
    hub_server.days = {FRIDAY: papers(FRIDAY, 3)}
    path = store_of(env)
    with closing(Store(path, now=lambda: datetime.now(UTC))) as store:
        store.save_day(FRIDAY, [a_paper(n) for n in range(20)], complete=True).result()
        store.set_marks(Field.READ, True, ["2607.00001"], Cause.BY_HAND).result()
    return path


def test_where_all_is_well_it_is_said_line_by_line(run: Run, path: Path, hub_server: HubServer) -> None:
    done = run("doctor", HF_TOKEN=TOKEN)
    assert (done.returncode, done.stderr) == (0, "")
    assert TOKEN not in done.stdout
    lines = done.stdout.splitlines()
    assert {line.split()[0] for line in lines} <= {"ok", "note"}
    assert {line[22:].strip() != "" for line in lines} == {True}
    for words in (
        f"ok       store        {path}, 20 papers and 1 mark, ",
        "ok       integrity    SQLite finds nothing wrong",
        f"ok       schema       version {len(MIGRATIONS)} of {len(MIGRATIONS)}",
        "ok       modes        ",
        "ok       token        found, and not refused",
        "its newest day is 2026-07-31",
    ):
        assert words in done.stdout
    assert [request.headers.get("authorization") for request in hub_server.requests] == [f"Bearer {TOKEN}"]


def test_looking_changes_nothing(run: Run, path: Path, tmp_path: Path) -> None:
    def files() -> dict[str, bytes]:
        own = (file for file in tmp_path.rglob("*") if file.is_file() and not file.name.endswith(("-shm", "-wal")))
        return {str(file): file.read_bytes() for file in own}

    before = files()
    examined(run, "--offline", code=0)
    assert files() == before
    shutil.rmtree(path.parent)
    found = examined(run, "--offline", code=0)
    assert found["store"] == [("note", f"none yet at {path}: the first start makes it ")]
    assert not path.parent.exists()


def test_offline_the_hub_is_not_asked(run: Run, path: Path, hub_server: HubServer) -> None:
    assert examined(run, "--offline", code=0)["hub"][0][0] == "note"
    assert examined(run, HF_HUB_OFFLINE="1", code=0)["hub"][0][0] == "note"
    assert hub_server.requests == []


def test_what_is_wrong_with_the_hub_is_told(run: Run, path: Path, hub_server: HubServer) -> None:
    found = examined(run, HF_ENDPOINT="http://127.0.0.1:9", code=1)
    assert "nothing answers there" in found["hub"][0][1]
    assert "must be an address" in examined(run, HF_ENDPOINT="ftp://x", code=1)["hub"][0][1]
    assert "cannot be one" in examined(run, HF_TOKEN="with a space", code=1)["token"][0][1]
    hub_server.fail("401", times=1)
    assert "did not accept" in examined(run, HF_TOKEN=TOKEN, code=1)["token"][0][1]
    hub_server.fail("html")
    assert "login page" in examined(run, code=1)["hub"][0][1]


def test_the_calls_that_are_left_are_told(run: Run, path: Path, hub_server: HubServer) -> None:
    state, said = examined(run, code=0)["limits"][0]
    assert state == "ok"
    assert "calls left for the next" in said


def test_a_damaged_store_is_a_problem(run: Run, path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(os.urandom(4096 * 8))
    found = examined(run, "--offline", code=1)
    (told,) = [said for state, said in found["store"] + found.get("integrity", []) if state == "problem"]
    assert "damaged" in told
    assert "carries over what can be read" in told


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


@pytest.mark.parametrize(("version", "state", "said"), [(1, "note", "brings it up to date"), (99, "problem", "newer")])
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
    assert "2 old stores beside this one, 0." in said
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
    assert any("c.toml:4: list.next: J is the key of paper.next already" in said for said in keys)


def test_errors_in_the_log_are_told(run: Run, path: Path, tmp_path: Path) -> None:
    log = tmp_path / ".local/state/paperreader/log"
    log.parent.mkdir(parents=True)
    log.write_text("2026-07-31 12:00:00,123 INFO paperreader: x\n2026-07-31 12:01:00,123 ERROR paperreader: y\n    z\n")
    assert "1 error in" in examined(run, "--offline", code=0)["log"][0][1]
    assert "the last at 2026-07-31 12:01" in examined(run, "--offline", code=0)["log"][0][1]


def test_without_a_home_the_rest_is_still_told(run: Run, path: Path) -> None:
    found = examined(run, "--offline", HOME="", code=1)
    assert found["places"][0][0] == "problem"
    assert found["Python"][0][0] == found["Unicode"][0][0] == "ok"


def test_on_a_terminal_it_fits_and_has_colours(env: dict[str, str], path: Path) -> None:
    code, output = in_terminal(env, "doctor", "--offline", columns=80)
    assert code == 0
    assert "ok       \x1b[0mterminal     xterm-256color" in output
    assert "ok       \x1b[0msize         80 columns, 24 lines" in output
    lines = re.sub(r"\x1b\[[0-9;]*m", "", output).splitlines()
    assert max(len(line) for line in lines if env["HOME"] not in line) <= 80  # a path is left whole
    assert all(line.isprintable() for line in lines)
    assert any(line.startswith(" " * 22 + "→ ") for line in lines)
    assert "\x1b" not in in_terminal({**env, "NO_COLOR": "1"}, "doctor", "--offline")[1]
    code, output = in_terminal({**env, "TERM": "dumb"}, "doctor", "--offline")
    assert code == 1
    assert "problem  terminal     TERM is dumb" in output
    assert "\x1b" not in output


def test_a_terminal_that_cannot_show_utf_8_is_a_problem(run: Run, path: Path) -> None:
    done = run("doctor", "--offline", LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert done.returncode == 1
    assert "problem  Unicode" in done.stdout
    assert done.stdout.isascii()


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
    found = place(Path(file), mounts)
    assert (found.state, said in found.said) == (state, True), found


def test_a_folder_that_syncthing_syncs(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    assert "Syncthing" in place(tmp_path / "a" / "p.db", []).said


def test_what_there_is_to_say_of_sqlite() -> None:
    assert engine().version == sqlite3.sqlite_version
    assert sqlite(Engine("3.51.3", True, False)).state == "ok"
    assert sqlite(Engine("3.51.2", True, True)).state == "note"
    assert sqlite(Engine("3.51.3", False, False)).state == "problem"


@pytest.mark.parametrize(
    ("version", "bug"),
    [("3.40.1", True), ("3.44.5", True), ("3.44.6", False), ("3.45.0", True), ("3.50.6", True), ("3.50.7", False)],
)
def test_which_sqlite_has_the_reset_bug(monkeypatch: pytest.MonkeyPatch, version: str, bug: bool) -> None:
    for later, has in ((version, bug), ("3.51.2", True), ("3.51.3", False), ("3.53.0", False)):
        monkeypatch.setattr(sqlite3, "sqlite_version_info", tuple(map(int, later.split("."))))
        assert engine().reset_bug is has


XCLIP = """#!/bin/sh
# keeps what it is given, as the X server does; `broken` takes nothing
case "$*" in
*-o*) cat "$KEPT" ;;
*) if [ -e "$KEPT.broken" ]; then cat >/dev/null; else cat >"$KEPT"; fi ;;
esac
"""


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine with a clipboard, in the file KEPT."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "xclip").write_text(XCLIP)
    (tools / "xclip").chmod(0o755)
    (tmp_path / "kept").write_text("mine, ünd not yours")
    path = f"{tools}:/usr/bin:/bin"
    return {"PATH": path, "DISPLAY": ":9", "KEPT": str(tmp_path / "kept"), "TERM": "xterm", "LC_ALL": "C.UTF-8"}


async def told(env: Mapping[str, str]) -> list[tuple[str, bool | None]]:
    ways = await Clipboard(env, lambda text: pytest.fail("nothing is sent to the terminal")).ways()
    return [(way.name, way.works) for way in ways]


async def test_a_clipboard_is_tried_and_gets_back_what_it_held(machine: dict[str, str]) -> None:
    assert await told(machine) == [("this machine's", True), ("the terminal's", None)]
    assert Path(machine["KEPT"]).read_text() == "mine, ünd not yours"


async def test_a_clipboard_that_takes_nothing_is_told(machine: dict[str, str]) -> None:
    Path(machine["KEPT"] + ".broken").touch()
    assert await told(machine) == [("this machine's", False), ("the terminal's", None)]


async def test_a_clipboard_that_may_hold_a_picture_is_left_alone(machine: dict[str, str]) -> None:
    Path(machine["KEPT"]).write_text("")
    assert (await told(machine))[0] == ("this machine's", None)
    assert Path(machine["KEPT"]).read_text() == ""


async def test_over_ssh_the_clipboard_of_the_other_machine_is_not_tried(machine: dict[str, str]) -> None:
    Path(machine["KEPT"]).write_text("theirs")
    assert await told({**machine, "SSH_TTY": "/dev/pts/1"}) == [("this machine's", None), ("the terminal's", None)]


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[str]:
    """The TMUX of a server of our own."""
    if not shutil.which("tmux"):
        pytest.skip("no tmux here")
    socket = str(tmp_path / "tmux")
    subprocess.run(["tmux", "-S", socket, "-f", "/dev/null", "new", "-d", "sleep 60"], check=True)
    yield f"{socket},0,0"
    subprocess.run(["tmux", "-S", socket, "kill-server"], check=False)


async def test_the_buffers_of_tmux_stay_as_they_were(machine: dict[str, str], tmux: str) -> None:
    def buffers() -> str:
        asked = ["tmux", "-S", tmux.partition(",")[0], "list-buffers"]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout

    subprocess.run(["tmux", "-S", tmux.partition(",")[0], "set-buffer", "mine"], check=True)
    before = buffers()
    assert before
    assert await told({**machine, "TMUX": tmux}) == [("this machine's", True), ("tmux's", True)]
    assert buffers() == before
