"""`paperreader backup FILE`: a complete copy of the store, made even while the reader runs."""

from __future__ import annotations

from argparse import Namespace

from paperreader.cli import values
from paperreader.cli.context import check_target, is_there, paths_of
from paperreader.cli.output import CommandError, display_path
from paperreader.cli.parser import Parser
from paperreader.store import StoreError


def add_options(back_up: Parser) -> None:
    """Declare what the command takes."""
    back_up.add_argument("file", metavar="FILE", type=values.path, help="where to write the backup")
    back_up.add_argument("--replace", action="store_true", help="overwrite FILE if it exists")


def run(args: Namespace) -> int:
    """Write the backup and print what is in it; an existing file is only overwritten with --replace."""
    from paperreader.store.backup import back_up

    store = paths_of(args).store
    if not is_there(store):
        raise CommandError("no store yet: nothing to back up")
    check_target(args.file, store, replace=args.replace)
    try:
        copied = back_up(store, args.file)
    except StoreError as error:
        raise CommandError(str(error)) from error
    print(f"{copied} ({copied.size / 1e6:,.1f} MB) in {display_path(args.file)}")
    return 0
