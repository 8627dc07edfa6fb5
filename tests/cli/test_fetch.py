"""`paperreader fetch`: a real process, a real hub on loopback, a real store."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import NEWEST, Run
from tests.hub_server import HubServer
from tests.hub_server.items import item, papers

BEFORE = date(2025, 7, 30)


def test_fetch_prints_a_line_a_day(run: Run, hub_server: HubServer) -> None:
    hub_server.days = {NEWEST: papers(NEWEST, 24), BEFORE: papers(BEFORE, 5)}
    done = run("fetch")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:2] == ["2025-07-31  24 papers, 24 new", "2025-07-30  5 papers, 5 new"]
    assert run("status").stdout == "24 unread\n"
    hub_server.grow(NEWEST, 6)
    assert run("fetch").stdout.splitlines()[0] == "2025-07-31  30 papers, 6 new"
    assert run("status").stdout == "30 unread\n"


def test_fetch_of_named_days(run: Run, hub_server: HubServer) -> None:
    early = date(2024, 3, 12)
    hub_server.days = {NEWEST: papers(NEWEST, 2), BEFORE: papers(BEFORE, 1), early: papers(early, 3)}
    done = run("fetch", "2024-03-12", "2025-07-30", "2024-03-12")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["2025-07-30  1 paper, 1 new", "2024-03-12  3 papers, 3 new"]


def test_fetch_of_the_last_days_fills_what_is_missing(fetched: HubServer, run: Run) -> None:
    early = date(2025, 6, 2)
    fetched.days[early] = papers(early, 3)
    fetched.requests.clear()
    done = run("fetch", "--days", "44")
    assert done.returncode == 0
    assert "2025-06-02  3 papers, 3 new" in done.stdout.splitlines()
    asked = [each for each in fetched.asked() if each != "newest"]
    assert len(asked) == len(set(asked))
    assert min(asked) == "2025-06-02"
    assert all(date.fromisoformat(each).weekday() < 5 for each in asked)
    assert run("status").stdout == "24 unread\n"


def test_fetch_says_what_failed_and_goes_on(run: Run, hub_server: HubServer) -> None:
    hub_server.days = {NEWEST: papers(NEWEST, 2), BEFORE: papers(BEFORE, 5)}
    hub_server.fail("404 \x1b[31mgone\x1b]0;x\x07", match="2025-07-30")
    done = run("fetch", "2025-07-31", "2025-07-30")
    assert done.returncode == 1
    assert done.stdout == "2025-07-31  2 papers, 2 new\n"
    assert done.stderr.startswith("paperreader: 2025-07-30: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(("args", "extra"), [(["--offline"], {}), ([], {"HF_HUB_OFFLINE": "1"})])
def test_offline_never_touches_the_network(
    run: Run, hub_server: HubServer, args: list[str], extra: dict[str, str], tmp_path: Path
) -> None:
    for command in (["fetch", *args], [*args, "fetch"]):
        done = run(*command, **extra)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("paperreader: offline: not contacting the Hub")
    assert hub_server.requests == []
    assert list(tmp_path.iterdir()) == []


def test_a_bad_endpoint_is_said(run: Run) -> None:
    done = run("fetch", HF_ENDPOINT="nonsense")
    assert (done.returncode, done.stdout) == (2, "")
    assert 'not "nonsense"' in done.stderr


def test_ctrl_c_ends_a_fetch_calmly(run: Run, env: dict[str, str], hub_server: HubServer) -> None:
    hub_server.days = {NEWEST: papers(NEWEST, 3)}
    hub_server.fail("silent")
    command = [sys.executable, "-m", "paperreader", "fetch"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not hub_server.requests:
        time.sleep(0.02)
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    output, said = process.communicate(timeout=60)
    assert (process.returncode, output, said) == (130, "", "paperreader: interrupted\n")
    assert time.monotonic() - started < 9, "a silent hub is given up after ten"
    hub_server.fail()
    assert run("fetch", "2025-07-31").returncode == 0


def test_a_fetch_brings_texts_of_an_older_version_up_to_date(run: Run, hub_server: HubServer, tmp_path: Path) -> None:
    old = [item("2507.30001", "τ-Bench for uplifted agents", day=BEFORE)]
    hub_server.days = {NEWEST: papers(NEWEST, 2), BEFORE: old}
    assert run("fetch").returncode == 0
    store = tmp_path / ".local/share/paperreader/paperreader.db"
    with closing(sqlite3.connect(store)) as other, other:
        other.execute("UPDATE paper SET readable_version = 1, other_words = ''")
        other.execute("DELETE FROM setting WHERE name = 'readable_version'")
    assert run("search", "taubench").stdout == ""
    done = run("fetch", NEWEST.isoformat())
    assert done.stderr == "paperreader: 3 stored papers updated for this version's search\n"
    assert "τ-Bench" in run("search", "taubench").stdout
    assert run("fetch", NEWEST.isoformat()).stderr == ""
