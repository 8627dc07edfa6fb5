"""`paperreader taste import`: the user's own papers, from bibliographies or from Zotero, for their own order."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Collection, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple

from paperreader.bibliography.entry import Entry, own_paper
from paperreader.bibliography.match import Matcher
from paperreader.bibliography.read import MAX_BYTES, Bibliography, NotABibliography, read
from paperreader.cli.context import now, open_store, paths_of
from paperreader.cli.output import CommandError, display_path, print_stderr
from paperreader.humanize import count
from paperreader.learning.learn import learn
from paperreader.taste.imported import ImportedPaper

STDIN = Path("-")
MAX_TOLD = 5
"""Entries that cannot be read, each on a line of its own."""


class Source(NamedTuple):
    """Entries, and where they come from."""

    name: str
    entries: Sequence[Entry]
    problems: Sequence[str]


def run(args: Namespace) -> int:
    """Read all of it, then store what is new and learn from it."""
    sources = [_file(path) for path in dict.fromkeys(args.files)]
    if args.zotero:
        sources.append(_zotero(args))
    with open_store(paths_of(args).store) as store:
        if store.read_only:
            raise CommandError(store.read_only)
        stored = store.imported.stored_titles()
        papers, problems = _papers(sources, Matcher(stored, store.imported.all()), stored.keys())
        _tell(problems)
        if not papers:
            raise CommandError("nothing was imported: there is no paper in it")
        new = store.imported.add(papers).result()
        here = sum(paper.key in new and paper.paper in stored for paper in papers)
        imported = f"Imported {count(len(new), 'paper')}{f' ({here:,} of them stored here)' if here else ''}"
        known = f", {len(papers) - len(new):,} already known" if len(papers) > len(new) else ""
        print(f"{imported}{known}{_unread(len(problems))}", flush=True)
        if sys.stderr.isatty():
            print_stderr("learning what you like …")
        learn(store, now())
        known_papers = count(len(store.imported.counted()), "paper")
    print(f"Your order now knows {known_papers} of yours; in the reader: s y")
    return 0


def _file(path: Path) -> Source:
    """The entries of a file; CommandError if nothing of it can be read."""
    name = "standard input" if path == STDIN else display_path(path)
    try:
        with nullcontext(sys.stdin.buffer) if path == STDIN else path.open("rb") as file:
            return _source(name, read(file.read(MAX_BYTES + 1)))
    except NotABibliography as why:
        raise CommandError(f"{name}: {why}; nothing was imported") from None
    except OSError as error:
        raise CommandError(f"{name} cannot be read ({error.strerror}); nothing was imported") from None


def _zotero(args: Namespace) -> Source:
    """The items of Zotero's library, or of a collection of it; CommandError if they cannot be had."""
    import asyncio

    from paperreader import config
    from paperreader.bibliography import json_items
    from paperreader.bibliography.read import collected
    from paperreader.hub.zotero import NotRunning, Zotero, ZoteroError

    zotero = Zotero(config.load(paths_of(args).config)[0].zotero_port)
    try:
        items = asyncio.run(zotero.items(args.collection or ""))
    except NotRunning as why:
        raise CommandError(f"{why}; start it, and try again. Nothing was imported") from None
    except ZoteroError as why:
        raise CommandError(f"{why}; nothing was imported") from None
    return _source("Zotero", collected(json_items.entries(items)))


def _source(name: str, read: Bibliography) -> Source:
    return Source(name, read.entries, [f"{name}, {where}: {why}" for where, why in read.problems])


def _papers(
    sources: Sequence[Source], matcher: Matcher, stored: Collection[str]
) -> tuple[list[ImportedPaper], list[str]]:
    """Each paper once, and what is wrong with the entries that are none."""
    papers: dict[str, ImportedPaper] = {}
    problems: list[str] = []
    for source in sources:
        problems += source.problems
        for entry in source.entries:
            own = own_paper(entry)
            if own.paper.title or own.paper.paper in stored:
                paper = matcher.matched(own)
                papers[paper.key] = paper
            else:
                problems.append(f"{source.name}, {entry.where}: it has no title")
    return list(papers.values()), problems


def _tell(problems: Sequence[str]) -> None:
    for problem in problems[:MAX_TOLD]:
        print_stderr(problem)
    if len(problems) > MAX_TOLD:
        print_stderr(f"and {len(problems) - MAX_TOLD:,} more")


def _unread(problems: int) -> str:
    return f", {problems:,} {'entry' if problems == 1 else 'entries'} could not be read" if problems else ""
