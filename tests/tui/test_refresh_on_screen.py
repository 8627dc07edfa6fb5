"""The hub and the screen: the first minute, going offline and coming back, days that were never fetched."""

from __future__ import annotations

import socket
from datetime import date, timedelta
from typing import Any

import pytest

from paperreader.models import Collection
from paperreader.store import Store
from tests.conftest import Clock
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.tui.conftest import CONFIG, MON, NARROW, SMALL, THU, TUE, WED, at_rest, fill, id_of, week, with_config

HINT = "Space reads on · x skips · b stars · y copies the link · ? all keys"


@pytest.fixture
def hub(hub_server: HubServer) -> HubServer:
    hub_server.days.update(week())
    return hub_server


@pytest.fixture
def nobody() -> str:
    """An endpoint where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


# -- the first minute


async def test_an_empty_store_fetches_and_shows_the_newest_day_as_soon_as_it_is_there(
    store: Store, reading: Any, hub: HubServer, extreme: tuple[int, int]
) -> None:
    hub.delay = 0.1
    async with reading(store, size=extreme, hub=hub.url, hint=True) as person:
        assert "Fetching today's papers" in person.text()
        await person.press("j", "space", "x", "u", "A", "n", "y", "o", "U")
        await person.until(lambda: person.papers.rows)
        assert (person.view, person.at) == (THU, id_of(THU, 1))
        assert person.page.paper.id == id_of(THU, 1)
        assert hub.asked()[:2] == ["newest", THU.isoformat()]
        assert len(store.days()) == 1, "shown before the rest is there"
        assert all(entry.unread for entry in person.papers.entries)
        hub.delay = 0
        await at_rest(person)
        with_papers = [day.date for day in store.days() if day.papers]
        assert with_papers == sorted(week(), reverse=True)
        assert store.totals().unread == 3
        assert (person.view, person.at) == (THU, id_of(THU, 1))
        assert person.day_line(WED) == "Wed 29 3"


async def test_the_hint_is_shown_once_and_not_again_after_a_restart(store: Store, reading: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with reading(store, hint=True) as person:
        assert HINT in person.status
        await person.press("j")
        assert HINT not in person.status
        await person.until(lambda: store.setting("hint"))
        await person.press("q")
    async with reading(store, hint=True) as person:
        assert "Space reads on" not in person.text()


async def test_the_hint_on_an_empty_store_waits_for_papers(store: Store, reading: Any, hub: HubServer) -> None:
    hub.delay = 0.1
    async with reading(store, hub=hub.url, hint=True) as person:
        assert "Space reads on" not in person.text()
        await person.press("j")
        hub.delay = 0
        await at_rest(person)
        assert HINT in person.status


async def test_on_a_small_screen_the_hint_begins_with_what_matters_most(store: Store, reading: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with reading(store, size=SMALL, hint=True) as person:
        assert "Space reads on · ? all keys" in person.status


async def test_an_empty_store_without_a_network_says_so_and_offers_the_demo(
    store: Store, reading: Any, extreme: tuple[int, int], nobody: str
) -> None:
    async with reading(store, size=extreme) as person:
        assert "The network is not used" in person.said
        assert "paperreader --demo" in person.said
        assert "offline" in person.status
        await person.press(
            "j", "space", "x", "u", "b", "A", "U", "y", "Y", "o", "O", "r", "R", "]", "[", "n", "p", "z", "escape"
        )
        assert not person.left
    async with reading(store, size=extreme, hub=nobody) as person:
        await at_rest(person)
        assert "No network" in person.said
        assert "paperreader --demo" in person.said
        assert "offline" in person.status


async def test_r_tries_again_from_an_empty_store(store: Store, reading: Any, hub: HubServer) -> None:
    hub.stop()
    async with reading(store, hub=hub.url) as person:
        await person.until(lambda: "No network" in person.text())
        hub.start()
        await person.press("r")
        await person.until(lambda: person.papers.rows)
        assert (person.view, person.at) == (THU, id_of(THU, 1))
        assert "offline" not in person.status


async def test_a_login_page_in_the_way_is_named(store: Store, reading: Any, hub: HubServer) -> None:
    hub.fail("html")
    async with reading(store, hub=hub.url) as person:
        await at_rest(person)
        assert "a login page?" in person.text()


async def test_a_holiday_is_no_empty_screen(store: Store, reading: Any, hub: HubServer) -> None:
    friday = THU + timedelta(days=1)
    hub.days[friday] = []
    hub.newest = friday
    async with reading(store, hub=hub.url) as person:
        await person.until(lambda: person.papers.rows)
        assert person.view == THU
        await at_rest(person)


async def test_with_an_empty_store_and_a_date_that_day_is_fetched_too(
    store: Store, reading: Any, hub: HubServer
) -> None:
    may = date(2026, 5, 13)
    hub.days[may] = papers(may, 2)
    async with reading(store, hub=hub.url, start=may) as person:
        await person.until(lambda: person.papers.rows)
        assert (person.view, person.at) == (may, id_of(may, 1))


async def test_with_a_date_that_was_never_fetched_it_is_fetched(store: Store, reading: Any, hub: HubServer) -> None:
    may = date(2026, 5, 13)
    fill(store, hub.days)
    hub.days[may] = papers(may, 2)
    async with reading(store, hub=hub.url, start=may) as person:
        await person.until(lambda: person.papers.rows)
        assert (person.view, person.days.view, person.at) == (may, may, id_of(may, 1))


# -- what is going on


async def test_the_status_says_what_is_asked_for_and_when_it_was_saved(
    store: Store, reading: Any, hub: HubServer, clock: Clock
) -> None:
    fill(store, hub.days)
    hub.delay = 0.15
    async with reading(store, hub=hub.url) as person:
        await person.until(lambda: "asking the hub …" in person.status)
        await person.until(lambda: "asking for Thu 30 …" in person.status)
        await at_rest(person)
        saved = clock().astimezone().strftime("saved %H:%M")
        assert "asking" not in person.status
        assert f"still growing, {saved}" in person.status
        await person.press("]")
        assert saved in person.status
        assert "growing" not in person.status


async def test_a_pause_that_the_hub_asks_for_is_said(store: Store, reading: Any, hub: HubServer) -> None:
    fill(store, hub.days)
    hub.fail("429", match=THU.isoformat(), RateLimit='"api";r=0;t=40')
    async with reading(store, hub=hub.url) as person:
        await person.until(lambda: "waiting 4" in person.status)
        assert "s for the hub" in person.status
        await person.press("j", "x")
        assert person.at == id_of(THU, 3)


async def test_a_hub_that_goes_away_leaves_everything_readable_and_comes_back(
    store: Store, reading: Any, hub: HubServer, clock: Clock
) -> None:
    fill(store, hub.days)
    clock.tick(days=1)
    async with reading(store, hub=hub.url) as person:
        await at_rest(person)
        assert "offline" not in person.status
        hub.stop()
        await person.press("R")
        await person.until(lambda: "offline" in person.status)
        assert person.toasts == []
        await person.press("x", "b")
        assert person.read_by(id_of(THU, 1)) == "skipped"
        assert person.page.paper.id == id_of(THU, 2)
        hub.start()
        hub.grow(THU, 1)
        await person.press("R")
        await person.until(lambda: len(person.ids) == 4)
        await at_rest(person)
        assert "offline" not in person.status


async def test_offline_the_status_tells_from_when_the_papers_are(
    store: Store, reading: Any, nobody: str, clock: Clock
) -> None:
    fill(store, week())
    saved = clock().astimezone().strftime("%H:%M")
    clock.tick(days=1)
    for network in (None, nobody):
        async with reading(store, size=NARROW, hub=network) as person:
            await person.until(lambda: "offline" in person.status)
            assert f"saved yesterday {saved}" in person.status


async def test_it_asks_again_after_refresh_every_minutes(
    store: Store, reading: Any, hub: HubServer, clock: Clock
) -> None:
    fill(store, hub.days)
    async with reading(store, hub=hub.url, config=with_config(refresh_every=15)) as person:
        await at_rest(person)
        before = len(hub.asked())
        clock.tick(14 * 60)
        person.app.reader._background._woken.set()
        await person.stands_for(0.1)
        assert len(hub.asked()) == before
    assert CONFIG.refresh_every == 0


# -- days that are not in the store


async def test_a_day_that_was_never_fetched_is_fetched_once_the_cursor_rests_on_it(
    store: Store, reading: Any, hub: HubServer
) -> None:
    hub.days[date(2026, 7, 20)] = papers(date(2026, 7, 20), 4)
    older = date(2026, 7, 20)
    fill(store, {day: items for day, items in hub.days.items() if day != older})
    store.set_setting("first", "2026-07-06").result()
    async with reading(store, hub=hub.url) as person:
        await at_rest(person)
        assert person.day_line(older) == "Mon 20 –"
        asked = len(hub.asked())
        await person.press("1", *["j"] * 8)
        assert person.view == older
        assert "Monday 20 July 2026 is not in the store yet." in person.text()
        await person.until(lambda: person.papers.rows)
        assert person.at == id_of(older, 1)
        assert hub.asked()[asked:] == [older.isoformat()]
        assert person.day_line(older) == "Mon 20 4"
        assert not any(entry.unread for entry in person.papers.entries)


async def test_going_about_in_days_that_are_there_asks_for_nothing(store: Store, reading: Any, hub: HubServer) -> None:
    fill(store, hub.days)
    async with reading(store, hub=hub.url) as person:
        await at_rest(person)
        asked = len(hub.asked())
        await person.press("]", "]", "[")
        assert person.view == WED
        await person.stands_for(0.4)
        await at_rest(person)
        assert hub.asked()[asked:] == []


async def test_an_unfetched_day_without_a_network_says_so(
    store: Store, reading: Any, hub: HubServer, nobody: str
) -> None:
    fill(store, hub.days)
    store.set_setting("first", "2026-07-06").result()
    for network in (None, nobody):
        async with reading(store, hub=network, start=date(2026, 7, 10)) as person:
            await person.until(lambda: "offline" in person.status)
            assert "Friday 10 July 2026 is not in the store, and there is no network." in person.said


async def test_a_day_that_fails_says_why_and_the_others_come(store: Store, reading: Any, hub: HubServer) -> None:
    hub.fail("400", match=WED.isoformat())
    store.set_setting("first", MON.isoformat()).result()
    async with reading(store, hub=hub.url) as person:
        await person.until(lambda: person.papers.rows)
        await person.until(lambda: {TUE, MON} <= {day.date for day in store.days()})
        await person.press("]")
        assert person.view == WED
        await person.until(lambda: "is not in the store. The hub has nothing" in person.said)


async def test_refreshing_a_collection_asks_for_all_that_is_due(store: Store, reading: Any, hub: HubServer) -> None:
    fill(store, hub.days)
    async with reading(store, hub=hub.url) as person:
        await at_rest(person)
        await person.press("1", "g")
        asked = len(hub.asked())
        await person.press("r")
        await person.until(lambda: hub.asked()[asked:] == ["newest", THU.isoformat()])
        assert person.view is Collection.UNREAD


async def test_r_on_a_day_asks_for_that_day_alone_however_complete(store: Store, reading: Any, hub: HubServer) -> None:
    fill(store, hub.days)
    async with reading(store, hub=hub.url) as person:
        await at_rest(person)
        await person.press("]")
        hub.days[WED][0]["paper"]["upvotes"] = 4321
        asked = len(hub.asked())
        await person.press("r")
        await person.until(lambda: "4321" in person.text())
        assert hub.asked()[asked:] == [WED.isoformat()]


async def test_in_the_demo_r_says_that_there_is_no_hub(store: Store, reading: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with reading(store, demo=True) as person:
        assert "invented papers" in person.status
        await person.press("r", "R")
        assert person.toasts == ["this is a demo: there is no hub"] * 2
