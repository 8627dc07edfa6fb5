"""What leaves this machine: said once for each folder, before it happens."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from paperreader.store import Store

SAID: Final = "sync said"
"""The setting that has the folders which the user was told of, one in each line."""


def is_to_be_said(store: Store, folder: Path) -> bool:
    """Whether the user is to be told about this folder; asked once, for it is said then."""
    known = (store.settings.get(SAID) or "").splitlines()
    if str(folder) in known:
        return False
    store.settings.set(SAID, "\n".join([*known, str(folder)]))
    return True


def what_leaves(folder: Path) -> str:
    """One sentence with the path."""
    return (
        "Your marks, tags, notes, follows, saved searches, rules and what you said of your order will be written to"
        f" {folder}; papers will not."
    )


def what_a_group_sees(group: str, folder: Path) -> str:
    """One sentence with the path."""
    return f"Your stars, and tags that begin with {group}, will be written to {folder} for all members of {group}."
