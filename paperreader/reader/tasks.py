"""What runs in the background of a session: tasks that end with it and never end the program, and their retries."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec

from paperreader.reader.toasts import Toasts

log = logging.getLogger(__name__)

P = ParamSpec("P")

FIRST_RETRY_S, MAX_RETRY_S = 30.0, 600.0
MAX_DOUBLINGS = 10
"""As more than the longest wait needs: after a thousand, in a week without a network, it would be no number."""


class Tasks:
    """Starts tasks, named by what they do (`copying`). One that fails is logged, and a toast says so."""

    def __init__(self, toasts: Toasts) -> None:
        self._toasts = toasts
        self._running: dict[asyncio.Task[object], str] = {}
        self._timers: set[asyncio.TimerHandle] = set()

    def start(
        self, name: str, work: Callable[P, Coroutine[Any, Any, object]], *args: P.args, **kwargs: P.kwargs
    ) -> asyncio.Task[object]:
        """Run `work` in the background, beside others of that name."""
        task = asyncio.get_running_loop().create_task(work(*args, **kwargs))
        self._running[task] = name
        task.add_done_callback(self._ended)
        return task

    def replace(
        self, name: str, work: Callable[P, Coroutine[Any, Any, object]], *args: P.args, **kwargs: P.kwargs
    ) -> asyncio.Task[object]:
        """Run `work` in the place of what still runs under that name."""
        self.cancel(name)
        return self.start(name, work, *args, **kwargs)

    def later(self, seconds: float, act: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Call `act` after so many seconds, unless the session has ended by then."""

        def due() -> None:
            self._timers.discard(timer)
            act(*args, **kwargs)

        timer = asyncio.get_running_loop().call_later(seconds, due)
        self._timers.add(timer)

    def is_running(self, name: str) -> bool:
        """Whether anything runs under that name."""
        return name in self._running.values()

    def cancel(self, name: str) -> None:
        """End what runs under that name."""
        for task in [task for task, running in self._running.items() if running == name]:
            task.cancel()

    def close(self) -> None:
        """End everything."""
        for timer in self._timers:
            timer.cancel()
        for task in [*self._running]:
            task.cancel()

    def _ended(self, task: asyncio.Task[object]) -> None:
        name = self._running.pop(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s failed", name, exc_info=error)
            self._toasts.show(f"Internal error while {name}; see the log.", stays=True)


class Retries:
    """Waits twice as long after each failure as after the one before."""

    def __init__(self) -> None:
        self._failures = 0

    def forget(self) -> None:
        """It went well, or there is a reason to hope."""
        self._failures = 0

    def next_s(self) -> float:
        """Seconds to wait after another failure."""
        seconds = min(FIRST_RETRY_S * 2.0**self._failures, MAX_RETRY_S)
        self._failures = min(self._failures + 1, MAX_DOUBLINGS)
        return seconds
