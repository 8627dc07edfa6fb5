"""What commands work with: paths, network settings, the clock and the opened store."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from paperreader import environment
from paperreader.cli.output import CommandError, display_path, print_stderr
from paperreader.store import Store, StoreError
from paperreader.store.connection import LOCK_TIMEOUT_S


def paths_of(args: Namespace) -> environment.Paths:
    """The default paths, or those given by --db and --config."""
    defaults = environment.paths(os.environ)
    return defaults._replace(store=args.db or defaults.store, config=args.config or defaults.config)


def network_of(args: Namespace) -> environment.Network:
    """How to reach the Hub; CommandError when offline mode is on."""
    network = environment.network(os.environ)
    if args.offline or network.offline:
        raise CommandError("offline: not contacting the Hub" + ("" if args.offline else " (HF_HUB_OFFLINE is set)"))
    return network


@contextmanager
def open_store(path: Path, *, read_only: bool = False, lock_timeout_s: float = LOCK_TIMEOUT_S) -> Iterator[Store]:
    """Open the store for a `with` block; CommandError if it cannot be used.

    `lock_timeout_s`: how long a write waits for other programs.
    """
    try:
        store = Store(path, now=now, read_only=read_only, repairing=_repairing, lock_timeout_s=lock_timeout_s)
        try:
            if store.repaired:
                print_stderr(store.repaired)
            yield store
        finally:
            if not store.close():
                print_stderr("the last marks were not saved: another program keeps the store locked")
    except StoreError as error:
        raise CommandError(str(error)) from error


def _repairing() -> None:
    print_stderr("the store is damaged: recovering what can be read …")


def now() -> datetime:
    """The program's clock, in UTC."""
    return datetime.now(UTC)


def is_there(path: Path) -> bool:
    """Whether anything is in the store yet; CommandError if a link in its path leads nowhere."""
    from paperreader.store.files import real_path

    try:
        real = real_path(path)
        return real.exists() and real.stat().st_size > 0  # an empty one was made a moment ago
    except StoreError as error:
        raise CommandError(str(error)) from error


def check_target(file: Path, store: Path, *, replace: bool) -> None:
    """CommandError if writing `file` would overwrite something that must be kept."""
    from paperreader.store.files import belongs_to, logs

    if file.is_dir():
        raise CommandError(f"{display_path(file)} is a folder; give the name of a file")
    if file.exists() and not file.is_file():
        raise CommandError(f"{display_path(file)} is not a regular file; choose another name")
    if belongs_to(file, store):
        raise CommandError(f"{display_path(file)} is the store itself; choose another file")
    left = [file] if file.exists() else logs(file)
    if left and not replace:
        raise CommandError(f"{display_path(left[0])} already exists; add --replace, or choose another file")
