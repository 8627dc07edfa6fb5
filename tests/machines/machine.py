"""A machine: a store, and a folder by which it exchanges marks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from paperreader.machines import exchange_child
from paperreader.machines.exchange import file_name
from paperreader.machines.task import Outcome, Task
from paperreader.models import Cause, MarkChange
from paperreader.store import Store

NOW = datetime(2026, 7, 30, 12, tzinfo=UTC)


class Machine:
    """`folder` need not be there."""

    def __init__(self, place: Path, name: str) -> None:
        self.name, self.path, self.folder = name, place / f"{name}.db", place / name
        with self._store():
            pass

    def star(self, paper: str) -> None:
        with self._store() as store:
            store.marks.apply([MarkChange("starred", True, [paper])], Cause.BY_HAND).result()

    @property
    def stars(self) -> set[str]:
        with self._store() as store:
            return {mark.paper for mark in store.marks.all() if mark.field == "starred" and mark.value}

    @property
    def file(self) -> Path:
        """Its own one."""
        with self._store() as store:
            return self.folder / file_name(store.machines.device())

    def sync(
        self,
        folder: Path | None = None,
        *,
        git: bool = False,
        before: tuple[str, ...] = (),
        after: tuple[str, ...] = (),
    ) -> Outcome:
        """Exchange marks once."""
        task = Task(str(folder or self.folder), self.name, git=git, before=before, after=after)
        return exchange_child.run(self.path, task, NOW)

    @contextmanager
    def _store(self) -> Iterator[Store]:
        store = Store(self.path, now=lambda: NOW)
        try:
            yield store
        finally:
            store.close()
