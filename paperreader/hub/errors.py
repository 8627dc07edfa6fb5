"""Why the Hub did not answer as hoped; `str(error)` is the message for the user.

HubError
├── Unreachable    DNS, refused, reset, timeout, proxy, certificate: we are offline
├── RateLimited    the Hub asks for a pause that is too long to sit out, until `until`
├── NotThereYet    400: the Hub does not have that day (yet)
├── NotTheHub      a login page, garbage, a redirect to another host, too large a body
└── HubFailed      any other status, or a 5xx after three attempts
    └── Refused    400 and 404: the Hub does not know such a request
        └── Gone   404: the Hub no longer has that day
"""

from __future__ import annotations

from datetime import datetime

from paperreader.humanize import duration


class HubError(Exception):
    """Base class; str() is the message for the user, safe to print on a terminal."""


class NotTheHub(HubError):
    """The answer is not the Hub's: a login page, garbage, or too large."""


class Unreachable(HubError):
    """No network, or nothing answers."""


class RateLimited(HubError):
    """The Hub asks for a pause that is too long to sit out."""

    def __init__(self, until: datetime, seconds: float) -> None:
        super().__init__(f"The Hub asks us to wait {duration(seconds)} before the next request.")
        self.until = until


class NotThereYet(HubError):
    """The Hub does not have that day, or not yet."""


class HubFailed(HubError):
    """The Hub returned an error."""


class Refused(HubFailed):
    """The Hub does not know such a request."""


class Gone(Refused):
    """The Hub no longer has that day."""
