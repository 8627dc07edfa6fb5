"""What menus of deliveries list: papers whose texts can be fetched together, and what waits for the network."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

S_PER_TEXT = 16.0
"""arXiv asks for 15 s between two requests."""


class TextChoice(NamedTuple):
    """Papers whose texts can be fetched together."""

    letter: str
    name: str
    papers: list[str]
    """Ids of those that lack one."""


class Waiting(NamedTuple):
    """An entry of the outbox as the user sees it."""

    number: int
    what: str
    """`Text of “Title”`."""
    since: datetime
