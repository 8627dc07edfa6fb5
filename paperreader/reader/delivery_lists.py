"""What menus of deliveries list: papers whose texts can be fetched together, and what waits for the network."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

DEMO = "Offline: this is a demo, nothing is fetched."


class TextChoice(NamedTuple):
    """Papers whose texts can be fetched together."""

    letter: str
    name: str
    papers: list[str]
    """Ids of those whose texts can be fetched."""
    total: int
    """All papers, those with a text included."""
    lacking: int
    """Papers of which it is known that no source has a text."""


class Waiting(NamedTuple):
    """An entry of the outbox as the user sees it."""

    number: int
    what: str
    """`Text of “Title”`."""
    since: datetime
