"""Complete copies of a store, made while it is in use."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from paperreader.humanize import count
from paperreader.store.connection import connect, version_of
from paperreader.store.errors import StoreError, store_error


@dataclass(frozen=True, slots=True)
class Contents:
    """What a store holds."""

    papers: int
    marks: int
    size: int
    """Bytes of the file."""

    def __str__(self) -> str:
        return f"{count(self.papers, 'paper')} and {count(self.marks, 'mark')}"


def back_up(path: Path, target: Path) -> Contents:
    """Copy the store, of whatever version, to another file. Raises StoreError."""
    try:
        with closing(connect(path, write=False)) as connection:
            version_of(connection, path)
        copy(path, target)
        with closing(connect(target, write=False)) as connection:
            return contents(connection, target)
    except sqlite3.Error as error:
        raise store_error(error, path, failed="no copy was made") from error


def copy(path: Path, target: Path) -> None:
    """Write the store, as it is committed now, to another file, for its owner alone: all of it, or nothing.

    Raises StoreError if nothing can be written, sqlite3.Error if the store cannot be read.
    """
    try:
        with atomic_write(target) as part, closing(connect(path, write=False)) as source:
            source.execute("VACUUM INTO ?", (str(part),))
    except OSError as error:
        raise StoreError(f"The store cannot be copied to {target} ({error.strerror}).") from error


@contextmanager
def atomic_write(target: Path) -> Iterator[Path]:
    """An empty file that replaces `target` once it is written, unless that fails. Raises OSError."""
    handle, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=".part", dir=target.parent)
    part = Path(name)
    try:
        yield part
        os.fsync(handle)
        part.replace(target)
    finally:
        os.close(handle)
        part.unlink(missing_ok=True)


@contextmanager
def work_folder(path: Path) -> Iterator[Path]:
    """A temporary folder beside the store (needs the exclusive lock); removes leftovers of killed runs."""
    prefix = f"{path.name}.work-"
    for left in path.parent.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=path.parent) as folder:
        yield Path(folder)


def contents(connection: sqlite3.Connection, path: Path) -> Contents:
    """Count what a store holds. Raises sqlite3.Error."""
    (papers,) = connection.execute("SELECT count(*) FROM paper").fetchone()
    (marks,) = connection.execute("SELECT count(*) FROM mark WHERE value IS NOT NULL").fetchone()
    return Contents(papers, marks, path.stat().st_size)


def free_name(path: Path, word: str, now: datetime) -> Path:
    """A free name beside the store, `paperreader.db.WORD-2026-07-31`."""
    name = f"{path.name}.{word}-{now.astimezone():%Y-%m-%d}"
    names = [name, *(f"{name}-{number}" for number in range(2, 1000))]
    return next(free for name in names if not (free := path.with_name(name)).exists())
