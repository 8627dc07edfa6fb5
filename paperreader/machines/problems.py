"""What is wrong with a folder, and what the user can do about it."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[int, str]] = {
    errno.ENOENT: "is not there: mount its drive, or make the folder",
    errno.ENOTDIR: "is not a folder: choose another one in the settings",
    errno.EACCES: "cannot be used: you have no permission to read and write it",
    errno.EPERM: "cannot be used: you have no permission to read and write it",
    errno.ENOSPC: "is full: make room on its drive",
    errno.EDQUOT: "is full: your quota is used up",
    errno.EROFS: "is read-only: mount its drive for writing",
    errno.EIO: "cannot be read or written: its drive has errors",
    errno.ENOTCONN: "is not connected: mount its drive again",
    errno.ESTALE: "is not connected: mount its drive again",
}


def folder_problem(folder: str, error: OSError) -> str:
    """`/mnt/usb/paperreader is full: make room on its drive`."""
    return f"{folder} {WORDS.get(error.errno or 0) or f'cannot be used: {error.strerror or error}'}"


def no_answer(folder: str, seconds: float) -> str:
    """`/mnt/nas has not answered for 10 s: is its drive there?`."""
    return f"{folder} has not answered for {seconds:.0f} s: is its drive there?"


def inside_group_folder(folder: str, group: str) -> str:
    """The settings, and not the folder, are to be changed."""
    return f"{folder} is in the folder of {group}, whose members would see all your marks: use another one"


def takes_long(seconds: float) -> str:
    """Nothing says why: a slow drive, a slow network, the user's own command."""
    return f"reading and writing have taken more than {seconds:.0f} s so far"
