"""`paperreader status`: prints the number of unread papers, for shell prompts and status lines."""

from __future__ import annotations

from argparse import Namespace

from paperreader.cli.context import is_there, open_store, paths_of


def run(args: Namespace) -> int:
    """Print `44 unread`; without a store, `0 unread`."""
    path, unread = paths_of(args).store, 0
    if is_there(path):
        with open_store(path, read_only=True) as store:
            unread = store.papers.totals().unread
    print(f"{unread} unread")
    return 0
