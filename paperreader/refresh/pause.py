"""The pause that the Hub asked for: whoever asks it next keeps to it, in whichever program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from paperreader.hub.errors import HubError, RateLimited
from paperreader.humanize import duration
from paperreader.refresh.events import Event, Offline, Waiting
from paperreader.refresh.waiting import stored
from paperreader.store import Store

MAX_PAUSE: Final = timedelta(hours=1)
"""A longer one comes from a wrong clock."""


async def remember_pause(store: Store, error: HubError) -> None:
    """Keep until when the Hub asked us to wait, if it did."""
    if isinstance(error, RateLimited):
        await stored(store.settings.set("wait_until", error.until.isoformat()))


def pause_left(store: Store, now: datetime) -> float:
    """Seconds left of a pause that the Hub asked for earlier."""
    until = store.settings.get_time("wait_until")
    left = until - now if until else timedelta()
    return left.total_seconds() if timedelta() < left <= MAX_PAUSE else 0


def pause_events(left: float) -> Sequence[Event]:
    """What to report instead of a request while the pause lasts."""
    why = f"The Hub asks us to wait {duration(left)} before the next request."
    return Waiting(left), Offline(why, network_up=True)
