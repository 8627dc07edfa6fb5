"""`paperreader show`: prints papers by their ids: from the store, else as the Hub has them."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

from paperreader import environment
from paperreader.cli import own_order, records, values
from paperreader.cli.context import is_there, open_store, paths_of
from paperreader.cli.output import print_stderr
from paperreader.cli.parser import Parser
from paperreader.cli.records import members_who_starred
from paperreader.export import export
from paperreader.export.addresses import arxiv_url
from paperreader.humanize import count, long_day
from paperreader.models import Entry, Paper
from paperreader.notes import Note, shown_lines
from paperreader.store import Store
from paperreader.text.sanitize import clean
from paperreader.text.width import wrap

MAX_COLUMNS = 80
LINKS = {"Code": "code", "Project": "project", "Hub": "hub", "arXiv": "arxiv", "PDF": "pdf"}
"""What is printed below the abstract, and the export format that makes it."""


def add_options(show: Parser) -> None:
    """Declare what the command takes."""
    show.add_argument("ids", metavar="ID", nargs="+", type=values.papers, help="a paper: 2607.12345, or a link to it")
    records.add_options(show)


def run(args: Namespace) -> int:
    """Print the papers; the exit status is 1 if one of them is neither in the store nor on the Hub."""
    path, missing = paths_of(args).store, list(args.ids)
    if is_there(path):
        with open_store(path, read_only=True) as store:
            known = {entry.id for entry in store.papers.entries_of(args.ids)}
            missing = [id for id in args.ids if id not in known]
    problems = _fetch(path, args, missing) if missing else []
    if is_there(path):
        if own_order.are_wanted(args):
            own_order.learn_first(path)
        with open_store(path, read_only=True) as store:
            _print(store, args)
    elif args.json:
        print("[]")
    for problem in problems:
        print_stderr(problem)
    return 1 if problems else 0


def _fetch(path: Path, args: Namespace, ids: Sequence[str]) -> list[str]:
    """Ask the Hub for papers, one after the other, and store them; what is wrong with the others."""
    import asyncio

    from paperreader.cli.progress import tell_pauses
    from paperreader.hub.client import Hub
    from paperreader.hub.errors import HubError

    network = environment.network(os.environ)
    if args.offline or network.offline:
        return [f"{id} is not in the store" for id in ids]
    problems: list[str] = []

    async def fetch(store: Store) -> None:
        hub = Hub(network.endpoint, token=network.token)
        tell_pauses(hub)
        try:
            for id in ids:
                if paper := await hub.paper(id):
                    store.ingest.save_papers([paper]).result()
                    store.opened.record([id]).result()
                else:
                    problems.append(f"the Hub does not have {id}; it may be at {arxiv_url(id)}")
        except HubError as error:
            problems.append(str(error))
        finally:
            await hub.close()

    with open_store(path) as store:
        asyncio.run(fetch(store))
    return problems


def _print(store: Store, args: Namespace) -> None:
    """Those that are stored, in the order of the command line."""
    entries = {entry.id: entry for entry in store.papers.entries_of(args.ids)}
    papers = [(entries[id], paper) for id in args.ids if id in entries and (paper := store.papers.get(id)) is not None]
    if records.are_wanted(args):
        records.print_records(papers, args, store)
        return
    hub = environment.endpoint(os.environ)
    terminal = os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else MAX_COLUMNS
    columns = max(20, min(terminal, MAX_COLUMNS))
    for number, (entry, paper) in enumerate(papers):
        if number:
            print("\n")
        parts = [[text for line in part if (text := clean(line))] for part in _parts(entry, paper, hub)]
        parts += [_stars_in_groups(store, paper.id), *_note_parts(store.papers.note(paper.id))]
        print("\n\n".join("\n".join(lines) for part in parts if (lines := _wrapped(part, columns))))


def _wrapped(lines: Sequence[str], columns: int) -> list[str]:
    return [part for line in lines for _, part in list(wrap(line, columns)) or [(0, "")]]


def _parts(entry: Entry, paper: Paper, hub: str) -> Iterator[Sequence[str]]:
    """What is set apart by blank lines."""
    yield [paper.title, ", ".join(paper.authors), paper.organization or ""]
    yield [", ".join(_figures(entry, paper)), ", ".join(_marks(entry))]
    yield ["AI summary", paper.summary] if paper.summary else []
    yield ["Abstract", paper.abstract] if paper.abstract else []
    yield ["Keywords", ", ".join(paper.keywords)] if paper.keywords else []
    yield [f"{name}: {link}" for name, format in LINKS.items() if (link := export(paper, format, hub))]


def _stars_in_groups(store: Store, id: str) -> list[str]:
    """Who starred it in the user's groups."""
    return [f"Starred in {group} by {', '.join(names)}" for group, names in members_who_starred(id, store).items()]


def _note_parts(note: Note) -> Iterator[list[str]]:
    """The user's note, and what it also said."""
    yield ["Note", *shown_lines(note.text)] if note.text else []
    for other in note.others:
        yield [other.heading, *shown_lines(other.text)]


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
    if entry.unread or entry.read or entry.day:  # else no stored day lists it, which says nothing of the Hub's
        yield "unread" if entry.unread else "read" if entry.read else "old"
    if entry.starred:
        yield "starred"
    if entry.tags:
        yield f"tagged {' '.join(entry.tags)}"
    yield "text stored" if entry.has_text else "text not stored"
