"""Whether a paper was really looked at: what was shown long enough is read when the cursor moves on."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic


class ReadTimer:
    """A clock for the paper under the cursor.

    It starts only when a person does something, and stands still while the person can't be looking at the page.
    """

    def __init__(self, after: float, clock: Callable[[], float] = monotonic) -> None:
        """`after`: seconds that a paper must have been shown; 0: no paper is ever read by that."""
        self._after = after
        self._clock = clock
        self._paper: str | None = None
        self._spent = 0.0
        self._running_since: float | None = None
        self._started = False
        self._spared = False
        self._away = False

    def arrive(self, paper: str | None, *, by_person: bool) -> str | None:
        """The cursor came to a paper. Returns the one that it left, if that was looked at long enough."""
        if paper == self._paper:
            return None
        passed = self._paper if self._was_read() else None
        self._paper, self._spent, self._running_since = paper, 0.0, None
        self._started, self._spared = by_person, False
        self._tick()
        return passed

    def act(self) -> None:
        """A person pressed a key or clicked: whoever is on the screen is being looked at from now on."""
        self._started = True
        self._tick()

    def spare(self, papers: tuple[str, ...]) -> None:
        """These were set unread on purpose: the one under the cursor stays so until the cursor has left it."""
        self._spared = self._spared or self._paper in papers

    def turn(self, *, away: bool) -> None:
        """The person can't see the page now (no focus, hidden, behind a dialog), or can again."""
        self._away = away
        self._tick()

    def _tick(self) -> None:
        now = self._clock()
        if self._running_since is not None:
            self._spent += now - self._running_since
        self._running_since = now if self._started and not self._away else None

    def _was_read(self) -> bool:
        self._tick()
        return self._after > 0 and not self._spared and self._spent >= self._after
