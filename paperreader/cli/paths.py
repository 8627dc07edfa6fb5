"""`paperreader paths`: where the files are, and which hub is asked."""

from __future__ import annotations

import os
from argparse import Namespace

from paperreader import environment
from paperreader.cli.context import places_of
from paperreader.cli.output import shown


def run(args: Namespace) -> int:
    """Print them, each behind its name; nothing is made or asked."""
    places, network = places_of(args), environment.network(os.environ)
    asked = " (not asked: offline)" if args.offline or network.offline else ""
    for name, value in (("config", places.config.absolute()), ("store", places.store.absolute()), ("log", places.log)):
        print(f"{name:<8}  {shown(value)}")
    print(f"endpoint  {network.endpoint}{asked}")
    return 0
