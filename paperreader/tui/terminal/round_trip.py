"""Queries to the terminal, whose answers prove that nothing it sent before them is still under way."""

from __future__ import annotations

from threading import Condition
from time import monotonic

QUERY = "\x1b[c"
"""Primary device attributes: every common terminal answers, in the order of what it was sent."""

FIRST_ANSWER_S = 0.5
"""A terminal that has not answered its first query by then is not expected to answer any.

What a user types after seeing the first frame comes after the answer, however slow the line is.
"""

MIN_WAIT_S, MAX_WAIT_S = 1.0, 5.0
"""Bounds of how long an answer is waited for: four times as long as the first one took."""


class RoundTrip:
    """The queries under way, and how long an answer takes."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._unanswered = 0
        self._first_asked: float | None = None
        self._seconds: float | None = None
        """How long the first answer took; None without one."""

    @property
    def is_expected(self) -> bool:
        """Whether the terminal answers queries, as far as is known."""
        if self._first_asked is None or self._seconds is not None:
            return True
        return monotonic() - self._first_asked < FIRST_ANSWER_S

    def asked(self) -> None:
        """A query was written."""
        with self._changed:
            self._unanswered += 1
            self._first_asked = self._first_asked or monotonic()

    def answered(self) -> None:
        """An answer was read; called by the input thread."""
        with self._changed:
            self._unanswered = max(0, self._unanswered - 1)
            if self._seconds is None and self._first_asked is not None:
                self._seconds = monotonic() - self._first_asked
            self._changed.notify_all()

    def end(self) -> None:
        """Nothing is read any more."""
        with self._changed:
            self._unanswered = 0
            self._changed.notify_all()

    def wait(self) -> None:
        """Wait for the answers under way, as long as can be expected."""
        seconds = FIRST_ANSWER_S if self._seconds is None else min(max(MIN_WAIT_S, 4 * self._seconds), MAX_WAIT_S)
        with self._changed:
            self._changed.wait_for(lambda: not self._unanswered, seconds)
            self._unanswered = 0  # whatever comes later is discarded
