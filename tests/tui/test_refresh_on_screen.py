"""The Hub and the screen: the first minute, going offline, days that were never fetched."""

from __future__ import annotations

import socket
from datetime import date
from typing import Any

import pytest

from paperreader.store import Store
from tests.conftest import Clock
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.stored_days import THU, WED, fill, id_of, week
from tests.tui.conftest import NARROW, SMALL, WIDE, at_rest

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


async def test_an_empty_store_shows_the_newest_day_as_soon_as_it_is_there(
    store: Store, open_reader: Any, hub: HubServer, extreme: tuple[int, int]
) -> None:
    hub.delay = 0.1
    async with open_reader(store, size=extreme, hub=hub.url, hint=True) as user:
        assert "Fetching today's papers" in user.text()
        await user.press("j", "space", "x", "u", "A", "n", "y", "o", "U")
        await user.until(lambda: user.rows.all)
        assert (user.view, user.at) == (THU, id_of(THU, 1))
        assert user.page.paper.id == id_of(THU, 1)
        assert all(entry.unread for entry in user.rows.entries)
        hub.delay = 0
        await at_rest(user)
        assert (user.view, user.at) == (THU, id_of(THU, 1))
        assert user.day_line(WED) == "Wed 29 3"


async def test_the_hint_is_shown_until_the_first_key_and_not_after_a_restart(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store, hint=True) as user:
        assert HINT in user.status
        await user.press("j")
        assert HINT not in user.status
        await user.until(lambda: store.settings.get("hint"))
        await user.press("q")
    async with open_reader(store, hint=True) as user:
        assert "Space reads on" not in user.text()


async def test_the_hint_waits_for_papers(store: Store, open_reader: Any, hub: HubServer) -> None:
    hub.delay = 0.1
    async with open_reader(store, hub=hub.url, hint=True) as user:
        assert "Space reads on" not in user.text()
        await user.press("j")
        hub.delay = 0
        await at_rest(user)
        assert HINT in user.status


async def test_the_hint_on_a_small_screen(store: Store, open_reader: Any) -> None:
    fill(store, {THU: papers(THU, 3)})
    async with open_reader(store, size=SMALL, hint=True) as user:
        assert "Space reads on · ? all keys" in user.status


async def test_an_empty_store_without_a_network_offers_the_demo_and_no_key_fails(
    store: Store, open_reader: Any, extreme: tuple[int, int], nobody: str
) -> None:
    async with open_reader(store, size=extreme) as user:
        assert "The network is not used" in user.said
        assert "paperreader --demo" in user.said
        assert "offline" in user.status
        await user.press(
            "j", "space", "x", "u", "b", "A", "U", "y", "Y", "o", "O", "r", "R", "]", "[", "n", "p", "z", "escape"
        )
        assert not user.left
    async with open_reader(store, size=extreme, hub=nobody) as user:
        await at_rest(user)
        assert "Can't reach" in user.said
        assert "paperreader --demo" in user.said
        assert "offline" in user.status


@pytest.mark.parametrize("size", [WIDE, (60, 20)])
async def test_trouble_in_an_empty_store_is_said_once(
    store: Store, open_reader: Any, nobody: str, size: tuple[int, int]
) -> None:
    async with open_reader(store, size=size, hub=nobody) as user:
        await user.until(lambda: "Can't reach 127.0.0.1, and nothing is stored yet." in user.said)
        await user.until(lambda: any(" r to try again" in line for line in user.lines()))
        await user.until(lambda: user.status.split() == ["paperreader", "offline"])


async def test_trouble_comes_before_the_hint(store: Store, open_reader: Any, nobody: str) -> None:
    fill(store, week())
    async with open_reader(store, size=WIDE, hub=nobody, hint=True) as user:
        await user.until(lambda: "offline · Can't reach 127.0.0.1" in user.status)


async def test_r_tries_again_from_an_empty_store(store: Store, open_reader: Any, hub: HubServer) -> None:
    hub.stop()
    async with open_reader(store, hub=hub.url) as user:
        await user.until(lambda: "Can't reach" in user.text())
        hub.start()
        await user.press("r")
        await user.until(lambda: user.rows.all)
        assert (user.view, user.at) == (THU, id_of(THU, 1))
        assert "offline" not in user.status


async def test_a_login_page_in_the_way_is_named(store: Store, open_reader: Any, hub: HubServer) -> None:
    hub.fail("html")
    async with open_reader(store, hub=hub.url) as user:
        await at_rest(user)
        assert "a login page?" in user.text()


# -- later


async def test_everything_stays_readable_while_the_hub_is_away(
    store: Store, open_reader: Any, hub: HubServer, clock: Clock
) -> None:
    fill(store, hub.days)
    clock.tick(days=1)
    async with open_reader(store, hub=hub.url) as user:
        await at_rest(user)
        hub.stop()
        await user.press("R")
        await user.until(lambda: "offline" in user.status)
        assert user.toasts == []
        await user.press("x", "b")
        assert user.read_by(id_of(THU, 1)) == "skipped"
        assert user.page.paper.id == id_of(THU, 2)
        hub.start()
        hub.grow(THU, 1)
        await user.press("R")
        await user.until(lambda: len(user.ids) == 4)
        await at_rest(user)
        assert "offline" not in user.status


async def test_offline_the_status_says_when_the_papers_were_fetched(
    store: Store, open_reader: Any, nobody: str, clock: Clock
) -> None:
    fill(store, week())
    fetched = clock().astimezone().strftime("%H:%M")
    clock.tick(days=1)
    for network in (None, nobody):
        async with open_reader(store, size=NARROW if network is None else WIDE, hub=network) as user:
            await user.until(lambda: "offline" in user.status)
            assert f"fetched yesterday {fetched}" in user.status


async def test_a_day_that_was_never_fetched(store: Store, open_reader: Any, hub: HubServer) -> None:
    older = date(2026, 7, 20)
    fill(store, hub.days)
    hub.days[older] = papers(older, 4)
    store.settings.set("first", "2026-07-06").result()
    async with open_reader(store, hub=hub.url) as user:
        await at_rest(user)
        assert user.day_line(older) == "Mon 20 –"
        await user.press("1", *["j"] * 8)
        assert user.view == older
        assert "Monday 20 July 2026 is not stored yet." in user.text()
        await user.until(lambda: user.rows.all)
        assert user.at == id_of(older, 1)
        assert user.day_line(older) == "Mon 20 4"
