"""Short messages for the user, each in the place of the last."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from math import inf
from time import monotonic
from typing import NamedTuple

from paperreader.reader.changes import Change, Changed

OFFER_IS_NEW_S = 5.0
"""As long as a toast is shown."""


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

    @property
    def is_of_undo(self) -> bool:
        """What was undone or redone is there."""
        return not (self.hub_search or self.papers or self.address)


class Toasts:
    """Keeps the newest message; the screen shows it."""

    def __init__(self, changed: Changed, *, clock: Callable[[], float] = monotonic) -> None:
        self._changed, self._clock = changed, clock
        self.last = ""
        self.place: Place | None = None
        """Where the newest offer leads; it holds until it is taken, withdrawn, or another is made."""
        self._offer, self._offered_at = "", 0.0
        self._stays = False

    def show(self, message: str, *, place: Place | None = None, stays: bool = False) -> None:
        """Show this message now; `stays`: until its time is over, since something failed.

        `place`: what it offers. An offer that came by itself, so lately that nobody can have read it, is shown below
        the message that comes next.
        """
        if place is not None:
            self.place, self._offer, self._offered_at = place, message, self._clock()
        elif self.place is not None and not self.place.is_of_undo and self._clock() - self._offered_at < OFFER_IS_NEW_S:
            message = f"{message}\n{self._offer}"
        self.last, self._stays = message, stays
        self._changed(Change.TOAST)

    def withdraw(self) -> None:
        """The user has gone on: what the last message says is out of date. An offer that it makes still holds."""
        if self.last and not self._stays:
            self.last = ""
            self._offered_at = -inf
            self._changed(Change.TOAST)

    def forget_offer(self) -> None:
        """It was taken, or the user went there by another way."""
        self.place = None

    def forget_undo(self) -> None:
        """Something else was marked or undone: where the step before led is out of date."""
        if self.place is not None and self.place.is_of_undo:
            self.place = None
