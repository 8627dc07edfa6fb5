"""Who has a store open: a lock beside the file, shared by those that write, held alone to put another one there."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from paperreader.store.errors import StoreError

PATIENCE = 10.0
"""Seconds that a start waits for one who holds the store alone: a restore takes one or two."""


class StoreLock:
    """A program's claim on a store; it ends with the program, however that ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = path.with_name(f"{path.name}.open")
        self._file: int | None = None

    def share(self) -> None:
        """Use the store beside others. Raises StoreError where another one keeps it to itself."""
        deadline = time.monotonic() + PATIENCE
        while not self._take(fcntl.LOCK_SH):
            if time.monotonic() > deadline:
                raise StoreError(f"Another program is restoring {self._path} just now: try again in a minute.")
            time.sleep(0.02)

    def take_alone(self) -> bool:
        """Whether nobody else uses the store, and nobody will before this is released or shared."""
        return self._take(fcntl.LOCK_EX)

    def release(self) -> None:
        """Give it up."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _take(self, how: int) -> bool:
        try:
            if self._file is None:
                self._file = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._file, how | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            return False
        except OSError:
            pass  # a full disk, or a file system without locks: better a store than none
        return True
