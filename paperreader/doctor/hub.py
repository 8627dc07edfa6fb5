"""Checks of the Hub: whether it answers, the token, and the calls left."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from time import monotonic

from paperreader.doctor.check import Check, ok, problem
from paperreader.environment import Network
from paperreader.hub.client import Hub
from paperreader.hub.diagnosis import peer_name
from paperreader.hub.errors import HubError
from paperreader.hub.proxy import choose_proxy
from paperreader.hub.transport import Timings

TIMINGS = Timings(connect=5, read=5, total=10, backoff=0.5)


def checks(network: Network) -> Iterator[Check]:
    """Send one request to the Hub."""
    hub = Hub(network.endpoint, token=network.token, timings=TIMINGS)
    proxy = choose_proxy(network.endpoint, os.environ).proxy
    endpoint = f"{network.endpoint}, through {peer_name('', proxy)}" if proxy else network.endpoint
    start = monotonic()
    try:
        newest = asyncio.run(_newest_day(hub))
        yield ok("hub", f"{endpoint} answers in {monotonic() - start:.1f} s; newest day: {newest}")
        reached = True
    except HubError as error:
        yield problem("hub", f"{endpoint}: {error}", "stored papers can still be read")
        reached = False
    if hub.token_problem:
        yield problem("token", hub.token_problem, "check HF_TOKEN and the token file, or log in again")
    elif network.token:
        yield ok("token", "found" + (", not rejected" if reached else ""))
    else:
        yield ok("token", "none; not needed, it only raises the Hub's rate limits")
    if calls_left := hub.calls_left:
        calls, seconds = calls_left
        message = f"{calls:,} calls left for the next {seconds:.0f} s"
        yield ok("limits", message) if calls else problem("limits", message, "wait until then")


async def _newest_day(hub: Hub) -> str:
    try:
        return str(await hub.newest_day())
    finally:
        await hub.close()
