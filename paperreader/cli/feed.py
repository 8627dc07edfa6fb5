"""`paperreader feed`: writes papers as a feed, for feed readers."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import quote

from paperreader import environment
from paperreader.cli import deliver, values
from paperreader.cli.context import is_there, now, open_store, paths_of
from paperreader.cli.list import NO_LIMIT, saved_search
from paperreader.cli.output import CommandError, print_stderr
from paperreader.cli.parser import Parser
from paperreader.feeds import atom, json_feed
from paperreader.feeds.feed import Feed, FeedEntry, day_of, entry_of
from paperreader.models import Entry
from paperreader.query import parse
from paperreader.store import Store
from paperreader.text.sanitize import clean
from paperreader.views import FIRST_DAY, Collection, DayView, Search

FORMATS = {"atom": atom.write, "json": json_feed.write}
DEFAULT_LIMIT = 500
"""Some two weeks of daily papers."""
EVERYTHING = "sort:newest"
"""The query that finds all papers."""


def add_options(feed: Parser) -> None:
    """Declare what the command takes."""
    feed.takes_minus_words = True
    feed.add_argument(
        "query", metavar="QUERY", nargs="*", help="which papers, such as 'flow matching'; without one: all that are new"
    )
    feed.add_argument("--saved", metavar="NAME", help="what a saved search, or a follow, finds")
    feed.add_argument("--starred", action="store_true", help="starred papers, last starred first")
    feed.add_argument("--day", metavar="DATE", type=values.past_day, help="the papers of a day")
    feed.add_argument(
        "--format", metavar="NAME", choices=FORMATS, default="atom", help="atom (1.0, the default) or json (Feed 1.1)"
    )
    feed.add_argument(
        "--output", metavar="FILE", type=values.path, help="write it there, whole or not at all, and only if it is new"
    )
    feed.add_argument(
        "--limit",
        metavar="N",
        type=values.large_count,
        default=DEFAULT_LIMIT,
        help=f"the newest N papers (default {DEFAULT_LIMIT})",
    )
    feed.problem = _problem


def _problem(args: Namespace) -> str | None:
    chosen = [bool(args.query), args.saved is not None, args.starred, args.day is not None]
    return "use one of QUERY, --saved, --starred and --day" if sum(chosen) > 1 else None


def run(args: Namespace) -> int:
    """Write the feed; hints about the query go to standard error."""
    path = paths_of(args).store
    hub = environment.endpoint(os.environ)
    if not is_there(path):
        raise CommandError("no store yet: run paperreader fetch")
    with open_store(path, read_only=True) as store:
        entries, days = _chosen(store, args)
        updated = max((days[entry.id] for entry in entries), default=FIRST_DAY)
        pieces = FORMATS[args.format](_feed(args, hub, updated), _feed_entries(store, entries, days, hub))
        if args.output and str(args.output) != "-":
            deliver.to_file(args.output, path, pieces)
        else:
            deliver.to_stdout(pieces)
    return 0


def _chosen(store: Store, args: Namespace) -> tuple[Sequence[Entry], dict[str, date]]:
    """The papers, newest first unless the user sorts them, and the day of each as an entry."""
    is_sorted = args.starred
    if args.day:
        entries = store.papers.entries(DayView(args.day))
    elif args.starred:
        entries = store.papers.entries(Collection.STARRED)
    else:
        query = saved_search(store, args.saved).text if args.saved is not None else " ".join(args.query or [EVERYTHING])
        parsed = parse(query, now().date())
        for hint in parsed.hints or ([] if parsed else [f"there is no word to search for in “{query}”"]):
            print_stderr(hint)
        entries = store.papers.entries(Search(query, limit=NO_LIMIT)) if parsed else []
        is_sorted = query != EVERYTHING and bool(parsed.sort or parsed.like or parsed.papers)
    listed = store.papers.first_days([entry.id for entry in entries])
    days = {entry.id: day_of(entry.id, listed.get(entry.id), entry.published) for entry in entries}
    if not is_sorted:
        entries = sorted(entries, key=lambda entry: (days[entry.id], entry.id), reverse=True)
    return entries[: args.limit], days


def _feed(args: Namespace, hub: str, updated: date) -> Feed:
    """Whose id tells it from the other feeds of the same user."""
    if args.day:
        title, id, page = f"Daily papers of {args.day}", f"/papers/date/{args.day}", f"/papers/date/{args.day}"
    elif args.starred:
        title, id, page = "Starred papers", "/papers#starred", "/papers"
    elif args.saved is not None:
        title, id, page = f"Papers: {args.saved}", f"/papers#saved={_quoted(args.saved)}", "/papers"
    elif args.query:
        query = " ".join(args.query)
        title, id, page = f"Papers: {query}", f"/papers?q={_quoted(query)}", f"/papers?q={_quoted(query)}"
    else:
        title, id, page = "Daily papers", "/papers", "/papers"
    return Feed(id=f"{environment.HUB}{id}", title=clean(title), url=f"{hub}{page}", updated=updated)


def _quoted(text: str) -> str:
    return quote(clean(text), safe="")


def _feed_entries(store: Store, entries: Sequence[Entry], days: dict[str, date], hub: str) -> Iterator[FeedEntry]:
    return (entry_of(paper, days[entry.id], hub) for entry, paper in store.papers.of_entries(entries))
