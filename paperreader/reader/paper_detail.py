"""Asks the Hub what is around the paper on the page: the repositories that name it, and its discussion."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from paperreader.reader.changes import Change, Changed
from paperreader.reader.hub_search import HubSearch
from paperreader.reader.messages import pause_text
from paperreader.reader.open_view import Page
from paperreader.reader.read_timer import ReadTimer
from paperreader.reader.sync import Sync
from paperreader.reader.tasks import Tasks
from paperreader.reader.toasts import Toasts
from paperreader.store import Store

if TYPE_CHECKING:
    from paperreader.refresh import Event, Waiting

MAX_AGE = timedelta(days=1)
"""After that the Hub is asked again, if the user looks at the page."""
RETRY_AFTER = timedelta(minutes=10)
"""The same, where it could not be fetched."""


class Parts(Protocol):
    """A session, as far as this file knows it."""

    now: Callable[[], datetime]
    hub_search: HubSearch | None
    sync: Sync
    tasks: Tasks
    timer: ReadTimer
    toasts: Toasts
    store: Store

    @property
    def page(self) -> Page: ...

    def reload(self) -> None: ...


class PaperDetails:
    """Asks about one paper at a time; the answer goes into the store."""

    def __init__(self, session: Parts, changed: Changed) -> None:
        self._session, self._changed = session, changed
        self._before: str | None = None
        """The paper that was on the page at the last poll."""
        self._asked: dict[str, datetime] = {}
        self._looked_at = ""
        """The paper that was asked about last though the user did not ask for it."""
        self._asked_elsewhere = ""
        self._reported: set[str] = set()
        self.progress = ""
        """Of `ask_for_all`: that it goes on, or why it failed; empty once it is done."""

    def poll(self) -> None:
        """Called each second: ask about a paper that was on the page all the time, unless that is known well enough."""
        session, page = self._session, self._session.page
        id = page.paper.id if page.paper else None
        is_settled, self._before = id == self._before, id
        can_ask = session.sync.has_answered and not session.store.read_only
        if id is None or not is_settled or not can_ask or not session.timer.is_running:
            return
        if self._is_recent(page.linked.fetched, MAX_AGE) or self._is_recent(self._asked.get(id), RETRY_AFTER):
            return
        self._asked[id] = session.now()
        self._looked_at = id
        session.tasks.replace("asking about a paper", self._ask, id, by_user=False)

    def asked(self, id: str) -> None:
        """The Hub is being asked about this paper for another reason; the same answer has all of it."""
        self._asked[id] = self._session.now()
        self._asked_elsewhere = id

    def ask(self, id: str) -> None:
        """The user wants to know at once, whatever is known."""
        if self._session.hub_search is not None:
            self._asked[id] = self._session.now()
            tasks = self._session.tasks
            start = tasks.start if id == self._looked_at else tasks.replace  # what is under way is shared
            start("asking about a paper", self._ask, id, by_user=True)

    def ask_for_all(self, id: str) -> None:
        """Fetch all repositories that name a paper; `progress` says how that goes."""
        if self._session.hub_search is None:
            self.progress = "Offline: the others are not stored."
        else:
            self.progress = "Asking the Hub for the others …"
            self._session.tasks.replace("asking for repositories", self._ask_for_all, id)

    async def _ask_for_all(self, id: str) -> None:
        def tell(waiting: Waiting) -> None:
            self.progress = pause_text(waiting, "The Hub")
            self._changed(Change.STATUS)

        assert self._session.hub_search
        self.progress = self._follow(id, await self._session.hub_search.linked(id, tell))
        self._changed(Change.STATUS)

    async def _ask(self, id: str, *, by_user: bool) -> None:
        toasts, told = self._session.toasts, ""

        def tell(waiting: Waiting) -> None:
            nonlocal told
            if by_user:
                told = f"Asking the Hub about arXiv:{id}: {pause_text(waiting, 'The Hub')}"
                toasts.show(told)

        assert self._session.hub_search
        was_offline = self._session.sync.offline
        try:
            event = await self._session.hub_search.detail(id, by_user=by_user, tell=tell)
        except asyncio.CancelledError:  # something else was wanted first
            self._asked.pop(id, None)
            raise
        if told and toasts.last == told:
            toasts.withdraw()
        problem = self._follow(id, event)
        if not by_user and id == self._asked_elsewhere:  # where it is told
            self._asked_elsewhere = ""
            return
        # offline, the status line says so
        if problem and not was_offline and (by_user or problem not in self._reported):
            self._reported.add(problem)
            toasts.show(problem)

    def _follow(self, id: str, event: Event | None) -> str:
        """Show what was stored if the user is still there; what is wrong if nothing was."""
        from paperreader.refresh import DetailFailed, DetailFetched, Failed, Offline

        match event:
            case DetailFetched():
                if self._session.page.paper and self._session.page.paper.id == id:
                    self._session.reload()
            case DetailFailed(_, message) | Failed(_, message) | Offline(message):
                return message
        return ""

    def _is_recent(self, then: datetime | None, max_age: timedelta) -> bool:
        """The clock may have been set back meanwhile."""
        return then is not None and abs(self._session.now() - then) < max_age
