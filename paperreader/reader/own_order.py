"""The user's own order, as far as a session knows it: what was learned, and what the user does to learn from."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from paperreader.reader.changes import Change, Changed

if TYPE_CHECKING:
    from paperreader.reader.learner import Learner, Parts
    from paperreader.taste.learned import Learned

DELAY_S = 4.0
"""After the start, which is over by then."""


class OwnOrder:
    """What learns is imported a while after the start: no start needs it."""

    def __init__(self, session: Parts, changed: Changed) -> None:
        """`changed` is told with Change.LEARNED that other things were learned."""
        self._session, self._changed = session, changed
        self._learner: Learner | None = None
        self._learned: Learned | None = None
        self._is_read = False

    @property
    def learned(self) -> Learned | None:
        """What was learned; None if nothing was yet."""
        if not self._is_read:
            with self._session.reading_store():
                self._learned, self._is_read = self._session.store.taste.learned(), True
        return self._learned

    def notice(self, field: str, papers: Sequence[str]) -> None:
        """Keep what the user has done with papers, as an automatic mark: nothing of it is shown."""
        if papers:
            self._session.store.taste.notice(field, papers)

    def follow(self, change: Change) -> None:
        """Something was written: soon it is seen whether there is anything to learn from it."""
        if self._learner is not None:
            self._learner.follow(change)

    async def run(self) -> None:
        """Until cancelled: learn whenever there is something to learn from."""
        await asyncio.sleep(DELAY_S)
        for module in ("paperreader.reader.learner", "paperreader.store.taste_news"):
            await asyncio.to_thread(import_module, module)  # off this thread
        from paperreader.reader.learner import Learner

        self._learner = Learner(self._session, self._show)
        await self._learner.run()

    def _show(self, learned: Learned | None) -> None:
        self._learned, self._is_read = learned, True
        self._changed(Change.LEARNED)
