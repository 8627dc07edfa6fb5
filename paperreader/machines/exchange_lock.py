"""One exchange at a time for each store: its own file is never written by two processes at once."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

WORKS, WAITS = 0, 1
"""The bytes of the lock file that whoever works, and whoever is next, has locked."""


@contextmanager
def exchange_lock(store: Path, *, queues: bool = True) -> Iterator[bool]:
    """Wait until no other process exchanges marks for this store, however long that takes.

    False, at once, if there is a queue already and `queues` is not set: whoever is next will read all that is stored by
    then, so that nothing more need wait while a folder does not answer.
    """
    try:
        file = os.open(store.with_name(f"{store.name}.sync"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:  # a full disk, or no right to write there: nobody else can take a turn either
        yield True
        return
    try:
        if not _lock(file, WORKS, waits=False):
            if not _lock(file, WAITS, waits=queues):
                yield False
                return
            _lock(file, WORKS, waits=True)
            with suppress(OSError):
                fcntl.lockf(file, fcntl.LOCK_UN, 1, WAITS)
        yield True
    finally:
        os.close(file)


def _lock(file: int, byte: int, *, waits: bool) -> bool:
    """Lock a byte; False if another process has it. A file system without locks has no queue."""
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB), 1, byte)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        pass
    return True
