"""How long to pause between calls, from the Hub's RateLimit and Retry-After headers; all times in seconds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

MAX_PAUSE_S: Final = 3600.0
"""Whatever a header says, an hour is enough."""
CRAWL_DELAY_S: Final = 15.0
"""As arXiv's robots.txt asks for, between requests that nobody waits for."""
SLOW_DOWN_BELOW_CALLS: Final = 20
MAX_DELAY_S: Final = 60.0
"""The longest delay between two calls while some are left."""


class CallBudget:
    """The calls left in the current rate-limit window."""

    def __init__(self) -> None:
        self._left = SLOW_DOWN_BELOW_CALLS
        self._resets_at = datetime.min.replace(tzinfo=UTC)

    def update(self, headers: Mapping[str, str], now: datetime) -> None:
        """Note what an answer's headers say; missing or malformed ones are ignored."""
        if limit := _rate_limit(headers):
            self._left, seconds = limit
            self._resets_at = now + timedelta(seconds=seconds)

    def remaining(self, now: datetime) -> tuple[int, float] | None:
        """(calls left, seconds until reset); None if unknown, or the window is over."""
        seconds = (self._resets_at - now).total_seconds()
        return (self._left, seconds) if seconds > 0 else None

    def delay(self, now: datetime, *, reserved: int = 0) -> float:
        """Seconds before the next call: 0 while many are left, then spread evenly, the rest of the window if none is.

        `reserved`: calls to leave for others.
        """
        seconds = min((self._resets_at - now).total_seconds(), MAX_PAUSE_S)
        left = self._left - reserved
        if seconds <= 0 or left >= SLOW_DOWN_BELOW_CALLS:
            return 0
        return min(seconds / left, MAX_DELAY_S) if left > 0 else min(seconds + 1, MAX_PAUSE_S)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """The pause that a 429 asks for; None if it names none."""
    limit = _rate_limit(headers)
    if limit and limit[0] == 0:
        return min(limit[1] + 1, MAX_PAUSE_S)
    after = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", after):
        return min(float(after), MAX_PAUSE_S)
    try:
        moment = parsedate_to_datetime(after)
        seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
    except (ValueError, OverflowError):
        return None
    return min(max(seconds, 0), MAX_PAUSE_S)


def _rate_limit(headers: Mapping[str, str]) -> tuple[int, float] | None:
    """(calls left, seconds until reset), parsed from `"api";r=499;t=280`."""
    found = re.search(r"\br=([0-9]{1,9})\s*;\s*t=([0-9]{1,9})\b", headers.get("ratelimit", ""))
    return (int(found[1]), min(float(found[2]), MAX_PAUSE_S)) if found else None
