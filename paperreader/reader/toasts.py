"""Short messages for the user, each in the place of the last."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from paperreader.reader.changes import Change, Changed


class Place(NamedTuple):
    """Where a toast offers to go."""

    day: date | None
    """None: the paper is in the list that is shown."""
    paper: str
    unread: Collection[str]
    """What has just become unread there: looking at it does not mark it read."""
    hub_search: str = ""
    """Text of a search whose results the Hub has sent; then nothing else counts."""
    papers: tuple[str, ...] = ()
    """Papers to go to by their ids."""
    address: str = ""
    """A page to open in the browser."""


class Toasts:
    """Keeps the newest message; the screen shows it."""

    def __init__(self, changed: Changed) -> None:
        self._changed = changed
        self.last = ""
        self.place: Place | None = None
        """Where it offers to go."""
        self._stays = False

    def show(self, message: str, *, place: Place | None = None, stays: bool = False) -> None:
        """Show this message now; `stays`: until its time is over, since something failed."""
        self.last, self.place, self._stays = message, place, stays
        self._changed(Change.TOAST)

    def withdraw(self) -> None:
        """The user has gone on: what the last message says is out of date."""
        if self.last and not self._stays:
            self.show("")
