"""The process that exchanges marks with a folder: `child STORE NOW`, and what to do as JSON on standard input.

It says what came of it in one line of JSON. A folder may be on a drive that sleeps, or behind a slow network.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from paperreader.children import nice_session
from paperreader.machines.exchange import date_again, file_name, is_due, pull, push
from paperreader.machines.exchange_lock import exchange_lock
from paperreader.machines.groups import login_name, read_group, write_group
from paperreader.machines.problems import folder_problem, inside_group_folder, one_folder
from paperreader.machines.same_folder import check
from paperreader.machines.sync_settings import machine_name
from paperreader.machines.task import Outcome, Task
from paperreader.machines.transfer import Transfer
from paperreader.store import Store, StoreError

NICENESS = 10
CLOSE_S = 60.0


def run(path: Path, task: Task, now: datetime) -> Outcome:
    """Exchange marks by the reader's clock, once no other process does."""
    offset = now - datetime.now(UTC)
    with exchange_lock(path):
        return _exchange(path, task, offset)


def run_unless_queued(path: Path, task: Task, now: datetime) -> Outcome | None:
    """The same; None if another process is next anyway: it will find all that is stored now."""
    offset = now - datetime.now(UTC)
    with exchange_lock(path, queues=False) as is_ours:
        return _exchange(path, task, offset) if is_ours else None


def _exchange(path: Path, task: Task, offset: timedelta) -> Outcome:
    now = datetime.now(UTC) + offset  # it may have waited for long
    try:
        store = Store(path, now=lambda: datetime.now(UTC) + offset)
    except StoreError as error:
        return Outcome(problem=str(error))
    try:
        if store.read_only:
            return Outcome(problem=store.read_only)
        if group := _who_would_see(task):
            return Outcome(problem=inside_group_folder(task.folder, group))
        task = task._replace(name=machine_name(store, task.name))
        outcome = _with_machines(store, task, now) if task.folder else Outcome()
        return _with_groups(store, task, now, outcome)
    except StoreError as error:
        return Outcome(problem=str(error))
    finally:
        store.close(timeout=CLOSE_S)


def _who_would_see(task: Task) -> str:
    """The group in whose folder the one of the user's machines is, if there is any: its members would see all marks."""
    own = Path(os.path.realpath(task.folder)) if task.folder else None
    return next(
        (group for group, folder in task.groups if own and folder and own.is_relative_to(os.path.realpath(folder))), ""
    )


def _with_machines(store: Store, task: Task, now: datetime) -> Outcome:
    folder = Path(task.folder)
    transfer = Transfer(folder, task.before, task.after, git=task.git, machine=task.name)
    outcome, problems = Outcome(), list[str]()
    try:
        if task.pulls:
            problems += transfer.fetch()
        check(store, task.folder, store.machines.files())
        os.scandir(folder).close()
        if task.pulls:
            outcome = outcome._replace(arrived=tuple(pull(store, folder, now)))
        is_wanted = task.pushes or (task.keeps_up and is_due(store, folder, task.name, now))
        if is_wanted and transfer.may_write:
            date_again(store, now)
            written = push(store, folder, task.name, now)
            problems += transfer.send(written or folder / file_name(store.machines.device()))
            outcome = outcome._replace(written=written.name if written else "")
    except OSError as error:
        problems.append(folder_problem(task.folder, error))
    return outcome._replace(problem="; ".join(problems))


def _with_groups(store: Store, task: Task, now: datetime, outcome: Outcome) -> Outcome:
    news, problems = list[str](), [outcome.problem] if outcome.problem else []
    taken: dict[str, str] = {}
    for group, folder in task.groups:
        if not folder:
            continue
        if (other := taken.setdefault(os.path.realpath(folder), group)) != group:
            problems.append(one_folder(folder, other, group))
            continue
        written = None
        try:
            check(store, folder, [file for file in store.groups.files() if file.group == group], group)
        except OSError as error:
            problems.append(folder_problem(folder, error))
            continue
        try:
            if task.pushes:
                written = write_group(store, group, Path(folder), task.member or login_name(), now)
        except OSError as error:  # others may still be read
            problems.append(folder_problem(folder, error))
        try:
            if (task.pulls or written) and read_group(store, group, Path(folder)):
                news.append(group)
        except OSError as error:
            problems.append(folder_problem(folder, error))
    return outcome._replace(groups=tuple(news), problem="; ".join(dict.fromkeys(problems)))


if __name__ == "__main__":
    with suppress(OSError):
        os.nice(NICENESS)
    nice_session(NICENESS)
    if (store_path := Path(sys.argv[1])).exists():  # a new one would be made
        given = Task.from_json(json.load(sys.stdin))
        outcome = run_unless_queued(store_path, given, datetime.fromisoformat(sys.argv[2]))
        with suppress(OSError):  # the reader may have ended meanwhile
            print(json.dumps(outcome and outcome.to_json()), flush=True)
