"""Signs that a store is damaged, and that a damaged file was a store of ours."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from paperreader.store.schema import APPLICATION_ID

REPAIRING = b"repairing"
"""What the marker holds meanwhile."""
WAL_MAGIC = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")


def remember(path: Path) -> None:
    """Remember that it was found damaged: the next start that has it alone checks and repairs it."""
    with suppress(OSError):
        marker(path).touch(mode=0o600)


def begin_repair(path: Path) -> bool:
    """Remember that it is being repaired, until the marker is removed; True if an earlier repair was killed."""
    file = marker(path)
    with suppress(OSError):
        killed = file.exists() and file.read_bytes() == REPAIRING
        file.touch(mode=0o600)
        file.write_bytes(REPAIRING)
        return killed
    return False


def marker(path: Path) -> Path:
    """The file that marks a store as damaged."""
    return path.with_name(f"{path.name}.damaged")


def is_suspect(path: Path) -> bool:
    """Whether it was found damaged, or its -wal is not one of SQLite's. Takes no time."""
    return marker(path).exists() or is_garbage(wal(path))


def wal(path: Path) -> Path:
    """SQLite's log of the last changes."""
    return path.with_name(f"{path.name}-wal")


def is_garbage(log: Path) -> bool:
    """Whether SQLite would ignore this log and overwrite it."""
    try:
        with log.open("rb") as file:
            begin = file.read(32)
    except OSError:
        return False
    return len(begin) == 32 and not begin.startswith(WAL_MAGIC)


def is_ours(path: Path) -> bool:
    """Whether a file that is not a database any more was a store, by its name, its lock or its header."""
    if path.name == "paperreader.db" or path.with_name(f"{path.name}.open").exists():
        return True
    with path.open("rb") as file:
        return file.read(72)[68:] == APPLICATION_ID.to_bytes(4)


def found() -> sqlite3.Error:
    """The error that SQLite itself would raise if it checked as closely."""
    error = sqlite3.DatabaseError("the file is damaged")
    error.sqlite_errorcode = sqlite3.SQLITE_NOTADB
    return error
