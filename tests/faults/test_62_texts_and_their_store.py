"""62 texts and their store: killed at any moment, two readers, a store that is moved away or cannot be written"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from paperreader.store import Store
from paperreader.views import DayView
from tests.bench.terminal import Program
from tests.conftest import NEWEST, store_of
from tests.hostile_papers import article, heading, para
from tests.hub_server import HubServer
from tests.stores import rows

PARAGRAPHS = 400
COMMAND = [sys.executable, "-m", "paperreader"]
END = f"weft warp {PARAGRAPHS - 1}."


def page() -> bytes:
    return article(
        heading(1) + "".join(para(f"Here go weft warp {number}.", f"p{number}") for number in range(PARAGRAPHS))
    )


def opened_store(env: dict[str, str]) -> Store:
    return Store(store_of(env), now=lambda: datetime.now(UTC))


def first_paper(env: dict[str, str]) -> str:
    store = opened_store(env)
    paper = store.papers.entries(DayView(NEWEST))[0].id
    store.close()
    return paper


@pytest.fixture
def home(env: dict[str, str], fetched: HubServer, config_file: object) -> dict[str, str]:
    """A day of papers; the first one has a long text."""
    fetched.texts.html[first_paper(env)] = page()
    return env | {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}


def open_text(program: Program) -> None:
    program.until(lambda text: "? keys" in text)
    program.write("f")
    program.until(lambda text: "t contents" in text)


def test_fault_62_a_kill_while_a_text_arrives_or_is_read(home: dict[str, str], long: bool) -> None:
    dice = random.Random(62)
    seen = set()
    paper = first_paper(home)
    for turn in range(40 if long else 4):
        with Program(COMMAND, home, (100, 30)) as program:
            program.until(lambda text: "? keys" in text)
            program.write("f")
            if turn % 2:
                program.until(lambda text: "t contents" in text)
                program.write("g" + " " * dice.randrange(20))  # not to its end, where Space leaves the text
                time.sleep(dice.uniform(0, 1.5))
            else:
                time.sleep(dice.uniform(0, 1.2))
            os.kill(program.pid, signal.SIGKILL)
            os.waitpid(program.pid, 0)
            program.pid = 0
        assert rows(store_of(home), "PRAGMA integrity_check") == [("ok",)]
        store = opened_store(home)
        found = store.texts.get(paper)
        if found:
            assert len(found.text.blocks) == PARAGRAPHS + 1
        seen.add(bool(found))
        store.close()
    with Program(COMMAND, home, (100, 30)) as program:
        open_text(program)
        program.write("G")
        program.until(lambda text: END in text)
        program.leave("Q")
    assert True in seen


def test_fault_62_two_readers_in_one_text(home: dict[str, str]) -> None:
    with Program(COMMAND, home, (100, 30)) as one, Program(COMMAND, home, (100, 30)) as other:
        for program in (one, other):
            open_text(program)
        for turn in range(10):
            for program in (one, other):
                program.write("G" if turn % 2 else "g")
        for program in (one, other):
            program.until(lambda text: END in text)
            program.leave("Q")
    with Program(COMMAND, home, (100, 30)) as program:
        program.until(lambda text: "? keys" in text)
        program.write("f")
        program.until(lambda text: END in text)
        program.leave("Q")
    assert rows(store_of(home), "PRAGMA integrity_check") == [("ok",)]


def test_fault_62_a_store_that_is_moved_away_while_a_text_is_open(home: dict[str, str]) -> None:
    with Program(COMMAND, home, (100, 30)) as program:
        open_text(program)
        program.write(" ")
        store_of(home).parent.rename(store_of(home).parent.with_name("elsewhere"))
        for key in ("G", "g", "/", "warp 39", "\r", "n", "\x1b[27u", "t", "\x1b[27u", "f", "f", "G"):
            program.write(key)
            program.settle(0.02, first=0.1)
        time.sleep(1.5)  # the position is saved each second
        program.write("G")
        program.settle(0.1, first=0.3)
        assert program.screen.text.strip()
        program.leave("Q")
    log = store_of(home).parents[2] / "state/paperreader/log"
    assert not log.exists() or "Traceback" not in log.read_text()


@pytest.fixture
def unwritable(home: dict[str, str]) -> Iterator[dict[str, str]]:
    """The store has the text, and nobody may write it any more."""
    with Program(COMMAND, home, (100, 30)) as program:
        open_text(program)
        program.leave("Q")
    store = store_of(home)
    store.chmod(0o400)
    store.parent.chmod(0o500)
    is_root = os.geteuid() == 0
    if is_root and subprocess.run(["chattr", "+i", store], capture_output=True, check=False).returncode:
        pytest.skip("root may write everything here")
    yield home
    if is_root:
        subprocess.run(["chattr", "-i", store], check=True)
    store.parent.chmod(0o700)


def test_fault_62_a_text_that_cannot_be_stored_is_shown_and_that_is_said(
    unwritable: dict[str, str], fetched: HubServer
) -> None:
    store = opened_store(unwritable)
    other = store.papers.entries(DayView(NEWEST))[1].id
    store.close()
    fetched.texts.html[other] = page()
    with Program(COMMAND, unwritable, (100, 30)) as program:
        program.until(lambda text: "? keys" in text)
        program.write("Jf")
        program.until(lambda text: "not stored." in text and "Here go weft warp 1." in text)
        program.write("G")
        program.until(lambda text: END in text)
        program.leave("Q")


def test_fault_62_a_store_that_cannot_be_written(unwritable: dict[str, str]) -> None:
    with Program(COMMAND, unwritable, (100, 30)) as program:
        open_text(program)
        program.write("G")
        program.until(lambda text: "100 %" in text)
        time.sleep(1.2)  # the position is saved each second
        program.write("g")
        program.until(lambda text: "Here go weft warp 3." in text)
        program.leave("Q")
