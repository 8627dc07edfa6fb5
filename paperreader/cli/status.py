"""`paperreader status`: how many papers wait to be read, for shell prompts and status lines."""

from __future__ import annotations

from argparse import Namespace

from paperreader.cli.context import open_store, places_of


def run(args: Namespace) -> int:
    """Print `44 new`; without a store nothing waits."""
    path, unread = places_of(args).store, 0
    if path.exists():
        with open_store(path, read_only=True) as store:
            unread = store.totals().unread
    print(f"{unread} new")
    return 0
