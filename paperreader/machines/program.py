"""Runs programs that carry a folder: without a terminal, for a limited time, with as much of their output as is needed.

What a program has started is killed with it, but not what lives on after it has ended.
"""

from __future__ import annotations

import os
import re
import selectors
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import IO, Final, NamedTuple

from paperreader import children
from paperreader.text.sanitize import clean

MAX_OUTPUT_BYTES: Final = 4 * 1024 * 1024
"""Of standard output, from its beginning."""
MAX_ERROR_BYTES: Final = 16 * 1024
"""Of standard error, up to its end."""
PIECE_BYTES: Final = 65536
MAX_PIECES: Final = 32
"""Read after the end of a program: more than a pipe holds. What it has left behind may print for ever."""
POLL_S: Final = 0.05
"""How soon it is noticed that a program has ended whose pipes are still held by what it started."""
KILL_AFTER_S: Final = 2.0
"""A program that is to end, and still runs then, is killed."""
MAX_LINE_CHARS: Final = 300
LOGIN = re.compile(r"(?<=://)[^\s'\"]*@")
"""User name and password, or a token, in an address."""


class ProgramError(Exception):
    """A program failed; str() is one line for the user."""


class Ended(NamedTuple):
    """What came of a program."""

    status: int
    """As subprocess has it: below zero for a signal."""
    output: bytes
    errors: bytes

    @property
    def lines(self) -> list[str]:
        """What it printed as errors, or at all: clean lines without logins, none of them empty."""
        printed = (self.errors.strip() or self.output).decode(errors="replace")
        lines = (clean(LOGIN.sub("", line))[:MAX_LINE_CHARS] for line in re.split(r"[\r\n]+", printed))
        return [line for line in lines if line]

    @property
    def how(self) -> str:
        """`failed with status 3`, `was ended by signal 9`."""
        return f"failed with status {self.status}" if self.status > 0 else f"was ended by signal {-self.status}"


def run(
    argv: Sequence[str],
    folder: Path,
    env: Mapping[str, str],
    seconds: float,
    output: IO[bytes] | None = None,
    called: str = "",
) -> Ended:
    """Run a program in a folder until it ends, its output into a file if one is given. `called`: in messages.

    Raises ProgramError if it cannot be run, or does not end.
    """
    try:
        process = subprocess.Popen(
            argv,
            cwd=folder,
            env=children.environment(env),
            stdin=subprocess.DEVNULL,
            stdout=output or subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # no terminal to ask at, and a group that can be killed
        )
    except (OSError, ValueError) as error:
        reason = children.why_not_executable(argv[0], children.environment(env)) or f"{argv[0]} cannot be run: {error}"
        raise ProgramError(clean(reason)) from None
    try:
        printed, errors = _collect(process, monotonic() + seconds)
    except BaseException:
        if process.poll() is None:
            _end(process)
        raise
    finally:
        for pipe in filter(None, (process.stdout, process.stderr)):
            pipe.close()
    if process.returncode is None:
        _end(process)
        raise ProgramError(f"{clean(called or argv[0])} took longer than {seconds:.0f} s")
    return Ended(process.returncode, bytes(printed), bytes(errors))


def _collect(process: subprocess.Popen[bytes], end: float) -> tuple[bytearray, bytearray]:
    """Read what it prints until it has ended, or the time is over."""
    printed, errors = bytearray(), bytearray()
    with selectors.DefaultSelector() as pipes:
        for pipe, kept in ((process.stdout, printed), (process.stderr, errors)):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
                pipes.register(pipe, selectors.EVENT_READ, kept)
        pieces_left = MAX_PIECES
        while monotonic() < end:
            has_ended = process.poll() is not None
            for key, _ in pipes.select(0 if has_ended else min(POLL_S, max(0.0, end - monotonic()))):
                piece = os.read(key.fd, PIECE_BYTES)
                if not piece:
                    pipes.unregister(key.fileobj)
                elif key.data is errors:
                    errors += piece
                    del errors[:-MAX_ERROR_BYTES]
                else:
                    printed += piece[: MAX_OUTPUT_BYTES - len(printed)]
                if has_ended and piece and pieces_left:  # there may be more of it
                    has_ended, pieces_left = False, pieces_left - 1
            if has_ended:
                break
            if not pipes.get_map():
                with suppress(subprocess.TimeoutExpired):
                    process.wait(max(0.0, end - monotonic()))
                break
    return printed, errors


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it, and all that it started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(OSError):
            os.killpg(process.pid, number)
        if number == signal.SIGTERM:
            with suppress(subprocess.TimeoutExpired):
                process.wait(KILL_AFTER_S)
    process.wait()
