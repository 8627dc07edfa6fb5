"""What services leave in a folder that machines share: their files, and others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from paperreader.machines.machine_file import MACHINE, Header, reading, write
from paperreader.mark_fields import STARRED
from paperreader.models import Cause, Mark, timestamp


def machine_file(
    folder: Path,
    name: str,
    written: datetime,
    *,
    device: str = "",
    papers: Sequence[str] = (),
    announced: int | None = None,
    file: str = "",
    kind: str = MACHINE,
) -> Path:
    """The file of a machine, or of a member of a group, with stars on papers. `announced`: marks of its header."""
    device = device or f"{name}0"
    marks = [Mark(paper, STARRED, True, timestamp(written), Cause.BY_HAND, device) for paper in papers]
    path = folder / (file or f"{device}.jsonl")
    write(
        path, Header(device, name, written, f"{device}1", len(marks) if announced is None else announced), marks, kind
    )
    return path


def marks_in(path: Path, kind: str = MACHINE) -> list[Mark]:
    """The marks of a file."""
    with reading(path, kind) as content:
        return [mark for portion in content.portions() for mark in portion]
