"""Repairing a damaged store: it is set aside, and a new one made of what can be read of it."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from paperreader.models import timestamp
from paperreader.store import corruption, recover, text_index
from paperreader.store.backup import Contents, contents, free_name, work_folder
from paperreader.store.connection import connect, version_of
from paperreader.store.errors import is_damage, lacks_shared_memory
from paperreader.store.files import kept, logs
from paperreader.store.journal import leave_wal
from paperreader.store.lock import StoreLock
from paperreader.store.merge import merge
from paperreader.store.migrate import migrate
from paperreader.store.settings import set_setting
from paperreader.store.texts import save_position

log = logging.getLogger(__name__)


def repair(path: Path, lock: StoreLock, now: Callable[[], datetime], begun: Callable[[], None]) -> str | None:
    """Repair the store; what was done, in words for the user, "" if nothing was wrong, None if it is open elsewhere.

    `begun` is called if this is going to take a while. Raises StoreError, sqlite3.Error, OSError; the damaged store
    is then still in place.
    """
    if not lock.try_exclusive():
        return None
    killed = corruption.begin_repair(path)
    earlier = list(kept(path, "corrupt"))
    aside, wal = free_name(path, "corrupt", now()), corruption.wal(path)
    done = ""
    if corruption.is_garbage(wal):
        wal = wal.replace(corruption.wal(aside))  # or SQLite would overwrite it
        if is_sound(path):
            with closing(connect(path, write=True)) as connection:
                marks = _merge(connection, [wal])
            done = f"The last changes to the store were damaged: {marks} marks could be recovered. {_kept(wal)}"
    if not done and not (is_sound(path) and recover.is_readable(path)):
        begun()
        with work_folder(path) as folder:
            new = folder / "new"
            holds = _make(new, path, [path, wal, *earlier], timestamp(now()))
            set_aside(path, aside, new)
        done = f"The store was damaged: {holds} could be recovered into a new one. {_kept(aside)}"
    elif not done and killed:  # it had set files aside
        with closing(connect(path, write=True)) as connection:
            marks = _merge(connection, earlier)
        done = f"The last changes to the store were damaged: {marks} marks could be recovered." if marks else ""
    if not done and _rebuild_indexes(path):
        done = "The search index was damaged and has been rebuilt."
    corruption.marker(path).unlink(missing_ok=True)
    if done:
        log.info("%s %s", path, done)
    return done


def is_sound(path: Path) -> bool:
    """Whether SQLite finds nothing wrong with the file. Raises sqlite3.Error if it cannot be checked."""
    try:
        try:
            return _is_sound(path)
        except sqlite3.Error as error:
            if not lacks_shared_memory(error):
                raise
            leave_wal(path)
            return _is_sound(path)
    except sqlite3.Error as error:
        if is_damage(error):
            return False
        raise


def _is_sound(path: Path) -> bool:
    with closing(connect(path, write=False)) as connection:
        version_of(connection, path)
        (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    return bool(found == "ok")


def _rebuild_indexes(path: Path) -> bool:
    """Rebuild a search index that does not fit what it is of, which SQLite's check does not cover; False if all do."""
    with closing(connect(path, write=True)) as connection:
        papers_fit = text_index.is_intact(connection, "search", compare=True)
        notes_fit = text_index.is_intact(connection, "note", compare=True)
        texts_fit = text_index.are_intact(connection)
        if papers_fit and notes_fit and texts_fit:
            return False
        connection.execute("BEGIN IMMEDIATE")
        if not papers_fit:
            connection.execute("INSERT INTO search (search) VALUES ('rebuild')")
        if not notes_fit:
            connection.execute("INSERT INTO note (note) VALUES ('rebuild')")
        if not texts_fit:
            text_index.rebuild(connection)
        connection.execute("COMMIT")
    return True


def set_aside(path: Path, aside: Path, new: Path) -> None:
    """Replace a store by a new one and keep it under another name; at every moment there is a store."""
    left = logs(path)
    for old in (path, *left):
        if old.exists() and old.stat().st_size and not old.name.endswith("-shm"):
            keep = aside.with_name(aside.name + old.name.removeprefix(path.name))
            try:
                os.link(old, keep)
            except OSError:  # a file system without links
                shutil.copyfile(old, keep)
    # Before the new one is in place, which must not find the old one's log.
    for log_file in left:
        log_file.unlink(missing_ok=True)
    new.replace(path)


def _make(new: Path, damaged: Path, files: Iterable[Path], at: str) -> Contents:
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    migrate(new, keep=False)
    with closing(connect(new, write=True)) as connection:
        connection.execute("BEGIN")
        found = [file for file in files if file.exists()]
        since = next((since for file in found if (since := recover.since_in(file))), None)
        set_setting(connection, "since", since)
        recover.carry_over(damaged, connection, at)
        connection.execute("COMMIT")
        _merge(connection, found)
        return contents(connection, new)


def _merge(connection: sqlite3.Connection, files: Iterable[Path]) -> int:
    """Merge the marks and reading positions that can be read in these files; how many marks changed."""
    connection.execute("BEGIN IMMEDIATE")
    existing = list(files)
    changed = merge(
        connection, [mark for file in existing for mark in recover.marks_in(file)], datetime.now(UTC).date()
    )
    for file in existing:
        for paper, place, at in recover.positions_in(file):
            save_position(connection, paper, place, at)
    connection.execute("COMMIT")
    return changed


def _kept(file: Path) -> str:
    return f"The damaged file is kept as {file.name}."
