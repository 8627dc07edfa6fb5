"""Removes from the folder what a machine wrote that is gone for good; its marks stay with the others."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from paperreader.machines.machine_file import NotAMachine, read_header
from paperreader.store import Store


def forget(store: Store, folder: Path, device: str) -> list[str]:
    """Remove the files of a machine, copies too, and return their names; not those that others have written since.

    Raises OSError, and StoreError.
    """
    known = [each.file for each in store.machines.files() if each.device == device]
    removed = list[str]()
    for name in known:
        with suppress(FileNotFoundError):
            if _is_of(folder / name, device):
                (folder / name).unlink()
                removed.append(name)
    store.machines.forget(known).result()
    return removed


def _is_of(path: Path, device: str) -> bool:
    try:
        return read_header(path).device == device
    except NotAMachine:
        return False
