"""38 mistakes of our own"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from paperreader.store import Store
from tests.conftest import Clock
from tests.hub import HubServer
from tests.tui.conftest import WED, fill, made, until, week


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


async def test_fault_38_a_palette_that_closes_while_it_looks_for_commands_ends_nothing(
    store: Store, reading: Any
) -> None:
    fill(store, week())
    async with reading(store) as person:
        for word in ("quit", "q", "theme", "undo"):
            await person.press("ctrl+p")
            palette = person.app.screen
            await person.blind(*word, "escape")
            palette._gather_commands(word)  # as it does when the last letter comes late
            await person.until(lambda: person.app.screen is person.app.reader)
        assert not person.left
        assert person.toasts == []


async def test_fault_38_a_worker_that_fails_is_told_and_logged(
    store: Store, reading: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails() -> None:
        raise OSError("no such thing \x1b[2J")

    fill(store, week())
    async with reading(store) as person:
        person.app.run_worker(fails())
        await person.until(lambda: "failed; the log says why" in " ".join(person.toasts))
        person.app.reader.run_worker(fails(), group="copy", exit_on_error=False)
        await person.until(lambda: "copy failed; the log says why" in person.toasts[-1])
        await person.press("j")
        assert not person.left
        assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [OSError, OSError]
