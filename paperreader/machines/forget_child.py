"""Removes from the folder what a machine wrote that is gone for good. The marks that came from it stay everywhere.

As a process, since a folder may take its time: `forget STORE DEVICE`, and a task as JSON on standard input. It prints
what went wrong, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from paperreader.machines.exchange_lock import exchange_lock
from paperreader.machines.folder import shown_name
from paperreader.machines.machine_file import UnusableFile, reading
from paperreader.machines.problems import folder_problem
from paperreader.machines.sync_settings import machine_name
from paperreader.machines.task import Task
from paperreader.machines.transfer import Transfer
from paperreader.store import Store, StoreError


def run(path: Path, task: Task, device: str) -> str:
    """Remove what the machine with this store wrote into the task's folder; what went wrong, empty if nothing did."""
    with exchange_lock(path):
        return _forget_once(path, task, device)


def _forget_once(path: Path, task: Task, device: str) -> str:
    try:
        store = Store(path, now=lambda: datetime.now(UTC))
    except StoreError as error:
        return str(error)
    folder = Path(task.folder)
    try:
        if store.read_only:
            return store.read_only
        name = machine_name(store, task.name)
        transfer = Transfer(folder, task.before, task.after, git=task.git, machine=name)
        problems = transfer.fetch()
        if not transfer.may_write:
            return "; ".join(problems)
        removed = forget(store, folder, device)
        return "; ".join([*problems, *transfer.send(*(folder / name for name in removed))])
    except StoreError as error:
        return str(error)
    except OSError as error:
        return folder_problem(task.folder, error)
    finally:
        store.close()


def forget(store: Store, folder: Path, device: str) -> list[str]:
    """Remove the files of a machine, copies too, and return their names; not those that others have written since.

    Raises OSError, and StoreError.
    """
    known = {each.file for each in store.machines.files() if each.device == device}
    removed = list[str]()
    for name in os.listdir(folder):
        if shown_name(name) in known and _is_of(folder / name, device):
            with suppress(FileNotFoundError):
                (folder / name).unlink()
            removed.append(name)
    store.machines.forget(known).result()
    return removed


def _is_of(path: Path, device: str) -> bool:
    with suppress(UnusableFile, FileNotFoundError), reading(path) as content:
        return content.header.device == device
    return False


if __name__ == "__main__":
    store_path, of_device = sys.argv[1:]
    problem = run(Path(store_path), Task.from_json(json.load(sys.stdin)), of_device)
    with suppress(OSError):  # the reader may have ended meanwhile
        print(json.dumps(problem), flush=True)
