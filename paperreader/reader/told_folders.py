"""The folders that may be written to: the user was told what leaves the machine before it does."""

from __future__ import annotations

import asyncio
from typing import Final

from paperreader.machines.said import unsaid, were_said
from paperreader.machines.task import Task
from paperreader.reader.toasts import Toasts
from paperreader.store import Store

SHOWN_S: Final = 5.0
"""How long a toast is on the screen; the user has as long again to prevent what it says."""


class ToldFolders:
    """Tells the user of those that are new."""

    def __init__(self, store: Store, toasts: Toasts) -> None:
        self._store, self._toasts = store, toasts
        self._folders: set[str] = set()

    def read(self, task: Task) -> None:
        """Some were told of earlier, or on the command line. Raises StoreError."""
        self._folders |= {*task.folders} - unsaid(self._store, task).keys()

    def has_all_of(self, task: Task) -> bool:
        return self._folders.issuperset(task.folders)

    def part_of(self, task: Task) -> Task:
        """What of it may be written."""
        return task.only_in(self._folders)

    async def tell(self, task: Task) -> None:
        """Tell of the others, until the user could read it and had time to leave. Raises StoreError."""
        while sentences := unsaid(self._store, task):
            message = "\n".join(sentences.values())
            self._toasts.show(message, stays=True)
            await asyncio.sleep(SHOWN_S)
            if self._toasts.last == message:  # else another one took its place
                await asyncio.sleep(SHOWN_S)
                were_said(self._store, sentences)
                self._folders |= sentences.keys()
                return
