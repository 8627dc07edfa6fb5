"""Why the Hub or arXiv did not answer as hoped; `str(error)` is the message for the user.

HubError
├── Unreachable    DNS, refused, reset, timeout, proxy, certificate: we are offline
├── RateLimited    a pause is asked for that is too long to sit out, until `until`
├── NotThereYet    400: the Hub does not have that day (yet)
├── WrongAnswer    a login page, garbage, a redirect to another host, too large a body
├── NotSaved       the file could not be written
└── HubFailed      any other status, or a 5xx after three attempts
    └── Refused    400 and 404: the Hub does not know such a request
        └── Gone   404: the Hub no longer has that day
"""

from __future__ import annotations

from datetime import datetime

from paperreader.humanize import duration


class HubError(Exception):
    """Base class; str() is the message for the user, safe to print on a terminal."""


class WrongAnswer(HubError):
    """The answer cannot be what we asked for: a login page, garbage, or too large."""


class Unreachable(HubError):
    """No network, or nothing answers."""


class RateLimited(HubError):
    """A pause is asked for that is too long to sit out."""

    def __init__(self, until: datetime, seconds: float, *, host: str = "The Hub") -> None:
        super().__init__(f"{host} asks us to wait {duration(seconds)} before the next request.")
        self.until = until


class NotThereYet(HubError):
    """The Hub does not have that day, or not yet."""


class NotSaved(HubError):
    """A file could not be written."""


class HubFailed(HubError):
    """The Hub or arXiv returned an error."""


class Refused(HubFailed):
    """The Hub does not know such a request."""


class Gone(Refused):
    """The Hub no longer has that day."""
