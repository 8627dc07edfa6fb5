"""Hands the terminal to another program, and takes it back as it was, whatever that has done to it.

The program is in our process group, so that Ctrl+C reaches it, and Ctrl+Z stops both: then the shell has the terminal.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from time import sleep
from typing import Any

from textual.app import App

from paperreader import children, signals
from paperreader.tui.terminal import job_control
from paperreader.tui.terminal.driver import MODES_OFF, SHOW_CURSOR

ENDING_S = 1.0
"""How long the program may take to end when we are to end."""
STOP_TOGETHER_S = 0.05
"""Within it Ctrl+Z stops all who are to stop."""
TYPED = (signal.SIGINT, signal.SIGQUIT)
"""What Ctrl+C and Ctrl+\\ send: they are meant for the program."""


class _Deadly(Exception):
    """A signal that is to end us came while we waited."""


def run_in_terminal(app: App[Any], argv: Sequence[str]) -> int:
    """Run a program in the terminal until it ends; its status, or minus the signal that ended it.

    Raises OSError or ValueError if it cannot be started, and SuspendNotSupported without a terminal.
    """
    trouble: OSError | ValueError | None = None
    status = 0
    with app.suspend(), _kept_terminal(sys.__stdin__.fileno() if sys.__stdin__ else 0):
        try:
            status = _run(argv)
        except (OSError, ValueError) as error:  # it would keep Textual from starting again
            trouble = error
    if trouble is not None:
        raise trouble
    return status


def _run(argv: Sequence[str]) -> int:
    """The same, in a terminal that is free."""
    deadly: list[int] = [number for number in signals.deadly() if number not in TYPED]
    changed: list[int] = [*deadly, *TYPED, *signals.STOPPING, signal.SIGCONT]
    before = {number: signal.getsignal(number) for number in changed}
    process: subprocess.Popen[bytes] | None = None
    came: list[int] = []

    def end(number: int, _: object) -> None:
        came.append(number)
        if process is not None:
            raise _Deadly

    try:
        for stopping in signals.STOPPING:
            signal.signal(stopping, signal.SIG_DFL)
        for typed in TYPED:
            signal.signal(typed, _nothing)  # not ignored, which the program would inherit
        for number in deadly:
            signal.signal(number, end)
        try:
            process = subprocess.Popen(argv, env=children.environment(os.environ))
            if not came:
                return _wait(process)
        except _Deadly:
            pass
        for number in deadly:
            signal.signal(number, signal.SIG_IGN)
        if process is not None:
            _end_with_us(process, came[0])
        signal.signal(came[0], before[came[0]])
        os.kill(os.getpid(), came[0])
        return -came[0]
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _nothing(*_: object) -> None:
    pass


def _wait(process: subprocess.Popen[bytes]) -> int:
    """Wait for its end. If it has stopped itself alone, the shell still waits for us: stop as well."""
    were_continued: list[int] = []
    signal.signal(signal.SIGCONT, lambda number, _: were_continued.append(number))
    while True:
        _, status = os.waitpid(process.pid, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode
        sleep(STOP_TOGETHER_S)  # the signal that stopped it may be about to stop us
        if not were_continued:
            job_control.stop()
            with suppress(OSError):
                os.kill(process.pid, signal.SIGCONT)
        were_continued.clear()


def _end_with_us(process: subprocess.Popen[bytes], number: int) -> None:
    """It gets the signal too, and is killed if it takes long to end."""
    for each in (number, signal.SIGHUP, signal.SIGCONT):
        with suppress(OSError):
            process.send_signal(each)
    try:
        process.wait(ENDING_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def _kept_terminal(terminal: int) -> Iterator[None]:
    """Put back its modes, and whose it is: a program that was killed has not done so."""
    try:
        modes = termios.tcgetattr(terminal)
    except termios.error:  # the terminal is gone
        modes = None
    try:
        yield
    finally:
        _take_back(terminal)
        if modes is not None and signals.in_foreground(terminal):
            with suppress(termios.error):
                termios.tcsetattr(terminal, termios.TCSANOW, modes)
            with suppress(OSError):
                os.write(terminal, f"{MODES_OFF}{SHOW_CURSOR}\x1b[0m".encode())


def _take_back(terminal: int) -> None:
    """Take the terminal from a group of processes that are all gone: a shell that was killed left it to them."""
    with suppress(OSError):
        group = os.tcgetpgrp(terminal)
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            before = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
            os.tcsetpgrp(terminal, os.getpgrp())
            signal.signal(signal.SIGTTOU, before)
