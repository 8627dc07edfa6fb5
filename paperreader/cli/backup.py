"""`paperreader backup FILE`: a whole copy of the store, made while the reader runs."""

from __future__ import annotations

from argparse import Namespace

from paperreader.cli.places import now, places_of
from paperreader.cli.telling import Stop, shown
from paperreader.store import StoreError


def run(args: Namespace) -> int:
    """Write the copy and say what is in it; a file that is there is only replaced with --replace."""
    from paperreader.store.copying import back_up

    store, file = places_of(args).store, args.file
    if not store.exists():
        raise Stop("no store yet: there is nothing to copy")
    if file.is_dir():
        raise Stop(f"{shown(file)} is a folder: name a file, like {shown(file / f'paperreader-{now():%Y-%m-%d}.db')}")
    if file.exists() and (file.samefile(store) or not args.replace):
        what = "the store itself: name" if file.samefile(store) else "there already: add --replace, or name"
        raise Stop(f"{shown(file)} is {what} another file")
    try:
        print(f"{back_up(store, file)} in {shown(file)}")
    except StoreError as error:
        raise Stop(str(error)) from error
    return 0
