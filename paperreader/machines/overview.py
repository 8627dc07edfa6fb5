"""All that a store knows of the user's machines and groups, to be listed."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import groupby
from typing import Final

from paperreader.config import Config
from paperreader.machine_list import Group, Machine, Member, OtherFile, Overview, clock_problem
from paperreader.machines.exchange import file_name
from paperreader.machines.sync_settings import machine_name, with_stored_folder
from paperreader.store import Store
from paperreader.store.groups import GroupFile
from paperreader.store.machines import MachineFile

LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


def overview(store: Store, config: Config, now: datetime) -> Overview:
    """As the store has it; no folder is looked at. Raises StoreError."""
    config = with_stored_folder(config, store)
    files = store.machines.files()
    groups = store.groups.files() if config.groups else []
    stars = store.groups.stars() if config.groups else {}
    return Overview(
        config.sync,
        config.sync_git,
        tuple(_machines(store, config, files, now)) if config.sync else (),
        tuple(OtherFile(each.file, each.problem) for each in files if each.device is None),
        tuple(
            _group(name, folder, [each for each in groups if each.group == name], stars.get(name, 0), now)
            for name, folder in config.groups.items()
        ),
    )


def _machines(store: Store, config: Config, files: Iterable[MachineFile], now: datetime) -> list[Machine]:
    this = store.machines.device()
    by_device: dict[str, list[MachineFile]] = {this: []}
    for file in files:
        if file.device is not None:
            by_device.setdefault(file.device, []).append(file)
    machines = [_machine(device, some, now) for device, some in by_device.items() if some and device != this]
    machines.sort(key=lambda each: each.written or LONG_AGO, reverse=True)
    own = _machine(this, by_device[this], now) if by_device[this] else Machine("", this, True, None, 0, (), ())
    name, marks = machine_name(store, config.machine), store.marks.count()
    return [own._replace(name=name, is_this=True, marks=marks), *machines]


def _machine(device: str, files: list[MachineFile], now: datetime) -> Machine:
    """The file under its own name counts, or the newest one; the others are copies."""
    main = max(files, key=lambda each: (each.file == file_name(device), each.written or "", each.file))
    copies = tuple(each.file for each in files if each is not main)
    written = _time(main.written)
    problems = [main.problem] if main.problem else []
    if written and "clock" not in main.problem and (ahead := clock_problem(written, now)):
        problems.append(ahead)
    problems += [f"{each.file}: {each.problem}" for each in files if each is not main and each.problem]
    return Machine(main.name, device, False, written, main.marks, tuple(problems), copies)


def _group(name: str, folder: str, files: list[GroupFile], stars: int, now: datetime) -> Group:
    named = sorted((each for each in files if each.device is not None), key=lambda each: each.name)
    members = [_member(who, list(some), now) for who, some in groupby(named, lambda each: each.name)]
    members.sort(key=lambda each: each.written or LONG_AGO, reverse=True)
    problems = tuple(f"{each.file}: {each.problem}" for each in files if each.device is None and each.problem)
    return Group(name, folder, tuple(members), stars, problems)


def _member(name: str, files: list[GroupFile], now: datetime) -> Member:
    written = max(filter(None, (_time(each.written) for each in files)), default=None)
    problems = [each.problem for each in files if each.problem]
    if written and (ahead := clock_problem(written, now)):
        problems.append(ahead)
    return Member(name, written, tuple(dict.fromkeys(problems)))


def _time(text: str | None) -> datetime | None:
    """A time that the store has."""
    with suppress(ValueError, TypeError):
        at = datetime.fromisoformat(text or "")
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    return None
