"""How this machine exchanges marks: as the settings file says, else as the user told `paperreader sync`, which the store
remembers.
"""

from __future__ import annotations

from pathlib import Path

from paperreader.config import Config
from paperreader.store import Store
from paperreader.store.settings import MACHINE_NAME, SYNC_FOLDER, SYNC_GIT


def chosen(config: Config, store: Store) -> Config:
    """The settings, with the folder and the name that the store remembers where the file has none."""
    settings = store.settings
    name = config.machine or settings.get(MACHINE_NAME) or ""
    if config.sync:
        return config._replace(machine=name)
    git = config.sync_git or settings.get(SYNC_GIT) is not None
    return config._replace(machine=name, sync=settings.get(SYNC_FOLDER) or "", sync_git=git)


def remember(store: Store, folder: Path | None, *, git: bool = False) -> None:
    """Exchange marks by this folder from now on, where the settings file names none; None: by none."""
    store.settings.set(SYNC_FOLDER, str(folder) if folder else None).result()
    store.settings.set(SYNC_GIT, "yes" if folder and git else None).result()
