"""`paperreader search`: the papers that a query finds in the store, or that the hub finds for it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from paperreader import environment
from paperreader.cli import table
from paperreader.cli.context import network_of, now, open_store, places_of
from paperreader.cli.output import Stop, say
from paperreader.models import Entry, Paper, Search
from paperreader.query import parse
from paperreader.store import Store


def run(args: Namespace) -> int:
    """Print what is found, newest first, the hub's in its order; what was not understood is said."""
    path, query = places_of(args).store, " ".join(args.query)
    if args.hub:
        with open_store(path) as store:
            ids = _ask(store, network_of(args), query, args.limit)
            known = {entry.id: entry for entry in store.entries_of(ids)}
            _print(store, [known[id] for id in ids if id in known], args)
        return 0
    if not path.exists():
        raise Stop("no store yet: run paperreader fetch")
    for hint in parse(query, now().date()).hints:
        say(hint)
    with open_store(path, read_only=True) as store:
        _print(store, store.entries(Search(query, limit=args.limit)), args)
    return 0


def _print(store: Store, entries: Sequence[Entry], args: Namespace) -> None:
    if args.json:
        papers = ((entry, store.paper(entry.id)) for entry in entries)
        table.print_json((entry, paper) for entry, paper in papers if paper is not None)
    else:
        table.print_lines(entries)


def _ask(store: Store, network: environment.Network, query: str, limit: int) -> list[str]:
    """Ask the hub and keep what it tells; the ids, in its order."""
    import asyncio

    from paperreader.hub.client import Hub
    from paperreader.hub.errors import HubError

    async def found() -> list[Paper]:
        hub = Hub(network.endpoint, token=network.token)
        try:
            return [found.paper for found in await hub.search(query, limit)]
        finally:
            await hub.close()

    try:
        papers = asyncio.run(found())
    except HubError as error:
        raise Stop(str(error)) from error
    store.save_papers(papers).result()
    return [paper.id for paper in papers]
