"""What leaves this machine: said once for each folder, before it happens."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Final

from paperreader.machines.task import Task
from paperreader.store import Store

SEEN: Final = "sync said"
"""The setting that has the folders which the user was told of, one in each line."""


def unseen_notices(store: Store, task: Task) -> dict[str, str]:
    """Folders that the user is to be told about before anything is written there, and what they are to be told."""
    sentences = {folder: list[str]() for folder in task.folders if _line(folder) not in _seen(store)}
    if task.folder in sentences:
        sentences[task.folder].append(machines_notice(task.folder))
    for group, folder in task.groups:
        if folder in sentences:
            sentences[folder].append(group_notice(group, folder))
    return {folder: "\n".join(said) for folder, said in sentences.items()}


def save_seen(store: Store, folders: Iterable[str]) -> None:
    """The user was told about these folders."""
    if folders := list(folders):
        store.settings.set(SEEN, "\n".join([*_seen(store), *map(_line, folders)]))


def machines_notice(folder: str) -> str:
    """One sentence with the path."""
    return (
        "Your marks, tags, notes, follows, saved searches, rules and what you said of your order will be written to"
        f" {folder}; papers will not."
    )


def group_notice(group: str, folder: str) -> str:
    """One sentence with the path."""
    return f"Your stars, and tags that begin with {group}, will be written to {folder} for all members of {group}."


def _seen(store: Store) -> list[str]:
    return (store.settings.get(SEEN) or "").splitlines()


def _line(folder: str) -> str:
    return json.dumps(os.path.abspath(folder))  # whatever its name consists of
