"""`paperreader paths`: prints where the files are, and the addresses of the Hub and of arXiv."""

from __future__ import annotations

import os
from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from paperreader import config, environment
from paperreader.cli.context import is_there, open_store, paths_of
from paperreader.cli.output import CommandError, display_path
from paperreader.cli.parser import Parser
from paperreader.store.settings import SYNC_FOLDER


def add_options(paths: Parser) -> None:
    """It takes the common options only."""


def run(args: Namespace) -> int:
    """Print each path after its name; nothing is created or contacted."""
    paths, network = paths_of(args), environment.network(os.environ)
    note = " (offline: not contacted)" if args.offline or network.offline else ""
    settings = config.load(paths.config)[0]
    for name, value in (("config", paths.config.absolute()), ("store", paths.store.absolute()), ("log", paths.log)):
        print(f"{name:<8}  {display_path(value)}")
    if folder := settings.sync or _remembered_folder(paths.store):
        print(f"sync      {display_path(Path(folder))}")
    print(f"endpoint  {network.endpoint}{note}")
    print(f"arxiv     {settings.arxiv}{note}")
    return 0


def _remembered_folder(store: Path) -> str:
    """What `paperreader sync` was given; a store that cannot be read has none."""
    with suppress(CommandError):
        if is_there(store):
            with open_store(store, read_only=True) as opened:
                return opened.settings.get(SYNC_FOLDER) or ""
    return ""
