"""What is exchanged where, under which name: by the settings file, else by what the store has."""

from __future__ import annotations

from pathlib import Path

from paperreader.config import Config
from paperreader.machines.exchange import host_name
from paperreader.machines.task import Task
from paperreader.store import Store
from paperreader.store.settings import MACHINE_NAME, SYNC_FOLDER, SYNC_GIT


def with_stored_folder(config: Config, store: Store) -> Config:
    """The settings, with the folder that `paperreader sync` was given where the file has none."""
    if config.sync:
        return config
    git = config.sync_git or store.settings.get(SYNC_GIT) is not None
    return config._replace(sync=store.settings.get(SYNC_FOLDER) or "", sync_git=git)


def task_of(config: Config, *, is_offline: bool) -> Task:
    """All that is to be exchanged. `is_offline`: no program is run that would use the network."""
    task = Task(config.sync, config.machine, groups=tuple(config.groups.items()), member=config.member)
    if is_offline:
        return task
    return task._replace(git=config.sync_git, before=config.sync_before, after=config.sync_after)


def store_folder(store: Store, folder: Path | None, *, git: bool = False) -> None:
    """Exchange marks by this folder from now on, where the settings file names none; None: by none."""
    store.settings.set(SYNC_FOLDER, str(folder) if folder else None).result()
    store.settings.set(SYNC_GIT, "yes" if folder and git else None).result()


def machine_name(store: Store, configured: str) -> str:
    """What this machine is called: as the settings file says, as the user said in the reader, or as the host is."""
    return configured or store.settings.get(MACHINE_NAME) or host_name()
