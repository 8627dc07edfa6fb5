"""Checks of the files: integrity, permissions, and the disk they are on."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from paperreader import children, config
from paperreader.doctor.check import Check, note, ok, problem
from paperreader.humanize import count
from paperreader.store import StoreError
from paperreader.store.files import kept, other_name, real_path
from paperreader.store.health import StoreHealth, examine

LOW_DISK_BYTES: Final = 500_000_000
FULL_DISK_BYTES: Final = 20_000_000
"""May be too little for the next refresh."""
NETWORKED: Final = re.compile(
    r"nfs.*|cifs|smb.*|afpfs|afs|9p|ceph|glusterfs|lustre|gpfs|webdav|davfs|fuse\.(sshfs|rclone)"
)
LOCAL: Final = re.compile(
    r"ext[234]|xfs|btrfs|bcachefs|zfs|f2fs|jfs|nilfs2|reiserfs|reiser4|ufs|ffs|apfs|hfs|hfsplus|msdos|vfat|exfat|ntfs3?"
    r"|fuseblk|tmpfs|ramfs|overlay|aufs|ecryptfs|fuse\.(gocryptfs|encfs|cryfs|ecryptfs)"
)
"""File systems that are on this machine. Of others, with FUSE above all, nobody can tell."""
SYNCED: Final = {
    "Dropbox": re.compile(r"Dropbox( \(.*\))?|\.dropbox"),
    "OneDrive": re.compile(r"OneDrive( - .*)?"),
    "iCloud": re.compile(r"Mobile Documents|com~apple~CloudDocs|iCloud ?Drive"),
    "Google Drive": re.compile(r"Google ?Drive|My Drive"),
    "Nextcloud": re.compile(r"Nextcloud|ownCloud"),
    "a cloud": re.compile(r"CloudStorage"),
}
MOUNTS: Final = Path("/proc/self/mountinfo")
MOUNT_TIMEOUT_S: Final = 5.0
ADVICE_FOR_COPIES: Final = "copy with `paperreader backup`, exchange marks with `paperreader sync`"


def settings(path: Path, rejected_keys: Sequence[str]) -> Iterator[Check]:
    """Check the config file; `rejected_keys`: messages about keys that the reader rejects."""
    if not os.path.lexists(path) and not _is_shut(path):
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
    try:
        path, named = real_path(path), path.absolute()
    except StoreError as error:
        yield problem("store", str(error))
        return
    if path != named and path.exists():
        yield ok("store", f"{named} leads to {path}")
    yield from _each_of(path, _file_or_none, _old_stores, _disk, _place)


def _each_of(path: Path, *groups: Callable[[Path], Iterator[Check]]) -> Iterator[Check]:
    """Run checks of the store; a folder that may not be entered ends those that need it, not the others."""
    for checks in groups:
        try:
            yield from checks(path)
        except OSError as error:
            message = f"{error.filename or path} cannot be read ({error.strerror})"
            yield problem("store", message, "check its permissions, or choose another store with --db")


def _file_or_none(path: Path) -> Iterator[Check]:
    if path.exists():
        yield from _file(path)
        yield _permissions(path)
        if why := other_name(path):
            yield problem("store", f"marks are not kept: {why}")
        return
    folder = next(above for above in path.parents if os.path.lexists(above))
    message = f"none yet at {path}"
    yield (
        note("store", f"{message}: the first start creates it")
        if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
        else problem("store", f"{message}, and {folder} is not a writable folder", "choose another with --db")
    )


def _folder(path: Path) -> Path:
    """The innermost folder that is there."""
    return next((folder for folder in path.parents if os.path.isdir(folder)), Path("/"))


def _is_shut(path: Path) -> bool:
    """Whether a folder above may not be entered, so that nobody knows what is in it."""
    try:
        os.lstat(path)
    except OSError as error:
        return error.errno not in (errno.ENOENT, errno.ENOTDIR)
    return False


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
    if not health.has_wal and health.version:
        message = "a rollback journal, as on a file system without shared memory: while one program writes, others wait"
        yield note("journal", message, "on a local disk the next mark changes that")
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
    files = sorted(file for suffix in suffixes for file in kept(path, suffix))
    if files:
        size = _size(sum(file.stat().st_size for file in files))
        names = ", ".join(f"…{file.name.removeprefix(path.name)}" for file in files[-3:])
        message = f"{count(len(files), 'old store')} next to this one, {size}: {names}"
        yield note("kept", message, "delete those you no longer need")


def _disk(path: Path) -> Iterator[Check]:
    free = shutil.disk_usage(_folder(path)).free
    if free < FULL_DISK_BYTES:
        yield problem("disk", f"{_size(free)} free", "free some space: nothing new can be stored")
    else:
        yield note("disk", f"{_size(free)} free") if free < LOW_DISK_BYTES else ok("disk", f"{_size(free)} free")


def _place(path: Path) -> Iterator[Check]:
    yield location(path, _mounts())


def location(path: Path, mounts: list[tuple[str, str]]) -> Check:
    """What kind of disk a file is on, given the system's mounts (mount point, file system), the topmost last."""
    service = next((service for service, name in SYNCED.items() if any(map(name.fullmatch, path.parent.parts))), "")
    if any(os.path.exists(folder / ".stfolder") for folder in path.parents):
        service = "Syncthing"
    if service:
        message = f"in a folder synced by {service}, which can damage it"
        return problem("place", message, f"use --db; {ADVICE_FOR_COPIES}")
    kind = ""
    longest = 0
    for mount_point, file_system in mounts:
        if len(mount_point) >= longest and path.is_relative_to(mount_point):
            kind, longest = file_system, len(mount_point)
    if LOCAL.fullmatch(kind):
        return ok("place", f"a local disk ({kind}), not synced")
    if NETWORKED.fullmatch(kind):
        message = f"on a network file system ({kind}): not safe for two machines at a time"
    else:
        message = f"on a file system that may be on another machine ({kind or 'of an unknown kind'})"
    return note("place", message, f"use --db for a local disk; {ADVICE_FOR_COPIES}")


def _mounts() -> list[tuple[str, str]]:
    """The mount points and their file systems, the topmost last; empty if the system does not list them."""
    try:
        lines = MOUNTS.read_bytes().splitlines()
    except OSError:
        return _mounts_by_command()
    fields = [line.split(b" ") for line in lines]
    return [(_unescaped(field[4]), os.fsdecode(field[field.index(b"-") + 1])) for field in fields if b"-" in field]


def _unescaped(field: bytes) -> str:
    """A path with the blanks in it that the kernel writes as `\\040`."""
    return os.fsdecode(re.sub(rb"\\([0-7]{3})", lambda octal: bytes([int(octal[1], 8)]), field))


def _mounts_by_command() -> list[tuple[str, str]]:
    """On macOS and BSD: `/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled)`."""
    try:
        done = subprocess.run(
            ["/sbin/mount"],
            capture_output=True,
            timeout=MOUNT_TIMEOUT_S,
            stdin=subprocess.DEVNULL,
            env=children.environment(os.environ),
        )
    except (OSError, subprocess.SubprocessError):
        return []
    found = re.findall(rb"(?m)^.*? on (.+) \((\w+)[,)]", done.stdout)
    return [(os.fsdecode(mount_point), os.fsdecode(kind)) for mount_point, kind in found]


def _size(size: int) -> str:
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB"
