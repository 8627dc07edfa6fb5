"""Putting a copy back in the place of the store."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from paperreader.store import corruption
from paperreader.store.backup import Contents, beside, contents, copy, workshop
from paperreader.store.connection import PATIENCE, connect, version_of
from paperreader.store.errors import StoreError, is_damage, not_ours, told
from paperreader.store.lock import StoreLock
from paperreader.store.opening import create, migrate
from paperreader.store.repair import is_sound, set_aside
from paperreader.store.schema import MIGRATIONS, Migration

LOST = "nothing was restored"


def restore(
    path: Path,
    source: Path,
    *,
    now: Callable[[], datetime],
    migrations: tuple[Migration, ...] = MIGRATIONS,
) -> tuple[Contents, Path | None]:
    """Make the store what a copy of it is; what it holds then, and where the store of before is kept, if one was.

    Nothing changes unless all of it can be done. Raises StoreError, also while a program of ours has it open.
    """
    if source.exists() and path.exists() and source.samefile(path):
        raise StoreError(f"{source} is the store itself: name a copy of it.")
    claim = StoreLock(path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        sound = not path.exists() or is_sound(path)
        if not sound and not corruption.is_ours(path):
            raise not_ours(path)
        if not claim.take_alone():
            raise StoreError(f"A paperreader has {path} open: leave it first, then restore.")
        with workshop(path) as folder:
            new = folder / "new"
            _copy_sound(source, new, len(migrations))
            migrate(new, migrations, keep=False)
            create(path)
            kept = _copied_into(path, new, now()) if sound else _put_in_place_of(path, new, now())
        with closing(connect(path, write=True)) as connection:
            return contents(connection, path), kept
    except sqlite3.Error as error:
        raise told(error, path, lost=LOST) from error
    except OSError as error:
        raise StoreError(f"{path.parent} cannot be written ({error.strerror}): {LOST}.") from error
    finally:
        claim.release()


def _copied_into(path: Path, new: Path, now: datetime) -> Path | None:
    """Into the file that is there, so that what only reads it now sees the change; where that is kept."""
    kept = None
    with closing(connect(path, write=True)) as live, closing(connect(new, write=False)) as source:
        if version_of(live, path):
            copy(path, new.with_name("kept"))
            kept = new.with_name("kept").replace(beside(path, "before-restore", now))
        source.backup(live, progress=_until(time.monotonic() + PATIENCE))
    return kept


def _put_in_place_of(damaged: Path, new: Path, now: datetime) -> Path:
    kept = beside(damaged, "corrupt", now)
    set_aside(damaged, kept, new)
    corruption.marker(damaged).unlink(missing_ok=True)
    return kept


def _copy_sound(source: Path, target: Path, newest: int) -> None:
    """Copy the copy, if it is whole, ours and not newer than we are; the one that was given stays as it is."""
    if not source.is_file():
        raise StoreError(f"There is no file {source}: {LOST}.")
    try:
        with closing(connect(source, write=False)) as connection:
            version = version_of(connection, source)
            if not version:
                raise StoreError(f"{source} is empty: {LOST}.")
            if version > newest:
                raise StoreError(f"{source} is of version {version}, newer than this paperreader knows: update it.")
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise StoreError(f"{source} is damaged: {LOST}. Try an older copy.")
        copy(source, target)
    except sqlite3.Error as error:
        if is_damage(error):
            raise StoreError(f"{source} is damaged, or no copy of a store: {LOST}.") from error
        raise told(error, source, lost=LOST) from error


def _until(deadline: float) -> Callable[[int, int, int], None]:
    """Python would wait for ever for another program that keeps the store locked."""

    def give_up(status: int, left: int, pages: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > deadline:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = status
            raise error

    return give_up
