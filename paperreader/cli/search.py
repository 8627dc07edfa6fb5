"""`paperreader search`: the papers of the store that a query finds."""

from __future__ import annotations

from argparse import Namespace

from paperreader.cli import listing
from paperreader.cli.places import now, open_store, places_of
from paperreader.cli.telling import Stop, say
from paperreader.models import Search
from paperreader.query import parse


def run(args: Namespace) -> int:
    """Print what is found, newest first; what was not understood is said."""
    path = places_of(args).store
    if not path.exists():
        raise Stop("no store yet: run paperreader fetch")
    query = parse(args.query, now().date())
    for hint in query.hints:
        say(hint)
    with open_store(path, read_only=True) as store:
        view = Search(args.query, limit=args.limit)
        if args.json:
            listing.print_json(store.papers(view))
        else:
            listing.print_lines(store.entries(view))
    return 0
