"""`paperreader list`: papers of the store, for people and for programs."""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from paperreader.cli import listing
from paperreader.cli.places import open_store, places_of
from paperreader.cli.telling import Stop
from paperreader.models import Collection, Entry, View
from paperreader.store import Store


def run(args: Namespace) -> int:
    """Print what is listed on a day, or what is unread or starred."""
    path = places_of(args).store
    if not path.exists():
        raise Stop("no store yet: run paperreader fetch")
    with open_store(path, read_only=True) as store:
        view = _view(store, args)

        def wanted(entry: Entry) -> bool:
            return (entry.unread or not args.unread) and (entry.starred or not args.starred)

        if args.json:
            listing.print_json((entry, paper) for entry, paper in store.papers(view) if wanted(entry))
        else:
            listing.print_lines([entry for entry in store.entries(view) if wanted(entry)])
    return 0


def _view(store: Store, args: Namespace) -> View:
    if args.day is None and (args.unread or args.starred):
        return Collection.UNREAD if args.unread else Collection.STARRED
    days = store.days()
    if args.day is None:
        newest = next((day.date for day in days if day.papers), None)
        if newest is None:
            raise Stop("no papers in the store yet: run paperreader fetch")
        return newest
    if args.day not in (day.date for day in days):
        raise Stop(f"{args.day} is not in the store: run paperreader fetch {args.day}")
    day: date = args.day
    return day
