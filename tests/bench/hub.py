"""A hub to fetch from, in a process of its own, so that its work is not the program's."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from multiprocessing.connection import Connection

from tests.hub_server import HubServer
from tests.hub_server.items import Item


@contextmanager
def hub(days: Mapping[date, list[Item]]) -> Iterator[str]:
    """Its address; it answers at once, and has no limit. As it would be elsewhere, it makes way for the program."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(days, theirs), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def _serve(days: Mapping[date, list[Item]], told: Connection) -> None:
    os.nice(10)
    with HubServer(days, newest=max(days)) as server:
        server.quota = 1_000_000
        told.send(server.url)
        told.poll(None)
