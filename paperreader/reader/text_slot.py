"""Holds the text that is open. It is made when it is first needed: no start imports what it needs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from paperreader.reader.changes import Change, Changed
from paperreader.reader.connection import Connection
from paperreader.reader.store_guard import StoreGuard
from paperreader.reader.tasks import Tasks

if TYPE_CHECKING:
    from paperreader.models import Paper
    from paperreader.reader.open_text import OpenText
    from paperreader.store import Store


class TextSlot:
    """As far as a session needs it while nobody reads a text."""

    def __init__(
        self,
        store: Store,
        connection: Connection,
        *,
        now: Callable[[], datetime],
        tasks: Tasks,
        guard: StoreGuard,
        changed: Changed,
    ) -> None:
        self._store, self._connection, self._now = store, connection, now
        self._tasks, self._guard, self._changed = tasks, guard, changed
        self._text: OpenText | None = None
        self.uncovered = asyncio.Event()
        """Set while nothing is over it: a dialog refers to blocks of the text that it was opened for."""
        self.uncovered.set()
        self.queue: Callable[[str], None] | None = None
        """Keeps a text for later; None where nothing is."""

    @property
    def text(self) -> OpenText:
        if self._text is None:
            from paperreader.reader.open_text import OpenText
            from paperreader.reader.stored_texts import StoredTexts
            from paperreader.reader.text_fetch import TextFetch

            connection = self._connection
            fetch = TextFetch(self._store, connection, now=self._now) if connection.network else None
            source = StoredTexts(self._store.texts, fetch, now=self._now, queue=self.queue)
            self._text = OpenText(source, tasks=self._tasks, guard=self._guard, changed=self._changed)
        return self._text

    @property
    def fetched(self) -> str:
        """The paper whose text the user waits for; empty: none."""
        return self._text.fetched if self._text is not None else ""

    @property
    def is_open(self) -> bool:
        return self._text is not None and self._text.is_open

    @property
    def is_shown(self) -> bool:
        """It is open, and there is a text."""
        return self._text is not None and self._text.is_shown

    @property
    def says_why_not(self) -> bool:
        """It is open, there is no text, and none is on its way."""
        if self._text is None:
            return False
        from paperreader.reader.open_text import TextState

        return self._text.state is TextState.NONE

    def follow_page(self, paper: Paper | None, before: str = "") -> Change:
        """Another paper has come to the page, or the same one again; `before`: what stood in its place there."""
        if paper is not None and before == "text":
            self.text.open(paper.id)
        return self._text.follow_page(paper.id if paper else None) if self._text else Change.NOTHING

    def arrived(self, paper: str) -> None:
        """A text was stored, or it turned out that there is none: show it to a user who still waits for it."""
        if self._text is not None:
            self._text.arrived(paper)

    def poll(self) -> None:
        """Called each second: remember where the user is, and show a text that has come by another way."""
        if self._text is None:
            return
        self._text.save_place()
        if self._text.is_open and not self._text.is_shown:  # a pack or another program may have brought it
            with self._guard():
                if self._store.texts.stored([self._text.paper]):
                    self._text.arrived(self._text.paper)

    def close(self) -> None:
        """The session ends."""
        if self._text is not None:
            self._text.end()
