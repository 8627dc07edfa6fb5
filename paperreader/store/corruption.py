"""Signs that a store is damaged, and that the damaged file was a store of ours."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from paperreader.store.schema import APPLICATION_ID

WAL_BEGINS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")


def note(path: Path) -> None:
    """Keep that it was found damaged: the next start looks through it, and mends it where nobody has it open."""
    with suppress(OSError):
        marker(path).touch(mode=0o600)


def marker(path: Path) -> Path:
    """The file that says so."""
    return path.with_name(f"{path.name}.damaged")


def is_suspect(path: Path) -> bool:
    """Whether it was found damaged, or what was last written to it is no log of SQLite's. Takes no time."""
    return marker(path).exists() or is_garbage(wal(path))


def wal(path: Path) -> Path:
    """The log of what was last written."""
    return path.with_name(f"{path.name}-wal")


def is_garbage(log: Path) -> bool:
    """Whether SQLite would take no notice of this log, and write over it."""
    try:
        with log.open("rb") as file:
            begin = file.read(32)
    except OSError:
        return False
    return len(begin) == 32 and not begin.startswith(WAL_BEGINS)


def is_ours(path: Path) -> bool:
    """Whether a file that is no database any more was a store: its name, its lock or its head tells."""
    if path.name == "paperreader.db" or path.with_name(f"{path.name}.open").exists():
        return True
    with path.open("rb") as file:
        return file.read(72)[68:] == APPLICATION_ID.to_bytes(4)


def found() -> sqlite3.Error:
    """The error that SQLite itself would raise, had it looked as closely."""
    error = sqlite3.DatabaseError("the file is damaged")
    error.sqlite_errorcode = sqlite3.SQLITE_NOTADB
    return error
