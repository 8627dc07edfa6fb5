"""Refreshing the store from the Hub: which days to fetch, when, and what is reported meanwhile.

`due` which days · `fetch` the Hub's answers into the store · `events` what a refresh reports · `lock` one refresh at a
time · `worker` the reader's side of the process that does it, `worker_main` that process, `protocol` between them ·
`progress` of the archive
"""

from __future__ import annotations

from paperreader.refresh.due import due_days
from paperreader.refresh.events import (
    ArchiveSize,
    Busy,
    Done,
    Event,
    Failed,
    Fetched,
    Fetching,
    HubMatches,
    NewestDay,
    Notice,
    Offline,
    TrendingFetched,
    Waiting,
)

__all__ = [
    "ArchiveSize",
    "Busy",
    "Done",
    "Event",
    "Failed",
    "Fetched",
    "Fetching",
    "HubMatches",
    "NewestDay",
    "Notice",
    "Offline",
    "TrendingFetched",
    "Waiting",
    "due_days",
]
