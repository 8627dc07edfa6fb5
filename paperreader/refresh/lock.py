"""One refresh of a store at a time, whichever program it is in."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

PATIENCE: Final = 1.0
"""Seconds to wait for a refresh that is just ending."""


@asynccontextmanager
async def alone(lock: Path) -> AsyncIterator[bool]:
    """Whether we are the only ones, for as long as this is open."""
    file = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield await _flock(file)
    finally:
        os.close(file)


async def _flock(file: int) -> bool:
    for _ in range(20):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            await asyncio.sleep(PATIENCE / 20)
        except OSError:
            return True  # a file system without locks: better twice than never
        else:
            return True
    return False
