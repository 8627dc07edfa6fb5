"""Why the paper on the page stands where it does in the user's own order: found out a moment after it came there."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from paperreader.reader.changes import Change, Changed
from paperreader.reader.open_view import Page
from paperreader.reader.store_guard import StoreGuard
from paperreader.reader.tasks import Tasks
from paperreader.store import Store

if TYPE_CHECKING:
    from paperreader.taste.reasons import Explanation

DELAY_S = 0.08
"""A key that is held down has gone on by then: it costs nothing."""
MODULES = ("paperreader.taste.judge", "paperreader.learning.explain", "paperreader.store.taste")
"""Imported when the first frame is there."""
PAUSE_S = 0.02
"""Before each of them: time for keys."""
MIN_PAPERS = 3
"""Known from fewer, reasons say little; whoever does not want an order of their own is spared them."""
SETTING, HIDDEN = "reasons", "hidden"


class Parts(Protocol):
    """A session, as far as this file knows it."""

    store: Store
    tasks: Tasks
    reading_store: StoreGuard

    @property
    def page(self) -> Page: ...


class PageReasons:
    """Explains one paper at a time. Nothing that it needs is imported before the first frame."""

    def __init__(self, session: Parts, changed: Changed) -> None:
        self._session, self._changed = session, changed
        self.are_shown = False
        """The page has room for them, also while they are not known yet."""
        self.explanation: Explanation | None = None
        """Of the paper on the page; None: not known yet."""
        self._of = ""
        """The id of the paper that was last explained."""
        self._is_ready = self._was_asked = False
        self._asked = 0

    async def run(self) -> None:
        """Called when the first frame is there."""
        for name in MODULES if self.are_shown else ():
            await asyncio.sleep(PAUSE_S)
            import_module(name)
        self._is_ready = True
        self._explain_later()

    def follow(self, change: Change) -> Change:
        """Another paper may be on the page, or something else be known of what the user likes or says."""
        if change & Change.LEARNED or not self._was_asked:
            self._was_asked = True
            with self._session.reading_store():
                change |= self.show(self.is_wanted)
        paper = self._session.page.paper
        if paper is None or paper.id != self._of:
            self.explanation, self._of = None, ""
        if change & (Change.VIEW | Change.PAGE | Change.MARKS | Change.LEARNED):
            self._explain_later()
        return change

    @property
    def is_wanted(self) -> bool:
        """Whether the user wants to see them."""
        return self._session.store.settings.get(SETTING) != HIDDEN

    def show(self, wanted: bool) -> Change:
        """Show them if that is wanted and enough is known, or not."""
        before, self.are_shown = self.are_shown, wanted and self._session.store.settings.learned_from() >= MIN_PAPERS
        return Change.REASONS if self.are_shown is not before else Change.NOTHING

    def toggle(self) -> None:
        """The user wants to see them, or not any more; it is remembered."""
        wanted = not self.is_wanted
        self._session.store.settings.set(SETTING, None if wanted else HIDDEN)
        with self._session.reading_store():
            self._changed(self.show(wanted) | Change.REASONS)
        self._explain_later()

    def clear(self) -> None:
        """Forget the explanation: a start shows none yet."""
        self.explanation, self._of = None, ""

    def _explain_later(self) -> None:
        if self._is_ready and self.are_shown:
            self._asked += 1
            self._session.tasks.later(DELAY_S, self._explain, self._asked)

    def _explain(self, asked: int) -> None:
        paper = self._session.page.paper
        if asked != self._asked or paper is None:
            return
        from paperreader.learning.explain import explain

        before, self._of = self.explanation, paper.id
        with self._session.reading_store():
            self.explanation = explain(self._session.store, paper)
        if self.explanation != before:
            self._changed(Change.REASONS)
