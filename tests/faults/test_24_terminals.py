"""24 terminals that can do little, or are none · 25 resizing, suspending, signals"""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from tests.bench.terminal import Program
from tests.conftest import Run, store_of
from tests.hub_server import HubServer
from tests.stores import rows
from tests.terminal import PROGRAM, Terminal, in_terminal


def test_fault_24_the_reader_needs_a_terminal(run: Run, env: dict[str, str], tmp_path: Path) -> None:
    done = run()
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == ("paperreader: standard input is not a terminal; try paperreader list\n")
    for extra, said in (
        ({"TERM": "dumb"}, "cursor control"),
        ({"PYTHONIOENCODING": "latin-1"}, "needs UTF-8"),
    ):
        code, output = in_terminal({**env, **extra})
        assert (code, output.count("\n")) == (1, 1)
        assert said in output
    assert list(tmp_path.iterdir()) == []


def test_fault_24_commands_work_in_a_pipe_and_in_any_locale(fetched: HubServer, run: Run) -> None:
    for extra in ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"TERM": "dumb"}, {"TERM": ""}):
        assert run("list", **extra).returncode == 0
        assert run("status", **extra).stdout == "24 unread\n"
        assert run("paths", **extra).returncode == 0
        assert run("fetch", "2025-07-31", **extra).returncode == 0


@pytest.mark.parametrize(
    ("extra", "told"),
    [({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "UTF-8"), ({"TERM": "unknown"}, "TERM")],
    ids=["locale", "term"],
)
def test_fault_24_what_is_missing_is_said_and_what_to_do(env: dict[str, str], extra: dict[str, str], told: str) -> None:
    code, output = in_terminal({**env, **extra}, "--demo")
    assert (code, output.count("\n")) == (1, 1)
    assert told in output
    assert "\x1b" not in output


def test_fault_24_without_colours_no_colour_is_chosen(env: dict[str, str]) -> None:
    """Only the terminal's own: the default ones and the first sixteen."""
    with Program([sys.executable, "-m", "paperreader", "--demo"], env | {"NO_COLOR": "1"}, (100, 30)) as program:
        program.until(lambda text: "? keys" in text)
        for key in ("j", "b", "A", "?"):
            program.write(key)
            program.settle(first=0.2)
        program.leave("Q")
    assert not re.search(rb"[34]8[;:][25]", bytes(program.output))


def test_fault_24_ten_lines_of_forty_cells(env: dict[str, str]) -> None:
    with Program([sys.executable, "-m", "paperreader", "--demo"], env, (40, 10)) as program:
        program.until(lambda text: "? keys" in text and "●" in text)
        program.write("3")
        program.until(lambda text: "Wetherlow" in text)
        assert all(len(line) <= 40 for line in program.screen.text.split("\n"))
        program.leave("Q")


def test_fault_25_ctrl_z_and_fg(terminal: Terminal, tmp_path: Path) -> None:
    """The shell is as it was, the screen is whole again, with a sheet over it too; the time away is not looking."""
    (tmp_path / "quick.toml").write_text("mark_read_after = 2\n")
    terminal.type(f"{PROGRAM} --config {tmp_path}/quick.toml")
    terminal.shows("3 papers, 3 unread", "Ferry", "Orchard", "Keywords")
    for turn in range(2):
        if turn:
            terminal.press("?")
            terminal.shows("Page down; at the end")
        terminal.press("C-z")
        terminal.until(lambda text: "Stopped" in text or "suspended" in text)
        terminal.type(f"sleep {0 if turn else 2}; echo turn{turn} $((4 + 5)); stty -a | grep -c ' echo '")
        terminal.shows(f"turn{turn} 9", "1")
        terminal.type("fg")
        terminal.shows("Thu 30", *(("Keys ─", "Page down; at the end") if turn else ("Ferry: Mending", "? keys")))
    terminal.press("Escape")
    terminal.until(lambda text: "Page down; at the end" not in text)
    terminal.press("J")
    terminal.shows("Orchard: Counting Friday's Tokens, Part 2")
    terminal.press("q")
    terminal.until(lambda text: text.rstrip().endswith("$"))
    assert rows(store_in(tmp_path), "SELECT * FROM mark WHERE field = 'read'") == []


def store_in(folder: Path) -> Path:
    return folder / "data" / "paperreader" / "paperreader.db"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_fault_25_signals_restore_the_terminal_and_close_the_store(
    env: dict[str, str], fetched: HubServer, number: int
) -> None:
    with Program([sys.executable, "-m", "paperreader", "--offline"], env, (100, 30)) as program:
        program.until(lambda text: "24 papers" in text)
        program.press("x", lambda text: "23 unread" in text)
        pid = program.pid
        os.kill(pid, number)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        program.pid = 0
        program.settle(0.2)
    assert code == 128 + number
    output = bytes(program.output)
    for sequence in (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?2004l", b"\x1b[?1003l", b"\x1b[?1000l", b"\x1b[<u"):
        assert sequence in output
        on = sequence[:-1] + (b"l" if sequence.endswith(b"h") else b"h")
        assert output.rfind(sequence) > output.rfind(on), sequence
    store = store_of(env)
    assert not store.with_name(f"{store.name}-wal").exists(), "closed"
    assert rows(store, "SELECT cause FROM mark") == [("skipped",)]


def test_fault_25_a_terminal_that_is_gone_without_a_signal_is_a_hangup(env: dict[str, str], fetched: HubServer) -> None:
    """It is not the controlling one, as under some supervisors: its end could be read again and again."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (30, 100))
    command = [sys.executable, "-m", "paperreader", "--offline"]
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), theirs)
    with subprocess.Popen(command, env=env, start_new_session=True, **streams) as reader:
        os.close(theirs)
        try:
            read_until(ours, b"24 papers")
            os.write(ours, b"x")
            while not rows(store_of(env), "SELECT * FROM mark"):
                time.sleep(0.05)
            os.close(ours)
            assert reader.wait(timeout=60) == 128 + signal.SIGHUP
        finally:
            reader.kill()
    assert rows(store_of(env), "SELECT cause FROM mark") == [("skipped",)]
    assert not store_of(env).with_name("paperreader.db-wal").exists(), "closed"


TAKEN_BACK = """
import fcntl, os, signal, subprocess, sys, termios, time
terminal = int(sys.argv[1])
fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
if not os.fork():
    os.setpgid(0, 0)
    os.tcsetpgrp(terminal, os.getpgrp())
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), terminal)
    subprocess.Popen([sys.executable, "-m", "paperreader", "--offline"], **streams)
    os._exit(0)  # and leave it without a parent that could continue it: it is not stopped, but refused
sys.stdin.readline()
os.tcsetpgrp(terminal, os.getpgrp())
os.write(terminal, b"taken back")
while os.path.exists(sys.argv[2]):
    time.sleep(0.05)
os.write(terminal, b"all said")
"""


def test_fault_25_a_terminal_that_cannot_be_read_any_more_is_a_hangup(env: dict[str, str], fetched: HubServer) -> None:
    """It has been taken back; Textual would print a traceback with all variables."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (30, 100))
    command = [sys.executable, "-c", TAKEN_BACK, str(theirs), f"{store_of(env)}-wal"]
    lent = {"start_new_session": True, "pass_fds": [theirs], "stdin": subprocess.PIPE}
    with subprocess.Popen(command, env=env, **lent) as shell:
        try:
            read_until(ours, b"24 papers")
            assert shell.stdin
            shell.stdin.write(b"\n")
            shell.stdin.flush()
            read_until(ours, b"taken back")
            os.write(ours, b"j")
            assert b"Error" not in read_until(ours, b"all said")
        finally:
            shell.kill()
    for end in (ours, theirs):
        os.close(end)


def read_until(terminal: int, wanted: bytes) -> bytes:
    output = b""
    while wanted not in output:
        assert select.select([terminal], [], [], 60)[0], output[-1000:]
        output += os.read(terminal, 65536)
    return output


def test_fault_25_resizing_all_the_time(terminal: Terminal) -> None:
    terminal.type(f"{PROGRAM} --demo")
    terminal.shows("? keys")
    for columns, lines in ((40, 10), (200, 60), (2, 2), (80, 24), (1, 40), (140, 3), (140, 40)):
        terminal.tmux("resize-window", "-x", str(columns), "-y", str(lines))
        terminal.press("j")
    terminal.shows("Fri 31", "Unread", "? keys", "Abstract")
    terminal.press("q")
    terminal.shows("$ ")


def test_fault_25_late_reports_of_the_mouse_do_not_reach_the_shell(terminal: Terminal) -> None:
    """The mouse moves on while the program leaves: over a slow line the terminal hears late that it is to be quiet."""
    terminal.type(f"{PROGRAM} --offline")
    terminal.shows("? keys", "offline")
    terminal.tmux("send-keys", "-l", "\x1b[<35;7;7M")
    terminal.press("q")
    for _ in range(4):  # each takes a while to send, and nobody waits longer than a fifth of a second
        time.sleep(0.01)
        terminal.tmux("send-keys", "-l", "\x1b[<35;8;8M")
    terminal.shows("$ ")
    terminal.type("echo ec''ho works")
    assert "35;8;8" not in terminal.shows("echo works")


def test_fault_24_an_inherited_size_is_not_the_terminals(env: dict[str, str]) -> None:
    """Where COLUMNS and LINES are exported, two sizes would follow each other in frame after frame, for ever."""
    sizes = {"COLUMNS": "80", "LINES": "24"}
    with Program([sys.executable, "-m", "paperreader", "--demo"], env | sizes, (140, 40)) as program:
        program.until(lambda text: "y copies the link" in text)
        program.settle(1)  # which fails where it writes without end
        assert program.screen.text.splitlines()[38].startswith(" Fri 31")
