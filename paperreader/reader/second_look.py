"""How many papers wait for a second look, and which of them the user has seen in the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from paperreader.models import Entry
from paperreader.reader.changes import Change
from paperreader.store import Store, StoreError
from paperreader.views import Collection, View

if TYPE_CHECKING:
    from concurrent.futures import Future

SETTING = "second-look"
"""The store keeps the count: the next start shows it at once."""


class SecondLook:
    """Counts them again when that may have changed, behind what the user does."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._counting: Future[int] | None = None
        self._is_outdated = False
        """Votes or marks have changed since they were counted."""
        self.shown: set[str] = set()
        """Papers that stood in the list: whoever reads one of them has had their second look, wherever they do."""

    def follow(self, change: Change, view: View | None, entries: Sequence[Entry]) -> None:
        """Something has changed in front of the user, who has this view open."""
        self._is_outdated |= bool(change & Change.CATALOG)
        if view is Collection.SECOND_LOOK and change & (Change.VIEW | Change.ROWS):
            self.shown |= {entry.id for entry in entries}

    def poll(self) -> None:
        """Called each second: take over what was counted, or count."""
        if self._counting is None:
            if self._is_outdated:
                self._counting, self._is_outdated = self._store.second_look.count(), False
        elif self._counting.done():
            counted, self._counting = self._counting, None
            error = counted.exception()
            if error is None:
                self._keep(counted.result())
            elif not isinstance(error, StoreError):
                raise error

    def _keep(self, count: int) -> None:
        if count != self._store.papers.totals().second_look:
            self._store.settings.set(SETTING, str(count) if count else None)
