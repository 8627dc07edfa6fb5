"""`paperreader status`: prints the number of unread papers, for shell prompts and status lines."""

from __future__ import annotations

import re
from argparse import Namespace

from paperreader.cli.context import is_there, open_store, paths_of
from paperreader.models import Totals

FIELDS = ("unread", "followed", "others", "starred")
"""What a format and the JSON have. Public: the README lists them."""


def run(args: Namespace) -> int:
    """Print `44 unread`, or where something is followed `3 unread from follows, 41 others`; without a store, none."""
    path, totals, follows = paths_of(args).store, Totals(), False
    if is_there(path):
        with open_store(path, read_only=True) as store:
            totals, follows = store.papers.totals(), store.searches.has_follows()
    unread, starred, followed = totals
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
