"""Guards reads of the store: a failure is reported once, and what is shown stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from paperreader.reader.toasts import Toasts
from paperreader.store import StoreError


class StoreGuard:
    """`with guard():` around whatever reads the store."""

    def __init__(self, toasts: Toasts) -> None:
        self._toasts = toasts
        self._reported = ""

    @contextmanager
    def __call__(self) -> Iterator[None]:
        try:
            yield
        except StoreError as error:
            if str(error) != self._reported:
                self._reported = str(error)
                self._toasts.show(self._reported, stays=True)
