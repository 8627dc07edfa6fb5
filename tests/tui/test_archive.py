"""Fetching the archive while a person reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from paperreader.models import FIRST_DAY
from paperreader.reader import archive
from paperreader.refresh import Event
from paperreader.refresh.progress import Progress
from paperreader.store import Store
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.tui.conftest import Person, at_rest, fill

NEWEST = date(2023, 6, 8)
"""A Thursday, 26 working days after the first day of all."""
DAYS = [day for back in range(36) if (day := NEWEST - timedelta(days=back)).weekday() < 5]
WEEK = DAYS[:7]

Reading = Callable[..., Any]


@pytest.fixture
def hub(hub_server: HubServer) -> HubServer:
    assert DAYS[-1] == FIRST_DAY
    hub_server.days.update({day: papers(day, 3) for day in DAYS})
    return hub_server


@pytest.fixture
def started(store: Store, hub: HubServer) -> Store:
    """A store after its first start: the newest week is there."""
    fill(store, {day: hub.days[day] for day in WEEK}, since=NEWEST)
    return store


def stored(store: Store) -> list[date]:
    return [day.date for day in store.days()]


async def fetch_archive(person: Person, *, wanted: bool = True) -> None:
    """The palette's command."""
    person.app.reader.action_fetch_archive(wanted)


async def test_the_palette_fetches_it_and_says_how_far_it_is(started: Store, hub: HubServer, reading: Reading) -> None:
    hub.delay = 0.02
    async with reading(started, hub=hub.url, size=(140, 40)) as person:
        await at_rest(person)
        assert person.app.reader.check_action("fetch_archive", (False,)) is False
        await person.press("ctrl+p")
        await person.press(*"whole arch")
        await person.until(lambda: "Fetch the whole archive" in person.text())
        await person.press("enter")
        await person.until(lambda: "archive " in person.status and f"of {len(DAYS) - 6} days" in person.status)
        assert person.app.reader.check_action("fetch_archive", (True,)) is False
        await person.until(lambda: person.toasts, 15)
        came = len(DAYS) - 6
        assert person.toasts == [f"The archive is here: {came} days fetched, with {3 * came} papers"]
        assert stored(started) == DAYS
        assert "archive" not in person.status
        assert started.totals().unread == 3
        await person.until(lambda: started.setting(archive.WISH) is None)
        await person.until(lambda: person.day_line(DAYS[20]) == f"{DAYS[20]:%a} {DAYS[20].day} 3")


async def test_what_a_person_opens_comes_before_the_archives_next_day(
    started: Store, hub: HubServer, reading: Reading
) -> None:
    hub.delay = 0.1
    async with reading(started, hub=hub.url) as person:
        await at_rest(person)
        await fetch_archive(person)
        await person.until(lambda: len(stored(started)) > 8)
        person.app.reader._going.show(FIRST_DAY)
        await person.until(lambda: len(person.ids) == 3)
        assert len(stored(started)) < len(DAYS)


async def test_it_is_stopped_at_once_and_goes_on_when_it_is_wanted_again(
    started: Store, hub: HubServer, reading: Reading
) -> None:
    hub.delay = 0.05
    async with reading(started, hub=hub.url) as person:
        await at_rest(person)
        await fetch_archive(person)
        await person.until(lambda: len(stored(started)) > 9)
        process = person.app.reader._archive._beside._process
        await fetch_archive(person, wanted=False)
        assert started.setting(archive.WISH) is None or person.app.reader._archive.facts == []
        await person.until(lambda: process.has_ended)
        assert len(stored(started)) < len(DAYS)
        assert "archive" not in person.status
        hub.delay = 0
        await fetch_archive(person)
        await person.until(lambda: len(stored(started)) == len(DAYS), 10)


async def test_the_next_start_goes_on_with_it(started: Store, hub: HubServer, reading: Reading) -> None:
    started.set_setting(archive.WISH, "wanted").result()
    async with reading(started, hub=hub.url) as person:
        await person.until(lambda: stored(started) == DAYS, 10)
        await person.until(lambda: started.setting(archive.WISH) is None)


async def test_without_a_network_it_waits_and_then_goes_on(
    started: Store, hub: HubServer, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "FIRST_RETRY", 0.1)
    hub.fail("reset", match=str(DAYS[15]))
    async with reading(started, hub=hub.url, size=(140, 40)) as person:
        await at_rest(person)
        await fetch_archive(person)
        await person.until(lambda: "the archive waits: " in person.status, 10)
        assert stored(started) == DAYS[:15]
        hub.fail()
        await person.until(lambda: stored(started) == DAYS, 10)


async def test_a_mistake_of_its_own_is_said_and_it_is_tried_again(
    started: Store, hub: HubServer, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "FIRST_RETRY", 0.2)
    take, mistakes = Progress.take, iter([KeyError("a mistake")])

    def stumble(progress: Progress, event: Event) -> None:
        if mistake := next(mistakes, None):
            raise mistake
        take(progress, event)

    monkeypatch.setattr(Progress, "take", stumble)
    async with reading(started, hub=hub.url, size=(140, 40)) as person:
        await at_rest(person)
        await fetch_archive(person)
        await person.until(lambda: "the archive waits" in person.status)
        await person.until(lambda: stored(started) == DAYS, 15)


async def test_where_the_hub_is_never_asked_the_archive_is_not(started: Store, reading: Reading) -> None:
    async with reading(started) as person:
        await fetch_archive(person)
        await person.until(lambda: person.toasts)
        assert person.toasts == ["offline: the hub is not asked"]
        assert started.setting(archive.WISH) is None
