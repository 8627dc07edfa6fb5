"""How often a list follows what other programs write: one that takes long to read again does so less often."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, thread_time
from typing import TypeVar

SLOW_S = 0.04
"""Of CPU: what takes longer is done but for a fiftieth of the time, since keys wait for it."""
PAUSE_FACTOR = 50

T = TypeVar("T")


class ReloadPace:
    """Times each reload, and says when the next may be."""

    def __init__(self) -> None:
        self._next_at = 0.0

    @property
    def is_due(self) -> bool:
        """Whether the pause after a slow one is over."""
        return monotonic() >= self._next_at

    def run(self, reload: Callable[[], T]) -> T:
        """Reload now."""
        begun = thread_time()
        result = reload()
        if (took_s := thread_time() - begun) > SLOW_S:
            self._next_at = monotonic() + PAUSE_FACTOR * took_s
        return result
