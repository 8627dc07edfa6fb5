"""A lock file beside the store: shared by programs that write to it, exclusive while it is repaired or replaced."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from paperreader.store.connection import retry_while_locked
from paperreader.store.errors import NO_LOCKS, StoreError

EXCLUSIVE_WAIT_S = 10.0
"""How long a start waits for an exclusive lock: a restore takes a second or two."""


def lock_file(file: int, kind: int) -> None:
    """Lock an open file by flock(2), or by fcntl(2) where the file system has only that.

    Raises BlockingIOError while another program's lock is in the way, OSError if there are no locks at all.
    """
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in NO_LOCKS:
            raise
        try:
            fcntl.lockf(file, kind | fcntl.LOCK_NB)
        except PermissionError as held:  # what POSIX allows as well
            raise BlockingIOError(*held.args) from held


class StoreLock:
    """A lock on a store, released when the program ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = path.with_name(f"{path.name}.open")
        self._file: int | None = None

    def share(self) -> None:
        """Take the shared lock. Raises StoreError if another program keeps the exclusive one."""
        try:
            retry_while_locked(lambda: self._take(fcntl.LOCK_SH), timeout_s=EXCLUSIVE_WAIT_S)
        except BlockingIOError as error:
            raise StoreError(f"Another program is restoring {self._path}: try again in a minute.") from error

    def try_exclusive(self) -> bool:
        """Try to take the exclusive lock; True if no other program has the store open."""
        try:
            self._take(fcntl.LOCK_EX)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Release the lock."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _take(self, kind: int) -> None:
        """Raises BlockingIOError while another program's lock is in the way."""
        try:
            if self._file is None:
                self._file = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            lock_file(self._file, kind)
        except BlockingIOError:
            self.release()
            raise
        except OSError:
            pass  # a full disk, or a file system without locks: an unlocked store is better than none
