"""What the members of a group starred: each writes a file into its folder, and reads those of the others."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from paperreader.machines.exchange import file_name
from paperreader.machines.folder import State, changed_files, file_names, state_of
from paperreader.machines.machine_file import GROUP, Header, NotAMachine, read, write
from paperreader.mark_fields import STARRED, TAG
from paperreader.models import Mark, timestamp
from paperreader.store import Store
from paperreader.store.groups import GroupFile


def read_group(store: Store, group: str, folder: Path) -> int:
    """Take over what members wrote; how many files changed. Raises OSError if the folder cannot be read, StoreError."""
    before = {each.file: State(each.bytes, each.modified_ns) for each in store.groups.files() if each.group == group}
    gone = before.keys() - file_names(folder)
    if gone:
        store.groups.forget(group, gone).result()
    changed = changed_files(folder, before)
    for name, state in changed.items():
        file = GroupFile(group, name, state.bytes, state.modified_ns)
        try:
            content = read(folder / name, GROUP)
        except NotAMachine as error:
            store.groups.save(file._replace(problem=str(error)), ()).result()
            continue
        except OSError:  # gone again, or no right to read it
            continue
        header = content.header
        marks = list(shared(content.marks, group))
        file = file._replace(
            device=header.device,
            name=header.name,
            written=timestamp(header.written.astimezone(UTC)),
            marks=len(marks),
            problem="a part of the file is damaged" if content.damaged else "",
        )
        store.groups.save(file, marks).result()
    return len(changed) + len(gone)


def write_group(store: Store, group: str, folder: Path, member: str, now: datetime) -> Path | None:
    """Write what we share; None if nothing has changed. Raises OSError, and StoreError."""
    device = store.machines.device()
    path = folder / file_name(device)
    marks = list(shared(store.marks.all(), group))
    state, basis = state_of(path), f"{len(marks)} {max((mark.at for mark in marks), default='')} {member}"
    setting = f"group {group}"
    if state is not None and store.settings.get(setting) == f"{basis} {state}":
        return None
    write(path, Header(device, member, now, uuid4().hex, len(marks)), marks, GROUP)
    store.settings.set(setting, f"{basis} {state_of(path)}").result()
    return path


def shared(marks: Iterable[Mark], group: str) -> Iterable[Mark]:
    """What a group gets to see: stars, and tags that begin with its name, and since when; not how, and on which of
    their machines somebody set them.
    """
    return (
        mark._replace(cause=None, device=group)
        for mark in marks
        if mark.value is True and (mark.field == STARRED or is_tag_of(group, mark.field))
    )


def is_tag_of(group: str, field: str) -> bool:
    """Whether it is a tag for the group: `vision-lab`, `vision-lab/to-discuss`, `vision-lab-x`, not `vision-labour`."""
    begins = f"{TAG}{group}"
    return field.startswith(begins) and not field[len(begins) : len(begins) + 1].isalnum()


def login_name() -> str:
    """What the user is called unless they say otherwise."""
    with suppress(OSError, KeyError):
        return getpass.getuser()
    return "somebody"
