"""What the members of a group starred: each writes a file into its folder, and reads those of the others."""

from __future__ import annotations

import getpass
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from zlib import crc32

from paperreader.machines.exchange import file_name, own_device
from paperreader.machines.folder import UNREADABLE, State, changed_files, file_names, shown_name, state_of
from paperreader.machines.machine_file import GROUP, Header, UnusableFile, edition_of, reading, write
from paperreader.mark_fields import STARRED, TAG
from paperreader.models import Mark, timestamp
from paperreader.store import Store
from paperreader.store.groups import GroupFile


def read_group(store: Store, group: str, folder: Path) -> int:
    """Take over what members wrote; how many files changed. Raises OSError if the folder cannot be read, StoreError."""
    before = {each.file: each for each in store.groups.files() if each.group == group}
    gone = before.keys() - file_names(folder)
    if gone:
        store.groups.forget(group, gone).result()
    changed = changed_files(folder, known_group_states(store, group))
    for name, state in changed.items():
        file = GroupFile(group, shown_name(name), *state)
        marks = list[Mark]()
        try:
            with reading(folder / name, GROUP) as content:
                for portion in content.portions():
                    marks += shared(portion, group)
        except UnusableFile as error:
            file = file._replace(problem=str(error))
        except FileNotFoundError:
            continue
        except OSError as error:
            file = before.get(file.file, file)._replace(bytes=UNREADABLE, modified_ns=0)
            file = file._replace(problem=f"it cannot be read: {error.strerror or error}")
            store.groups.cannot_read(file).result()
            continue
        else:
            file = file._replace(
                device=content.header.device,
                name=content.header.name,
                written=timestamp(content.header.written),
                marks=len(marks),
                problem="a part of the file is damaged" if content.damaged else "",
            )
        store.groups.save(file, marks).result()
    return len(changed) + len(gone)


def known_group_states(store: Store, group: str) -> dict[str, State]:
    """The files of a group that were read."""
    return {each.file: State(each.bytes, each.modified_ns) for each in store.groups.files() if each.group == group}


def write_group(store: Store, group: str, folder: Path, member: str, now: datetime) -> Path | None:
    """Write what we share; None if nothing has changed. Raises OSError, and StoreError."""
    setting, device = f"group {group}", own_device(store, folder, GROUP)
    path = folder / file_name(device)
    marks = list(shared(store.groups.shareable(), group))
    holds = f"{member} {crc32(repr(sorted(mark[:4] for mark in marks)).encode()):x}"
    if (state := state_of(path)) is not None and store.settings.get(setting) == f"{holds} {state}":
        return None
    edition = token_hex(8)
    store.machines.add_edition(edition).result()
    write(path, Header(device, member, now.astimezone(UTC), edition, len(marks)), marks, GROUP)
    state = state_of(path)
    if edition_of(path, GROUP) == edition:  # else somebody else has replaced it already
        store.settings.set(setting, f"{holds} {state}").result()
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
