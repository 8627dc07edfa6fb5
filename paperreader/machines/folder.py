"""The files of machines in a folder, whatever a service calls them: those that changed since they were read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from typing import Final, NamedTuple

MAX_FILES: Final = 1_000
"""Read at once; the others are read the next time."""
IGNORED_PREFIXES: Final = (".", "~", "#")
"""Services, and editors, keep what is not for others in files of such names."""
IGNORED_SUFFIXES: Final = (
    *(".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".ffs_tmp", ".unison.tmp"),
    *(".!sync", ".bts", ".megatmp", ".icloud", ".cloud", ".cloudf", ".lock", ".swp", "~"),
)
"""A service is still writing them, or has only a stand-in for the file."""
UNREADABLE: Final = -1
"""The size of a file that could not be read: it is tried again as soon as that is allowed."""


class State(NamedTuple):
    """What tells whether a file has changed."""

    bytes: int
    modified_ns: int


def state_of(path: Path) -> State | None:
    """None if there is no such file; a link is one of its own, which is not ours."""
    try:
        status = path.lstat()
    except FileNotFoundError:
        return None
    return State(status.st_size, status.st_mtime_ns)


def changed_files(folder: Path, known: Mapping[str, State]) -> dict[str, State]:
    """The files that are new or not as `known` (by `shown_name`), by name. Raises OSError for the folder itself."""
    found: dict[str, State] = {}
    for entry in _entries(folder):
        with suppress(OSError):  # it is gone again, or a link that leads nowhere
            status = entry.stat()
            state, before = State(status.st_size, status.st_mtime_ns), known.get(shown_name(entry.name))
            if not S_ISREG(status.st_mode) or before == state:
                continue
            if before is not None and before.bytes == UNREADABLE and not os.access(entry.path, os.R_OK):
                continue
            found[entry.name] = state
            if len(found) == MAX_FILES:
                break
    return found


def file_names(folder: Path) -> set[str]:
    """The names (`shown_name`) of all files that may be ours. Raises OSError if the folder cannot be read."""
    return {shown_name(entry.name) for entry in _entries(folder)}


def shown_name(name: str) -> str:
    """The name as it is stored and shown: what no terminal may get, and bytes that are no text, are escaped."""
    if name.isprintable():
        return name
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode().replace("\\udc", "\\x") for char in name
    )


def is_in_repository(folder: Path) -> bool:
    """Whether the folder, which need not be there, is in a git repository."""
    real = Path(os.path.realpath(folder))
    return any((above / ".git").exists() for above in (real, *real.parents))


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name.casefold()
            if ".jsonl" in name and not name.startswith(IGNORED_PREFIXES) and not name.endswith(IGNORED_SUFFIXES):
                yield entry
