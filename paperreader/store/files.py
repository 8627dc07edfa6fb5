"""The files of a database: where they really are, which lie beside it, and replacing them as one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from paperreader.store.connection import connect
from paperreader.store.errors import StoreError, is_busy

LOGS = ("-wal", "-shm", "-journal")
"""What SQLite puts beside a database: without them it may lack its last changes, or not be whole."""
OUR_OWN = (".open", ".lock", ".lock-archive", ".lock-digest", ".damaged")
"""What we put beside a store."""


def real_path(path: Path) -> Path:
    """The file that a path leads to, also through links; it need not exist. Locks and logs lie beside that one.

    Raises StoreError for what is no file, and if a link leads nowhere: the disk with the marks may not be mounted.
    """
    real = Path(os.path.realpath(path))
    if os.path.islink(real):
        raise StoreError(f"{path} is a link that leads in a circle.")
    if os.path.exists(real) and not os.path.isfile(real):
        raise StoreError(f"{path} is {'a folder' if os.path.isdir(real) else 'no regular file'}: name a file.")
    if not os.path.isdir(real.parent):
        whole = path.absolute()
        for link in (whole, *whole.parents):
            if os.path.islink(link) and not os.path.exists(link):
                raise StoreError(f"{link} is a link to {os.readlink(link)}, which is not there: is its disk mounted?")
    return real


def other_name(path: Path) -> str | None:
    """Why the same file may have a log under another name, None if it cannot: SQLite would damage it."""
    try:
        names = path.stat().st_nlink
    except OSError:
        return None
    if names > 1 and names > 1 + sum(same_file(path, old) for old in kept(path, "corrupt")):
        return f"{path} has another name, a hard link, and two names damage a database: remove one of them"
    if _is_mount_point(path):
        return f"{path} is mounted as a single file, away from its log: mount its folder"
    return None


def same_file(one: Path, other: Path) -> bool:
    """Whether two names lead to one file, however they are written."""
    with suppress(OSError):
        return os.path.samefile(one, other)
    return os.path.realpath(one) == os.path.realpath(other)


def belongs_to(file: Path, store: Path) -> bool:
    """Whether a file is the store, or one of those beside it that it needs."""
    real = Path(os.path.realpath(store))
    return any(same_file(file, real.with_name(real.name + ending)) for ending in ("", *LOGS, *OUR_OWN))


def logs(path: Path) -> list[Path]:
    """The logs of a database that are there; without the database they are leftovers."""
    return [log for ending in LOGS if (log := path.with_name(path.name + ending)).exists()]


def kept(path: Path, word: str) -> Iterator[Path]:
    """What is kept beside a store as `paperreader.db.WORD-…`."""
    return (file for file in path.parent.glob("*") if file.name.startswith(f"{path.name}.{word}-"))


def replace_database(new: Path, target: Path) -> None:
    """Put a closed database in the place of another, without the log of that; a kill leaves one of them, whole.

    Raises OSError, and StoreError if another program has the old one open.
    """
    if logs(target) and target.exists():
        try:
            with closing(connect(target, write=True, timeout=1.0)) as old:
                old.execute("PRAGMA locking_mode = EXCLUSIVE")
                old.execute("SELECT count(*) FROM sqlite_master").fetchone()
                old.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.Error as error:
            if is_busy(error):
                raise StoreError(f"{target} is open in another program: close it first.") from error
    for log in logs(target):  # of a file that is no database any more
        log.unlink(missing_ok=True)
    new.replace(target)


def _is_mount_point(path: Path) -> bool:
    """Whether this very file is mounted, as containers do. Only Linux can tell."""
    ids = []
    with suppress(OSError, AttributeError, StopIteration):
        for place in (path, path.parent):
            # With O_PATH, closing it does not drop the locks that this process has on the file.
            opened = os.open(place, os.O_PATH | os.O_CLOEXEC)
            try:
                with open(f"/proc/self/fdinfo/{opened}") as lines:
                    ids.append(next(line for line in lines if line.startswith("mnt_id:")))
            finally:
                os.close(opened)
    return len(set(ids)) == 2
