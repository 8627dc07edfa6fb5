"""Where the files are that this call is about, and its store, opened."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from paperreader import environment
from paperreader.cli.output import Stop, say, shown
from paperreader.store import Store, StoreError


def places_of(args: Namespace) -> environment.Paths:
    """The usual places, but for what --db and --config name."""
    usual = environment.paths(os.environ)
    return usual._replace(store=args.db or usual.store, config=args.config or usual.config)


def network_of(args: Namespace) -> environment.Network:
    """How the hub is asked; Stop where it may not be."""
    network = environment.network(os.environ)
    if args.offline or network.offline:
        raise Stop("offline: the hub is not asked" + ("" if args.offline else " (HF_HUB_OFFLINE is set)"))
    return network


@contextmanager
def open_store(path: Path, *, read_only: bool = False) -> Iterator[Store]:
    """The store, closed in the end; Stop where it cannot be used."""
    try:
        store = Store(path, now=now, read_only=read_only, mending=_mending)
        try:
            if store.mended:
                say(store.mended)
            yield store
        finally:
            if not store.close():
                say("the last marks were not saved: another program kept the store locked")
    except StoreError as error:
        raise Stop(str(error)) from error


def _mending() -> None:
    say("the store is damaged: looking for all that can be read of it …")


def now() -> datetime:
    """The program's one clock, in UTC."""
    return datetime.now(UTC)


def check_target(file: Path, store: Path, *, replace: bool) -> None:
    """Stop where a file that is there already would be lost."""
    if file.is_dir():
        raise Stop(f"{shown(file)} is a folder: name a file in it")
    if file.exists() and store.exists() and file.samefile(store):
        raise Stop(f"{shown(file)} is the store itself: name another file")
    if file.exists() and not replace:
        raise Stop(f"{shown(file)} is there already: add --replace, or name another file")
