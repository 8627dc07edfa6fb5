"""`paperreader sync --status`: the machines and groups in columns, and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from paperreader.cli.output import display_path
from paperreader.humanize import count
from paperreader.machine_list import SAME_NAME, Group, Machine, Overview
from paperreader.models import timestamp
from paperreader.text.sanitize import clean, escape_bytes
from paperreader.text.width import cell_width, cut

COLUMNS: Final = 80
MAX_NAME_CELLS: Final = 24


def lines(known: Overview, now: datetime, *, by_settings: bool) -> Iterator[str]:
    """Each of at most 80 columns, but for paths. `by_settings`: the folder is that of the settings file."""
    if known.folder:
        by = "`sync` of the settings" if by_settings else "set up by `paperreader sync`"
        yield f"{display_path(Path(known.folder))}  ({by}{', with git' if known.git else ''})"
        yield from _machines(known, now)
    for group in known.groups:
        yield f"{group.name}  {display_path(Path(group.folder))}"
        yield from _group(group, now)


def _machines(known: Overview, now: datetime) -> Iterator[str]:
    rows = [(cut(_shown(each.name), MAX_NAME_CELLS), each) for each in known.machines]
    name_cells = max((cell_width(name) for name, _ in rows), default=0)
    marks_cells = max((len(count(each.marks, "mark")) for _, each in rows), default=0)
    for name, each in rows:
        own = "  (this machine)" if each.is_this else ""
        padding = " " * (name_cells - cell_width(name))
        yield f"  {name}{padding}  {count(each.marks, 'mark'):>{marks_cells}}  {each.last_contact(now)}{own}"
        if known.has_shared_name(each):
            yield f"    {SAME_NAME}"
        yield from _problems(each)
    if len(known.machines) < 2:
        yield "  No other machine has written to the folder yet."
    for file in known.others:
        yield from _wrapped(f"{_shown(file.file)}: {file.problem or 'not a file of paperreader'}", "  ")


def _problems(machine: Machine) -> Iterator[str]:
    for problem in machine.problems:
        yield from _wrapped(_shown(problem), "    ")
    if machine.copies:
        yield from _wrapped(_shown(machine.copies_summary), "    ")


def _group(group: Group, now: datetime) -> Iterator[str]:
    yield from _wrapped(group.summary(now), "  ")
    if group.members:
        yield from _wrapped(", ".join(_shown(each.name) for each in group.members), "  ")
    for member in group.members:
        for problem in member.problems:
            yield from _wrapped(f"{_shown(member.name)}: {problem}", "    ")
    for problem in group.problems:
        yield from _wrapped(_shown(problem), "    ")


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, COLUMNS, initial_indent=indent, subsequent_indent=f"{indent}  ", break_on_hyphens=False)


def _shown(text: str) -> str:
    return clean(escape_bytes(text))


def fields(known: Overview) -> dict[str, Any]:
    """Public: see `paperreader help commands`."""
    return {
        "folder": known.folder or None,
        "git": known.git,
        "machines": [
            {
                "name": each.name,
                "device": each.device,
                "is_this": each.is_this,
                "written": _time(each.written),
                "marks": each.marks,
                "copies": list(each.copies),
                "problems": list(each.problems),
            }
            for each in known.machines
        ],
        "other_files": [{"file": each.file, "problem": each.problem or None} for each in known.others],
        "groups": [
            {
                "name": group.name,
                "folder": group.folder,
                "written": _time(group.written),
                "stars": group.stars,
                "members": [
                    {"name": each.name, "written": _time(each.written), "problems": list(each.problems)}
                    for each in group.members
                ],
                "problems": list(group.problems),
            }
            for group in known.groups
        ],
    }


def _time(at: datetime | None) -> str | None:
    return timestamp(at) if at else None
