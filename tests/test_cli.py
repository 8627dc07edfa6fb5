"""The program as a person or a script starts it: a real process, a real hub on loopback, a real store."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from paperreader import __version__
from paperreader.cli import main
from paperreader.models import Cause, Field
from paperreader.store import Store
from tests.conftest import NEWEST, Run, store_of
from tests.hub_server import HubServer
from tests.hub_server.items import item, papers
from tests.terminal import in_terminal

BEFORE = date(2025, 7, 30)


def open_store(path: Path) -> Store:
    return Store(path, now=lambda: datetime.now(UTC))


def test_version_and_help(run: Run) -> None:
    assert run("--nonsense").returncode == 2
    assert run("--version").stdout == f"paperreader {__version__}\n"
    said = run("--help").stdout
    for word in (
        "--date",
        "--offline",
        "--demo",
        "--db",
        "--config",
        "--theme",
        "fetch",
        "list",
        "status",
        "paths",
    ):
        assert word in said
    assert "--starred" in run("list", "--help").stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nonsense"], "invalid choice: 'nonsense'"),
        (["--nonsense"], "unrecognized arguments: --nonsense"),
        (["--off", "status"], "unrecognized arguments: --off"),
        (["--date"], "expected one argument"),
        (["--date", "soon"], '"soon": no day like 2024-03-12'),
        (["--date", "2025-02-30"], '"2025-02-30": there is no 30 Feb 2025'),
        (["--date", "3/7/2025"], '"3/7/2025": 3 Jul or 7 Mar?'),
        (["list", "2025"], '"2025" is no day, week or month'),
        (["--date", "2025-W31-4"], '"2025-W31-4": no day like'),
        (["--date", "2999-01-01"], "2999-01-01 is still to come"),
        (["fetch", "2999-01-01"], "2999-01-01 is still to come"),
        (["fetch", "2023-05-03"], "the hub has daily papers from 2023-05-04 on"),
        (["fetch", "--days", "0"], '"0" is no number from 1 to 9999'),
        (["fetch", "--days", "00000000199999999999"], "is no number from 1 to 9999"),
        (["fetch", "--days", "9" * 5000], "is no number from 1 to 9999"),
        (["fetch", "2025-07-31", "--days", "3"], "give days, --days, --all, --since or --trending, one of them"),
        (["fetch", "--all", "--since", "2025-07-31"], "one of them"),
        (["fetch", "--until", "2025-07-31"], "--until goes with --since"),
        (["fetch", "--since", "2025-07-31", "--until", "2025-07-30"], "--until goes with an earlier --since"),
        (["list", "\x1b[31mred\x07"], '"red": no day like'),
        (["--demo", "list"], "--demo are for the reader, not for list"),
        (["--demo", "--db", "x.db"], "--demo has a store of its own"),
        (["--db", "", "list"], "the name of a file is missing"),
        (["search"], "the following arguments are required: QUERY"),
        (["search", "robot", "--video"], "unrecognized arguments: --video"),
        (["search", "robot", "--limit", "-1"], '"-1" is no number from 1 to 9999'),
        (["status", "--json"], "unrecognized arguments: --json"),
    ],
)
def test_bad_usage_is_one_line_and_2(capsys: pytest.CaptureFixture[str], args: list[str], said: str) -> None:
    assert main(args) == 2
    output, line = capsys.readouterr()
    assert output == ""
    assert line.startswith("paperreader: ")
    assert line.removesuffix("\n").isprintable()
    assert said in line


def test_without_a_store_nothing_is_made(run: Run, tmp_path: Path) -> None:
    listing = run("list")
    assert (listing.returncode, listing.stdout) == (1, "")
    assert listing.stderr == "paperreader: no store yet: run paperreader fetch\n"
    assert run("list", "--json").stdout == ""
    status = run("status")
    assert (status.returncode, status.stdout, status.stderr) == (0, "0 new\n", "")
    assert run("paths").returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_paths(run: Run, env: dict[str, str], tmp_path: Path) -> None:
    assert run("paths").stdout == (
        f"config    {tmp_path}/.config/paperreader/config.toml\n"
        f"store     {tmp_path}/.local/share/paperreader/paperreader.db\n"
        f"log       {tmp_path}/.local/state/paperreader/log\n"
        f"endpoint  {env['HF_ENDPOINT']}\n"
    )
    moved = run("--db", "a  b.db", "paths", "--config", "c.toml", XDG_STATE_HOME="/s", HF_HUB_OFFLINE="1").stdout
    assert moved.splitlines() == [
        f"config    {tmp_path}/c.toml",
        f"store     {tmp_path}/a  b.db",
        "log       /s/paperreader/log",
        f"endpoint  {env['HF_ENDPOINT']} (not asked: offline)",
    ]


def test_fetch_prints_a_line_a_day(run: Run, hub_server: HubServer) -> None:
    hub_server.days = {NEWEST: papers(NEWEST, 24), BEFORE: papers(BEFORE, 5)}
    done = run("fetch")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:2] == ["2025-07-31  24 papers, 24 new", "2025-07-30  5 papers, 5 new"]
    assert run("status").stdout == "24 new\n"
    hub_server.grow(NEWEST, 6)
    assert run("fetch").stdout.splitlines()[0] == "2025-07-31  30 papers, 6 new"
    assert run("status").stdout == "30 new\n"


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
    assert run("status").stdout == "24 new\n"


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
        assert done.stderr.startswith("paperreader: offline: the hub is not asked")
    assert hub_server.requests == []
    assert list(tmp_path.iterdir()) == []


def test_list_is_for_people(fetched: HubServer, run: Run, env: dict[str, str]) -> None:
    store = open_store(store_of(env))
    store.set_marks(Field.READ, True, ["2507.31002"], Cause.BY_HAND).result()
    store.set_marks(Field.STARRED, True, ["2507.31002", "2507.31003", "2507.30001"], Cause.BY_HAND).result()
    store.close()
    lines = run("list").stdout.splitlines()
    assert len(lines) == 24
    assert lines[0] == "2025-07-31  ●   199  Ferry: Mending Thursday's Tokens, Part 1"
    assert lines[1] == "2025-07-31   ★  198  Orchard: Counting Thursday's Tokens, Part 2"
    assert lines[2] == "2025-07-31  ●★  197  Compass: Folding Thursday's Tokens, Part 3"
    assert len(run("list", "--unread").stdout.splitlines()) == 23
    starred = run("list", "--starred").stdout.splitlines()
    assert sorted(line[:10] for line in starred) == ["2025-07-30", "2025-07-31", "2025-07-31"]
    assert [line[12:14] for line in run("list", "--starred", "--unread").stdout.splitlines()] == ["●★"]
    assert len(run("list", "2025-07-30").stdout.splitlines()) == 5
    assert len(run("list", "30 jul 25").stdout.splitlines()) == 5
    assert len(run("list", "2025-07-30", "--starred").stdout.splitlines()) == 1
    assert run("list", "2025-07-30", "--unread").stdout == ""
    assert run("list", PYTHONIOENCODING="ascii").stdout.splitlines()[2].startswith("2025-07-31  o*  197  Compass")


def test_list_of_a_day_that_is_not_there(fetched: HubServer, run: Run) -> None:
    done = run("list", "2025-01-02")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "paperreader: 2025-01-02 is not in the store: run paperreader fetch 2025-01-02\n"


def test_list_of_a_week_or_month_goes_by_upvotes_and_says_what_is_missing(fetched: HubServer, run: Run) -> None:
    week = run("list", "2025-W31")
    assert week.returncode == 0
    lines = week.stdout.splitlines()
    assert len(lines) == 29
    upvotes = [int(line.split()[2 if "●" in line else 1]) for line in lines]
    assert upvotes == sorted(upvotes, reverse=True)
    assert {line[:10] for line in lines[:4]} == {str(NEWEST), str(BEFORE)}
    how = "run paperreader fetch --since 2025-07-28 --until 2025-08-03"
    assert week.stderr == f"paperreader: 2 days of 2025-W31 missing: {how}\n"
    assert run("list", "2025-07").stdout == week.stdout
    gone = run("list", "2025-W20")
    assert (gone.returncode, gone.stdout) == (1, "")
    how = "run paperreader fetch --since 2025-05-12 --until 2025-05-18"
    assert gone.stderr == f"paperreader: nothing of 2025-W20 is in the store: {how}\n"


def test_what_is_trending_is_fetched_and_listed_in_the_hubs_order(fetched: HubServer, run: Run) -> None:
    assert "paperreader fetch --trending" in run("list", "--trending").stderr
    assert run("fetch", "--trending").stdout == "29 papers are trending\n"
    done = run("list", "--trending", "--json")
    assert [paper["id"] for paper in json.loads(done.stdout)][:2] == ["2507.31001", "2507.31002"]
    assert done.stderr.startswith("paperreader: asked ")
    fetched.stop()
    assert run("list", "--trending", "--json").stdout == done.stdout
    assert run("fetch", "--trending").returncode == 1


def test_list_json_is_one_array(fetched: HubServer, run: Run) -> None:
    done = run("list", "--json", PYTHONIOENCODING="ascii")
    assert done.stderr == ""
    items = json.loads(done.stdout)
    assert len(items) == 24
    assert {
        "id": "2507.31001",
        "source": "hf",
        "day": "2025-07-31",
        "title": "Ferry: Mending Thursday's Tokens, Part 1",
        "organization": "North Quay Institute",
        "upvotes": 199,
        "comments": 1,
        "github_stars": 3,
        "published": "2025-07-30",
        "read": False,
        "unread": True,
        "starred": False,
        "url": "https://huggingface.co/papers/2507.31001",
    }.items() <= items[0].items()
    assert {"abstract", "title_raw", "abstract_raw", "authors"} <= items[0].keys()
    assert json.loads(run("list", "--json", "--starred").stdout) == []
    older = json.loads(run("list", "--json", "2025-07-30").stdout)
    assert [each["unread"] for each in older] == [False] * 5


def test_a_search_is_made_of_all_that_is_no_option(fetched: HubServer, run: Run) -> None:
    everything = run("search", "sort:newest").stdout.splitlines()
    others = [line for line in everything if "Harbor" not in line]
    assert 0 < len(others) < len(everything)
    for words in (["-harbor"], ["--", "-harbor"], ["sort:newest", "-harbor"], ["-harbor", "-zebra", "--limit", "99"]):
        assert run("search", *words).stdout.splitlines() == others, words
    assert len(json.loads(run("search", "-harbor", "--json").stdout)) == len(others)
    assert run("search", "-h").stdout.startswith("usage: paperreader search")


def test_list_is_cut_to_the_terminal(run: Run, hub_server: HubServer, env: dict[str, str]) -> None:
    wide = "Weaving 漢字漢字漢字 with a Title that Goes on and on until No Terminal Can Show All of It"
    hub_server.days = {NEWEST: [item("2507.31001", wide, day=NEWEST), item("2507.31002", "Short", day=NEWEST)]}
    run("fetch", "2025-07-31")
    code, output = in_terminal(env, "list", columns=40)
    lines = output.replace("\r", "").splitlines()
    assert code == 0
    assert sorted(lines) == ["2025-07-31      1  Short", "2025-07-31      1  Weaving 漢字漢字漢字…"]
    assert wide in run("list").stdout


def test_options_stand_before_and_behind(run: Run, fetched: HubServer, env: dict[str, str], tmp_path: Path) -> None:
    store_of(env).rename(tmp_path / "mine.db")
    assert run("status").stdout == "0 new\n"
    assert run("--db", "mine.db", "status").stdout == "24 new\n"
    assert run("status", "--db", "mine.db").stdout == "24 new\n"
    assert run("--db", "none.db", "status", "--db", "mine.db").stdout == "24 new\n"


def test_a_file_that_is_no_store_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("my notes\n" * 1000)
    for command in ("list", "status", "fetch"):
        done = run(command, "--db", "notes.txt")
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.count("\n") == 1
        assert "notes.txt" in done.stderr
    assert (tmp_path / "notes.txt").read_text() == "my notes\n" * 1000


def test_a_bad_endpoint_is_said(run: Run) -> None:
    done = run("fetch", HF_ENDPOINT="nonsense")
    assert (done.returncode, done.stdout) == (2, "")
    assert 'not "nonsense"' in done.stderr


def test_settings_that_were_named_must_be_there(env: dict[str, str]) -> None:
    code, output = in_terminal(env, "--config", "/nowhere/config.toml")
    assert (code, output) == (1, "paperreader: there are no settings at /nowhere/config.toml\r\n")


def test_the_demo_opens_and_leaves_no_trace(env: dict[str, str], hub_server: HubServer, tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    code, output = in_terminal(
        {**env, "TMPDIR": str(tmp_path / "tmp")}, "--demo", columns=100, leave_at="read on", pause=0.7
    )
    assert code == 0, output
    assert hub_server.requests == []
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not store_of(env).exists()


def test_a_reader_of_the_output_may_leave_early(fetched: HubServer, env: dict[str, str]) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    command = [sys.executable, "-m", "paperreader", "list"]
    done = subprocess.run(command, env=env, stdout=theirs, stderr=subprocess.PIPE, text=True, timeout=30)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (1, "")


def test_a_full_disk_behind_the_output_is_said(fetched: HubServer, env: dict[str, str]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    command = [sys.executable, "-m", "paperreader", "list"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, env=env, stdout=full, stderr=subprocess.PIPE, text=True, timeout=30)
    assert done.returncode == 1
    assert done.stderr == "paperreader: the output could not be written: No space left on device\n"


def test_closed_outputs_are_no_fault(fetched: HubServer, env: dict[str, str]) -> None:
    script = f"{sys.executable} -m paperreader list >&- 2>&-"
    assert subprocess.run(["sh", "-c", script], env=env, timeout=30).returncode == 0


def test_ctrl_c_ends_a_fetch_calmly(run: Run, env: dict[str, str], hub_server: HubServer) -> None:
    hub_server.days = {NEWEST: papers(NEWEST, 3)}
    hub_server.fail("silent")
    command = [sys.executable, "-m", "paperreader", "fetch"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while not hub_server.requests:
        time.sleep(0.02)
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    output, said = process.communicate(timeout=20)
    assert (process.returncode, output, said) == (130, "", "paperreader: interrupted\n")
    assert time.monotonic() - started < 2
    hub_server.fail()
    assert run("fetch", "2025-07-31").returncode == 0


def test_a_log_that_cannot_be_written_disturbs_nobody(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    script = """
import logging, sys
from pathlib import Path
from paperreader import log
log.start(Path(sys.argv[1]))
logging.getLogger("paperreader").error("to nobody")
"""
    command = [sys.executable, "-c", script, str(tmp_path / "state" / "log")]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
