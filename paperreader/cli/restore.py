"""`paperreader restore FILE`: replaces the store with a backup and keeps the old store."""

from __future__ import annotations

from argparse import Namespace

from paperreader.cli import values
from paperreader.cli.context import now, paths_of
from paperreader.cli.output import CommandError, display_path
from paperreader.cli.parser import Parser
from paperreader.store import StoreError


def add_options(restore: Parser) -> None:
    """Declare what the command takes."""
    restore.add_argument("file", metavar="FILE", type=values.path, help="the backup to read")


def run(args: Namespace) -> int:
    """Restore the backup and print what it holds, and where the old store is."""
    from paperreader.store.restore import restore

    store = paths_of(args).store
    try:
        restored, kept = restore(store, args.file, now=now)
    except StoreError as error:
        raise CommandError(str(error)) from error
    print(f"{restored} in {display_path(store)}")
    if kept:
        print(f"the old store is kept as {display_path(kept)}")
    return 0
