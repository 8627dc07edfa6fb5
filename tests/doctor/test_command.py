"""`paperreader doctor` as a whole: its lines, and that it changes nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from paperreader.store.migrations import MIGRATIONS
from tests.conftest import TOKEN, Run
from tests.doctor.conftest import examined
from tests.hub_server import HubServer
from tests.terminal import in_terminal


def test_where_all_is_well_it_is_said_line_by_line(run: Run, path: Path, hub_server: HubServer) -> None:
    done = run("doctor", HF_TOKEN=TOKEN)
    assert (done.returncode, done.stderr) == (0, "")
    assert TOKEN not in done.stdout
    lines = done.stdout.splitlines()
    assert {line.split()[0] for line in lines} <= {"ok", "note"}
    assert {line[22:].strip() != "" for line in lines} == {True}
    for words in (
        f"ok       store        {path}, 20 papers and 1 mark, ",
        "ok       integrity    SQLite found nothing wrong",
        f"ok       schema       version {len(MIGRATIONS)} of {len(MIGRATIONS)}",
        "ok       modes        ",
        "ok       token        found, not rejected",
        "newest day: 2026-07-31",
    ):
        assert words in done.stdout
    sent = [(request.path, request.headers.get("authorization")) for request in hub_server.requests]
    assert sent == [("/api/daily_papers", f"Bearer {TOKEN}"), ("/robots.txt", None)], "arXiv gets no token"


def test_looking_changes_nothing(run: Run, path: Path, tmp_path: Path) -> None:
    def files() -> dict[str, bytes]:
        own = (file for file in tmp_path.rglob("*") if file.is_file() and not file.name.endswith(("-shm", "-wal")))
        return {str(file): file.read_bytes() for file in own}

    before = files()
    examined(run, "--offline", code=0)
    assert files() == before
    shutil.rmtree(path.parent)
    found = examined(run, "--offline", code=0)
    assert found["store"] == [("note", f"none yet at {path}: the first start creates it ")]
    assert not path.parent.exists()


def test_without_a_home_the_rest_is_still_told(run: Run, path: Path) -> None:
    found = examined(run, "--offline", HOME="", code=1)
    assert found["places"][0][0] == "problem"
    assert found["Python"][0][0] == found["Unicode"][0][0] == "ok"


def test_on_a_terminal_it_fits_and_has_colours(env: dict[str, str], path: Path) -> None:
    code, output = in_terminal(env, "doctor", "--offline", columns=80)
    assert code == 0
    assert "ok       \x1b[0mterminal     xterm-256color" in output
    assert "ok       \x1b[0msize         80 columns, 24 lines" in output
    asked = re.compile(r"\r●\x1b\[6n\r\x1b\[K")
    lines = re.sub(r"\x1b\[[0-9;]*m", "", asked.sub("", output)).splitlines()
    assert max(len(line) for line in lines if env["HOME"] not in line) <= 80  # a path is left whole
    assert all(line.isprintable() for line in lines)
    assert any(line.startswith(" " * 22 + "→ ") for line in lines)
    assert "\x1b" not in asked.sub("", in_terminal({**env, "NO_COLOR": "1"}, "doctor", "--offline")[1])
    assert "\x1b[3" in in_terminal({**env, "NO_COLOR": ""}, "doctor", "--offline")[1]
    code, output = in_terminal({**env, "TERM": "dumb"}, "doctor", "--offline")
    assert code == 1
    assert "problem  terminal     TERM is dumb" in output
    assert "\x1b" not in output
