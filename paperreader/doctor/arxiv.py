"""Check of arXiv: whether it answers."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from time import monotonic

from paperreader.doctor.check import Check, ok, problem
from paperreader.doctor.hub import TIMINGS
from paperreader.environment import Network
from paperreader.hub.arxiv import Arxiv
from paperreader.hub.diagnosis import peer_name
from paperreader.hub.errors import HubError
from paperreader.hub.proxy import choose_proxy


def checks(network: Network) -> Iterator[Check]:
    """Send one small request to arXiv."""
    proxy = choose_proxy(network.arxiv, os.environ).proxy
    address = f"{network.arxiv}, through {peer_name('', proxy)}" if proxy else network.arxiv
    start = monotonic()
    try:
        asyncio.run(_ask(Arxiv(network.arxiv, timings=TIMINGS)))
        yield ok("arxiv", f"{address} answers in {monotonic() - start:.1f} s")
    except HubError as error:
        yield problem("arxiv", f"{address}: {error}", "stored texts can still be read")


async def _ask(arxiv: Arxiv) -> None:
    try:
        await arxiv.ask()
    finally:
        await arxiv.close()
