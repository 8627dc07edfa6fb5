"""`paperreader list`: prints papers from the store, for users and for programs."""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from paperreader.cli import own_order, records, table, values
from paperreader.cli.context import is_there, now, open_store, paths_of
from paperreader.cli.output import CommandError, print_stderr
from paperreader.cli.parser import Parser
from paperreader.humanize import count
from paperreader.models import Entry
from paperreader.order import Order
from paperreader.period import Period
from paperreader.store import Store
from paperreader.views import FIRST_DAY, Collection, DayView, Search, View

NO_LIMIT = 1_000_000
"""More papers than a store can hold."""


def add_options(listing: Parser) -> None:
    """Declare what the command takes."""
    listing.add_argument(
        "view",
        metavar="DATE",
        nargs="?",
        type=values.view,
        help="2026-07-31, 2026-W09, 2026-02, yesterday … (default: the newest day)",
    )
    listing.add_argument("--unread", action="store_true", help="only unread papers, of DATE or of all days")
    listing.add_argument("--starred", action="store_true", help="only starred papers, of DATE or of all days")
    listing.add_argument("--followed", action="store_true", help="only papers that you follow, of DATE or of all days")
    listing.add_argument("--trending", action="store_true", help="the Trending list as last fetched")
    listing.add_argument(
        "--second-look", action="store_true", help="papers that you passed over and that others voted up later"
    )
    listing.add_argument("--saved", metavar="NAME", help="the results of a saved search, newest first")
    listing.add_argument(
        "--sort",
        metavar="ORDER",
        choices=[order.value for order in Order],
        help=f"by {', '.join(Order)} (default: own, as the list comes)",
    )
    listing.add_argument("--limit", metavar="N", type=values.large_count, help="only the first so many papers")
    records.add_options(listing)
    listing.problem = _problem


def _problem(args: Namespace) -> str | None:
    chosen = [args.view is not None, args.trending, args.second_look, args.saved is not None]
    return "use only one of DATE, --trending, --second-look and --saved" if sum(chosen) > 1 else None


def run(args: Namespace) -> int:
    """Print the papers of a day, a week or a month, of a collection, or of a saved search or follow."""
    path = paths_of(args).store
    if not is_there(path):
        raise CommandError("no store yet: run paperreader fetch")
    if own_order.are_wanted(args, args.sort):
        own_order.learn_first(path)
    with open_store(path, read_only=True) as store:
        view = _view(store, args)

        def is_wanted(entry: Entry) -> bool:
            is_marked = (entry.unread or not args.unread) and (entry.starred or not args.starred)
            return is_marked and bool(entry.followed or not args.followed)

        wanted = [entry for entry in store.papers.entries(view) if is_wanted(entry)]
        entries = records.cut(own_order.in_order(store, wanted, Order(args.sort or "own"), view), args.limit)
        if records.are_wanted(args):
            records.print_records(store.papers.of_entries(entries), args, store, sort=args.sort)
        else:
            table.print_lines(entries)
            if not entries and args.view is None:
                print_stderr("no papers")
    return 0


def _view(store: Store, args: Namespace) -> View:
    if args.trending:
        return _trending(store)
    if args.second_look:
        return Collection.SECOND_LOOK
    if args.saved is not None:
        return saved_search(store, args.saved)
    if args.view is None and (args.followed or args.unread or args.starred):
        return Collection.FOLLOWING if args.followed else Collection.UNREAD if args.unread else Collection.STARRED
    days = store.papers.days()
    if args.view is None:
        newest = next((day.date for day in days if day.papers), None)
        if newest is None:
            raise CommandError("no papers in the store yet: run paperreader fetch")
        return DayView(newest)
    view: DayView | Period = args.view
    check_stored(view, {day.date for day in days}, store.settings.get_date("newest") or FIRST_DAY)
    if not any(day.papers for day in days if view.limits["first"] <= day.date.isoformat() <= view.limits["last"]):
        print_stderr(why_empty(view, store.papers.hidden_count(view)))
    return view


def saved_search(store: Store, name: str) -> Search:
    """A saved search, or follow; CommandError if there is none of that name."""
    searches = {search.name: search for search in store.searches.saved() if not search.hides}
    if name not in searches:
        raise CommandError(f"no saved search “{name}”" + (f"; there are: {', '.join(searches)}" if searches else ""))
    return Search(searches[name].query, limit=NO_LIMIT)


def _trending(store: Store) -> View:
    at = store.settings.get_time("trending_at")
    if at is None:
        raise CommandError("Trending was never fetched: run paperreader fetch --trending")
    print_stderr(f"fetched {at.astimezone():%Y-%m-%d %H:%M}")
    return Collection.TRENDING


def check_stored(view: DayView | Period, stored: set[date], newest: date) -> None:
    """CommandError if none of the view's days is in the store; a hint if some are missing."""
    missing = len(view.missing(stored, newest))
    if view.day:
        if missing and view.day.weekday() >= 5:
            raise CommandError(why_empty(view, 0))
        if missing:
            raise CommandError(f"{view.key} is not in the store: run paperreader fetch {view.key}")
        return
    how = "run paperreader fetch --since {first} --until {last}".format(**view.limits)
    if missing and missing == len(view.days(newest)):
        raise CommandError(f"nothing from {view.key} is in the store: {how}")
    if missing:
        print_stderr(f"{count(missing, 'day')} of {view.key} not fetched: {how}")


def why_empty(view: DayView | Period, hidden: int) -> str:
    """Why a view that was fetched lists no papers."""
    if hidden:
        return f"your rules hide {'the only paper' if hidden == 1 else f'all {hidden} papers'} of {view.key}"
    if view.day is None or view.day.weekday() < 5:
        return f"{view.key} has no papers"
    verb = "is" if view.day == now().date() else "was"
    return f"{view.key} {verb} a {view.day:%A}: no daily papers"
