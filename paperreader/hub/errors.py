"""What can come instead of papers; the two that parsing alone can raise are in `items`."""

from __future__ import annotations

from datetime import datetime

from paperreader.figures import duration
from paperreader.items import HubError


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
