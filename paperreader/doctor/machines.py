"""Checks of the folders through which marks are exchanged with the user's other machines, and with groups."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from paperreader import children
from paperreader.config import Config
from paperreader.doctor.check import Check, note, ok, problem
from paperreader.doctor.folder import Answer, examine
from paperreader.humanize import age, count
from paperreader.machine_list import NO_MEMBER, Group, Machine, Overview
from paperreader.machines.overview import overview
from paperreader.machines.problems import inside_group_folder
from paperreader.store import Store, StoreError
from paperreader.store.files import real_path

SYNC, GROUP = "sync", "group"
MANY_COPIES: Final = 3
"""Conflict copies of one machine; more are told."""


def checks(config: Config, path: Path, now: datetime) -> Iterator[Check]:
    """Check what is configured, and what the store knows of the machines; nothing where nothing is exchanged."""
    known = _known(config, path, now)
    folders = dict.fromkeys(filter(None, (known.folder, *(group.folder for group in known.groups))))
    answers = {folder: examine(Path(folder)) for folder in folders}
    if known.folder:
        yield from _folder(SYNC, known.folder, answers[known.folder], path, git=known.git)
        yield from _seen_by_a_group(known, answers)
        yield from _programs(config, git=known.git)
        yield from _machines(known, now)
    for group in known.groups:
        yield from _folder(GROUP, group.folder, answers[group.folder], path)
        yield from _group(group, now)


def _known(config: Config, path: Path, now: datetime) -> Overview:
    """What a store that can be read knows; else what the settings say."""
    with suppress(StoreError, OSError):  # the check of the store says what is wrong with it
        if real_path(path).exists():
            store = Store(path, now=lambda: now, read_only=True)
            try:
                return overview(store, config, now)
            finally:
                store.close()
    groups = tuple(Group(name, folder, (), 0, ()) for name, folder in config.groups.items())
    return Overview(config.sync, config.sync_git, (), (), groups)


def _folder(name: str, folder: str, answer: Answer, store: Path, *, git: bool = False) -> Iterator[Check]:
    if answer.problem:
        yield problem(name, answer.problem, answer.advice)
        return
    if git and not answer.is_git:
        yield problem(name, f"{folder} is in no git repository", f"git clone yours to {folder}, or leave out sync_git")
    with suppress(StoreError, OSError):
        if real_path(store).is_relative_to(answer.real_path):
            message = f"the store itself is in {folder}: what syncs it can damage the store"
            yield problem(name, message, "choose a folder of its own, or move the store and use --db")
            return
    yield ok(name, f"{folder} can be read and written")


def _seen_by_a_group(known: Overview, answers: Mapping[str, Answer]) -> Iterator[Check]:
    own = answers[known.folder].real_path
    for group in known.groups:
        if own and (shared := answers[group.folder].real_path) and Path(own).is_relative_to(shared):
            message, _, advice = inside_group_folder(known.folder, group.name).rpartition(": ")
            yield problem(SYNC, message, advice)


def _programs(config: Config, *, git: bool) -> Iterator[Check]:
    commands = [("sync_git", "git")] if git else []
    for setting, command in (("sync_before", config.sync_before), ("sync_after", config.sync_after)):
        commands += [(setting, command[0])] if command else []
    env = children.environment(os.environ)
    for setting, program in commands:
        if trouble := children.why_not_executable(program, env):
            yield problem(SYNC, f"{setting}: {trouble}", "install it, or change the setting")


def _machines(known: Overview, now: datetime) -> Iterator[Check]:
    others = [each for each in known.machines if not each.is_this]
    if others:
        newest = max(others, key=lambda each: each.written.timestamp() if each.written else 0.0)
        yield ok(SYNC, f"{count(len(others), 'other machine')}, {newest.name} {newest.last_contact(now)}")
    else:
        yield note(SYNC, "no other machine has written yet", f"paperreader sync {known.folder} on another one")
    for machine in known.machines:
        yield from _machine(machine, now)
    for name in known.shared_names:
        yield note(SYNC, f"several machines are called {name}", "rename one: “Machines” in the palette (Ctrl+P)")
    for file in known.others:
        if file.problem:
            yield note(SYNC, f"{file.file}: {file.problem}", _what_to_do(file.problem))


def _machine(machine: Machine, now: datetime) -> Iterator[Check]:
    for trouble in machine.problems:
        yield note(SYNC, f"{machine.name}: {trouble}", _what_to_do(trouble))
    if len(machine.copies) > MANY_COPIES:
        message = f"{machine.name}: {len(machine.copies):,} conflict copies, which are read, but pile up"
        yield note(SYNC, message, f"delete those you no longer need, such as {machine.copies[0]}")
    if machine.written and machine.is_silent(now):
        message = f"{machine.name}: last heard of {age(machine.written, now)}"
        yield note(SYNC, message, f"if it is gone for good: paperreader sync --forget {machine.device}")


def _group(group: Group, now: datetime) -> Iterator[Check]:
    if group.members:
        yield ok(GROUP, f"{group.name}: {group.summary(now)}")
    else:
        yield note(GROUP, f"{group.name}: {NO_MEMBER}")
    for member in group.members:
        for trouble in member.problems:
            yield note(GROUP, f"{group.name}: {member.name}: {trouble}", _what_to_do(trouble))
    for trouble in group.problems:
        yield note(GROUP, f"{group.name}: {trouble}", _what_to_do(trouble))


def _what_to_do(trouble: str) -> str:
    """About what is wrong with a machine's file, by the words that say so."""
    ways = {
        "clock": "set the clock there, or here if this one is wrong",
        "future": "set the clock there, or here if this one is wrong",
        "newer version": "update paperreader here",
        "damaged": "run paperreader there: it writes the file again",
        "not there yet": "wait until its file has arrived, or run paperreader there",
        "cannot be read": "check its permissions",
        "larger": "delete it, if it is not yours",
        "it is for": "move it to the folder that it belongs to",
    }
    return next((way for word, way in ways.items() if word in trouble), "")
