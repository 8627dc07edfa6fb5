"""Filling the store from the network: which days to fetch, when, and what is reported meanwhile.

`due` which days · `fetch` the Hub's answers into the store · `texts` whole papers · `paper_detail`
what is around a paper · `pdf` into a file · `events` what
is reported · `lock` one refresh at a time · `worker` the reader's side of the process that does it, `worker_main` that
process, `protocol` between them · `waiting` for a request or a write · `progress` of the archive
"""

from __future__ import annotations

from paperreader.refresh.due import due_days
from paperreader.refresh.events import (
    ArchiveSize,
    Busy,
    DetailFailed,
    DetailFetched,
    Done,
    Event,
    Failed,
    Fetched,
    Fetching,
    FetchingText,
    HubMatches,
    NewestDay,
    NoText,
    Notice,
    Offline,
    PdfFailed,
    PdfProgress,
    PdfSaved,
    TextFailed,
    TextFetched,
    TextNotStored,
    TextsProgress,
    TrendingFetched,
    Waiting,
)

__all__ = [
    "ArchiveSize",
    "Busy",
    "DetailFailed",
    "DetailFetched",
    "Done",
    "Event",
    "Failed",
    "Fetched",
    "Fetching",
    "FetchingText",
    "HubMatches",
    "NewestDay",
    "NoText",
    "Notice",
    "Offline",
    "PdfFailed",
    "PdfProgress",
    "PdfSaved",
    "TextFailed",
    "TextFetched",
    "TextNotStored",
    "TextsProgress",
    "TrendingFetched",
    "Waiting",
    "due_days",
]
