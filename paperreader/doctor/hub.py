"""The hub: whether it answers, as whom, and how often it may be asked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from time import monotonic

from paperreader.doctor.check import Check, ok, problem
from paperreader.environment import Network
from paperreader.hub.client import Hub
from paperreader.hub.diagnosis import peer
from paperreader.hub.errors import HubError
from paperreader.hub.transport import Timings

QUICK = Timings(connect=5, read=5, whole=10, backoff=0.5)


def checks(network: Network) -> Iterator[Check]:
    """Ask the hub once."""
    hub = Hub(network.endpoint, token=network.token, timings=QUICK)
    whom = network.endpoint
    if (by := peer(network.endpoint)).startswith("the proxy"):
        whom = f"{whom}, by {by}"
    start = monotonic()
    try:
        newest = asyncio.run(_newest_day(hub))
        yield ok("hub", f"{whom} answers in {monotonic() - start:.1f} s, its newest day is {newest}")
        reached = True
    except HubError as error:
        yield problem("hub", f"{whom}: {error}", "what is stored can be read meanwhile")
        reached = False
    if hub.notice:
        yield problem("token", hub.notice, "look at HF_TOKEN and the token file, or log in again")
    elif network.token:
        yield ok("token", "found" + (", and not refused" if reached else ""))
    else:
        yield ok("token", "none; it is not needed, and would only raise the hub's limits")
    if limit := hub.limit:
        calls, seconds = limit
        said = f"{calls:,} calls left for the next {seconds:.0f} s"
        yield ok("limits", said) if calls else problem("limits", said, "wait so long")


async def _newest_day(hub: Hub) -> str:
    try:
        return str(await hub.newest_day())
    finally:
        await hub.close()
