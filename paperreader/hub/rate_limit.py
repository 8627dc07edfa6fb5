"""How long the hub asks to be left alone: its RateLimit and Retry-After headers, in seconds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST: Final = 3600.0
"""Whatever a header says, an hour is enough."""
FEW_CALLS: Final = 20
SLOWEST: Final = 60.0


class Bucket:
    """The calls that are left until the hub fills the bucket again."""

    def __init__(self) -> None:
        self._left = FEW_CALLS
        self._full_at = datetime.min.replace(tzinfo=UTC)

    def note(self, headers: Mapping[str, str], now: datetime) -> None:
        """Takes over what an answer says; nothing where it says nothing that makes sense."""
        if said := _rate_limit(headers):
            self._left, seconds = said
            self._full_at = now + timedelta(seconds=seconds)

    def told(self, now: datetime) -> tuple[int, float] | None:
        """Calls left, and seconds until they are many again; None while no answer has told."""
        rest = (self._full_at - now).total_seconds()
        return (self._left, rest) if rest > 0 else None

    def pause(self, now: datetime, *, spare: int = 0) -> float:
        """Before the next call: none while many are left, then spread evenly; all the rest if none is.

        `spare`: so many calls are for others.
        """
        rest = min((self._full_at - now).total_seconds(), LONGEST)
        left = self._left - spare
        if rest <= 0 or left >= FEW_CALLS:
            return 0
        return min(rest / left, SLOWEST) if left > 0 else min(rest + 1, LONGEST)


def asked_for(headers: Mapping[str, str], now: datetime) -> float | None:
    """The pause that a 429 asks for; None where it does not tell."""
    said = _rate_limit(headers)
    if said and said[0] == 0:
        return min(said[1] + 1, LONGEST)
    after = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", after):
        return min(float(after), LONGEST)
    try:
        moment = parsedate_to_datetime(after)
        seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
    except (ValueError, OverflowError):
        return None
    return min(max(seconds, 0), LONGEST)


def _rate_limit(headers: Mapping[str, str]) -> tuple[int, float] | None:
    """Calls left, and the seconds until they are many again, of `"api";r=499;t=280`."""
    found = re.search(r"\br=([0-9]{1,9})\s*;\s*t=([0-9]{1,9})\b", headers.get("ratelimit", ""))
    return (int(found[1]), min(float(found[2]), LONGEST)) if found else None
