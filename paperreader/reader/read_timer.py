"""When a paper counts as read by being shown: long enough, in front of somebody, and until the cursor moves on."""

from __future__ import annotations

from collections.abc import Callable, Collection
from time import monotonic
from typing import Final

LINGER_S: Final = 30.0
"""Who reads a paper for so long likes it better than one that they pass over at a glance."""
MAX_AWAY_S: Final = 60.0
"""Without a sign of the user for longer, nobody knows whether they were there."""


class ReadTimer:
    """Times the paper under the cursor.

    It starts with the first user action, and stops while the page cannot be seen.
    """

    def __init__(self, after_s: float, clock: Callable[[], float] = monotonic) -> None:
        """`after_s`: seconds that a paper must have been shown; 0: never."""
        self._after_s = after_s
        self._clock = clock
        self._paper: str | None = None
        self._read: str | None = None
        self._shown_s = 0.0
        self._running_since: float | None = None
        self._started = False
        self._kept_unread = False
        self._page_hidden = False
        self._attended_s = 0.0
        self._seen_at: float | None = None
        self._lingered: str | None = None

    def cursor_moved(self, paper: str | None, *, by_user: bool) -> None:
        """Start timing another paper; the one before it may have been read by now."""
        if paper == self._paper:
            return
        self.attend()
        self._read = self._paper if self._was_read() else self._read
        self._paper, self._shown_s, self._running_since = paper, 0.0, None
        self._started, self._kept_unread = by_user, False
        self._attended_s = 0.0
        self._tick()

    def take_read(self) -> str | None:
        """The paper that was read when the cursor left it; told once."""
        read, self._read = self._read, None
        return read

    def attend(self) -> None:
        """A sign of the user: they were there since the last one, unless that is long ago."""
        now = self._clock()
        if self.is_running and self._seen_at is not None and now - self._seen_at <= MAX_AWAY_S:
            before, self._attended_s = self._attended_s, self._attended_s + now - self._seen_at
            if before < LINGER_S <= self._attended_s:
                self._lingered = self._paper
        self._seen_at = now

    def take_lingered(self) -> str | None:
        """A paper that the user has been reading for a while; told once."""
        lingered, self._lingered = self._lingered, None
        return lingered

    def on_user_activity(self) -> None:
        """A key or a click: somebody looks at the paper that is shown."""
        self._started = True
        self._tick()

    def keep_unread(self, papers: Collection[str]) -> None:
        """The user set these unread: the one under the cursor stays unread until the cursor has left it."""
        self._kept_unread = self._kept_unread or self._paper in papers

    def set_page_hidden(self, hidden: bool) -> None:
        """The page cannot be seen now (no focus, behind a dialog, suspended), or can again."""
        self.attend()
        self._page_hidden = hidden
        self._tick()

    @property
    def is_running(self) -> bool:
        """Somebody has the paper in front of them."""
        return self._started and not self._page_hidden

    def _tick(self) -> None:
        now = self._clock()
        if self._running_since is not None:
            self._shown_s += now - self._running_since
        self._running_since = now if self.is_running else None

    def _was_read(self) -> bool:
        self._tick()
        return self._after_s > 0 and not self._kept_unread and self._shown_s >= self._after_s
