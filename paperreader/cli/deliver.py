"""Where a text goes that must arrive whole: into a file, to another program, or to standard output."""

from __future__ import annotations

import errno
import fcntl
import filecmp
import os
import select
import stat
import sys
import termios
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from paperreader.cli.context import check_target
from paperreader.cli.output import CommandError, display_path

POLL_MS = 20
"""How often to look whether a pipe was read to its end."""


def to_file(file: Path, store: Path, pieces: Iterable[str]) -> None:
    """Replace the file by the text, all of it or nothing. One that holds it already stays untouched, with its time:
    so a web server can tell that nothing is new.
    """
    from paperreader.store.backup import atomic_write

    check_target(file, store, replace=True)
    try:
        with (
            atomic_write(file, replace=_replace_if_new) as part,
            part.open("w", encoding="utf-8", errors="replace", newline="\n") as writer,
        ):
            writer.writelines(pieces)
            writer.flush()
    except OSError as error:
        raise CommandError(f"{display_path(file)} cannot be written ({error.strerror})") from error


def _replace_if_new(part: Path, target: Path) -> None:
    """A new file may be read by those whom the user's umask lets, such as a web server; an old one keeps its mode."""
    if target.exists():
        if filecmp.cmp(part, target, shallow=False):
            return
        part.chmod(target.stat().st_mode & 0o777)
    else:
        os.umask(mask := os.umask(0o077))
        part.chmod(0o666 & ~mask)
    part.replace(target)


def to_program(command: str, text: str) -> None:
    """Start a program, without a shell, with the text as its standard input; CommandError unless it succeeds."""
    import shlex
    import subprocess

    from paperreader import children

    words = shlex.split(command)
    try:
        done = subprocess.run(
            words, input=text.encode(errors="replace"), env=children.environment(os.environ), check=False
        )
    except (OSError, ValueError) as error:
        raise CommandError(f"{words[0]} cannot be started ({getattr(error, 'strerror', error)})") from error
    if done.returncode:
        how = f"exit status {done.returncode}" if done.returncode > 0 else f"signal {-done.returncode}"
        raise CommandError(f"{words[0]} failed ({how})")


def to_stdout(pieces: Iterable[str]) -> None:
    """Write the text to standard output, in UTF-8 whatever the locale is; CommandError if that fails.

    Not with `print`: where PYTHONUNBUFFERED is set, Python does not notice that a full disk takes only a part.
    """
    with _no_loss():
        sys.stdout.flush()
        with open(sys.stdout.fileno(), "wb", closefd=False) as output:
            output.writelines(piece.encode(errors="replace") for piece in pieces)


def to_stdout_whole(text: str) -> None:
    """The same, and close it: returns once nothing can be lost any more on our side.

    A pipe takes what nobody will read: it counts as arrived when it was read to its end. A disk may be found to be full
    only when a file is closed.
    """
    if sys.__stdout__ is None:
        raise CommandError("cannot write the output: standard output is closed")
    to_stdout([text])
    descriptor = sys.stdout.fileno()
    _wait_until_read(descriptor)
    kept = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
    try:
        with _no_loss():
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                os.fsync(descriptor)
            os.close(descriptor)
    finally:
        os.dup2(kept, descriptor)
        os.close(kept)


@contextmanager
def _no_loss() -> Iterator[None]:
    """CommandError where something is not written, but BrokenPipeError where nobody reads on."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CommandError(f"cannot write the output: {error.strerror}") from error


def _wait_until_read(descriptor: int) -> None:
    """Wait while a pipe holds anything; BrokenPipeError if its reader leaves before."""
    poll = select.poll()
    poll.register(descriptor, 0)
    while _unread_bytes(descriptor):
        if any(event & (select.POLLERR | select.POLLHUP) for _, event in poll.poll(POLL_MS)):
            if _unread_bytes(descriptor):
                raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
            return


def _unread_bytes(descriptor: int) -> int:
    """How much a pipe holds; 0 for anything else."""
    if not stat.S_ISFIFO(os.fstat(descriptor).st_mode):
        return 0
    try:
        return int.from_bytes(fcntl.ioctl(descriptor, termios.FIONREAD, bytes(4)), sys.byteorder)
    except OSError:
        return 0
