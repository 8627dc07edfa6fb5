"""Records when the user is in a view: what has risen since the last visit is shown in green."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from time import monotonic

from paperreader.store import Store
from paperreader.views import View

VISIT_INTERVAL_S = 300.0
"""A user who stays in a view and does something is recorded that often."""


class VisitRecorder:
    """Records a view once it is opened, and again while the user does something in it."""

    def __init__(self, store: Store, elapsed_s: Callable[[], float] = monotonic) -> None:
        """`elapsed_s`: a clock that only goes forward."""
        self._store, self._elapsed_s = store, elapsed_s
        self._is_active = True
        self._recorded_at = -inf

    def view_opened(self) -> None:
        """Another view is shown: record it soon."""
        self._is_active, self._recorded_at = True, -inf

    def on_user_activity(self) -> None:
        """The user does something."""
        self._is_active = True

    def poll(self, view: View | None) -> None:
        """Record the view if it is time."""
        if self._is_active and view is not None and self._elapsed_s() - self._recorded_at > VISIT_INTERVAL_S:
            self._recorded_at, self._is_active = self._elapsed_s(), False
            self._store.visits.record(view)
