"""Looks whether folders have changed, by a process that stays: a folder that does not answer holds up nothing here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final, TypeVar

from paperreader.machines.exchange import known_states
from paperreader.machines.groups import known_group_states
from paperreader.machines.look_child import Answer, Question
from paperreader.machines.problems import no_answer
from paperreader.machines.task import Task
from paperreader.reader.folder_process import FolderProcess
from paperreader.store import Store

LOOK = "paperreader.machines.look_child"
ANSWER_S: Final = 10.0
"""A look that takes longer is told of."""

T = TypeVar("T")
Tell = Callable[[Sequence[str]], None]


class FolderLooks:
    """Compares the folders of a task with what the store knows of their files."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._process: FolderProcess | None = None

    async def look(self, task: Task, now: datetime, tell: Tell) -> Answer:
        """What is so in each folder; `tell`: that one does not answer. Raises StoreError."""
        states: Answer = {}
        if self._process is not None and self._process.has_ended:  # somebody killed it
            self._process.leave()
            self._process = None
        try:
            for folder, known in self._known_files(task, now).items():
                self._process = self._process or await FolderProcess.start(LOOK)
                answer = self._process.ask({folder: known})
                states |= await patiently(answer, ANSWER_S, tell, [no_answer(folder, ANSWER_S)])
        except (OSError, ValueError):
            self.end()
            raise
        return states

    def end(self) -> None:
        """It is looked for nothing any more."""
        if self._process is not None:
            self._process.end()
            self._process = None

    def _known_files(self, task: Task, now: datetime) -> Question:
        """The files of each folder that need not be read again unless they change."""
        question: Question = {}
        if task.folder:
            question[task.folder] = known_states(self._store, now)
        for name, folder in task.groups:
            question.setdefault(folder, {}).update(known_group_states(self._store, name))
        return question


async def patiently(answer: Awaitable[T], seconds: float, tell: Tell, words: Sequence[str]) -> T:
    """Wait for it, however long that takes; after so many seconds say why it is waited for."""
    waiting = asyncio.ensure_future(answer)
    try:
        await asyncio.wait([waiting], timeout=seconds)
        if not waiting.done():
            tell(words)
        return await waiting
    finally:
        waiting.cancel()
