"""`paperreader status`: prints the number of unread papers, for shell prompts and status lines."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError, Namespace

from paperreader.cli.context import is_there, open_store, paths_of
from paperreader.cli.parser import Parser
from paperreader.models import Totals

FIELDS = ("unread", "followed", "others", "starred")
"""What a format and the JSON have. Public: see `paperreader help commands`."""


def add_options(status: Parser) -> None:
    """Declare what the command takes."""
    form = status.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a JSON object")
    form.add_argument(
        "--format",
        metavar="TEXT",
        type=_format,
        help='such as "{unread} new": {unread}, {followed}, {others} …',
    )


def _format(text: str) -> str:
    if unknown := [name for name in re.findall(r"\{(\w+)\}", text) if name not in FIELDS]:
        known = ", ".join(f"{{{name}}}" for name in FIELDS)
        raise ArgumentTypeError(f'"{{{unknown[0]}}}" is unknown; there are {known}')
    return text


def run(args: Namespace) -> int:
    """Print `44 unread`, or where something is followed `3 unread from follows, 41 others`; without a store, none."""
    path, totals, follows = paths_of(args).store, Totals(), False
    if is_there(path):
        with open_store(path, read_only=True) as store:
            totals, follows = store.papers.totals(), store.searches.has_follows()
    unread, starred, followed, _ = totals
    figures = dict(zip(FIELDS, (unread, followed, unread - followed, starred), strict=True))
    if args.json:
        import json

        print(json.dumps(figures))
    elif args.format is not None:
        print(re.sub(r"\{(\w+)\}", lambda found: str(figures[found[1]]), args.format))
    elif follows:
        print(f"{followed} unread from follows, {unread - followed} others")
    else:
        print(f"{unread} unread")
    return 0
