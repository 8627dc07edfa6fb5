"""47 leaving the terminal: without an alternate screen, over slow lines, by every signal, stopped meanwhile"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from paperreader import signals
from tests.bench.terminal import Program
from tests.conftest import store_of
from tests.hub_server import HubServer
from tests.line import MOUSE, Line
from tests.stores import rows

READER = f"{sys.executable} -m paperreader --offline"
ENDS_WITH_0 = "code 0"


@pytest.fixture
def line(env: dict[str, str], fetched: HubServer) -> Iterator[Line]:
    """A shell that starts the reader; it has 24 papers."""
    with Line(env) as line:
        yield line


def start(line: Line) -> int:
    """Start the reader and wait for its first frame; its process."""
    line.write(f"{READER}; echo code $?\r")
    line.until(lambda text: "24 papers" in text and "? keys" in text and MOUSE in line.modes_left_on)
    return child_of(line)


def child_of(line: Line) -> int:
    return int(Path(f"/proc/{line.pid}/task/{line.pid}/children").read_text().split()[-1])


def is_stopped(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def wait_for(fact: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < end
        time.sleep(0.02)


def assert_shell_is_well(line: Line) -> None:
    """Nothing of ours is left on the screen or under way, no mode is on, keys are echoed."""
    line.until(lambda text: "papers" not in text)
    text = line.run("echo ec''ho")
    assert "echo\n" in text
    assert "8;8M" not in text
    assert line.modes_left_on == []
    assert line.echoes


@pytest.mark.parametrize("delay", [0, 0.3])
@pytest.mark.parametrize("plain", [False, True], ids=["alternate", "plain"])
def test_fault_47_nothing_is_left_behind(
    env: dict[str, str], fetched: HubServer, delay: float, plain: bool, long: bool
) -> None:
    """The mouse moves until the terminal hears that it is not wanted, and the terminal may have only one screen."""
    with Line(env, delay * (4 if long else 1), plain=plain) as line:
        start(line)
        line.write("Q")
        line.shows("code 0")
        assert line.text.strip().startswith("code 0"), "a clean line, and nothing else"
        assert_shell_is_well(line)


def test_fault_47_a_terminal_that_answers_nothing_does_not_make_leaving_slow(
    env: dict[str, str], fetched: HubServer
) -> None:
    with Line(env, mute=True) as line:
        start(line)
        begun = time.monotonic()
        line.write("Q")
        line.shows("code 0")
        assert time.monotonic() - begun < 5, "and not as long as an answer may take over a slow line"
        assert_shell_is_well(line)


DEADLY = [signal.Signals(number).name for number in sorted(signals.deadly()) if number < signal.SIGRTMIN]


@pytest.mark.parametrize("name", [*DEADLY, "SIGRTMIN"])
def test_fault_47_every_deadly_signal_restores_the_terminal_and_closes_the_store(
    env: dict[str, str], fetched: HubServer, name: str, long: bool
) -> None:
    if not (long or name in ("SIGQUIT", "SIGABRT", "SIGUSR1", "SIGALRM", "SIGXCPU")):
        pytest.skip("all signals go one way, which five of them try here; --long tries each")
    with Program([sys.executable, "-m", "paperreader", "--offline"], env, (100, 30)) as program:
        program.until(lambda text: "24 papers" in text)
        program.press("x", lambda text: "23 unread" in text)
        os.kill(program.pid, signal.Signals[name])
        code = os.waitstatus_to_exitcode(os.waitpid(program.pid, 0)[1])
        program.pid = 0
        program.settle(0.2)
    assert code == 128 + signal.Signals[name]
    assert bytes(program.output).rfind(b"\x1b[?1049l") > bytes(program.output).rfind(b"\x1b[?1049h")
    store = store_of(env)
    assert not store.with_name(f"{store.name}-wal").exists(), "closed"
    assert rows(store, "SELECT cause FROM mark") == [("skipped",)]


@pytest.mark.parametrize("stop", ["key", "SIGTSTP", "SIGTTIN", "SIGTTOU"])
def test_fault_47_stopped_and_continued(line: Line, stop: str) -> None:
    pid = start(line)
    if stop == "key":
        line.write("\x1a")
    else:
        os.kill(pid, signal.Signals[stop])
    wait_for(lambda: is_stopped(pid))
    assert_shell_is_well(line)
    line.resize(90, 28)
    line.write("fg; echo code $?\r")
    line.shows("24 papers", "? keys")
    line.write("x")
    line.shows("23 unread")
    line.write("Q")
    line.shows("code 0")
    assert_shell_is_well(line)


def test_fault_47_stopped_without_a_warning_and_continued_without_a_stop(
    env: dict[str, str], fetched: HubServer, long: bool
) -> None:
    """The terminal answers nothing: what is under way while nobody reads it would be a command for the shell."""
    for _ in range(60 if long else 1):  # where the second stop meets the reader is a matter of luck
        with Line(env, mute=True) as line:
            line.mouse_moves = False
            stop_without_a_warning(line)


def stop_without_a_warning(line: Line) -> None:
    pid = start(line)
    os.kill(pid, signal.SIGCONT)
    os.kill(pid, signal.SIGSTOP)
    wait_for(lambda: is_stopped(pid))
    line.write("echo ec''ho\n")  # the modes are still the reader's, where Enter is not the end of a line
    line.until(lambda text: text.count("\n$") == 2)
    os.kill(pid, signal.SIGCONT)  # the terminal is the shell's: stops again
    wait_for(lambda: is_stopped(pid))
    line.write("fg; echo code $?\n")
    wait_for(lambda: not is_stopped(pid))  # until then the shell would read what is typed
    line.until(lambda text: "24 papers" in text and "? keys" in text and "$" not in text)
    line.write("Q")
    line.shows("code 0")
    assert_shell_is_well(line)


def test_fault_47_a_script_around_it_stops_too(line: Line) -> None:
    """Or the shell would wait for the script, and nothing could be typed any more."""
    line.write(f"sh -c '{READER}; exit 3'; echo code $?\r")
    line.shows("24 papers", "? keys")
    line.write("\x1a")
    line.until(lambda text: "? keys" not in text and "$" in text)
    assert_shell_is_well(line)
    line.write("fg; echo code $?\r")
    line.shows("24 papers", "? keys")
    line.write("Q")
    line.shows("code 3")


def test_fault_47_without_a_shell_it_does_not_stop_for_ever(env: dict[str, str], fetched: HubServer) -> None:
    with Program([sys.executable, "-m", "paperreader", "--offline"], env, (100, 30)) as program:
        program.until(lambda text: "24 papers" in text)
        program.write("\x1a")
        program.settle(first=0.5)
        program.press("x", lambda text: "23 unread" in text)
        program.leave("Q")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_fault_47_ended_while_it_is_stopped(line: Line, env: dict[str, str], name: str) -> None:
    """As `kill %1` does, which continues the job for that."""
    pid = start(line)
    line.write("\x1a")
    wait_for(lambda: is_stopped(pid))
    os.kill(pid, signal.Signals[name])
    os.kill(pid, signal.SIGCONT)
    wait_for(lambda: not store_of(env).with_name("paperreader.db-wal").exists())
    assert_shell_is_well(line)


SIGNALS = (
    signal.SIGTSTP,
    signal.SIGTTIN,
    signal.SIGCONT,
    signal.SIGTERM,
    signal.SIGINT,
    signal.SIGWINCH,
    signal.SIGHUP,
)


def test_fault_47_nothing_interrupts_leaving(line: Line, env: dict[str, str]) -> None:
    """Another program holds the store, so that leaving takes a while: no key and no signal stops or breaks it."""
    pid = start(line)
    other = sqlite3.connect(store_of(env), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    line.write("xQQ\x1a")
    line.until(lambda text: "? keys" not in text)
    for _ in range(3):
        for number in SIGNALS:
            os.kill(pid, number)
            time.sleep(0.01)
        line.write("\x1a\x03\x1c")
    assert not is_stopped(pid)
    other.execute("ROLLBACK")
    line.shows(ENDS_WITH_0)
    assert "Traceback" not in line.text
    assert_shell_is_well(line)
    assert rows(store_of(env), "SELECT cause FROM mark") == [("skipped",)]


def test_fault_47_a_signal_at_any_time_of_leaving(line: Line, long: bool) -> None:
    for turn in range(60 if long else 4):
        pid = start(line)
        line.write("Q")
        line.until(lambda _: MOUSE not in line.modes_left_on)
        time.sleep(turn % 12 * 0.01)
        with suppress(ProcessLookupError):
            os.kill(pid, SIGNALS[turn % 3])
        line.shows(ENDS_WITH_0)
        assert_shell_is_well(line)
        line.run("clear")


@pytest.mark.parametrize("name", ["SIGTSTP", "SIGTTIN", "SIGTTOU"])
def test_fault_47_stopped_while_it_starts(line: Line, name: str) -> None:
    """The frame of the last exit is on the screen before the reader can put anything back."""
    start(line)
    line.write("Q")
    line.shows("code 0")
    line.run("clear")
    line.write(f"{READER}; echo code $?\r")
    line.shows("24 papers")
    pid = child_of(line)
    os.kill(pid, signal.Signals[name])
    line.until(lambda _: is_stopped(pid) or MOUSE in line.modes_left_on)
    if is_stopped(pid):
        assert_shell_is_well(line)
        line.write("fg; echo code $?\r")
    line.shows("24 papers", "? keys")
    line.write("Q")
    line.shows("code 0")
    assert_shell_is_well(line)


def test_fault_47_started_in_the_background(line: Line) -> None:
    """It waits to be put in the foreground, and takes the terminal's modes from then."""
    line.write(f"{READER} &\r")
    line.until(lambda _: Path(f"/proc/{line.pid}/task/{line.pid}/children").read_text().split())
    pid = child_of(line)
    wait_for(lambda: is_stopped(pid))
    line.write("fg; echo code $?\r")
    line.shows("24 papers", "? keys")
    line.write("Q")
    line.shows("code 0")
    assert_shell_is_well(line)
