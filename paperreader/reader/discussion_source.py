"""What an open discussion needs of where discussions come from; `stored_discussions` is that place."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from paperreader.discussion.comment import Discussion


class Answer(NamedTuple):
    """What came of asking the Hub; the comments themselves are stored."""

    problem: str = ""
    """What is wrong, in a sentence for the user; empty if nothing is."""
    is_offline: bool = False


class DiscussionSource(Protocol):
    """Where discussions come from."""

    @property
    def can_ask(self) -> bool: ...
    def stored(self, paper: str) -> Discussion | None: ...
    def see(self, paper: str) -> None: ...
    async def ask(self, paper: str, tell: Callable[[str], None]) -> Answer: ...
