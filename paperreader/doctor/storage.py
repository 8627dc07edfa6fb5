"""The files: whether they are whole, whose eyes they are for, and on what kind of disk they lie."""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from paperreader import config
from paperreader.doctor.check import Check, note, ok, problem
from paperreader.humanize import count
from paperreader.store import StoreError
from paperreader.store.health import Examined, examine

LITTLE: Final = 500_000_000
"""Bytes: so much is soon full."""
NOTHING: Final = 20_000_000
"""Bytes: so little may not do for the next refresh."""
NETWORKED: Final = re.compile(
    r"nfs.*|cifs|smb.*|afpfs|afs|9p|ceph|glusterfs|lustre|gpfs|webdav|davfs|fuse\.(sshfs|rclone)"
)
SYNCED: Final = {
    "Dropbox": re.compile(r"Dropbox( \(.*\))?|\.dropbox"),
    "OneDrive": re.compile(r"OneDrive( - .*)?"),
    "iCloud": re.compile(r"Mobile Documents|com~apple~CloudDocs|iCloud ?Drive"),
    "Google Drive": re.compile(r"Google ?Drive|My Drive"),
    "Nextcloud": re.compile(r"Nextcloud|ownCloud"),
    "a cloud": re.compile(r"CloudStorage"),
}
MOUNTS: Final = Path("/proc/self/mounts")
ELSEWHERE: Final = "copy with `paperreader backup`, and exchange marks with `paperreader marks`"


def settings(path: Path, refused: Sequence[str]) -> Iterator[Check]:
    """Whether the settings are understood; `refused`: what of their keys the reader will not take."""
    if not path.exists():
        yield ok("settings", f"none at {path}: the defaults")
        return
    _, problems = config.load(path)
    problems += refused
    for wrong in problems:
        yield note("settings", wrong)
    if not problems:
        yield ok("settings", str(path))


def store(path: Path) -> Iterator[Check]:
    """Everything about the store and where it lies."""
    folder = next((folder for folder in path.parents if folder.exists()), Path("/"))
    if not path.exists():
        may = os.access(folder, os.W_OK | os.X_OK)
        said = f"none yet at {path}"
        yield (
            note("store", f"{said}: the first start makes it")
            if may
            else problem("store", f"{said}, and {folder} cannot be written", "name another with --db")
        )
    else:
        yield from _file(path)
        yield from _modes(path)
    yield from _kept(path)
    yield _disk(folder)
    yield place(path.absolute(), _mounts())


def log(path: Path) -> Check:
    """Whether something went wrong lately."""
    try:
        with path.open("rb") as file:
            lines = re.findall(rb"(?m)^([0-9-]{10} [0-9:]{5})\S* (?:ERROR|CRITICAL) ", file.read())
    except FileNotFoundError:
        return ok("log", f"none at {path}: nothing went wrong")
    except OSError as error:
        return problem("log", f"{path} cannot be read ({error.strerror})", "check its permissions")
    if lines:
        last = lines[-1].decode()
        said = f"{count(len(lines), 'error')} in {path}, the last at {last}"
        return note("log", said, "its lines belong into a report")
    return ok("log", str(path))


def _file(path: Path) -> Iterator[Check]:
    try:
        found = examine(path)
    except StoreError as error:
        yield problem("store", str(error))
        return
    holds = f", {found.contents}, {_size(found.contents.size)}" if found.contents else ""
    yield ok("store", f"{path}{holds}")
    yield _integrity(found)
    yield _schema(found)


def _integrity(found: Examined) -> Check:
    if found.wrong:
        advice = "leave paperreader: the next start keeps the damaged file and carries over what can be read"
        return problem("integrity", f"the store is damaged: {found.wrong}", advice)
    return ok("integrity", "SQLite finds nothing wrong")


def _schema(found: Examined) -> Check:
    said = f"version {found.version} of {found.newest}"
    if found.version > found.newest:
        return problem("schema", f"{said}: made by a newer paperreader, marks are not kept", "update paperreader")
    if found.version < found.newest:
        return note("schema", f"{said}: the next start brings it up to date, and keeps a copy")
    return ok("schema", said)


def _modes(path: Path) -> Iterator[Check]:
    for file in (path, path.parent):
        if not os.access(file, os.W_OK):
            yield problem("modes", f"{file} cannot be written: marks are not kept", f"chmod u+w {file}")
            return
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        yield note("modes", f"others can read {path} ({mode:o})", f"chmod 600 {path}")
    else:
        yield ok("modes", "the store is for your eyes alone")


def _kept(path: Path) -> Iterator[Check]:
    """What was kept of the store: nobody but the person can tell whether it is still of use."""
    words = ("version", "before-restore", "corrupt")
    files = sorted(file for word in words for file in path.parent.glob(f"{path.name}.{word}-*"))
    if files:
        size = _size(sum(file.stat().st_size for file in files))
        names = ", ".join(f"…{file.name.removeprefix(path.name)}" for file in files[-3:])
        said = f"{count(len(files), 'old store')} beside this one, {size}: {names}"
        yield note("kept", said, "delete what you do not miss")


def _disk(folder: Path) -> Check:
    free = shutil.disk_usage(folder).free
    if free < NOTHING:
        return problem("disk", f"{_size(free)} free", "make room: nothing new can be kept")
    return note("disk", f"{_size(free)} free") if free < LITTLE else ok("disk", f"{_size(free)} free")


def place(path: Path, mounts: list[tuple[str, str]]) -> Check:
    """What kind of disk a file lies on, by the mounts (where, type) of the system."""
    by = next((by for by, name in SYNCED.items() if any(map(name.fullmatch, path.parent.parts))), "")
    if any((folder / ".stfolder").exists() for folder in path.parents):
        by = "Syncthing"
    if by:
        return problem("place", f"in a folder that {by} syncs, which can damage it", f"use --db; {ELSEWHERE}")
    here = [(where, kind) for where, kind in mounts if path.is_relative_to(where)]
    kind = max(here, key=lambda mount: len(mount[0]))[1] if here else ""
    if NETWORKED.fullmatch(kind):
        said = f"on a network file system ({kind}): not safe for two machines at a time"
        return note("place", said, f"use --db for a local disk; {ELSEWHERE}")
    return ok("place", f"a local disk{f' ({kind})' if kind else ''}, not synced")


def _mounts() -> list[tuple[str, str]]:
    """Empty where the system does not tell."""
    try:
        lines = MOUNTS.read_text(errors="replace").splitlines()
    except OSError:
        return []
    fields = [line.split() for line in lines]
    return [(re.sub(r"\\040", " ", field[1]), field[2]) for field in fields if len(field) > 2]


def _size(size: int) -> str:
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB"
