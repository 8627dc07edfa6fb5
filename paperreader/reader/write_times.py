"""When changed marks are written for the user's other machines: soon, and yet not all the time."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from time import monotonic
from typing import Final

DELAY_S, MAX_DELAY_S = 3.0, 30.0
"""From the last change, and from the first one: a burst is written once, and reading on for an hour now and then."""
PAUSE_FACTOR: Final = 10
"""Ten years of marks take seconds: writing them never takes more than a tenth of the time."""


class WriteTimes:
    """Knows what was not written yet, and for how long that can wait."""

    def __init__(self, *, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self.pending = True
        """Marks may have changed since they were written: at the start by another program."""
        self._first_change = self._last_change = self._not_before = -inf
        self._began = 0.0

    @property
    def due(self) -> float:
        """When to write, by the clock; the past stands for now."""
        if not self.pending:
            return inf
        settled = min(self._last_change + DELAY_S, self._first_change + MAX_DELAY_S)
        return max(settled, self._not_before)

    def changed(self) -> None:
        """Marks may have changed."""
        self._last_change = self._clock()
        if not self.pending:
            self._first_change = self._last_change
        self.pending = True

    def hurry(self) -> None:
        """The user does not want to wait."""
        self._first_change = self._not_before = -inf

    def begin(self) -> None:
        """Everything that is stored by now is being written."""
        self.pending, self._began = False, self._clock()

    def succeed(self) -> None:
        """It is written."""
        self._not_before = self._clock() + PAUSE_FACTOR * (self._clock() - self._began)

    def fail(self, again_s: float) -> None:
        """It is not; to be tried again after so many seconds."""
        self.pending, self._not_before = True, self._clock() + again_s
