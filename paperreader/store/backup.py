"""Complete copies of a store, made while it is in use."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from paperreader.humanize import count
from paperreader.store import corruption
from paperreader.store.connection import LOCK_TIMEOUT_S, connect, version_of
from paperreader.store.errors import StoreError, is_busy, is_damage, store_error
from paperreader.store.files import kept, logs, real_path, replace_database

READ_ERRORS = (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ)
"""A disk that fails at the store, not at the copy."""


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
    path, target = real_path(path), real_path(target)
    try:
        with closing(connect(path, write=False)) as connection:
            if not version_of(connection, path):
                raise StoreError(f"{path} is empty: no copy was made.")
        copy(path, target)
    except sqlite3.Error as error:
        raise store_error(error, path, failed="no copy was made") from error
    try:
        with closing(connect(target, write=False)) as connection:
            return contents(connection, target)
    except sqlite3.Error as error:
        raise StoreError(f"The copy at {target} cannot be read ({error}): choose another file.") from error


def copy(path: Path, target: Path) -> None:
    """Write the store, as it is committed now, to another file, for its owner alone: all of it, or nothing.

    Raises StoreError if nothing can be written, sqlite3.Error if the store is damaged or locked.
    """
    try:
        with atomic_write(target, replace=replace_database) as part, closing(connect(path, write=False)) as source:
            _copy_pages(source, part)
    except OSError as error:
        raise StoreError(f"The store cannot be copied to {target} ({error.strerror}).") from error
    except sqlite3.Error as error:
        if is_damage(error) or is_busy(error) or getattr(error, "sqlite_errorcode", None) in READ_ERRORS:
            raise
        raise StoreError(f"The store cannot be copied to {target} ({error}): no copy was made.") from error


def _copy_pages(source: sqlite3.Connection, part: Path) -> None:
    """Copy all pages, and make sure that they are sound: a damaged store must not replace a good copy."""
    with closing(connect(part, write=True)) as target:
        target.execute("PRAGMA locking_mode = EXCLUSIVE")
        target.execute("PRAGMA synchronous = OFF")  # it is flushed as a whole
        source.backup(target, progress=give_up_at(time.monotonic() + LOCK_TIMEOUT_S))
        # The copy is one file, without a log.
        target.execute("PRAGMA journal_mode = DELETE").fetchone()
        (found,) = target.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise corruption.found()


def give_up_at(deadline: float) -> Callable[[int, int, int], None]:
    """A progress callback that ends the backup: Python would wait for ever while another program holds a lock."""

    def give_up(status: int, left: int, pages: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > deadline:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = status
            raise error

    return give_up


@contextmanager
def atomic_write(target: Path, *, replace: Callable[[Path, Path], object] = Path.replace) -> Iterator[Path]:
    """An empty file that replaces `target` once it is written, unless that fails. Raises OSError.

    A link stays a link: the file that it leads to is replaced.
    """
    target = Path(os.path.realpath(target))
    handle, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=".part", dir=target.parent)
    part = Path(name)
    try:
        yield part
        os.fsync(handle)
        replace(part, target)
    finally:
        os.close(handle)
        for left in (part, *logs(part)):
            left.unlink(missing_ok=True)


@contextmanager
def work_folder(path: Path) -> Iterator[Path]:
    """A temporary folder beside the store (needs the exclusive lock); removes leftovers of killed runs."""
    prefix = f"{path.name}.work-"
    for left in kept(path, "work"):
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
    return next(free for name in names if not (free := path.with_name(name)).exists() and not logs(free))
