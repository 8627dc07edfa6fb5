"""Holds the discussion that is open. It is made when it is first needed: no start imports what it needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from paperreader.reader.changes import Change, Changed
from paperreader.reader.store_guard import StoreGuard
from paperreader.reader.tasks import Tasks
from paperreader.reader.toasts import Toasts

if TYPE_CHECKING:
    from paperreader.models import Paper
    from paperreader.reader.hub_search import HubSearch
    from paperreader.reader.open_discussion import OpenDiscussion
    from paperreader.store import Store


class DiscussionSlot:
    """As far as a session needs it while nobody reads a discussion."""

    def __init__(
        self,
        store: Store,
        hub: HubSearch | None,
        *,
        now: Callable[[], datetime],
        tasks: Tasks,
        guard: StoreGuard,
        changed: Changed,
        toasts: Toasts,
    ) -> None:
        self._store, self._hub, self._now = store, hub, now
        self._tasks, self._guard, self._changed, self._toasts = tasks, guard, changed, toasts
        self._discussion: OpenDiscussion | None = None

    @property
    def discussion(self) -> OpenDiscussion:
        if self._discussion is None:
            from paperreader.reader.open_discussion import OpenDiscussion
            from paperreader.reader.stored_discussions import StoredDiscussions

            self._discussion = OpenDiscussion(
                StoredDiscussions(self._store.discussions, self._hub),
                now=self._now,
                tasks=self._tasks,
                guard=self._guard,
                changed=self._changed,
                toasts=self._toasts,
            )
        return self._discussion

    @property
    def is_open(self) -> bool:
        return self._discussion is not None and self._discussion.is_open

    @property
    def is_shown(self) -> bool:
        """It is open, and there are comments."""
        return self._discussion is not None and self._discussion.is_shown

    def follow_page(self, paper: Paper | None) -> Change:
        """Another paper has come to the page, or the same one again."""
        return self._discussion.follow_page(paper.id if paper else None) if self._discussion else Change.NOTHING
