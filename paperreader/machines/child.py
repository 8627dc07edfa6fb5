"""The process that exchanges marks with a folder: `child STORE NOW`, and what to do as JSON on standard input.

It says what came of it in one line of JSON. A folder may be on a drive that sleeps, or behind a slow network.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from paperreader.machines.exchange import date_again, file_name, pull, push
from paperreader.machines.groups import login_name, read_group, write_group
from paperreader.machines.outside import Outside, OutsideError
from paperreader.machines.task import Outcome, Task
from paperreader.store import Store, StoreError

NICENESS = 10
CLOSE_S = 60.0


def run(path: Path, task: Task, now: datetime) -> Outcome:
    """Exchange marks by the reader's clock."""
    offset = now - datetime.now(UTC)
    store = Store(path, now=lambda: datetime.now(UTC) + offset)
    try:
        if store.read_only:
            return Outcome(problem=store.read_only)
        outcome = _with_machines(store, task, now) if task.folder else Outcome()
        return _with_groups(store, task, now, outcome)
    except StoreError as error:
        return Outcome(problem=str(error))
    finally:
        store.close(timeout=CLOSE_S)


def _with_machines(store: Store, task: Task, now: datetime) -> Outcome:
    folder = Path(task.folder)
    if not folder.is_dir():
        return Outcome(problem=f"{folder} is not there")
    outside, outcome = Outside(folder, task.before, task.after, git=task.git), Outcome()
    try:
        if task.pulls:
            outside.fetch()
            outcome = outcome._replace(arrived=tuple(pull(store, folder, now)))
        if task.pushes:
            date_again(store, now)
            written = push(store, folder, task.name, now)
            outside.send(written or folder / file_name(store.machines.device()))
            outcome = outcome._replace(written=written.name if written else "")
    except OutsideError as error:
        return outcome._replace(problem=str(error))
    except OSError as error:
        return outcome._replace(problem=f"{folder}: {error.strerror or error}")
    return outcome


def _with_groups(store: Store, task: Task, now: datetime, outcome: Outcome) -> Outcome:
    news, problems = list[str](), [outcome.problem] if outcome.problem else []
    if task.groups and {*store.groups.names()} - {group for group, _ in task.groups}:
        store.groups.forget_others(group for group, _ in task.groups).result()
    for group, folder in task.groups:
        written = None
        try:
            if task.pushes:
                written = write_group(store, group, Path(folder), task.member or login_name(), now)
        except OSError as error:  # others may still be read
            problems.append(f"{folder}: {error.strerror or error}")
        try:
            if (task.pulls or written) and read_group(store, group, Path(folder)):
                news.append(group)
        except OSError as error:
            problems.append(f"{folder}: {error.strerror or error}")
    return outcome._replace(groups=tuple(news), problem="; ".join(dict.fromkeys(problems)))


if __name__ == "__main__":
    with suppress(OSError):
        os.nice(NICENESS)
    if (store_path := Path(sys.argv[1])).exists():  # a new one would be made
        task = Task.from_json(json.load(sys.stdin))
        print(json.dumps(run(store_path, task, datetime.fromisoformat(sys.argv[2])).to_json()), flush=True)
