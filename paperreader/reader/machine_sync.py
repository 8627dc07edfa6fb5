"""Keeps the marks of the user's machines in step, by the folder of the settings, while the reader runs.

Whether a file has changed is looked at in a thread, which may take as long as the drive likes; what is read or written
is done by a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Final

from paperreader import children
from paperreader.config import Config
from paperreader.machines.exchange import known_states
from paperreader.machines.folder import State, changed_files, file_names
from paperreader.machines.said import is_to_be_said, what_a_group_sees, what_leaves
from paperreader.machines.task import Outcome, Task
from paperreader.reader.changes import Change, Changed
from paperreader.reader.toasts import Toasts
from paperreader.store import Store
from paperreader.store.groups import GroupFile

LOOK_EVERY_S: Final = 60.0
WRITE_DELAY_S: Final = 3.0
"""After the last change; a burst of them is written once."""
NEWS_LAST_S: Final = 20.0
"""How long the status line says what arrived."""

log = logging.getLogger(__name__)


class MachineSync:
    """Reads what other machines wrote at the start, every minute and when asked; writes after changes."""

    def __init__(
        self, store: Store, config: Config, *, now: Callable[[], datetime], changed: Changed, toasts: Toasts
    ) -> None:
        self._store, self._now, self._changed, self._toasts = store, now, changed, toasts
        self.folder = Path(config.sync)
        self._groups = {name: Path(folder) for name, folder in config.groups.items()}
        self._task = Task(
            *(config.sync, config.machine),
            git=config.sync_git,
            before=config.sync_before,
            after=config.sync_after,
            groups=tuple(config.groups.items()),
            member=config.member,
        )
        self._wake, self._begun = asyncio.Event(), False
        self._to_write = True
        """Since the last exchange, marks may have changed."""
        self._news_until = 0.0
        self._news = ""
        self.problem = ""
        """Why the last exchange failed; empty if it did not."""

    async def run(self) -> None:
        """Until it is cancelled."""
        self._say_once()
        while True:
            reads = await self._has_changed()
            if reads or self._to_write:
                await self._exchange(pulls=reads, pushes=self._to_write)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_EVERY_S)
                await asyncio.sleep(WRITE_DELAY_S)
            self._wake.clear()

    @property
    def news(self) -> str:
        """What arrived lately: `2 marks from laptop`; empty after a while."""
        return self._news if monotonic() < self._news_until else ""

    def follow(self, change: Change) -> None:
        """Marks, or saved searches, may have changed."""
        if change & (Change.MARKS | Change.CATALOG):
            self._to_write = True
            self._wake.set()

    def look(self) -> None:
        """Look at once whether anything came."""
        self._wake.set()

    def close(self) -> None:
        """What is not written yet is written by a process that outlives us."""
        if self._to_write and self._begun:
            with suppress(OSError):
                process = self._start(subprocess.DEVNULL)
                self._give(process, self._task._replace(pulls=False))

    async def _has_changed(self) -> bool:
        """Whether there is anything to read; with git, or a command of the user's, only they can tell."""
        if self._task.git or self._task.before:
            return True
        folders = [(self.folder, known_states(self._store, self._now()))] if self._task.folder else []
        files = self._store.groups.files() if self._groups else []
        folders += [
            (folder, _known([file for file in files if file.group == name])) for name, folder in self._groups.items()
        ]
        changed, problems = False, list[str]()
        for folder, known in folders:
            try:
                changed |= bool(await asyncio.to_thread(_differs, folder, known))
            except OSError as error:
                problems.append(f"{folder}: {error.strerror or error}")
        if problems:
            self._tell("; ".join(problems))
        return changed

    async def _exchange(self, *, pulls: bool, pushes: bool) -> None:
        self._begun, self._to_write = True, False
        task = self._task._replace(pulls=pulls, pushes=pushes)
        try:
            outcome = await asyncio.to_thread(self._run, task)
        except (OSError, ValueError, KeyError, TypeError):
            log.exception("marks were not exchanged")
            self._tell("Internal error while marks were exchanged; see the log.")
            return
        self._to_write = self._to_write or (pushes and bool(outcome.problem))
        if outcome.groups:
            self._changed(Change.SYNC)
        if outcome.arrived:
            self._news, self._news_until = outcome.news, monotonic() + NEWS_LAST_S
            self._changed(Change.SYNC)
            asyncio.get_running_loop().call_later(NEWS_LAST_S + 0.1, self._changed, Change.STATUS)
        self._tell(outcome.problem)

    def _run(self, task: Task) -> Outcome:
        process = self._start(subprocess.PIPE)
        self._process = process
        self._give(process, task)
        assert process.stdout
        answer = process.stdout.read()
        process.wait()
        return Outcome.from_json(json.loads(answer))

    def _start(self, output: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            children.own("paperreader.machines.child", str(self._store.path), self._now().isoformat()),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.DEVNULL,
            env=children.environment(os.environ),
            start_new_session=True,  # Ctrl+C and Ctrl+Z are for the reader alone
        )

    def _give(self, process: subprocess.Popen[bytes], task: Task) -> None:
        assert process.stdin
        with process.stdin as pipe, suppress(OSError):
            pipe.write(json.dumps(task._asdict()).encode())

    def _tell(self, problem: str) -> None:
        """Say what is wrong, once."""
        if problem and problem != self.problem:
            self._toasts.show(f"Other machines: {problem}", stays=True)
        if problem != self.problem:
            self.problem = problem
            self._changed(Change.STATUS)

    def _say_once(self) -> None:
        """What leaves this machine."""
        if self._task.folder and is_to_be_said(self._store, self.folder):
            self._toasts.show(what_leaves(self.folder), stays=True)
        for name, folder in self._groups.items():
            if is_to_be_said(self._store, folder):
                self._toasts.show(what_a_group_sees(name, folder), stays=True)


def _known(files: Sequence[GroupFile]) -> dict[str, State]:
    return {each.file: State(each.bytes, each.modified_ns) for each in files}


def _differs(folder: Path, known: Mapping[str, State]) -> bool:
    """Whether files have come, changed or gone."""
    return bool(changed_files(folder, known)) or bool(known.keys() - file_names(folder))
