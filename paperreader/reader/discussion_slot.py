"""Holds the discussion that is open. It is made when it is first needed: no start imports what it needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from paperreader.reader.changes import Change, Changed
from paperreader.reader.store_guard import StoreGuard
from paperreader.reader.tasks import Tasks
from paperreader.reader.toasts import Toasts

if TYPE_CHECKING:
    from paperreader.models import Paper
    from paperreader.reader.hub_search import HubSearch
    from paperreader.reader.open_discussion import OpenDiscussion
    from paperreader.reader.paper_detail import PaperDetails
    from paperreader.store import Store


class Parts(Protocol):
    """A session, as far as this file knows it."""

    store: Store
    hub_search: HubSearch | None
    now: Callable[[], datetime]
    tasks: Tasks
    reading_store: StoreGuard
    toasts: Toasts

    @property
    def details(self) -> PaperDetails: ...


class DiscussionSlot:
    """As far as a session needs it while nobody reads a discussion."""

    def __init__(self, session: Parts, *, changed: Changed) -> None:
        self._session, self._changed = session, changed
        self._discussion: OpenDiscussion | None = None

    @property
    def discussion(self) -> OpenDiscussion:
        if self._discussion is None:
            from paperreader.reader.open_discussion import OpenDiscussion
            from paperreader.reader.stored_discussions import StoredDiscussions

            session = self._session
            self._discussion = OpenDiscussion(
                StoredDiscussions(session.store.discussions, session.hub_search, session.details.asked),
                now=session.now,
                tasks=session.tasks,
                guard=session.reading_store,
                changed=self._changed,
                toasts=session.toasts,
            )
        return self._discussion

    @property
    def is_open(self) -> bool:
        return self._discussion is not None and self._discussion.is_open

    @property
    def is_shown(self) -> bool:
        """It is open, and there are comments."""
        return self._discussion is not None and self._discussion.is_shown

    def arrived(self, paper: str) -> None:
        """A discussion was stored: show it to a user who still waits for it."""
        if self._discussion is not None:
            self._discussion.arrived(paper)

    def close(self) -> None:
        """Show the page again, if a discussion is open."""
        if self._discussion is not None:
            self._discussion.close()

    def follow_page(self, paper: Paper | None, before: str = "") -> Change:
        """Another paper has come to the page, or the same one again; `before`: what stood in its place there."""
        if paper is not None and before == "discussion":
            self.discussion.open(paper.id)
        return self._discussion.follow_page(paper.id if paper else None) if self._discussion else Change.NOTHING
