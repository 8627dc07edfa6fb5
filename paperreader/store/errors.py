"""What went wrong with the store, in words for the user."""

from __future__ import annotations

import errno
import fcntl
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from paperreader.store import corruption

NO_SHARED_MEMORY = (sqlite3.SQLITE_IOERR_SHMMAP, sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_SHMLOCK)
"""Not SHMSIZE, which is how a full disk shows."""
FOREIGN_VALUE = (ValueError, TypeError, OverflowError, RecursionError)
"""What reading a value raises that has the wrong form: bits have flipped, or another program wrote it."""
NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL)
"""How a file system says that it has no locks of a kind."""


class StoreError(Exception):
    """The store could not do it; `str()` says in one line what happened and what to do."""

    def __init__(self, message: str) -> None:
        if not message.isascii():
            from paperreader.text.sanitize import escape_bytes

            message = escape_bytes(message)
        super().__init__(message)


@contextmanager
def translated(path: Path, failed: str, *, foreign_values_are_damage: bool = True) -> Iterator[None]:
    """Raises SQLite's errors as StoreErrors and remembers damage for the next start; `failed` says what did not happen.

    A value of the wrong form (see FOREIGN_VALUE) counts as damage.
    """
    try:
        yield
    except sqlite3.ProgrammingError:
        raise  # a bug of ours: a closed store, or another thread's connection
    except sqlite3.Error as error:
        if is_damage(error):
            corruption.remember(path)
        raise store_error(error, path, failed=failed) from error
    except FOREIGN_VALUE as error:
        if not foreign_values_are_damage:
            raise StoreError(f"{path} holds a value that paperreader cannot have written ({error}).") from error
        corruption.remember(path)
        raise damaged(path, failed) from error


def store_error(error: sqlite3.Error, path: Path, *, failed: str = "this was not saved") -> StoreError:
    """The StoreError for an error of SQLite's; `failed` says what did not happen."""
    if is_damage(error):
        return damaged(path, failed)
    if lacks_shared_memory(error):
        return StoreError(f"{path} was last used on another kind of disk: {failed}. Start paperreader once.")
    code = primary_code(error)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_IOERR) and _lacks_locks(path.parent):
        where = f"The file system of {path.parent} has no file locks"
        return StoreError(f"{where}, so programs would damage the store: name another file with --db.")
    match code:
        case sqlite3.SQLITE_FULL:
            return StoreError(f"The disk is full: {failed}. Free some space and try again.")
        case sqlite3.SQLITE_IOERR:
            return StoreError(f"The disk failed at {path}: {failed}. Is there space left on it?")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreError(f"Another program keeps {path} locked: {failed}. Try again later.")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return StoreError(f"{path} cannot be written: {failed}. Check its permissions.")
        case sqlite3.SQLITE_CANTOPEN:
            return StoreError(f"{path} cannot be opened. Do it and its folder exist, and can you write to them?")
    if re.match("no such (module: fts5|(table|function|table-valued function): json)", str(error)):
        return StoreError(f"{lacking_engine('FTS5 and JSON')}, {failed}: use another build of Python.")
    return StoreError(f"{path} could not be used ({error}).")


def lacking_engine(needed: str) -> str:
    """What is said of a Python whose SQLite cannot do all that a store needs."""
    return f"This Python comes with SQLite {sqlite3.sqlite_version}, and paperreader needs {needed}"


def _lacks_locks(folder: Path) -> bool:
    """Whether the file system has no file locks, which SQLite takes for locks of others or for a failing disk."""
    from tempfile import TemporaryFile

    try:
        with TemporaryFile(dir=folder) as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in NO_LOCKS
    return False


def damaged(path: Path, failed: str) -> StoreError:
    """For a store of ours that is damaged."""
    return StoreError(
        f"{path} is damaged: {failed}. When paperreader is started again,"
        " it recovers what can be read and keeps the damaged file."
    )


def not_ours(path: Path) -> StoreError:
    """For a file of another program."""
    return StoreError(f"{path} is not a paperreader store and is left alone: name another file with --db.")


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code, 0 if Python itself raised the error."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def is_busy(error: sqlite3.Error) -> bool:
    """Another connection holds a lock, so trying again helps."""
    return primary_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def lacks_shared_memory(error: sqlite3.Error) -> bool:
    """The file system cannot share the memory that SQLite's log needs."""
    return getattr(error, "sqlite_errorcode", None) in NO_SHARED_MEMORY


def is_damage(error: sqlite3.Error) -> bool:
    """The file itself is damaged; a flipped bit may show only as text that is not UTF-8."""
    undecodable = str(error).startswith("Could not decode")
    return undecodable or primary_code(error) in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
