"""Replacing the store with a backup."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from paperreader.store import corruption
from paperreader.store.backup import Contents, contents, copy, free_name, give_up_at, work_folder
from paperreader.store.connection import LOCK_TIMEOUT_S, connect, version_of
from paperreader.store.errors import StoreError, is_damage, not_ours, store_error
from paperreader.store.files import other_name, real_path
from paperreader.store.lock import StoreLock
from paperreader.store.migrate import migrate
from paperreader.store.migrations import MIGRATIONS, Migration
from paperreader.store.open import create
from paperreader.store.repair import is_sound, set_aside

FAILED = "nothing was restored"


def restore(
    path: Path,
    source: Path,
    *,
    now: Callable[[], datetime],
    migrations: tuple[Migration, ...] = MIGRATIONS,
) -> tuple[Contents, Path | None]:
    """Replace the store with a backup; what it holds then, and where the old store is kept, if there was one.

    Nothing changes unless all of it succeeds. Raises StoreError, also while a paperreader has the store open.
    """
    path = real_path(path)
    if source.exists() and path.exists() and source.samefile(path):
        raise StoreError(f"{source} is the store itself: name a backup of it.")
    if why := other_name(path):
        raise StoreError(f"{why}; {FAILED}.")
    lock = StoreLock(path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        sound = not path.exists() or is_sound(path)
        if not sound and not corruption.is_ours(path):
            raise not_ours(path)
        if not lock.try_exclusive():
            raise StoreError(f"A paperreader has {path} open: quit it first, then restore.")
        with work_folder(path) as folder:
            new = folder / "new"
            _copy_sound(source, new, len(migrations))
            migrate(new, migrations, keep=False)
            create(path)
            kept = _copied_into(path, new, now()) if sound else _put_in_place_of(path, new, now())
        with closing(connect(path, write=True)) as connection:
            return contents(connection, path), kept
    except sqlite3.Error as error:
        raise store_error(error, path, failed=FAILED) from error
    except OSError as error:
        raise StoreError(f"{path.parent} cannot be written ({error.strerror}): {FAILED}.") from error
    finally:
        lock.release()


def _copied_into(path: Path, new: Path, now: datetime) -> Path | None:
    """Overwrite the file in place, so that programs that only read it see the change; where the old store is kept."""
    kept = None
    with closing(connect(path, write=True)) as live, closing(connect(new, write=False)) as source:
        if version_of(live, path):
            copy(path, new.with_name("kept"))
            kept = new.with_name("kept").replace(free_name(path, "before-restore", now))
        source.backup(live, progress=give_up_at(time.monotonic() + LOCK_TIMEOUT_S))
    return kept


def _put_in_place_of(damaged: Path, new: Path, now: datetime) -> Path:
    kept = free_name(damaged, "corrupt", now)
    corruption.begin_repair(damaged)
    set_aside(damaged, kept, new)
    corruption.marker(damaged).unlink(missing_ok=True)
    return kept


def _copy_sound(source: Path, target: Path, newest: int) -> None:
    """Copy the backup if it is sound, ours and not newer than we are; the backup itself stays untouched."""
    if not source.is_file():
        raise StoreError(f"There is no file {source}: {FAILED}.")
    try:
        with closing(connect(source, write=False)) as connection:
            version = version_of(connection, source)
            if not version:
                raise StoreError(f"{source} is empty: {FAILED}.")
            if version > newest:
                raise StoreError(f"{source} is of version {version}, newer than this paperreader knows: update it.")
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise StoreError(f"{source} is damaged: {FAILED}. Try an older backup.")
        copy(source, target)
    except sqlite3.Error as error:
        if is_damage(error):
            raise StoreError(f"{source} is damaged, or not a backup of a store: {FAILED}.") from error
        raise store_error(error, source, failed=FAILED) from error
