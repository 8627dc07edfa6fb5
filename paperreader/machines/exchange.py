"""Reads what the other machines wrote, and writes what they are to know."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple
from uuid import uuid4

from paperreader.machines.folder import State, changed_files, file_names, state_of
from paperreader.machines.machine_file import SUFFIX, Content, Header, NotAMachine, read, write
from paperreader.models import Mark, timestamp
from paperreader.store import Store
from paperreader.store.machines import MachineFile

MAX_AHEAD: Final = timedelta(days=1)
"""A mark that is further ahead of our clock was made by a wrong one: it waits until its time has come."""
MARKS_PER_MERGE: Final = 2_000
"""So few that no key waits for the store."""


class Arrived(NamedTuple):
    """What came of a file."""

    machine: str
    """Its name."""
    marks: int
    """How many were newer than ours."""


def pull(store: Store, folder: Path, now: datetime) -> list[Arrived]:
    """Take over what is newer in the files that changed. Raises StoreError, and OSError for the folder."""
    before = {each.file: each for each in store.machines.files()}
    if gone := before.keys() - file_names(folder):
        store.machines.forget(gone).result()
    waits = {each.file for each in before.values() if each.again and each.again <= timestamp(now)}
    known = {each.file: State(each.bytes, each.modified_ns) for each in before.values() if each.file not in waits}
    arrived: list[Arrived] = []
    for name, state in changed_files(folder, known).items():
        file = MachineFile(name, state.bytes, state.modified_ns, None)
        try:
            content = read(folder / name)
        except NotAMachine as error:
            store.machines.saw(file._replace(problem=str(error))).result()
            continue
        except OSError:  # gone again, or no right to read it
            continue
        own = content.header.device == store.machines.device()
        if own and name == file_name(content.header.device) and content.header.edition not in store.machines.editions():
            store.machines.renew_device().result()
        changed, again = _merge(store, content.marks, now)
        if changed:
            arrived.append(Arrived(content.header.name, changed))
        store.machines.saw(_seen(file, content, changed, again, now)).result()
    return arrived


def push(store: Store, folder: Path, name: str, now: datetime) -> Path | None:
    """Write our own file; None if it is as it should be. Raises OSError, and StoreError."""
    device, basis = store.machines.device(), store.machines.basis()
    path = folder / file_name(device)
    if store.machines.written() == f"{basis} {state_of(path)}":
        return None
    marks = store.marks.all()
    edition = uuid4().hex
    store.machines.wrote(edition).result()  # first: whoever reads the file may be we
    write(path, Header(device, name or host_name(), now, edition, len(marks)), marks)
    store.machines.wrote(edition, f"{basis} {state_of(path)}").result()
    return path


def date_again(store: Store, now: datetime) -> int:
    """Marks of ours that are of the future are of now; how many. Not where it is our clock now that must be wrong."""
    newest = store.settings.get_date("newest")
    if newest is not None and now.date() < newest - MAX_AHEAD:
        return 0
    return store.machines.date_again(now, now + MAX_AHEAD).result()


def file_name(device: str) -> str:
    """Of the file of a store."""
    return f"{device}{SUFFIX}"


def host_name() -> str:
    """What the machine is called unless the user says otherwise."""
    return socket.gethostname().partition(".")[0] or "this machine"


def _merge(store: Store, marks: Sequence[Mark], now: datetime) -> tuple[int, str | None]:
    """Take over what is newer: how many marks changed, and when those can be that are too far ahead."""
    latest = timestamp(now + MAX_AHEAD)
    ahead = [mark.at for mark in marks if mark.at > latest]
    timely = [mark for mark in marks if mark.at <= latest]
    changed = 0
    for start in range(0, len(timely), MARKS_PER_MERGE):
        changed += store.marks.merge_in_portions(timely[start : start + MARKS_PER_MERGE])
    return changed, timestamp(datetime.fromisoformat(min(ahead)) - MAX_AHEAD) if ahead else None


def _seen(file: MachineFile, content: Content, changed: int, again: str | None, now: datetime) -> MachineFile:
    header = content.header
    problems = []
    if header.written - now > MAX_AHEAD:
        problems.append(f"its clock is {(header.written - now).days:,} days ahead")
    elif again:
        problems.append("some of its marks are of the future, and wait until then")
    if content.damaged:
        problems.append("a part of the file is damaged")
    elif content.missing:
        problems.append(f"{content.missing:,} marks have not arrived")
    if content.unknown:
        problems.append("some of its marks need a newer version of paperreader")
    return file._replace(
        again=again,
        device=header.device,
        name=header.name,
        written=timestamp(header.written.astimezone(UTC)),
        marks=len(content.marks),
        changed=changed,
        problem=", ".join(problems),
    )
