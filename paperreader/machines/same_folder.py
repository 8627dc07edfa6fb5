"""Whether a folder is still the one that was written to: where its drive is not mounted, an empty one may be there."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from pathlib import Path

from paperreader.machines.exchange import file_name
from paperreader.store import Store
from paperreader.store.groups import GroupFile
from paperreader.store.machines import MachineFile


def check(store: Store, folder: str, files: Iterable[MachineFile | GroupFile], group: str = "") -> None:
    """Raise OSError if the folder cannot be the one with these `files`.

    Files that somebody has removed leave a folder that was changed later than our own file was.
    """
    setting = f"sync read from {group}".rstrip()
    if store.settings.get(setting) != folder:  # the user chose another one: what is known is of the one before
        store.settings.set(setting, folder).result()
        return
    own = file_name(store.machines.device())
    written_ns = next((file.modified_ns for file in files if file.file == own), 0)
    if written_ns > Path(folder).stat().st_mtime_ns and not os.listdir(folder):
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV), folder)
