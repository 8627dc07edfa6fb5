"""The discussions of the store, and the Hub that is asked for newer ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from paperreader.discussion.comment import Discussion
from paperreader.reader.discussion_source import Answer
from paperreader.reader.messages import pause_text

if TYPE_CHECKING:
    from paperreader.reader.hub_search import HubSearch
    from paperreader.store.discussions import Discussions


class StoredDiscussions:
    """Where the discussions that a session shows come from: a `DiscussionSource`."""

    def __init__(self, discussions: Discussions, hub: HubSearch | None, asked: Callable[[str], None]) -> None:
        """`hub` None: only what is stored can be shown. `asked` is told of which papers the Hub is asked."""
        self._discussions, self._hub, self._asked = discussions, hub, asked

    @property
    def can_ask(self) -> bool:
        return self._hub is not None

    def stored(self, paper: str) -> Discussion | None:
        """What is stored, if anything is. Raises StoreError."""
        return self._discussions.get(paper)

    def see(self, paper: str) -> None:
        """The user is looking at what is stored."""
        self._discussions.see(paper)

    async def ask(self, paper: str, tell: Callable[[str], None]) -> Answer:
        """Ask the Hub, which goes into the store. `tell` is told why that takes so long."""
        from paperreader.refresh import DetailFailed, DetailFetched, Failed, Offline

        assert self._hub
        self._asked(paper)
        outcome = await self._hub.detail(paper, by_user=True, tell=lambda waiting: tell(pause_text(waiting, "The Hub")))
        self._asked(paper)  # again: what this has cancelled has forgotten it
        match outcome:
            case DetailFetched():
                return Answer()
            case Offline(message, network_up):
                return Answer(message, not network_up)
            case DetailFailed(_, message) | Failed(_, message):
                return Answer(message)
            case _:
                return Answer("The Hub was not asked: something else came between.")
