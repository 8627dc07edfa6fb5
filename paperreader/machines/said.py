"""What leaves this machine: said once for each folder, before it happens."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Final

from paperreader.machines.task import Task
from paperreader.store import Store

SAID: Final = "sync said"
"""The setting that has the folders which the user was told of, one in each line."""


def unsaid(store: Store, task: Task) -> dict[str, str]:
    """Folders that the user is to be told about before anything is written there, and what they are to be told."""
    sentences = {folder: list[str]() for folder in task.folders if _line(folder) not in _said(store)}
    if task.folder in sentences:
        sentences[task.folder].append(what_leaves(task.folder))
    for group, folder in task.groups:
        if folder in sentences:
            sentences[folder].append(what_a_group_sees(group, folder))
    return {folder: "\n".join(said) for folder, said in sentences.items()}


def were_said(store: Store, folders: Iterable[str]) -> None:
    """The user was told about these folders."""
    if folders := list(folders):
        store.settings.set(SAID, "\n".join([*_said(store), *map(_line, folders)]))


def what_leaves(folder: str) -> str:
    """One sentence with the path."""
    return (
        "Your marks, tags, notes, follows, saved searches, rules and what you said of your order will be written to"
        f" {folder}; papers will not."
    )


def what_a_group_sees(group: str, folder: str) -> str:
    """One sentence with the path."""
    return f"Your stars, and tags that begin with {group}, will be written to {folder} for all members of {group}."


def _said(store: Store) -> list[str]:
    return (store.settings.get(SAID) or "").splitlines()


def _line(folder: str) -> str:
    return json.dumps(os.path.abspath(folder))  # whatever its name consists of
