"""`paperreader sync`: exchanges marks with the user's other machines, by way of a folder, and says how they are."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from paperreader.cli import sync_status, values
from paperreader.cli.context import is_there, now, open_store, paths_of
from paperreader.cli.output import CommandError, display_path, print_stderr
from paperreader.cli.parser import Parser
from paperreader.config import Config, load
from paperreader.humanize import count
from paperreader.machine_list import Overview
from paperreader.machines.exchange_child import run as exchange
from paperreader.machines.folder import is_in_repository
from paperreader.machines.forget_child import run as forget
from paperreader.machines.notices import save_seen, unseen_notices
from paperreader.machines.overview import overview
from paperreader.machines.sync_settings import store_folder, task_of, with_stored_folder
from paperreader.machines.task import Outcome
from paperreader.store import Store

HOW = "no folder yet: try paperreader sync ~/Sync/paperreader, or another folder that your machines share"


def add_options(sync: Parser) -> None:
    """Declare what the command takes."""
    sync.add_argument(
        "folder", metavar="FOLDER", nargs="?", type=values.path, help="exchange marks by this folder from now on"
    )
    sync.add_argument("--git", action="store_true", help="FOLDER is a git repository: commit, pull and push")
    other = sync.add_mutually_exclusive_group()
    other.add_argument("--status", action="store_true", help="list machines and groups, and exchange nothing")
    other.add_argument("--stop", action="store_true", help="exchange nothing any more; what is in the folder stays")
    other.add_argument(
        "--forget", metavar="NAME", help="remove what a machine wrote from the folder; its marks stay here"
    )
    sync.add_argument("--json", action="store_true", help="print JSON")
    sync.problem = _problem


def _problem(args: Namespace) -> str | None:
    if (args.folder or args.git) and (args.status or args.stop or args.forget is not None):
        return "FOLDER and --git set up an exchange; --status, --stop and --forget stand alone"
    return None


def run(args: Namespace) -> int:
    """Exchange marks once, and set up that the reader does from then on; or say how the machines are."""
    config, problems = load(paths_of(args).config)
    for problem in problems:  # `sync` itself may be among them
        print_stderr(problem)
    if args.status:
        return _status(args, config)
    if args.stop:
        return _stop(args, config)
    if args.forget is not None:
        return _forget(args, config)
    return _exchange(args, config)


def _exchange(args: Namespace, config: Config) -> int:
    path = paths_of(args).store
    with _opened(path) as store:
        if args.folder:
            config = _set_up(args, config, store)
        else:
            config = with_stored_folder(config, store)
            config = config._replace(sync_git=config.sync_git or args.git)
            _say_what_leaves(args, store, config)
        store.groups.forget_others(config.groups)
    if not (config.sync or config.groups):
        raise CommandError(HOW)
    outcome = exchange(path, task_of(config, is_offline=args.offline), now())
    if args.json:
        print(json.dumps(_fields(outcome), ensure_ascii=False, indent=2))
    elif did := _done(path, config, outcome):
        print(*did, sep="\n")
    elif not outcome.problem:
        print("Nothing new from other machines." if config.sync else "Nothing new.")
    if outcome.problem:
        raise CommandError(outcome.problem)
    return 0


def _done(path: Path, config: Config, outcome: Outcome) -> list[str]:
    """What came, and what was written, a line each."""
    lines = ["; ".join(filter(None, [outcome.news, *(f"news in {group}" for group in outcome.groups)]))]
    if outcome.written:
        with open_store(path, read_only=True) as store:
            known = overview(store, config, now())
        lines += [
            f"Wrote {count(each.marks, 'mark')} to {display_path(Path(known.folder))} as {each.name}."
            for each in known.machines
            if each.is_this
        ]
    return [line for line in lines if line]


def _set_up(args: Namespace, config: Config, store: Store) -> Config:
    """Remember the folder, unless the settings file names one; CommandError if it can be none."""
    folder, named = Path(os.path.abspath(args.folder)), config.sync
    if not folder.is_dir():
        if os.path.lexists(folder):
            raise CommandError(f"{display_path(folder)} is not a folder")
        if not folder.parent.is_dir():
            raise CommandError(f"{display_path(folder.parent)} is not there: make it first, or mount it")
    if args.git and not is_in_repository(folder):
        raise CommandError(f"{display_path(folder)} is in no git repository: git clone yours there first, or git init")
    config = config._replace(sync=str(folder), sync_git=config.sync_git or args.git)
    _say_what_leaves(args, store, config)
    try:
        folder.mkdir(exist_ok=True)  # one level: what is above may be a drive that is not mounted
    except OSError as error:
        raise CommandError(f"{display_path(folder)} cannot be made ({error.strerror})") from error
    if not named:
        store_folder(store, folder, git=args.git)
    elif Path(named) != folder:
        print_stderr(f"only this once: the reader goes on with {named}, which the settings name")
    return config


def _say_what_leaves(args: Namespace, store: Store, config: Config) -> None:
    """Before it happens, and once."""
    sentences = unseen_notices(store, task_of(config, is_offline=args.offline))
    for sentence in sentences.values():
        for line in sentence.splitlines():
            print_stderr(line)
    save_seen(store, sentences)
    if config.sync and store.path.is_relative_to(Path(config.sync).resolve()):
        print_stderr(f"the store itself is in {config.sync}, where what syncs it can damage it: use another folder")


def _fields(outcome: Outcome) -> dict[str, Any]:
    return {
        "arrived": [each._asdict() for each in outcome.arrived],
        "groups": list(outcome.groups),
        "written": outcome.written or None,
        "problem": outcome.problem or None,
    }


def _status(args: Namespace, config: Config) -> int:
    paths = paths_of(args)
    known = Overview(config.sync, config.sync_git, (), (), ())
    if is_there(paths.store):
        with open_store(paths.store, read_only=True) as store:
            known = overview(store, config, now())
    if args.json:
        print(json.dumps(sync_status.fields(known), ensure_ascii=False, indent=2))
    elif known.folder or known.groups:
        print(*sync_status.lines(known, now(), by_settings=bool(config.sync)), sep="\n")
    else:
        print(f"{HOW[0].upper()}{HOW[1:]}.")
    return 0


def _stop(args: Namespace, config: Config) -> int:
    if config.sync:
        raise CommandError(f"the folder is `sync` in {display_path(paths_of(args).config)}: delete it there")
    if not is_there(paths_of(args).store):
        raise CommandError(HOW)
    with _opened(paths_of(args).store) as store:
        folder = with_stored_folder(config, store).sync
        if not folder:
            raise CommandError(HOW)
        store_folder(store, None)
        store.machines.forget([each.file for each in store.machines.files()]).result()
    print(f"Marks are no longer exchanged through {folder}. What is in it stays there.")
    return 0


def _forget(args: Namespace, config: Config) -> int:
    paths = paths_of(args)
    if not is_there(paths.store):
        raise CommandError(HOW)
    with _opened(paths.store) as store:
        config, known = with_stored_folder(config, store), overview(store, config, now())
    if not known.folder:
        raise CommandError(HOW)
    named = [each for each in known.machines if args.forget in (each.name, each.device)]
    named = named or [each for each in known.machines if each.name.casefold() == args.forget.casefold()]
    others = [each for each in named if not each.is_this]
    if not named:
        names = ", ".join(each.name for each in known.machines if not each.is_this)
        raise CommandError(
            f"there is no machine “{args.forget}”; " + (f"there are {names}" if names else "no other has written yet")
        )
    if not others:
        raise CommandError(f"{named[0].name} is this machine; --stop ends the exchange here")
    if len(named) > 1:
        devices = ", ".join(f"{each.device}{' (this machine)' * each.is_this}" for each in named)
        raise CommandError(f"several machines are called {named[0].name}; use one of {devices}")
    if problem := forget(paths.store, task_of(config, is_offline=args.offline), others[0].device):
        raise CommandError(problem)
    print(f"{others[0].name} is forgotten. Its marks stay here; it comes back if paperreader runs there.")
    return 0


@contextmanager
def _opened(path: Path) -> Iterator[Store]:
    """The store, to be written; CommandError if it cannot be."""
    with open_store(path) as store:
        if store.read_only:
            raise CommandError(store.read_only)
        yield store
