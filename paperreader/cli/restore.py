"""`paperreader restore FILE`: a copy of the store takes its place; the store of before is kept."""

from __future__ import annotations

from argparse import Namespace

from paperreader.cli.context import now, places_of
from paperreader.cli.output import Stop, shown
from paperreader.store import StoreError


def run(args: Namespace) -> int:
    """Put it back and say what is there now, and where the store of before lies."""
    from paperreader.store.restore import restore

    store = places_of(args).store
    try:
        restored, kept = restore(store, args.file, now=now)
    except StoreError as error:
        raise Stop(str(error)) from error
    print(f"{restored} in {shown(store)}")
    if kept:
        print(f"what was there before is in {shown(kept)}")
    return 0
