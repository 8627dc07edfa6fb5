"""A call that comes at once, but not too often."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Throttle:
    """Calls at once, then at most every `seconds`; the last request is never lost."""

    def __init__(self, call: Callable[[], None], seconds: float) -> None:
        self._call, self._seconds = call, seconds
        self._pause: asyncio.TimerHandle | None = None
        self._requested = False

    def __call__(self) -> None:
        if self._pause:
            self._requested = True
            return
        self._pause = asyncio.get_running_loop().call_later(self._seconds, self._after_pause)
        self._call()

    def now(self) -> None:
        """Call, however short it is since the last time."""
        if self._pause:
            self._pause.cancel()
        self._pause, self._requested = None, False
        self()

    def _after_pause(self) -> None:
        self._pause = None
        if self._requested:
            self.now()
