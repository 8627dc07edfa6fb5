"""Checks of the files: integrity, permissions, and the disk they are on."""

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
from paperreader.store.health import StoreHealth, examine

LOW_DISK_BYTES: Final = 500_000_000
FULL_DISK_BYTES: Final = 20_000_000
"""May be too little for the next refresh."""
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
ADVICE_FOR_COPIES: Final = "copy with `paperreader backup`, exchange marks with `paperreader marks`"


def settings(path: Path, rejected_keys: Sequence[str]) -> Iterator[Check]:
    """Check the config file; `rejected_keys`: messages about keys that the reader rejects."""
    if not path.exists():
        yield ok("settings", f"no config file at {path}: using the defaults")
        return
    _, problems = config.load(path)
    problems += rejected_keys
    for message in problems:
        yield note("settings", message)
    if not problems:
        yield ok("settings", str(path))


def store(path: Path) -> Iterator[Check]:
    """Check the store, its folder and its disk."""
    folder = next((folder for folder in path.parents if folder.exists()), Path("/"))
    if not path.exists():
        message = f"none yet at {path}"
        yield (
            note("store", f"{message}: the first start creates it")
            if os.access(folder, os.W_OK | os.X_OK)
            else problem("store", f"{message}, and {folder} is not writable", "choose another with --db")
        )
    else:
        yield from _file(path)
        yield _permissions(path)
    yield from _old_stores(path)
    yield _disk(folder)
    yield location(path.absolute(), _mounts())


def log(path: Path) -> Check:
    """Check the log for errors."""
    try:
        with path.open("rb") as file:
            lines = re.findall(rb"(?m)^([0-9-]{10} [0-9:]{5})\S* (?:ERROR|CRITICAL) ", file.read())
    except FileNotFoundError:
        return ok("log", f"no log at {path}: nothing went wrong")
    except OSError as error:
        return problem("log", f"{path} cannot be read ({error.strerror})", "check its permissions")
    if lines:
        message = f"{count(len(lines), 'error')} in {path}, the last at {lines[-1].decode()}"
        return note("log", message, "include its lines in a bug report")
    return ok("log", str(path))


def _file(path: Path) -> Iterator[Check]:
    try:
        health = examine(path)
    except StoreError as error:
        yield problem("store", str(error))
        return
    contents = f", {health.contents}, {_size(health.contents.size)}" if health.contents else ""
    yield ok("store", f"{path}{contents}")
    yield _integrity(health)
    yield _schema(health)


def _integrity(health: StoreHealth) -> Check:
    if health.wrong:
        advice = "quit paperreader: the next start recovers what can be read and keeps the damaged file"
        return problem("integrity", f"the store is damaged: {health.wrong}", advice)
    return ok("integrity", "SQLite found nothing wrong")


def _schema(health: StoreHealth) -> Check:
    message = f"version {health.version} of {health.newest}"
    if health.version > health.newest:
        return problem("schema", f"{message}: from a newer paperreader; marks are not saved", "update paperreader")
    if health.version < health.newest:
        return note("schema", f"{message}: the next start upgrades it and keeps a copy")
    return ok("schema", message)


def _permissions(path: Path) -> Check:
    for file in (path, path.parent):
        if not os.access(file, os.W_OK):
            return problem("modes", f"{file} is not writable: marks are not saved", f"chmod u+w {file}")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return note("modes", f"others can read {path} ({mode:o})", f"chmod 600 {path}")
    return ok("modes", "only you can read the store")


def _old_stores(path: Path) -> Iterator[Check]:
    """Copies kept by upgrades, restores and repairs; only the user knows whether they are still needed."""
    suffixes = ("version", "before-restore", "corrupt")
    files = sorted(file for suffix in suffixes for file in path.parent.glob(f"{path.name}.{suffix}-*"))
    if files:
        size = _size(sum(file.stat().st_size for file in files))
        names = ", ".join(f"…{file.name.removeprefix(path.name)}" for file in files[-3:])
        message = f"{count(len(files), 'old store')} next to this one, {size}: {names}"
        yield note("kept", message, "delete those you no longer need")


def _disk(folder: Path) -> Check:
    free = shutil.disk_usage(folder).free
    if free < FULL_DISK_BYTES:
        return problem("disk", f"{_size(free)} free", "free some space: nothing new can be stored")
    return note("disk", f"{_size(free)} free") if free < LOW_DISK_BYTES else ok("disk", f"{_size(free)} free")


def location(path: Path, mounts: list[tuple[str, str]]) -> Check:
    """What kind of disk a file is on, given the system's mounts (mount point, file system)."""
    service = next((service for service, name in SYNCED.items() if any(map(name.fullmatch, path.parent.parts))), "")
    if any((folder / ".stfolder").exists() for folder in path.parents):
        service = "Syncthing"
    if service:
        message = f"in a folder synced by {service}, which can damage it"
        return problem("place", message, f"use --db; {ADVICE_FOR_COPIES}")
    above = [(mount_point, kind) for mount_point, kind in mounts if path.is_relative_to(mount_point)]
    kind = max(above, key=lambda mount: len(mount[0]))[1] if above else ""
    if NETWORKED.fullmatch(kind):
        message = f"on a network file system ({kind}): not safe for two machines at a time"
        return note("place", message, f"use --db for a local disk; {ADVICE_FOR_COPIES}")
    return ok("place", f"a local disk{f' ({kind})' if kind else ''}, not synced")


def _mounts() -> list[tuple[str, str]]:
    """The mount points and their file systems; empty if the system does not list them."""
    try:
        lines = MOUNTS.read_text(errors="replace").splitlines()
    except OSError:
        return []
    fields = [line.split() for line in lines]
    return [(re.sub(r"\\040", " ", field[1]), field[2]) for field in fields if len(field) > 2]


def _size(size: int) -> str:
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB"
