"""A damaged store is set aside, and a new one made of what can be read of it."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from paperreader.models import moment
from paperreader.store import corruption, derived, merging, recover
from paperreader.store.backup import Contents, beside, contents, workshop
from paperreader.store.connection import connect, version_of
from paperreader.store.errors import is_damage
from paperreader.store.lock import StoreLock
from paperreader.store.opening import migrate

log = logging.getLogger(__name__)


def mend(path: Path, claim: StoreLock, now: Callable[[], datetime], begun: Callable[[], None]) -> str | None:
    """Make the store sound; what was done, as a person reads it, and "" where it was sound.

    None where somebody has it open. `begun` is called when it is going to take its time. Raises StoreError,
    sqlite3.Error, OSError; then the damaged one still stands.
    """
    if not claim.take_alone():
        return None
    aside, wal = beside(path, "corrupt", now()), corruption.wal(path)
    said = ""
    if corruption.is_garbage(wal):
        wal = wal.replace(corruption.wal(aside))  # out of SQLite's way, which would write over it
        if is_sound(path):
            with closing(connect(path, write=True)) as connection:
                marks = _merge(connection, [wal])
            said = f"The last changes to the store were damaged: {marks} marks of them could be read. {_kept(wal)}"
    if not said and not (is_sound(path) and recover.is_readable(path)):
        begun()
        # What an earlier attempt set aside and was killed over is looked through as well.
        earlier = path.parent.glob(f"{path.name}.corrupt-*")
        with workshop(path) as folder:
            new = folder / "new"
            holds = _make(new, path, [path, wal, *earlier], moment(now()))
            set_aside(path, aside, new)
        said = f"The store was damaged: {holds} could be read and are in a new one. {_kept(aside)}"
    if not said and _make_index_anew(path):
        said = "The index for searching was damaged, and was made anew."
    corruption.marker(path).unlink(missing_ok=True)
    if said:
        log.info("%s %s", path, said)
    return said


def is_sound(path: Path) -> bool:
    """Whether SQLite finds nothing wrong with the file. Raises sqlite3.Error where it cannot be looked at."""
    try:
        with closing(connect(path, write=False)) as connection:
            version_of(connection, path)
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error as error:
        if is_damage(error):
            return False
        raise
    return bool(found == "ok")


def _make_index_anew(path: Path) -> bool:
    """Whether the index for searching did not fit its papers, which SQLite does not look at as a rule; now it does."""
    with closing(connect(path, write=True)) as connection:
        try:
            connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                return False  # a store of before there was one
        else:
            return False
        connection.execute("INSERT INTO search (search) VALUES ('rebuild')")
    return True


def set_aside(path: Path, aside: Path, new: Path) -> None:
    """Put a new store in the place of one that is kept under another name; there is one at every moment."""
    for old, kept in ((path, aside), (corruption.wal(path), corruption.wal(aside))):
        if old.exists() and old.stat().st_size:
            try:
                os.link(old, kept)
            except OSError:  # a file system without links
                shutil.copyfile(old, kept)
    # Before the new one is there, which must not meet the old one's log.
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    new.replace(path)


def _make(new: Path, damaged: Path, files: Iterable[Path], at: str) -> Contents:
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    migrate(new, keep=False)
    with closing(connect(new, write=True)) as connection:
        connection.execute("BEGIN")
        found = [file for file in files if file.exists()]
        since = next((since for file in found if (since := recover.since_in(file))), None)
        derived.set_setting(connection, "since", since)
        recover.carry_over(damaged, connection, at)
        connection.execute("COMMIT")
        _merge(connection, found)
        return contents(connection, new)


def _merge(connection: sqlite3.Connection, files: Iterable[Path]) -> int:
    """Merge what marks can be read in these files; how many changed."""
    connection.execute("BEGIN IMMEDIATE")
    changed = merging.merge(connection, [mark for file in files for mark in recover.marks_in(file)])
    connection.execute("COMMIT")
    return changed


def _kept(file: Path) -> str:
    return f"The damaged file is kept as {file.name}."
