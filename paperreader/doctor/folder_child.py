"""Whether a folder can be read and written: `folder_child FOLDER`, in a process of its own, since a drive may hang.

It prints a line of JSON: what is wrong, what to do, and where the folder is by its real path.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from paperreader.doctor.folder import Answer
from paperreader.machines.folder import is_in_repository

NO_UNNAMED_FILES = (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT)
"""What file systems say that know no file without a name."""
PROBE = b"\0" * 4096


def examine(folder: Path) -> Answer:
    """Look at it, and write into it; nothing of that is left."""
    if not os.path.lexists(folder):
        return Answer(f"{folder} is not there", "mount its drive, or start what syncs it")
    if not folder.is_dir():
        return Answer(f"{folder} is not a folder", "name another one")
    try:
        os.listdir(folder)
    except OSError as error:
        return Answer(f"{folder} cannot be read ({error.strerror})", "check its permissions")
    try:
        _write(folder)
    except OSError as error:
        advice = "free some space there" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "check its permissions"
        return Answer(f"{folder} cannot be written ({error.strerror})", advice)
    return Answer(real_path=os.path.realpath(folder), is_git=is_in_repository(folder))


def _write(folder: Path) -> None:
    """Write a file without a name, so that no service sees it; or where there can be none, one that is deleted."""
    try:
        descriptor = os.open(folder, os.O_WRONLY | os.O_TMPFILE, 0o600)
    except (AttributeError, OSError) as error:
        if isinstance(error, OSError) and error.errno not in NO_UNNAMED_FILES:
            raise
    else:
        _fill(descriptor)
        return
    probe = folder / f".paperreader-{os.getpid()}.part"
    descriptor = os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        _fill(descriptor)
    finally:
        with suppress(OSError):
            probe.unlink()


def _fill(descriptor: int) -> None:
    with os.fdopen(descriptor, "wb") as file:
        file.write(PROBE)
        file.flush()
        os.fsync(descriptor)


if __name__ == "__main__":
    print(json.dumps(examine(Path(sys.argv[1]))._asdict()), flush=True)
