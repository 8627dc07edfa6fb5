"""`paperreader backup FILE`: a whole copy of the store, made while the reader runs."""

from __future__ import annotations

from argparse import Namespace

from paperreader.cli.context import check_target, places_of
from paperreader.cli.output import Stop, shown
from paperreader.store import StoreError


def run(args: Namespace) -> int:
    """Write the copy and say what is in it; a file that is there is only replaced with --replace."""
    from paperreader.store.backup import back_up

    store = places_of(args).store
    if not store.exists():
        raise Stop("no store yet: there is nothing to copy")
    check_target(args.file, store, replace=args.replace)
    try:
        copied = back_up(store, args.file)
    except StoreError as error:
        raise Stop(str(error)) from error
    print(f"{copied} ({copied.size / 1e6:,.1f} MB) in {shown(args.file)}")
    return 0
