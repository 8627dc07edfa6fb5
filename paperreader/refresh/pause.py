"""The pauses that the Hub and arXiv asked for: whoever asks them next keeps to it, in whichever program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from paperreader.address import Host
from paperreader.hub.errors import HubError, RateLimited
from paperreader.hub.rate_limit import MAX_PAUSE_S
from paperreader.refresh.events import Event, Offline, Waiting
from paperreader.refresh.waiting import stored
from paperreader.store import Store, StoreError

WAIT_UNTIL: Final[Mapping[Host, str]] = {"hub": "wait_until", "arxiv": "arxiv_wait_until"}
"""Settings of the store."""
NAMES: Final[Mapping[Host, str]] = {"hub": "The Hub", "arxiv": "arXiv"}


async def remember_pause(store: Store, error: HubError, host: Host = "hub") -> None:
    """Keep until when the host asked us to wait, if it did."""
    if isinstance(error, RateLimited):
        with suppress(StoreError):  # one that takes nothing just now: whoever asks next is told again
            await stored(store.settings.set(WAIT_UNTIL[host], error.until.isoformat()))


def pause_left(store: Store, now: datetime, host: Host = "hub") -> float:
    """Seconds left of a pause that the host asked for earlier."""
    until = store.settings.get_time(WAIT_UNTIL[host])
    left = (until - now).total_seconds() if until else 0
    return left if 0 < left <= MAX_PAUSE_S else 0  # a longer one comes from a wrong clock


def rate_limited(left: float, now: datetime, host: Host = "hub") -> RateLimited:
    """The error of a request that is not sent, since a pause still lasts for so many seconds."""
    return RateLimited(now + timedelta(seconds=left), left, host=NAMES[host])


def pause_events(left: float, now: datetime, host: Host = "hub") -> Sequence[Event]:
    """What to report instead of a request while the pause lasts."""
    return Waiting(left), Offline(str(rate_limited(left, now, host)), network_up=True)
