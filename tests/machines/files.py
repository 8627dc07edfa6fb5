"""Files as machines write them, and stores that exchange them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from paperreader.marks_file import to_line
from paperreader.models import Cause, Mark, MarkChange, timestamp
from paperreader.store import Store

NOON = datetime(2026, 7, 30, 12, tzinfo=UTC)


def header(**changes: Any) -> str:
    fields = {
        **{"format": "paperreader machine", "version": 1, "device": "laptop1", "name": "laptop"},
        **{"written": NOON.isoformat(), "edition": "e1", "marks": 3},
    }
    return json.dumps(fields | changes)


def a_mark(number: int = 1, field: str = "starred", value: bool | str | None = True, **changes: Any) -> Mark:
    return Mark(f"2607.{number:05d}", field, value, timestamp(NOON), "by hand", "laptop1")._replace(**changes)


def content(marks: Sequence[Mark] = (), *, end: str = "\n", **changes: Any) -> bytes:
    """A file of a machine with these marks."""
    lines = [header(marks=len(marks), **changes), *map(to_line, marks)]
    return "".join(f"{line}{end}" for line in lines).encode()


THREE = content([a_mark(number) for number in (1, 2, 3)])


def star(store: Store, *numbers: int, value: bool = True) -> None:
    papers = [f"2607.{number:05d}" for number in numbers]
    store.marks.apply([MarkChange("starred", value, papers)], Cause.BY_HAND).result()


def starred(store: Store) -> list[int]:
    return [int(mark.paper[5:]) for mark in store.marks.all() if mark.field == "starred" and mark.value]


def problems(store: Store) -> dict[str, str]:
    """What is wrong with which file."""
    return {file.file: file.problem for file in store.machines.files()}


def folder_of(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path
