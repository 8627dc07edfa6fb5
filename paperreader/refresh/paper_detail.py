"""Fetches what is around a paper into the store: the repositories that name it, and its discussion."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from datetime import datetime
from functools import partial

from paperreader.hub.client import Hub
from paperreader.hub.comments import ParsedComments
from paperreader.hub.errors import HubError, Unreachable
from paperreader.hub.requests import RESERVED_CALLS
from paperreader.refresh.events import DetailFailed, DetailFetched, Event, Offline, Waiting, log_line
from paperreader.refresh.pause import pause_events, pause_left, remember_pause
from paperreader.refresh.waiting import Pauses, stored
from paperreader.store import Store, StoreError

FEW_CALLS_LEFT = Offline("Few calls to the Hub are left; the rest is for what you ask for.", network_up=True)

log = logging.getLogger(__name__)


class PaperDetails:
    """One call for each paper; needs no lock. Whatever goes wrong, what was stored stays."""

    def __init__(self, store: Store, hub: Hub, *, now: Callable[[], datetime]) -> None:
        self._store, self._hub, self._now = store, hub, now

    def detail(self, id: str, *, by_user: bool) -> AsyncGenerator[Event, None]:
        """Fetch the discussion, and the first repositories of each kind.

        Ends with DetailFetched, DetailFailed or Offline. Without `by_user` it leaves some calls for the user's wishes.
        """
        return self._fetch(id, partial(self._save_detail, id), by_user=by_user)

    def linked(self, id: str) -> AsyncGenerator[Event, None]:
        """Fetch all repositories; ends as `detail` does."""
        return self._fetch(id, partial(self._save_linked, id), by_user=True)

    async def _fetch(
        self, id: str, save: Callable[[], Awaitable[bool]], *, by_user: bool
    ) -> AsyncGenerator[Event, None]:
        if left := pause_left(self._store, self._now()):
            for event in pause_events(left, self._now()) if by_user else [Waiting(left)]:
                yield event
        elif not by_user and self._hub.calls_left is not None and self._hub.calls_left[0] < RESERVED_CALLS:
            yield FEW_CALLS_LEFT
        else:
            request = asyncio.ensure_future(self._outcome(id, save))
            async with aclosing(Pauses(self._hub).until(request)) as pauses:
                async for pause in pauses:
                    yield pause
            outcome = request.result()
            if line := log_line(outcome):
                log.info(line)
            yield outcome

    async def _outcome(self, id: str, save: Callable[[], Awaitable[bool]]) -> Event:
        try:
            if await save():
                return DetailFetched(id)
        except Unreachable as error:
            return Offline(str(error))
        except HubError as error:
            await remember_pause(self._store, error)
            return DetailFailed(id, str(error))
        except StoreError as error:
            return DetailFailed(id, str(error))
        return DetailFailed(id, f"The Hub does not have arXiv:{id}.")

    async def _save_detail(self, id: str) -> bool:
        """Whether the Hub knows the paper."""
        if detail := await self._hub.detail(id):
            await stored(self._store.linked.save(id, detail.linked))
            if detail.comments is not None:
                await self._save_comments(id, detail.comments)
        return detail is not None

    async def _save_comments(self, id: str, given: ParsedComments) -> None:
        from paperreader.discussion.blocks import with_blocks  # with a parser that only this needs

        comments = await asyncio.to_thread(lambda: list(with_blocks(given.comments)))
        await stored(self._store.discussions.save(id, comments, is_cut=given.is_cut))

    async def _save_linked(self, id: str) -> bool:
        if linked := await self._hub.linked(id):
            await stored(self._store.linked.save(id, linked))
        return linked is not None
