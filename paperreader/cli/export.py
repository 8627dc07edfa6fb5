"""`paperreader export`: writes papers from the store for bibliographies, reference managers and notes."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from paperreader.cli import deliver, values
from paperreader.cli.context import check_target, is_there, now, open_store, paths_of
from paperreader.cli.list import NO_LIMIT
from paperreader.cli.output import CommandError, display_path, print_stderr
from paperreader.cli.parser import Parser
from paperreader.environment import endpoint
from paperreader.export import FILES, export_all
from paperreader.humanize import count
from paperreader.models import Paper
from paperreader.query import parse
from paperreader.store import Store
from paperreader.text.paper_ids import named_papers
from paperreader.views import Search

TO_STDOUT = (None, Path("-"))


def add_options(export: Parser) -> None:
    """Declare what the command takes."""
    export.takes_minus_words = True
    export.add_argument(
        "query", metavar="QUERY", nargs="*", help="a search such as 'flow matching is:starred', or ids: 2607.12345 …"
    )
    export.add_argument("--starred", action="store_true", help="only starred papers")
    export.add_argument(
        "--tag", metavar="TAG", action="append", default=[], type=values.tags, help="only papers with this tag"
    )
    export.add_argument(
        "--format",
        metavar="FORMAT",
        choices=tuple(FILES),
        default="bibtex",
        help=f"{', '.join(FILES)} (default: bibtex)",
    )
    export.add_argument("--output", metavar="FILE", type=values.path, help="write a file (default: standard output)")
    export.add_argument("--replace", action="store_true", help="overwrite FILE if it exists")
    export.problem = _problem


def _problem(args: Namespace) -> str | None:
    if not (args.query or args.starred or args.tag):
        return "name what to export: a QUERY, paper ids, --starred or --tag"
    return "--replace is for --output" if args.replace and not args.output else None


def run(args: Namespace) -> int:
    """Write the papers; the exit status is 1 if one that was named is not in the store."""
    path = paths_of(args).store
    if not is_there(path):
        raise CommandError("no store yet: run paperreader fetch")
    if args.output not in TO_STDOUT:
        check_target(args.output, path, replace=args.replace)
    ids = [id for word in args.query for id in named_papers(word)] if all(map(named_papers, args.query)) else []
    with open_store(path, read_only=True) as store:
        conditions = _conditions(args)
        if ids:
            found = {id: paper for id in ids if (paper := store.papers.get(id)) is not None}
            kept = {paper.id for paper in _found(store, conditions)} if conditions else found
            papers, missing = [found[id] for id in found if id in kept], [id for id in ids if id not in found]
        else:
            papers, missing = _found(store, [*args.query, *conditions]), []
    text = export_all(papers, FILES[args.format], endpoint(os.environ)) or ""
    _write(args, text and f"{text}\n", papers, path)
    if missing:
        print_stderr(f"not in the store: {', '.join(missing[:3])}; paperreader show ID asks the Hub")
    elif not papers:
        print_stderr("no papers: nothing to export")
    return 1 if missing else 0


def _conditions(args: Namespace) -> list[str]:
    """The options as words of a query."""
    return [*(["is:starred"] if args.starred else []), *(f'tag:"{tag}"' for tags in args.tag for tag in tags)]


def _found(store: Store, words: Sequence[str]) -> list[Paper]:
    """What a query finds, newest first; hints about it go to standard error."""
    query = " ".join(words)
    parsed = parse(query, now().date())
    for hint in parsed.hints or ([] if parsed else [f"there is no word to search for in “{query}”"]):
        print_stderr(hint)
    return [paper for _, paper in store.papers.with_entries(Search(query, limit=NO_LIMIT))] if parsed else []


def _write(args: Namespace, text: str, papers: Sequence[Paper], store: Path) -> None:
    if args.output in TO_STDOUT:
        deliver.to_stdout([text])
        return
    deliver.to_file(args.output, store, [text])
    print(f"{count(len(papers), 'paper')} in {display_path(args.output)}")
