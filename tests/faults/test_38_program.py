"""38 mistakes of our own"""

from __future__ import annotations

import asyncio

from paperreader.store import Store
from tests.conftest import Clock
from tests.hub import HubServer
from tests.tui.conftest import WED, made, until


async def test_fault_38_a_mistake_in_the_refresh_is_told_and_the_next_wish_is_served(
    store: Store, week_hub: HubServer, clock: Clock
) -> None:
    told: list[str] = []

    def stumble() -> None:
        told.append(refresh.trouble)
        if len(told) == 1:
            raise KeyError("a mistake")

    refresh = made(store, week_hub, clock, told=stumble)
    task = asyncio.create_task(refresh.work())
    await until(lambda: any("mistake" in text for text in told))
    refresh.want(WED)
    await until(lambda: WED in {day.date for day in store.days()})
    task.cancel()
