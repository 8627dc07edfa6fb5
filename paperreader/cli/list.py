"""`paperreader list`: papers of the store, for people and for programs."""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from paperreader.cli import table
from paperreader.cli.context import open_store, places_of
from paperreader.cli.output import Stop, say
from paperreader.humanize import count
from paperreader.models import FIRST_DAY, Collection, Entry, Period, Search, View
from paperreader.store import Store

EVERY = 1_000_000
"""More papers than there are."""


def run(args: Namespace) -> int:
    """Print what is listed on a day, in a week or month, or what is unread, starred or trending."""
    path = places_of(args).store
    if not path.exists():
        raise Stop("no store yet: run paperreader fetch")
    with open_store(path, read_only=True) as store:
        view = _view(store, args)

        def wanted(entry: Entry) -> bool:
            return (entry.unread or not args.unread) and (entry.starred or not args.starred)

        if args.json:
            table.print_json((entry, paper) for entry, paper in store.papers(view) if wanted(entry))
        else:
            table.print_lines([entry for entry in store.entries(view) if wanted(entry)])
    return 0


def _view(store: Store, args: Namespace) -> View:
    if args.trending:
        return _trending(store)
    if args.saved:
        return _saved(store, args.saved)
    if args.view is None and (args.unread or args.starred):
        return Collection.UNREAD if args.unread else Collection.STARRED
    days = store.days()
    if isinstance(args.view, Period):
        return _span(args.view, {day.date for day in days}, store.day_of("newest") or FIRST_DAY)
    if args.view is None:
        newest = next((day.date for day in days if day.papers), None)
        if newest is None:
            raise Stop("no papers in the store yet: run paperreader fetch")
        return newest
    if args.view not in (day.date for day in days):
        raise Stop(f"{args.view} is not in the store: run paperreader fetch {args.view}")
    day: date = args.view
    return day


def _saved(store: Store, name: str) -> View:
    kept = {search.name: search for search in store.saved() if not search.hides}
    if name not in kept:
        raise Stop(f"no search is saved as “{name}”" + (f"; there are: {', '.join(kept)}" if kept else ""))
    return Search(kept[name].query, limit=EVERY)


def _trending(store: Store) -> View:
    at = store.time_of("trending_at")
    if at is None:
        raise Stop("what is trending was never asked for: run paperreader fetch --trending")
    say(f"asked {at.astimezone():%Y-%m-%d %H:%M}")
    return Collection.TRENDING


def _span(span: Period, stored: set[date], newest: date) -> View:
    days = span.days(newest)
    missing = sum(day not in stored for day in days)
    how = f"run paperreader fetch --since {span.first} --until {span.last}"
    if missing == len(days):
        raise Stop(f"nothing of {span} is in the store: {how}")
    if missing:
        say(f"{count(missing, 'day')} of {span} missing: {how}")
    return span
