"""Reads what the other machines wrote, and writes what they are to know."""

from __future__ import annotations

import json
import socket
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from secrets import token_hex
from typing import Final, NamedTuple

from paperreader.humanize import count
from paperreader.machines.folder import UNREADABLE, State, changed_files, file_names, shown_name, state_of
from paperreader.machines.machine_file import MACHINE, SUFFIX, Header, Reading, UnusableFile, edition_of, reading, write
from paperreader.models import timestamp
from paperreader.store import Store
from paperreader.store.machines import ARRIVED, MachineFile

MAX_AHEAD: Final = timedelta(days=1)
"""A mark that is further ahead of our clock was made by a wrong one: it waits until its time has come."""
CARRY_AFTER: Final = timedelta(days=1)
"""What only came from others is written with our own next change, or so long after it came: they have written it."""
DATE_AGAIN_AFTER: Final = timedelta(days=7)
"""How far ahead a mark here must be; until then it is enough that it waits elsewhere."""
FRESH: Final = timedelta(days=4)
"""How old what the Hub, or another machine, wrote last may be to tell that our clock is right."""


class Arrived(NamedTuple):
    """What came of a file."""

    machine: str
    """Its name."""
    marks: int
    """How many were newer than ours."""


class Merged(NamedTuple):
    """What came of the marks of a file."""

    changed: int
    ahead: int
    """How many are of the future."""
    again: str | None
    """When the first of those can be taken over."""


class Written(NamedTuple):
    """What our own file holds, and how it was when it was written."""

    set_here: int
    merged: int
    """As in `Counters`."""
    name: str
    bytes: int
    modified_ns: int


def pull(store: Store, folder: Path, now: datetime) -> list[Arrived]:
    """Take over what is newer in the files that changed. Raises StoreError, and OSError for the folder."""
    before = {each.file: each for each in store.machines.files()}
    if gone := before.keys() - file_names(folder):
        store.machines.forget(gone).result()
        written, device = _written(store), store.machines.device()
        lost = [file for file in gone if before[file].device not in (None, device)]
        if lost and written and written.merged != store.machines.counters().merged:
            store.machines.forget_own_file().result()  # nobody else may have these marks
    clock = _latest_known(store, now)
    arrived: list[Arrived] = []
    for name, state in changed_files(folder, known_states(store, now)).items():
        file = before.get(shown_name(name)) or MachineFile(shown_name(name), *state, None)
        try:
            with reading(folder / name) as content:
                merged = _merge(store, content, clock)
                file = _seen(file, state, content, merged, clock)
                if merged.changed:
                    arrived.append(Arrived(content.header.name, merged.changed))
        except UnusableFile as error:
            known = file if str(error) else MachineFile(file.file, *state, None)
            file = known._replace(bytes=state.bytes, modified_ns=state.modified_ns, again=None, problem=str(error))
        except FileNotFoundError:
            continue
        except OSError as error:
            why = f"it cannot be read: {error.strerror or error}"
            file = file._replace(bytes=UNREADABLE, modified_ns=0, again=None, problem=why)
        store.machines.save(file).result()
    if arrived:
        store.machines.set_arrived(now).result()
    return arrived


def known_states(store: Store, now: datetime) -> dict[str, State]:
    """The files that were read, without those that are to be read again by now."""
    at = timestamp(now)
    files = store.machines.files()
    return {file.file: State(file.bytes, file.modified_ns) for file in files if file.again is None or file.again > at}


def push(store: Store, folder: Path, name: str, now: datetime) -> Path | None:
    """Write our own file; None if it is as it should be. Raises OSError, and StoreError."""
    if not is_due(store, folder, name, now):
        return None
    name, counters, edition = name or host_name(), store.machines.counters(), token_hex(8)
    device = own_device(store, folder)
    store.machines.add_edition(edition).result()
    path = folder / file_name(device)
    header = Header(device, name, now.astimezone(UTC), edition, store.marks.count())
    write(path, header, store.marks.each())
    state = state_of(path)
    if state is not None and edition_of(path) == edition:  # else somebody else has replaced it already
        written = Written(counters.set_here, counters.merged, name, *state)
        file = MachineFile(path.name, *state, None, device, name, timestamp(now), header.marks)
        store.machines.save_own_file(file, json.dumps(written)).result()
    return path


def is_due(store: Store, folder: Path, name: str, now: datetime) -> bool:
    """Whether our own file is to be written. Raises OSError, and StoreError."""
    written = _written(store)
    state = state_of(folder / file_name(store.machines.device()))
    if written is None or state != State(written.bytes, written.modified_ns):
        return True
    counters = store.machines.counters()
    if counters.set_here != written.set_here or written.name != (name or host_name()):
        return True
    if counters.merged == written.merged:
        return False
    arrived = store.settings.get_time(ARRIVED)
    return arrived is None or abs(now - arrived) >= CARRY_AFTER


def date_again(store: Store, now: datetime) -> int:
    """Marks far ahead are dated again, as soon as it is certain that our clock is right now; how many."""
    return store.machines.date_again(now, now + DATE_AGAIN_AFTER).result() if _clock_is_right(store, now) else 0


def own_device(store: Store, folder: Path, kind: str = MACHINE) -> str:
    """What we are called in the folder: another name from now on, if a copy of this store writes our file, too."""
    device = store.machines.device()
    edition = edition_of(folder / file_name(device), kind)
    if edition is None or edition in store.machines.editions():
        return device
    store.machines.renew_device(device).result()
    return store.machines.device()


def file_name(device: str) -> str:
    """Of the file of a store."""
    return f"{device}{SUFFIX}"


def host_name() -> str:
    """What the machine is called unless the user says otherwise."""
    return socket.gethostname().partition(".")[0] or "this machine"


def _latest_known(store: Store, now: datetime) -> datetime:
    """Our clock, unless the Hub had a later day already."""
    newest = store.settings.get_date("newest")
    return max(now, datetime.combine(newest, time(), UTC)) if newest else now


def _clock_is_right(store: Store, now: datetime) -> bool:
    """By the newest day that the Hub had, else by what other machines wrote last."""
    newest = store.settings.get_date("newest")
    if newest is not None and newest >= (now - FRESH).date():
        return newest <= (now + MAX_AHEAD).date()
    device = store.machines.device()
    others = [file.written for file in store.machines.files() if file.written and file.device != device]
    return bool(others) and timestamp(now - FRESH) <= max(others) <= timestamp(now + MAX_AHEAD)


def _written(store: Store) -> Written | None:
    with suppress(ValueError, TypeError):
        return Written(*json.loads(store.machines.own_file() or ""))
    return None


def _merge(store: Store, content: Reading, clock: datetime) -> Merged:
    """Take over what is newer."""
    latest = timestamp(clock + MAX_AHEAD)
    changed, ahead, first = 0, 0, ""
    for marks in content.portions():
        timely = [mark for mark in marks if mark.at <= latest]
        changed += store.marks.merge_in_portions(timely)
        if len(timely) < len(marks):
            ahead += len(marks) - len(timely)
            first = min(filter(None, (first, *(mark.at for mark in marks if mark.at > latest))))
    return Merged(changed, ahead, timestamp(datetime.fromisoformat(first) - MAX_AHEAD) if first else None)


def _seen(file: MachineFile, state: State, content: Reading, merged: Merged, clock: datetime) -> MachineFile:
    header, problems = content.header, list[str]()
    if header.written - clock > MAX_AHEAD:
        problems.append(f"its clock is {(header.written - clock).days:,} days ahead")
    if merged.ahead:
        problems.append(f"{count(merged.ahead, 'mark')} of the future must wait until then")
    if content.damaged:
        problems.append("a part of the file is damaged")
    elif content.missing:
        problems.append(f"{count(content.missing, 'mark')} not there yet")
    if content.unknown:
        problems.append("some of its marks need a newer version of paperreader")
    return MachineFile(
        file.file,
        *state,
        again=merged.again,
        device=header.device,
        name=header.name,
        written=timestamp(header.written),
        marks=content.marks,
        changed=merged.changed,
        problem=", ".join(problems),
    )
