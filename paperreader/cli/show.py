"""`paperreader show`: prints papers by their ids: from the store, else as the Hub has them."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence

from paperreader import environment
from paperreader.cli import table
from paperreader.cli.context import is_there, network_of, open_store, paths_of
from paperreader.cli.output import CommandError, print_stderr
from paperreader.export import arxiv_url, export
from paperreader.humanize import count, long_day
from paperreader.models import Entry, Paper
from paperreader.store import Store
from paperreader.text.sanitize import clean
from paperreader.text.width import wrap

MAX_COLUMNS = 80
LINKS = {"Code": "code", "Project": "project", "Hub": "hub", "arXiv": "arxiv", "PDF": "pdf"}
"""What is printed below the abstract, and the export format that makes it."""


def run(args: Namespace) -> int:
    """Print the papers; the exit status is 1 if neither the store nor the Hub has one of them."""
    ids, path = args.ids, paths_of(args).store
    if is_there(path):
        with open_store(path, read_only=True) as store:
            missing = {*ids} - {entry.id for entry in store.papers.entries_of(ids)}
    else:
        missing = {*ids}
    if not missing:
        with open_store(path, read_only=True) as store:
            _print(store, ids, args)
        return 0
    with open_store(path) as store:
        unknown = _fetch(store, args, [id for id in ids if id in missing])
        _print(store, [id for id in ids if id not in unknown], args)
    for id in unknown:
        print_stderr(f"the Hub does not have {id}; it may be at {arxiv_url(id)}")
    return 1 if unknown else 0


def _fetch(store: Store, args: Namespace, ids: Sequence[str]) -> list[str]:
    """Ask the Hub for papers and store them; those that it does not have."""
    import asyncio

    from paperreader.hub.client import Hub
    from paperreader.hub.errors import HubError

    if args.offline or environment.network(os.environ).offline:
        raise CommandError(f"{', '.join(ids)} {'is' if len(ids) == 1 else 'are'} not in the store")
    network = network_of(args)

    async def fetch() -> list[str]:
        hub = Hub(network.endpoint, token=network.token)
        unknown = []
        try:
            for id in ids:
                if paper := await hub.paper(id):
                    store.ingest.save_papers([paper]).result()
                    store.opened.record([id]).result()
                else:
                    unknown.append(id)
        finally:
            await hub.close()
        return unknown

    try:
        return asyncio.run(fetch())
    except HubError as error:
        raise CommandError(str(error)) from error


def _print(store: Store, ids: Sequence[str], args: Namespace) -> None:
    entries = {entry.id: entry for entry in store.papers.entries_of(ids)}
    papers = [(entries[id], paper) for id in ids if id in entries and (paper := store.papers.get(id)) is not None]
    if args.json:
        table.print_json(papers)
        return
    hub = environment.endpoint(os.environ)
    terminal = os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else MAX_COLUMNS
    columns = max(20, min(terminal, MAX_COLUMNS))
    for number, (entry, paper) in enumerate(papers):
        if number:
            print("\n")
        print("\n\n".join("\n".join(lines) for part in _parts(entry, paper, hub) if (lines := _wrapped(part, columns))))


def _wrapped(lines: Sequence[str], columns: int) -> list[str]:
    return [part for line in lines for _, part in wrap(clean(line), columns)]


def _parts(entry: Entry, paper: Paper, hub: str) -> Iterator[Sequence[str]]:
    """What is set apart by blank lines."""
    yield [paper.title, ", ".join(paper.authors), paper.organization or ""]
    yield [" · ".join(_figures(entry, paper)), " · ".join(_marks(entry))]
    yield ["AI summary", paper.summary] if paper.summary else []
    yield ["Abstract", paper.abstract] if paper.abstract else []
    yield ["Keywords", ", ".join(paper.keywords)] if paper.keywords else []
    yield [f"{name}: {link}" for name, format in LINKS.items() if (link := export(paper, format, hub))]


def _figures(entry: Entry, paper: Paper) -> Iterator[str]:
    yield count(paper.upvotes, "upvote")
    if paper.comments:
        yield count(paper.comments, "comment")
    if paper.github_stars is not None:
        yield count(paper.github_stars, "GitHub star")
    if paper.published:
        yield f"published {paper.published}"
    if entry.day:
        yield f"listed {long_day(entry.day)}"


def _marks(entry: Entry) -> Iterator[str]:
    yield "unread" if entry.unread else "read" if entry.read else "not listed" if entry.day is None else "old"
    if entry.starred:
        yield "starred"
    yield "text stored" if entry.has_text else "text not stored"
