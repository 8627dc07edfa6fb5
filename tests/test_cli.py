"""The program as a person or a script starts it: a real process, a real hub on loopback, a real store."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import sqlite3
import stat
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from paperreader import __version__
from paperreader.cli import main
from paperreader.items import parse_items
from paperreader.models import Cause, Field
from paperreader.store import Store
from tests.hub import HubServer
from tests.hub.items import item, papers

ROOT = Path(__file__).parents[1]
NEWEST = date(2025, 7, 31)
"""A Thursday that is over everywhere."""
BEFORE = date(2025, 7, 30)

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def env(tmp_path: Path, hub_server: HubServer) -> dict[str, str]:
    """A home of its own, and the hub on loopback."""
    return {
        "HOME": str(tmp_path),
        "HF_ENDPOINT": hub_server.url,
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
    }


@pytest.fixture
def run(env: dict[str, str], tmp_path: Path) -> Run:
    """Runs it to its end. Nothing may ever print a traceback, or what a terminal would obey."""

    def run(*args: str, **extra: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "paperreader", *args],
            env={**env, **extra},
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
        )
        assert "Traceback" not in done.stderr, done.stderr
        for line in [*done.stdout.split("\n"), *done.stderr.split("\n")]:
            assert line.isprintable(), line
        return done

    return run


def in_terminal(
    env: Mapping[str, str], *args: str, columns: int = 80, leave_at: str = "", pause: float = 0
) -> tuple[int, str]:
    """Runs it on a terminal of its own, to its end or to `Q` some time after a text was seen; code and output."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, columns))
    command = [sys.executable, "-m", "paperreader", *args]
    process = subprocess.Popen(command, env=env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    output = b""
    deadline = time.monotonic() + 30
    try:
        while time.monotonic() < deadline:
            if not select.select([ours], [], [], 0.2)[0]:
                continue
            try:
                output += os.read(ours, 65536)
            except OSError:
                break
            if leave_at and leave_at in output.decode(errors="replace"):
                leave_at = ""
                time.sleep(pause)
                os.write(ours, b"Q")
        return process.wait(timeout=10), output.decode(errors="replace")
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def store_of(env: Mapping[str, str]) -> Path:
    return Path(env["HOME"], ".local/share/paperreader/paperreader.db")


def open_store(path: Path) -> Store:
    return Store(path, now=lambda: datetime.now(UTC))


@pytest.fixture
def fetched(env: dict[str, str], hub_server: HubServer) -> HubServer:
    """24 papers of the newest day, which wait to be read, and 5 of the day before, which do not."""
    hub_server.days = {NEWEST: papers(NEWEST, 24), BEFORE: papers(BEFORE, 5)}
    store = open_store(store_of(env))
    for setting in ("newest", "since"):
        store.set_setting(setting, NEWEST.isoformat()).result()
    for day, items in hub_server.days.items():
        store.save_day(day, parse_items(items).papers, complete=day < NEWEST).result()
    store.close()
    return hub_server


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
        (["list", "2025-07"], '"2025-07": more than one day'),
        (["--date", "2025-W31-4"], '"2025-W31-4": no day like'),
        (["--date", "2999-01-01"], "2999-01-01 is still to come"),
        (["fetch", "2999-01-01"], "2999-01-01 is still to come"),
        (["fetch", "2023-05-03"], "the hub has daily papers from 2023-05-04 on"),
        (["fetch", "--days", "0"], '"0" is no number of days'),
        (["fetch", "--days", "9" * 5000], "is no number of days"),
        (["fetch", "2025-07-31", "--days", "3"], "give days or --days, not both"),
        (["list", "\x1b[31mred\x07"], '"red": no day like'),
        (["--demo", "list"], "--demo are for the reader, not for list"),
        (["--demo", "--db", "x.db"], "--demo has a store of its own"),
        (["--db", "", "list"], "the name of a file is missing"),
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
        "config    c.toml",
        "store     a  b.db",
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


def test_fault_1_fetch_without_a_network(run: Run, hub_server: HubServer) -> None:
    hub_server.stop()
    done = run("fetch")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("paperreader: offline: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(("args", "extra"), [(["--offline"], {}), ([], {"HF_HUB_OFFLINE": "1"})])
def test_offline_never_touches_the_network(
    run: Run, hub_server: HubServer, args: list[str], extra: dict[str, str], tmp_path: Path
) -> None:
    for command in (["fetch", *args], [*args, "fetch"]):
        done = run(*command, **extra)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith("paperreader: offline: nothing was fetched")
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


def test_list_is_cut_to_the_terminal(run: Run, hub_server: HubServer, env: dict[str, str]) -> None:
    wide = "Weaving 漢字漢字漢字 with a Title that Goes on and on until No Terminal Can Show All of It"
    hub_server.days = {NEWEST: [item("2507.31001", wide, day=NEWEST), item("2507.31002", "Short", day=NEWEST)]}
    run("fetch", "2025-07-31")
    code, output = in_terminal(env, "list", columns=40)
    lines = output.replace("\r", "").splitlines()
    assert code == 0
    assert sorted(lines) == ["2025-07-31      1  Short", "2025-07-31      1  Weaving 漢字漢字漢字…"]
    assert wide in run("list").stdout


def test_fault_21_hostile_texts_are_harmless(run: Run, hub_server: HubServer, env: dict[str, str]) -> None:
    evil = "漢\x1b]52;c;ZXZpbA==\x07B\x9b31mC\x00\x1b]0;owned\x07\x1b]8;;http://evil\x07D\u202eE"
    hub_server.days = {
        NEWEST: [item("2507.31001", evil, day=NEWEST, abstract=evil, authors=[evil], keywords=[evil], submitter=evil)]
    }
    assert run("fetch", "2025-07-31").returncode == 0
    # Even if another program wrote it into the store.
    with closing(sqlite3.connect(store_of(env))) as connection, connection:
        connection.execute("UPDATE paper SET title = ?, organization = ?", (evil, evil))
    assert run("list").stdout == "2025-07-31      1  漢BCDE\n"
    (paper,) = json.loads(run("list", "--json", PYTHONIOENCODING="ascii").stdout)
    assert {paper[name] for name in ("title", "title_raw", "abstract", "organization", "submitter")} == {"漢BCDE"}
    assert (paper["authors"], paper["keywords"]) == (["漢BCDE"], ["漢BCDE"])
    _, output = in_terminal(env, "list")
    assert output == "2025-07-31      1  漢BCDE\r\n"


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


def test_fault_35_without_a_home_it_says_so(run: Run) -> None:
    for command in ("list", "status", "paths", "fetch"):
        done = run(command, HOME="")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("paperreader: HOME is not set")


def test_a_bad_endpoint_is_said(run: Run) -> None:
    done = run("fetch", HF_ENDPOINT="nonsense")
    assert (done.returncode, done.stdout) == (2, "")
    assert 'not "nonsense"' in done.stderr


def test_fault_24_the_reader_needs_a_terminal(run: Run, env: dict[str, str], tmp_path: Path) -> None:
    done = run()
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == ("paperreader: the reader needs a terminal, and its input is none; try paperreader list\n")
    for extra, said in (
        ({"TERM": "dumb"}, "can move its cursor"),
        ({"PYTHONIOENCODING": "latin-1"}, "needs UTF-8"),
    ):
        code, output = in_terminal({**env, **extra})
        assert (code, output.count("\n")) == (1, 1)
        assert said in output
    assert list(tmp_path.iterdir()) == []


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


def test_fault_39_wrong_settings_do_not_stop_the_reader(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('theme = "textual-light"\nrefresh_every = "often"\n')
    config = str(tmp_path / "mine.toml")
    code, output = in_terminal(env, "--demo", "--config", config, columns=140, leave_at="mine.toml:2")
    assert code == 0, output


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


def test_fault_40_the_token_is_told_to_nobody(run: Run, hub_server: HubServer, env: dict[str, str]) -> None:
    hub_server.days = {NEWEST: papers(NEWEST, 2)}
    token = "hf_very_secret"
    said = run("fetch", HF_TOKEN=token)
    assert said.returncode == 0
    assert {request.headers.get("authorization") for request in hub_server.requests} == {f"Bearer {token}"}
    hub_server.token = "another"
    told = [
        said,
        run("fetch", HF_TOKEN=token),
        run("paths", HF_TOKEN=token),
        run("list", "--json", HF_TOKEN=token),
    ]
    assert token not in "".join(done.stdout + done.stderr for done in told)
    for file in Path(env["HOME"]).rglob("*"):
        assert not file.is_file() or token.encode() not in file.read_bytes(), file


def test_fault_21_and_40_the_log_is_private_and_plain(env: dict[str, str], tmp_path: Path) -> None:
    script = """
import logging, sys
from pathlib import Path
from paperreader import log
logging.getLogger("paperreader.hub").info("before")
log.start(Path(sys.argv[1]), "hf_secret")
logging.getLogger("elsewhere").info("not wanted")
logging.getLogger("paperreader.hub").info("once")
try:
    raise ValueError("a\\x1b]0;x\\x07b hf_secret\\nfake line")
except ValueError:
    logging.getLogger("paperreader.hub").exception("token hf_secret \\x1b[31m\\ud800")
for number in range(9000):
    logging.getLogger("elsewhere").warning("%d %s", number, "x" * 100)
"""
    path = tmp_path / "new" / "log"
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        env=env,
        capture_output=True,
        text=True,
        check=True,
        umask=0,
    )
    assert (done.stdout, done.stderr) == ("", "")
    files = sorted(path.parent.iterdir())
    assert [file.name for file in files] == ["log", "log.1"]
    assert [stat.S_IMODE(file.stat().st_mode) for file in [path.parent, *files]] == [0o700, 0o600, 0o600]
    assert all(file.stat().st_size < 600_000 for file in files)
    assert all(line.isprintable() for line in "\n".join(file.read_text() for file in files).split("\n"))


def test_fault_40_no_token_gets_into_the_log(env: dict[str, str], tmp_path: Path) -> None:
    script = """
import logging, sys
from pathlib import Path
from paperreader import log
log.start(Path(sys.argv[1]), "hf_secret")
def ask(token):
    raise ValueError(f"refused {token}\\n2025-07-31 INFO forged")
try:
    ask("hf_secret")
except ValueError:
    logging.getLogger("paperreader.hub").exception("sent hf_secret \\x1b[31m\\ud800")
"""
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "log")], env=env, check=True)
    text = (tmp_path / "log").read_text()
    assert "hf_secret" not in text
    assert "ValueError: refused [token]" in text
    assert re.fullmatch(r"\S+ \S+ ERROR paperreader\.hub: sent \[token\](\n    .*)+\n", text)


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
