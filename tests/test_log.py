"""The log has what is needed to understand a report, and nothing that should not leave the machine."""

from __future__ import annotations

import re
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from paperreader import __version__
from paperreader.log import MAX_LOG_BYTES
from paperreader.store import Store
from tests.conftest import FRIDAY, TOKEN, Run, store_of
from tests.hub_server import HubServer
from tests.hub_server.items import papers


def test_what_went_wrong_stands_below_what_was_running(
    run: Run, env: dict[str, str], tmp_path: Path, hub_server: HubServer
) -> None:
    hub_server.days = {FRIDAY: [*papers(FRIDAY, 3), {"title": "no id"}]}
    hub_server.fail("500", match=FRIDAY.isoformat(), times=3)
    log = tmp_path / ".local/state/paperreader/log"
    run("fetch", FRIDAY.isoformat(), HF_TOKEN=TOKEN, TMUX="x")
    head, failed = log.read_text().splitlines()
    for words in (f" INFO paperreader: {__version__}, ", "Python 3.", f"SQLite {sqlite3.sqlite_version}", "in tmux"):
        assert words in head
    assert f"INFO paperreader.refresh.fetch: {FRIDAY}: The Hub returned an error (500" in failed
    run("fetch", FRIDAY.isoformat(), HTTP_PROXY="http://me:secret@127.0.0.1:9", HF_ENDPOINT="http://hub.test")
    run("fetch", FRIDAY.isoformat())
    text = log.read_text()
    assert "offline: Can't reach the proxy 127.0.0.1:9." in text
    assert f"{FRIDAY}: 1 could not be read" in text
    assert TOKEN not in text
    assert "secret" not in text
    assert text.replace("\n", "").isprintable()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_when_nothing_goes_wrong_there_is_no_log(
    run: Run, env: dict[str, str], tmp_path: Path, hub_server: HubServer
) -> None:
    hub_server.days = {FRIDAY: papers(FRIDAY, 3)}
    assert run("fetch", FRIDAY.isoformat()).returncode == 0
    assert not (tmp_path / ".local/state").exists()


def test_a_damaged_store_stands_in_the_log(
    run: Run, env: dict[str, str], tmp_path: Path, hub_server: HubServer
) -> None:
    hub_server.days = {FRIDAY: papers(FRIDAY, 3)}
    path = store_of(env)
    with closing(Store(path, now=lambda: datetime.now(UTC))):
        pass
    path.write_bytes(b"garbage " * 1000)
    done = run("fetch", FRIDAY.isoformat())
    assert done.returncode == 0
    begun, told = done.stderr.splitlines()
    assert begun == "paperreader: the store is damaged: recovering what can be read …"
    assert told.startswith("paperreader: the store was damaged: ")
    assert "The store was damaged" in (tmp_path / ".local/state/paperreader/log").read_text()


def test_a_write_that_fails_stands_in_the_log_by_its_name(
    run: Run, env: dict[str, str], tmp_path: Path, hub_server: HubServer
) -> None:
    hub_server.days = {FRIDAY: papers(FRIDAY, 3)}
    path = store_of(env)
    with closing(Store(path, now=lambda: datetime.now(UTC))):
        pass
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TRIGGER full BEFORE INSERT ON listing BEGIN SELECT RAISE(ABORT, 'no room'); END")
    assert run("fetch", FRIDAY.isoformat()).returncode == 1
    log = (tmp_path / ".local/state/paperreader/log").read_text()
    assert "a write failed: no room (SQLITE_CONSTRAINT_TRIGGER)" in log


WRITING = """
import logging, sys
from pathlib import Path
from paperreader import log
log.start(Path(sys.argv[1]))
for n in range(1500):
    logging.getLogger("paperreader").info("line %s-%04d %s", sys.argv[2], n, "x" * 180)
"""


def test_programs_that_rotate_one_log_at_the_same_time_lose_no_line(env: dict[str, str], tmp_path: Path) -> None:
    """All that they write is too much for one file, and fits into two; the log may be a link."""
    log = tmp_path / "log"
    log.symlink_to(tmp_path / "elsewhere")
    writing = [subprocess.Popen([sys.executable, "-c", WRITING, log, str(name)], env=env) for name in range(2)]
    assert [program.wait(60) for program in writing] == [0, 0]
    older, newer = (tmp_path / f"elsewhere{end}" for end in (".1", ""))
    lines = re.findall(r"line (\d)-(\d{4}) x{180}\n", older.read_text() + newer.read_text())
    for name in range(2):
        assert [int(n) for by, n in lines if int(by) == name] == list(range(1500))
    assert older.stat().st_size <= MAX_LOG_BYTES
    assert log.is_symlink()
    assert stat.S_IMODE(newer.stat().st_mode) == stat.S_IMODE(older.stat().st_mode) == 0o600
    for file in (older, newer):
        assert f" INFO paperreader: {__version__}, " in file.read_text().splitlines()[0]


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
