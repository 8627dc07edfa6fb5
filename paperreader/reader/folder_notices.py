"""The folders that may be written to: the user was told what leaves the machine before it does."""

from __future__ import annotations

import asyncio
from typing import Final

from paperreader.machines.notices import save_seen, unseen_notices
from paperreader.machines.task import Task
from paperreader.reader.toasts import Toasts
from paperreader.store import Store

SHOWN_S: Final = 5.0
"""How long a toast is on the screen; the user has as long again to prevent what it says."""


class FolderNotices:
    """Tells the user about folders that are new."""

    def __init__(self, store: Store, toasts: Toasts) -> None:
        self._store, self._toasts = store, toasts
        self._folders: set[str] = set()

    def load(self, task: Task) -> None:
        """Some were told of earlier, or on the command line. Raises StoreError."""
        self._folders |= {*task.folders} - unseen_notices(self._store, task).keys()

    def allows(self, task: Task) -> bool:
        """Whether all of it may be written."""
        return self._folders.issuperset(task.folders)

    def allowed_part(self, task: Task) -> Task:
        """What of it may be written."""
        return task.only_in(self._folders)

    async def show(self, task: Task) -> None:
        """Tell of the others, until the user could read it and had time to leave. Raises StoreError."""
        while sentences := unseen_notices(self._store, task):
            message = "\n".join(sentences.values())
            self._toasts.show(message, stays=True)
            await asyncio.sleep(SHOWN_S)
            if self._toasts.last == message:  # else another one took its place
                await asyncio.sleep(SHOWN_S)
                save_seen(self._store, sentences)
                self._folders |= sentences.keys()
                return
