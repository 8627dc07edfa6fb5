"""`paperreader paths`: prints where the files are, and the addresses of the Hub and of arXiv."""

from __future__ import annotations

import os
from argparse import Namespace

from paperreader import config, environment
from paperreader.cli.context import paths_of
from paperreader.cli.output import display_path
from paperreader.cli.parser import Parser


def add_options(paths: Parser) -> None:
    """It takes the common options only."""


def run(args: Namespace) -> int:
    """Print each path after its name; nothing is created or contacted."""
    paths, network = paths_of(args), environment.network(os.environ)
    note = " (offline: not contacted)" if args.offline or network.offline else ""
    for name, value in (("config", paths.config.absolute()), ("store", paths.store.absolute()), ("log", paths.log)):
        print(f"{name:<8}  {display_path(value)}")
    print(f"endpoint  {network.endpoint}{note}")
    print(f"arxiv     {config.load(paths.config)[0].arxiv}{note}")
    return 0
