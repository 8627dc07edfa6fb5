"""The lock that allows one refresh of a store at a time, across programs."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from paperreader.store.lock import lock_file

LOCK_WAIT_S: Final = 1.0
"""How long to wait for a refresh that is just ending."""
LOCK_ATTEMPTS: Final = 20


@asynccontextmanager
async def refresh_lock(path: Path) -> AsyncIterator[bool]:
    """Hold the refresh lock; yields False if another process has it."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield await _lock(file)
    finally:
        os.close(file)


async def _lock(file: int) -> bool:
    for _ in range(LOCK_ATTEMPTS):
        try:
            lock_file(file, fcntl.LOCK_EX)
        except BlockingIOError:
            await asyncio.sleep(LOCK_WAIT_S / LOCK_ATTEMPTS)
        except OSError:
            return True  # the file system has no locks: two refreshes at once do less harm than none
        else:
            return True
    return False
