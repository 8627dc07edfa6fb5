"""What the hub can do instead of answering; `str(error)` is what the user reads.

HubError
├── Unreachable    DNS, refused, reset, time-out, proxy, certificate: we are offline
├── RateLimited    the hub asks for a pause of more than a minute, until `until`
├── NotThereYet    400: the hub does not have that day (yet)
├── NotTheHub      a login page, garbage, a redirect to elsewhere, something too large
└── HubFailed      any other status, 5xx after three tries
    └── Gone       404: the hub does not have that day any more
"""

from __future__ import annotations

from datetime import datetime

from paperreader.humanize import duration


class HubError(Exception):
    """The hub did not give what was asked; str() is what a person reads, safe for a terminal."""


class NotTheHub(HubError):
    """What came is no answer of the hub: a login page, garbage, something too large."""


class Unreachable(HubError):
    """No network, or nothing that answers: offline."""


class RateLimited(HubError):
    """The hub asks for a pause that is too long to wait for."""

    def __init__(self, until: datetime, seconds: float) -> None:
        super().__init__(f"The hub asks us to wait {duration(seconds)} before the next request.")
        self.until = until


class NotThereYet(HubError):
    """The hub has no such day, or not yet."""


class HubFailed(HubError):
    """The hub answered with an error."""


class Gone(HubFailed):
    """The hub does not have that day any more."""
