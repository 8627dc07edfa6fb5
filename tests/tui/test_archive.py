"""The archive's commands in the palette, and its progress in the status line."""

from __future__ import annotations

from typing import Any

from paperreader.store import Store
from paperreader.tui.commands.palette import palette_entries
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.reader.test_archive import DAYS, NEWEST, WEEK
from tests.stored_days import fill
from tests.tui.conftest import User, at_rest


def commands(user: User) -> list[str]:
    """What the palette offers for the archive."""
    return [entry.about for entry in palette_entries(user.app.reader.context) if entry.id.startswith("archive.")]


async def test_the_palette_fetches_and_stops_it(store: Store, open_reader: Any, hub_server: HubServer) -> None:
    hub_server.days.update({day: papers(day, 3) for day in DAYS})
    fill(store, {day: hub_server.days[day] for day in WEEK}, since=NEWEST)
    async with open_reader(store, hub=hub_server.url, size=(140, 40)) as user:
        await at_rest(user)
        hub_server.delay = 0.1
        assert commands(user) == ["Fetch the whole archive"]
        await user.press("ctrl+p")
        await user.press(*"whole arch")
        await user.until(lambda: "Fetch the whole archive" in user.text())
        await user.press("enter")
        await user.until(lambda: "archive " in user.status and f"/{len(DAYS) - 6} days" in user.status)
        assert commands(user) == ["Stop fetching the archive"]
        next(entry for entry in palette_entries(user.app.reader.context) if entry.id == "archive.stop").run()
        await user.until(lambda: "archive" not in user.status)
        assert commands(user) == ["Fetch the whole archive"]
