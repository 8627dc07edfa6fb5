"""What went wrong with the store, in the words of the person who reads it."""

from __future__ import annotations

import sqlite3
from pathlib import Path


class StoreError(Exception):
    """The store could not do it; `str()` says in a line what happened and what to do."""


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code, 0 where Python itself raised the error."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another connection holds a lock, so that trying again helps."""
    return primary_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is not what it should be; a flipped bit may only show as a text that is none."""
    undecodable = str(error).startswith("Could not decode")
    return undecodable or primary_code(error) in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


def told(error: sqlite3.Error, path: Path, *, lost: str = "this was not saved") -> StoreError:
    """The same error for a person; `lost` says what did not happen."""
    if is_damage(error):
        return damaged(path, lost)
    match primary_code(error):
        case sqlite3.SQLITE_FULL:
            return StoreError(f"The disk is full: {lost}. Free some space and try again.")
        case sqlite3.SQLITE_IOERR:
            return StoreError(f"The disk failed at {path}: {lost}. Is there space left on it?")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreError(f"Another program keeps {path} locked: {lost}. Try again later.")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return StoreError(f"{path} cannot be written: {lost}. Check its permissions.")
        case sqlite3.SQLITE_CANTOPEN:
            return StoreError(f"{path} cannot be opened. Are it and its folder there, and writable?")
    return StoreError(f"{path} could not be used ({error}).")


def strange(error: Exception, path: Path) -> StoreError:
    """For a write that met a value that we never write: a byte has flipped, or another program has written it."""
    return StoreError(f"{path} holds what paperreader did not write ({error}): it cannot be read.")


def damaged(path: Path, lost: str) -> StoreError:
    """For a store of ours that is not what it should be."""
    return StoreError(
        f"{path} is damaged: {lost}. When paperreader is started anew,"
        " it keeps the damaged file and carries over what can be read of it."
    )


def not_ours(path: Path) -> StoreError:
    """For a file of another program."""
    return StoreError(f"{path} is not a paperreader store and is left alone: name another with --db.")
