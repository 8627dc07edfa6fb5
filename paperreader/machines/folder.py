"""The files of machines in a folder, whatever a service calls them: those that changed since they were read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

MAX_FILES = 1_000
"""More are no folder of ours."""
IGNORED_SUFFIXES = (".part", ".partial", ".tmp", ".crdownload", ".filepart")
"""A service is still writing them."""


class State(NamedTuple):
    """What tells whether a file has changed."""

    bytes: int
    modified_ns: int


def state_of(path: Path) -> State | None:
    """None if there is no such file."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return State(status.st_size, status.st_mtime_ns)


def changed_files(folder: Path, known: Mapping[str, State]) -> dict[str, State]:
    """The files that are new or not as `known`, by name. Raises OSError if the folder cannot be read."""
    found: dict[str, State] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if not _may_be_ours(entry.name):
                continue
            status = entry.stat()
            state = State(status.st_size, status.st_mtime_ns)
            if S_ISREG(status.st_mode) and known.get(entry.name) != state:
                found[entry.name] = state
                if len(found) == MAX_FILES:
                    break
    return found


def file_names(folder: Path) -> set[str]:
    """The names of all files in it that may be ours. Raises OSError if the folder cannot be read."""
    return {name for name in os.listdir(folder) if _may_be_ours(name)}


def _may_be_ours(name: str) -> bool:
    return ".jsonl" in name and not name.startswith((".", "~")) and not name.endswith(IGNORED_SUFFIXES)
