"""`paperreader search`: prints the results of a query in the store, or of the Hub's search."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from paperreader import environment
from paperreader.cli import table, values
from paperreader.cli.context import is_there, network_of, now, open_store, paths_of
from paperreader.cli.list import NO_LIMIT
from paperreader.cli.output import CommandError, print_stderr
from paperreader.cli.parser import Parser
from paperreader.cli.values import MAX_COUNT
from paperreader.models import NO_TEXT_HITS, Entry, Paper, TextHits
from paperreader.query import parse
from paperreader.store import Store
from paperreader.views import Search


def add_options(search: Parser) -> None:
    """Declare what the command takes."""
    search.takes_minus_words = True
    search.add_argument("query", metavar="QUERY", nargs="+", help="such as 'flow matching is:unread'; see the README")
    search.add_argument("--json", action="store_true", help="print a JSON array")
    search.add_argument("--hub", action="store_true", help="search the Hub and store the results")
    search.add_argument(
        "--limit", metavar="N", type=values.count, default=100, help="maximum number of results (default 100)"
    )


def run(args: Namespace) -> int:
    """Print the results, newest first or in the Hub's order; hints about the query go to standard error."""
    path, query = paths_of(args).store, " ".join(args.query)
    if args.hub:
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
    parsed = parse(query, now().date())
    for hint in parsed.hints or ([] if parsed else [f"there is no word to search for in “{query}”"]):
        print_stderr(hint)
    with open_store(path, read_only=True) as store:
        if parsed.like and not store.papers.entries_of(parsed.like):
            raise CommandError(f"{', '.join(parsed.like)} is not in the store: there is nothing to compare with")
        search = Search(query, limit=args.limit)
        entries = store.papers.entries(search) if parsed else []
        _print(store, entries, args, search if parsed.is_in_whole_texts else None)
        if missing := [id for id in parsed.papers if id not in {entry.id for entry in entries}]:
            print_stderr(f"not in the store: {', '.join(missing[:3])}; paperreader show ID asks the Hub")
        elif not entries:
            print_stderr("no results")
        elif len(entries) == args.limit:
            found = store.searches.count(Search(query, limit=NO_LIMIT)).result()
            if found > args.limit:
                print_stderr(f"only {args.limit:,} of {found:,} results; add --limit {min(found, MAX_COUNT)}")
    return 0


def _print(store: Store, entries: Sequence[Entry], args: Namespace, in_texts: Search | None = None) -> None:
    """`in_texts`: the search, if it looks for words in whole texts."""

    def text_hits(id: str) -> TextHits:
        return store.searches.text_hits(in_texts, id).result() if in_texts else NO_TEXT_HITS

    hits = text_hits if in_texts else None
    if args.json:
        papers = ((entry, store.papers.get(entry.id)) for entry in entries)
        known = ((entry, paper) for entry, paper in papers if paper is not None)
        table.print_json(known, store, hits)
    else:
        table.print_lines(entries, hits)


def _search_hub(store: Store, network: environment.Network, query: str, limit: int) -> list[str]:
    """Run the Hub's search and store the results; returns their ids in its order."""
    import asyncio

    from paperreader.hub.client import Hub
    from paperreader.hub.errors import HubError

    async def search() -> list[Paper]:
        hub = Hub(network.endpoint, token=network.token)
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
