"""The user's editor on a file: it gets the terminal, and gives it back."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from textual.app import App

from paperreader import children, signals
from paperreader.tui.terminal import job_control
from paperreader.tui.terminal.driver import Driver

STOP_SETTLES_S = 0.05
"""Who continues a job continues one process after the other: one that is still stopped then was stopped by itself."""


class Edited(NamedTuple):
    """How an editor ended."""

    trouble: str = ""
    """Why the file is not what the user wants, in words for them; empty if it is."""
    took_s: float = 0.0
    """How long it was open."""
    has_started: bool = True
    was_killed: bool = False


def editor_of(env: Mapping[str, str]) -> str:
    """The command of the user's editor, which may have arguments; empty if there is none."""
    return env.get("VISUAL", "").strip() or env.get("EDITOR", "").strip()


def edit(app: App[Any], editor: str, path: Path) -> Edited:
    """Edit a file, and wait for the editor. Raises SuspendNotSupported where there is no terminal to give it."""
    ended = Edited()
    with app.suspend():  # an exception in there would leave the terminal away
        ended = _run(editor, path)
    app.post_message(Driver.SignalResume())  # as after a stop: paint again, and the page is seen again
    return ended


def _run(editor: str, path: Path) -> Edited:
    import shlex  # a start imports this module

    began = time.monotonic()
    handlers = {number: signal.signal(number, _leave_to_editor) for number in (signal.SIGINT, signal.SIGQUIT)}
    for number in signals.STOPPING:  # the shell gets the terminal together with the editor
        signal.signal(number, signal.SIG_DFL)
    try:
        command = [*shlex.split(editor), str(path)]
        status = _wait(subprocess.Popen(command, env=children.environment(os.environ)))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        return Edited(f"The editor {editor} did not start: {why}", has_started=False)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    took_s = time.monotonic() - began
    if status < 0:
        return Edited(f"The editor {editor} was killed ({_name(-status)}).", took_s, was_killed=True)
    return Edited(f"The editor {editor} failed with status {status}." if status else "", took_s)


def _leave_to_editor(number: int, _: object) -> None:
    """Ctrl+C is meant for the editor. Unlike one that is ignored, a signal with a handler reaches that."""


def _wait(process: subprocess.Popen[bytes]) -> int:
    """The status that the editor ends with, negative for a signal.

    Whoever stops it (Ctrl+Z) wants the shell: the whole job is stopped with it, and continued with it.
    """
    while True:
        _, status = os.waitpid(process.pid, os.WUNTRACED)
        if os.WIFSTOPPED(status):
            time.sleep(STOP_SETTLES_S)
            changed, status = os.waitpid(process.pid, os.WCONTINUED | os.WNOHANG)
            if not changed:
                job_control.stop()
                os.kill(process.pid, signal.SIGCONT)  # it is ours until it was waited for, so nobody else has its id
                continue
        if not os.WIFCONTINUED(status):
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
