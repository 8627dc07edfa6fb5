"""Which days to ask the hub for, and when; what it answers goes into the store.

`due` which days · `fetching` hub -> store · `events` what is told · `alone` one at a time · `beside` all of it in a
process beside a reader, `serving` that process · `progress` of the archive
"""

from __future__ import annotations

from paperreader.refresh.due import due_days
from paperreader.refresh.events import (
    Asking,
    Busy,
    Done,
    Event,
    Failed,
    Got,
    Lacking,
    Matches,
    Newest,
    Notice,
    Offline,
    Trending,
    Waiting,
)

__all__ = [
    "Asking",
    "Busy",
    "Done",
    "Event",
    "Failed",
    "Got",
    "Lacking",
    "Matches",
    "Newest",
    "Notice",
    "Offline",
    "Trending",
    "Waiting",
    "due_days",
]
