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


class OutboxList(NamedTuple):
    """What waits, as the user sees it, and for what."""

    entries: list[Waiting]
    is_away: bool
    """The network."""
    next_try_s: int
    """Seconds until it is tried again; 0: now, or it waits for something else."""
    asks: bool
    """Pages wait for the user to say what is to become of them."""


class Waiting(NamedTuple):
    """An entry of the outbox."""

    number: int
    what: str
    """`Text of “Title”`."""
    since: datetime
