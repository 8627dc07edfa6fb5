"""`paperreader search`: prints the results of a query in the store, or of the Hub's search."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import NamedTuple

from paperreader import environment
from paperreader.cli import own_order, records, table, values
from paperreader.cli.context import is_there, network_of, now, open_store, paths_of
from paperreader.cli.list import NO_LIMIT
from paperreader.cli.output import CommandError, print_stderr
from paperreader.cli.parser import Parser
from paperreader.models import Entry, Paper, TextHits
from paperreader.order import Order
from paperreader.query import parse
from paperreader.query.fields import SORTS
from paperreader.query.unknown_names import unknown_names
from paperreader.store import Store
from paperreader.views import Search


def add_options(search: Parser) -> None:
    """Declare what the command takes."""
    search.takes_minus_words = True
    search.add_argument(
        "query", metavar="QUERY", nargs="+", help="such as 'flow matching is:unread'; see paperreader help search"
    )
    search.add_argument("--hub", action="store_true", help="search the Hub and store the results")
    search.add_argument(
        "--sort",
        metavar="ORDER",
        choices=SORTS,
        help=f"by {', '.join(SORTS)} (default: newest); sort: in QUERY does it",
    )
    search.add_argument(
        "--limit", metavar="N", type=values.large_count, default=100, help="maximum number of results (default 100)"
    )
    records.add_options(search)
    search.problem = _problem


def _problem(args: Namespace) -> str | None:
    return "the Hub sorts what it finds: use only one of --hub and --sort" if args.hub and args.sort else None


def run(args: Namespace) -> int:
    """Print the results, newest first or in the Hub's order; hints about the query go to standard error."""
    path, query = paths_of(args).store, " ".join(args.query)
    if args.hub:
        if parse(query, now().date()).is_about_own:
            raise CommandError("the Hub is not asked about your tags, notes and groups")
        with open_store(path) as store:
            ids = _search_hub(store, network_of(args), query, args.limit)
            known = {entry.id: entry for entry in store.papers.entries_of(ids)}
            _print(store, [known[id] for id in ids if id in known], args)
        if not ids:
            print_stderr("no results")
        elif len(ids) == args.limit:
            print_stderr(f"only the first {args.limit:,} results; --limit gives more")
        return 0
    if not is_there(path):
        raise CommandError("no store yet: run paperreader fetch")
    query = f"sort:{args.sort} {query}" if args.sort else query
    sort = parse(query, now().date()).sort
    if own_order.are_wanted(args, sort):
        own_order.learn_first(path)
    with open_store(path, read_only=True) as store:
        found = find(store, query, args.limit)
        for hint in found.hints:
            print_stderr(hint)
        entries = store.taste.in_own_order(found.entries) if sort == Order.YOURS else found.entries
        _print(store, entries, args, found.text_hits, sort)
    if found.missing:
        print_stderr(f"not in the store: {', '.join(found.missing[:3])}; paperreader show ID asks the Hub")
    elif not found.entries:
        print_stderr("no results")
        if found.unknown:
            print_stderr(found.unknown)
    elif found.total > len(found.entries):
        print_stderr(f"only {args.limit:,} of {found.total:,} results; add --limit {found.total}")
    return 0


class Found(NamedTuple):
    """What a query finds in the store."""

    entries: Sequence[Entry]
    """The first of them."""
    total: int
    hints: Sequence[str]
    """What was not understood."""
    missing: Sequence[str]
    """Papers that the query names and the store does not have."""
    unknown: str
    """Which tag or group that it asks for nobody has given, in a sentence."""
    text_hits: records.TextHitsOf | None
    """Where it matches in whole texts, if it looks there; as long as the store is open."""


def find(store: Store, query: str, limit: int) -> Found:
    """The papers that a query finds; CommandError if it asks for papers like one that is not stored."""
    parsed = parse(query, now().date())
    if not parsed:
        return Found([], 0, parsed.hints or [f"there is no word to search for in “{query}”"], (), "", None)
    if parsed.like and not store.papers.entries_of(parsed.like):
        raise CommandError(f"{', '.join(parsed.like)} is not in the store: there is nothing to compare with")
    search = Search(query, limit=limit)

    def text_hits(id: str) -> TextHits:
        return store.searches.text_hits(search, id).result()

    entries = store.papers.entries(search)
    total = len(entries)
    if total == limit:
        total = store.searches.count(search._replace(limit=NO_LIMIT)).result()
    missing = [id for id in parsed.papers if id not in {entry.id for entry in entries}]
    unknown = "" if entries else unknown_names(parsed, store.papers.tags(), store.groups.names())
    return Found(entries, total, parsed.hints, missing, unknown, text_hits if parsed.is_in_whole_texts else None)


def _print(
    store: Store,
    entries: Sequence[Entry],
    args: Namespace,
    hits: records.TextHitsOf | None = None,
    sort: str | None = None,
) -> None:
    if records.are_wanted(args):
        records.print_records(store.papers.of_entries(entries), args, store, hits, sort)
    else:
        table.print_lines(entries, hits)


def _search_hub(store: Store, network: environment.Network, query: str, limit: int) -> list[str]:
    """Run the Hub's search and store the results; returns their ids in its order."""
    import asyncio

    from paperreader.cli.progress import tell_pauses
    from paperreader.hub.client import Hub
    from paperreader.hub.errors import HubError

    async def search() -> list[Paper]:
        hub = Hub(network.endpoint, token=network.token)
        tell_pauses(hub)
        try:
            return [hit.paper for hit in await hub.search(query, limit)]
        finally:
            await hub.close()

    try:
        papers = asyncio.run(search())
    except HubError as error:
        raise CommandError(str(error)) from error
    store.ingest.save_papers(papers).result()
    return [paper.id for paper in papers]
