"""Runs the user's own commands in the background, several at once; on several papers one after the other."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress

from paperreader import children
from paperreader.own_command import OwnCommand
from paperreader.reader.changes import Change, Changed
from paperreader.reader.command_output import CommandOutput
from paperreader.reader.command_values import CannotRunError, CommandLine, Parts, Target, command_line
from paperreader.reader.messages import shortened
from paperreader.store import StoreError
from paperreader.text.sanitize import clean

MIN_POLL_S, MAX_POLL_S = 0.02, 0.5
"""How often a command is looked after: the longer it prints nothing, the less."""
MAX_PIECES = 16
"""Read at a time. A command that prints without end waits for us, and the user does not."""
PIECE_BYTES = 65536
KILL_AFTER_S = 3.0
"""A cancelled command that still runs then is killed."""
MAX_WORD_BYTES = 128 * 1024 - 1
"""The longest that Linux takes as one argument."""
MAX_TITLE_CHARS = 60


class Job:
    """A command that runs, or has run, on one paper or on several."""

    def __init__(self, command: OwnCommand, on: Sequence[Target]) -> None:
        self.command, self.on = command, on
        self.output: list[str] = []
        """Of the runs that have ended, as lines."""
        self.done = self.failures = 0
        """Runs."""
        self.outcome = ""
        """How the last run failed; empty if it did not."""
        self.is_cancelled = False
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def runs(self) -> int:
        """How often it is run."""
        return len(self.on) if self.command.is_per_paper else 1

    @property
    def progress(self) -> str:
        """`Slack`, `Slack, 3 of 7`."""
        return self.command.name + (f", {self.done + 1} of {self.runs}" if self.runs > 1 else "")

    @property
    def result(self) -> str:
        """`Slack: done`, `Slack: failed with status 3`."""
        if self.is_cancelled:
            what = f"cancelled after {self.done} of {self.runs}" if self.runs > 1 else "cancelled"
        elif self.failures and self.runs > 1:
            what = f"{self.failures} of {self.runs} failed, the last: {self.outcome}"
        else:
            what = self.outcome or "done"
        return f"{self.command.name}: {what}"


class CommandJobs:
    """The jobs of a session."""

    def __init__(self, session: Parts, changed: Changed) -> None:
        self._session, self._changed = session, changed
        self.running: list[Job] = []
        self.last: Job | None = None
        """The last one that ended, and printed something."""
        self.left: list[str] = []
        """What still ran when the session ended: names with process ids."""

    def start(self, command: OwnCommand, on: Sequence[Target], ended: Callable[[Job], object]) -> None:
        """Run a command in the background; `ended` is told of its end."""
        self._session.tasks.start("running a command", self._run, Job(command, on), ended)

    def cancel(self, job: Job) -> None:
        """End a job, and all that its program has started."""
        job.is_cancelled = True
        if job.process is not None:
            _signal_all(job.process, signal.SIGTERM)
            self._session.tasks.later(KILL_AFTER_S, _signal_all, job.process, signal.SIGKILL)

    @property
    def facts(self) -> list[str]:
        """What runs, for the status line."""
        if not self.running:
            return []
        return [
            f"running {self.running[0].progress}" if len(self.running) == 1 else f"{len(self.running)} commands run"
        ]

    async def _run(self, job: Job, ended: Callable[[Job], object]) -> None:
        self.running.append(job)
        self._changed(Change.STATUS)
        try:
            for run in [[target] for target in job.on] if job.command.is_per_paper else [job.on]:
                if not (job.is_cancelled or await self._run_once(job, run)):
                    break
        finally:
            self.running.remove(job)
        if job.output:
            self.last = job
        self._changed(Change.STATUS)
        ended(job)

    async def _run_once(self, job: Job, on: Sequence[Target]) -> bool:
        """Run it on one paper, or once for all; False if the next would fail as well."""
        try:
            line = await command_line(self._session, job.command, on)
        except (CannotRunError, StoreError, OSError) as error:
            return self._ended(job, on, str(error))
        if job.is_cancelled:  # meanwhile
            line.remove()
            return True
        output, lives_on = CommandOutput(), False
        try:
            job.process = process = start(line)
        except (OSError, ValueError) as error:
            line.remove()
            self._ended(job, on, why_not_started(line.argv, error))
            return False
        try:
            lives_on = await _collect(process, output)
        except asyncio.CancelledError:
            lives_on = True
            self.left.append(f"{job.command.name} (process {process.pid})")
            raise
        finally:
            job.process = None
            _let_go(process, line, lives_on=lives_on)
        return self._ended(job, on, how_ended(process.returncode), output.lines)

    def _ended(self, job: Job, on: Sequence[Target], outcome: str, lines: Sequence[str] = ()) -> bool:
        job.done += not job.is_cancelled
        job.failures += bool(outcome)
        job.outcome = outcome or job.outcome
        if job.runs > 1 and (lines or outcome):
            remark = [f"({outcome})"] if outcome else []
            lines = [f"{on[0].paper.id}  {shortened(clean(on[0].paper.title), MAX_TITLE_CHARS)}", *lines, *remark]
        job.output += lines
        self._changed(Change.STATUS)
        return True


def start(line: CommandLine) -> subprocess.Popen[bytes]:
    """Start it without a terminal, with its input in a file, so that nobody waits until it is read.

    Raises OSError if it cannot be started, ValueError for words that no program can get.
    """
    if any(len(os.fsencode(word)) > MAX_WORD_BYTES for word in line.argv):
        raise ValueError("too long for an argument; give it as `stdin`")
    with tempfile.TemporaryFile() as source:
        source.write(line.stdin.encode())
        source.seek(0)
        process = subprocess.Popen(
            line.argv,
            stdin=source if line.stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=children.environment(os.environ),
        )
    assert process.stdout is not None
    os.set_blocking(process.stdout.fileno(), False)
    return process


async def _collect(process: subprocess.Popen[bytes], output: CommandOutput) -> bool:
    """Read what it prints until it has ended; whether something that it started still has the pipe."""
    pause = MIN_POLL_S
    while True:
        has_ended = process.poll() is not None
        read, is_open = _read(process, output)
        if has_ended:
            return is_open
        pause = MIN_POLL_S if read else min(pause * 1.5, MAX_POLL_S)
        await asyncio.sleep(pause)


def _read(process: subprocess.Popen[bytes], output: CommandOutput) -> tuple[bool, bool]:
    """Read what is there; whether anything was, and whether more may come."""
    assert process.stdout is not None
    for count in range(MAX_PIECES):
        try:
            piece = os.read(process.stdout.fileno(), PIECE_BYTES)
        except BlockingIOError:
            return count > 0, True
        if not piece:
            return count > 0, False
        output.add(piece)
    return True, True


def _let_go(process: subprocess.Popen[bytes], line: CommandLine, *, lives_on: bool) -> None:
    """Close the pipe and remove its files; or leave both to a process that lives as long as the command."""
    assert process.stdout is not None
    if lives_on:
        os.set_blocking(process.stdout.fileno(), True)
        with suppress(OSError):
            subprocess.Popen(
                children.own("paperreader.reader.drain_child", *line.files),
                stdin=process.stdout,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                env=children.environment(os.environ),
            )
    else:
        line.remove()
    process.stdout.close()


def _signal_all(process: subprocess.Popen[bytes], number: int) -> None:
    """Send a signal to it and to what it has started, unless it has ended: its number may be another's by now."""
    if process.poll() is None:
        with suppress(OSError):
            os.killpg(process.pid, number)


def why_not_started(argv: Sequence[str], error: OSError | ValueError) -> str:
    """`zathura was not found`."""
    if isinstance(error, ValueError):
        return str(error)
    if trouble := children.why_not_executable(argv[0], children.environment(os.environ)):
        return trouble
    if isinstance(error, FileNotFoundError):
        return f"what {argv[0]} is written for was not found"
    return f"{argv[0]} did not start: {error.strerror or error}"


def how_ended(status: int) -> str:
    """`failed with status 3`, `ended by SIGKILL`; empty if it went well."""
    if status >= 0:
        return f"failed with status {status}" if status else ""
    try:
        return f"ended by {signal.Signals(-status).name}"
    except ValueError:
        return f"ended by signal {-status}"
