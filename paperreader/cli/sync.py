"""`paperreader sync`: exchanges marks with the user's other machines, by way of a folder, and says how they are."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import datetime
from pathlib import Path
from typing import Any

from paperreader.cli import values
from paperreader.cli.context import now, open_store, paths_of
from paperreader.cli.output import CommandError, print_stderr
from paperreader.cli.parser import Parser
from paperreader.config import load
from paperreader.humanize import count, relative_time
from paperreader.machines.child import run as exchange
from paperreader.machines.said import unsaid, were_said
from paperreader.machines.task import Task
from paperreader.store.machines import MachineFile


def add_options(sync: Parser) -> None:
    """Declare what the command takes."""
    sync.add_argument("folder", metavar="FOLDER", nargs="?", type=values.path, help="default: `sync` of the settings")
    sync.add_argument("--git", action="store_true", help="FOLDER is a git repository: commit, pull and push")
    sync.add_argument("--status", action="store_true", help="list the machines, and exchange nothing")
    sync.add_argument("--json", action="store_true", help="print JSON")


def run(args: Namespace) -> int:
    """Exchange marks once, or say how the machines are."""
    path = paths_of(args).store
    if args.status:
        return _status(args)
    config, _ = load(paths_of(args).config)
    folder = args.folder or (Path(config.sync) if config.sync else None)
    if folder is None:
        raise CommandError('no folder: give one, or set sync = "~/Sync/paperreader" in the settings')
    task = Task(
        *(str(folder.absolute()), config.machine),
        git=args.git or config.sync_git,
        before=config.sync_before,
        after=config.sync_after,
    )
    with open_store(path) as store:
        sentences = unsaid(store, task)
        for sentence in sentences.values():
            print_stderr(sentence)
        were_said(store, sentences)
    outcome = exchange(path, task, now())
    if args.json:
        print(json.dumps(outcome.to_json(), ensure_ascii=False, indent=2))
    else:
        print(outcome.news or "Nothing new from other machines.")
    if outcome.problem:
        raise CommandError(outcome.problem)
    return 0


def _status(args: Namespace) -> int:
    with open_store(paths_of(args).store, read_only=True) as store:
        files, device = store.machines.files(), store.machines.device()
    if args.json:
        print(json.dumps([_fields(file, device) for file in files], ensure_ascii=False, indent=2))
        return 0
    if not files:
        print("No other machine has written to the folder yet.")
    for file in files:
        print("  ".join(_columns(file, device)))
    return 0


def _columns(file: MachineFile, device: str) -> list[str]:
    if file.device is None:
        return [file.file, file.problem or "not a file of paperreader"]
    written = f"written {relative_time(datetime.fromisoformat(file.written), now())}" if file.written else ""
    own = "this machine" if file.device == device else ""
    return [each for each in (file.name, own, count(file.marks, "mark"), written, file.problem) if each]


def _fields(file: MachineFile, device: str) -> dict[str, Any]:
    return {
        "file": file.file,
        "machine": file.name or None,
        "device": file.device,
        "is_this": file.device == device,
        "written": file.written,
        "marks": file.marks,
        "problem": file.problem or None,
    }
