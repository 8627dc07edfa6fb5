"""Handing the terminal to other programs, under a shell with job control."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bench.terminal import Program

SCRIPTS = {
    # A shell that just starts another program may lose a Ctrl+C: what says "waiting" has to be what waits.
    "Waits": "echo waiting > says; exec tail -f says",
    "Asks": "cp $1 seen.md; stty size; read x; echo $x > answer",
    "Stops": "echo stopping; kill -STOP $$; echo going on; read x",
    "Raw": "printf '\\033[?1049h\\033[?1000h'; stty raw -echo; kill -9 $$",
    "Deaf": "trap '' TERM HUP INT; echo $$ > deaf; echo deaf; while :; do sleep 0.1; done",
    "Fails": "exit 1",
    "Gone": "",
    "Bash": "",
}
"""By names, whose first letters are those in the menu."""
PROGRAMS = {"Gone": ["no-such-program"], "Bash": ["bash", "--norc", "-i"]}


def settings() -> str:
    return "".join(
        f"[commands.{name}]\nin_terminal = true\nletter = {name[0].lower()!r}\n"
        f"run = {json.dumps(PROGRAMS.get(name) or ['sh', '-c', script, 'sh', '{text_file}'])}\n"
        for name, script in SCRIPTS.items()
    )


pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with job control")


@pytest.fixture
def shell(env: dict[str, str], tmp_path: Path) -> Iterator[Program]:
    """An interactive bash, in which the reader shows the demo."""
    folder = tmp_path / ".config" / "paperreader"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(settings())
    more = {"PS1": "$ ", "SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}
    with Program([shutil.which("bash") or "", "--norc", "-i"], env | more, (140, 40)) as program:
        program.until(lambda text: "$" in text)
        program.write(f"PS1='$ '; cd '{tmp_path}'; clear; '{sys.executable}' -m paperreader --demo\r")
        program.until(at_reader)
        yield program
        program.write("\x1bQ")


def at_reader(text: str) -> bool:
    return "? keys" in text


def printed(line: str) -> Callable[[str], bool]:
    """Whether a program has printed this line; the menu shows what it runs, too."""
    return lambda text: not at_reader(text) and line in (each.strip() for each in text.splitlines())


def quit_to_shell(program: Program) -> None:
    """The shell is as it was: it echoes, and its lines end."""
    program.write("Q")
    program.until(lambda text: not at_reader(text))
    program.write("echo all$((40 + 2)); stty -a | grep -o ' icanon'\r")
    program.until(lambda text: "all42" in text and " icanon" in text)


def test_ctrl_c_ends_the_program_and_not_the_reader(shell: Program) -> None:
    shell.write("Sw")
    shell.until(printed("waiting"))
    shell.write("\x03")
    shell.until(lambda text: at_reader(text) and "Waits: ended by SIGINT" in text)
    quit_to_shell(shell)


@pytest.mark.parametrize(("letter", "says"), [("w", "waiting"), ("s", "stopping")])
def test_ctrl_z_stops_both_and_fg_continues_both(shell: Program, letter: str, says: str) -> None:
    shell.write(f"S{letter}")
    shell.until(printed(says))
    if letter == "w":  # the other stops by itself
        shell.write("\x1a")
    shell.until(lambda text: "Stopped" in text)
    shell.write("echo in the$((1)) shell; fg\r")
    shell.until(lambda text: "in the1 shell" in text)
    if letter == "w":
        shell.settle(0.3)
        shell.write("\x03")
    else:
        shell.until(lambda text: "going on" in text)
        shell.write("\r")
    shell.until(at_reader)
    quit_to_shell(shell)


def test_it_sees_the_paper_types_and_may_be_resized(shell: Program, tmp_path: Path) -> None:
    shell.until(lambda text: "¶" in text)  # the text is stored
    shell.write("Sa")
    shell.until(printed("40 140"))
    assert (tmp_path / "seen.md").read_text().startswith("# Slowcoach")
    shell.write("yes\r")
    shell.until(at_reader)
    assert (tmp_path / "answer").read_text() == "yes\n"
    quit_to_shell(shell)


@pytest.mark.parametrize(("letter", "says"), [("r", "Raw: ended by SIGKILL"), ("b", "Bash: ended by SIGKILL")])
def test_what_a_killed_program_leaves_behind_is_put_right(shell: Program, letter: str, says: str) -> None:
    shell.write(f"S{letter}")
    if letter == "b":
        shell.until(lambda text: not at_reader(text))
        shell.write("stty -echo; kill -9 $$\r")
    shell.until(lambda text: at_reader(text) and says in text)
    shell.write("j")
    shell.until(lambda text: "2 of 9" in text)
    quit_to_shell(shell)


@pytest.mark.parametrize(
    ("letter", "says"), [("g", "Gone: no-such-program was not found."), ("f", "Fails: failed with status 1.")]
)
def test_a_failure_is_told(shell: Program, letter: str, says: str) -> None:
    shell.write(f"S{letter}")
    shell.until(lambda text: says in text and at_reader(text))
    quit_to_shell(shell)


def test_after_a_failure_the_other_papers_are_left_out(shell: Program) -> None:
    shell.write("vjvSf")
    shell.until(lambda text: "Fails: failed with status 1 on paper 1 of 2, and the rest were left out." in text)
    shell.until(at_reader)
    quit_to_shell(shell)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_killing_the_reader_ends_the_program_too(shell: Program, tmp_path: Path, number: int) -> None:
    shell.write("Sd")
    shell.until(printed("deaf"))
    program = int((tmp_path / "deaf").read_text())
    reader = int(Path(f"/proc/{program}/stat").read_text().rpartition(")")[2].split()[1])
    os.kill(reader, number)
    shell.settle(0.2)
    shell.write("\recho all$((40 + 2)); stty -a | grep -o ' icanon'\r")
    shell.until(lambda text: "all42" in text and " icanon" in text)
    end = time.monotonic() + 30
    while Path(f"/proc/{program}").exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert not Path(f"/proc/{program}").exists()
