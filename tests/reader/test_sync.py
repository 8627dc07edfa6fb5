"""The background refresh, and what may be in its way: another program, an error, a clock, a pause."""

from __future__ import annotations

import fcntl
import os
import signal
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from paperreader.environment import Network
from paperreader.hub.errors import HubError
from paperreader.reader import sync as sync_module
from paperreader.reader.changes import Change
from paperreader.reader.connection import Connection
from paperreader.reader.hub_search import HubSearch
from paperreader.reader.throttle import Throttle
from paperreader.refresh import worker
from paperreader.store import Store
from tests.conftest import Clock, until
from tests.hub_server import HubServer
from tests.reader.conftest import OpenSession, User, running_sync
from tests.stored_days import THU, WED, fill, week


@pytest.fixture
def hub(hub_server: HubServer) -> HubServer:
    hub_server.days.update(week())
    return hub_server


def stored(store: Store) -> set[date]:
    return {day.date for day in store.papers.days()}


async def test_what_was_requested_while_another_program_fetches_comes_after_it(
    store: Store, path: Path, hub: HubServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_module, "BUSY_RETRY_S", 0.1)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        async with running_sync(store, hub, clock, WED) as sync:
            await until(lambda: sync.activity == "another paperreader is fetching")
            assert stored(store) == set()
            fcntl.flock(lock, fcntl.LOCK_UN)
            await until(lambda: {THU, WED} <= stored(store))


async def test_a_requested_day_comes_before_trending_that_waits(store: Store, hub: HubServer, clock: Clock) -> None:
    async with running_sync(store, hub, clock) as sync:
        await until(lambda: sync.is_idle)
        hub.fail("429", match="sort=trending", times=1, Retry_After="2")
        sync.request_trending()
        await until(lambda: sync.waiting)
        asked = len(hub.requests)
        sync.request(WED)
        await until(lambda: store.settings.get("trending_at"))
        assert ["date" in request.query for request in hub.requests[asked:]] == [True, False]


async def test_a_refused_token_is_reported_once_though_each_worker_finds_out_anew(
    store: Store, hub: HubServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "WORKER_IDLE_S", 0)
    hub.token, toasts = "another", list[str]()
    async with running_sync(store, hub, clock, token="hf_secret", toasts=toasts) as sync:
        for day in (THU, WED):
            await until(lambda: sync.is_idle)
            await until(lambda: sync._worker and not sync._worker._process)
            sync.request(day)
        await until(lambda: sync.is_idle)
    assert len([request for request in hub.requests if "authorization" in request.headers]) == 3
    assert len(toasts) == 1
    assert "token" in toasts[0]
    assert "hf_secret" not in toasts[0]


async def test_a_worker_that_is_killed_is_trouble_and_the_next_request_starts_another(
    store: Store, hub: HubServer, clock: Clock
) -> None:
    hub.fail("silent", match=WED.isoformat())
    async with running_sync(store, hub, clock) as sync:
        await until(lambda: sync.fetching == WED)
        os.kill(sync._worker._process._process.pid, signal.SIGKILL)  # type: ignore[union-attr]
        await until(lambda: sync.trouble == "Internal error while fetching; see the log.")
        assert not sync.offline
        hub.fail()
        sync.request_due()
        await until(lambda: WED in stored(store) and sync.is_idle)
        assert sync.trouble == ""


async def test_cancelling_ends_the_worker_at_once(store: Store, hub: HubServer, clock: Clock) -> None:
    hub.fail("silent", match=WED.isoformat())
    async with running_sync(store, hub, clock) as sync:
        await until(lambda: sync.fetching == WED)
        process = sync._worker._process  # type: ignore[union-attr]
        assert process
    await until(lambda: process.has_ended)


async def test_the_first_and_the_last_of_many_days_are_shown_at_once(
    store: Store, hub: HubServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_module, "REDRAW_INTERVAL_S", 60)
    shown: list[int] = []
    async with running_sync(store, hub, clock, changed=lambda: shown.append(len(stored(store)))) as sync:
        await until(lambda: len(stored(store)) >= len(week()) and not sync.activity)
    assert shown == [0, 1, len(stored(store))]


async def test_it_refreshes_at_intervals_of_the_clock(
    store: Store, hub: HubServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[float] = []

    def now() -> datetime:
        looks.append(1)
        return clock()

    monkeypatch.setattr(sync_module, "MAX_SLEEP_S", 0.01)
    async with running_sync(store, hub, now, every_min=15) as sync:
        await until(lambda: sync.is_idle)
        asked = len(hub.asked())
        clock.tick(14 * 60)
        looks.clear()
        await until(lambda: len(looks) > 3)
        assert (len(hub.asked()), sync.is_idle) == (asked, True)
        clock.tick(61)
        await until(lambda: len(hub.asked()) > asked)


async def test_what_the_status_line_says_meanwhile(
    store: Store, open_session: OpenSession, hub: HubServer, clock: Clock
) -> None:
    fill(store, week())
    hub.delay = 0.1
    user = open_session(store, hub=hub.url)
    activities = Activities(user)
    user.session.start()
    await until(lambda: user.session.sync.is_idle)
    assert activities.seen[:2] == ["refreshing …", "fetching Thu 30 …"]
    assert user.activity == ""
    fetched = clock().astimezone().strftime("fetched %H:%M")
    assert user.location.endswith(f"still filling, {fetched}")


class Activities:
    """Takes down what the status line says, each text once in a row."""

    def __init__(self, user: User) -> None:
        self.seen: list[str] = []
        self._user = user
        user.session.listen(self._listen)

    def _listen(self, change: Change) -> None:
        self._user.listen(change)
        if self._user.activity and self._user.activity not in self.seen[-1:]:
            self.seen.append(self._user.activity)


async def test_a_pause_that_the_hub_asks_for(store: Store, open_session: OpenSession, hub: HubServer) -> None:
    fill(store, week())
    hub.fail("429", match=THU.isoformat(), RateLimit='"api";r=0;t=40')
    user = open_session(store, hub=hub.url)
    user.session.start()
    await until(lambda: user.activity.startswith("waiting 4"))
    assert user.activity.endswith(" s for the Hub")


async def test_a_hub_that_goes_away_and_comes_back(
    store: Store, open_session: OpenSession, hub: HubServer, clock: Clock
) -> None:
    fill(store, week())
    clock.tick(days=1)
    user = open_session(store, hub=hub.url)
    user.session.start()
    await until(lambda: user.session.sync.is_idle)
    assert "offline" not in user.activity
    hub.stop()
    user.session.sync.request_due()
    await until(lambda: "offline" in user.activity)
    assert user.toasts == []
    hub.start()
    hub.grow(THU, 1)
    user.session.sync.request_due()
    await until(lambda: len(user.ids) == 4 and user.session.sync.is_idle)
    assert "offline" not in user.activity


async def test_a_first_start_shows_the_newest_day_as_soon_as_it_is_there(
    store: Store, open_session: OpenSession, hub: HubServer
) -> None:
    hub.delay = 0.1
    user = open_session(store, hub=hub.url)
    assert user.rows.empty_text == "Fetching today's papers …"
    user.session.start()
    await until(lambda: user.ids)
    assert (user.view, hub.asked()[:2], len(stored(store))) == (THU, ["newest", THU.isoformat()], 1)
    hub.delay = 0
    await until(lambda: user.session.sync.is_idle)
    assert [day.date for day in store.papers.days() if day.papers] == sorted(week(), reverse=True)
    assert store.papers.totals().unread == 3, "only the newest day counts"
    assert user.view == THU


async def test_a_first_start_without_a_network(store: Store, open_session: OpenSession, hub: HubServer) -> None:
    user = open_session(store)
    assert user.rows.empty_text.startswith("The network is not used, and nothing is stored yet.")
    assert "paperreader --demo" in user.rows.empty_text
    hub.stop()
    user = open_session(store, hub=hub.url)
    user.session.start()
    await until(lambda: "Can't reach" in user.rows.empty_text)
    assert user.rows.empty_text.count("{view.refresh} to try again") == 1
    hub.start()
    user.session.sync.request_due()
    await until(lambda: user.ids)
    assert user.view == THU


async def test_a_holiday_is_not_opened(store: Store, open_session: OpenSession, hub: HubServer) -> None:
    friday = THU + timedelta(days=1)
    hub.days[friday] = []
    hub.newest = friday
    user = open_session(store, hub=hub.url)
    user.session.start()
    await until(lambda: user.ids and user.session.sync.is_idle)
    assert user.view == THU


@pytest.mark.parametrize("filled", [False, True])
async def test_the_day_to_open_with_is_fetched(
    store: Store, open_session: OpenSession, hub: HubServer, filled: bool
) -> None:
    may = date(2026, 5, 13)
    if filled:
        fill(store, week())
    hub.days[may] = [*week()[THU]]
    user = open_session(store, hub=hub.url, start=may)
    user.session.start()
    if user.session.view is not None:
        user.session.fetch_missing(user.session.view)
    await until(lambda: user.ids)
    assert user.view == may


async def test_a_search_on_the_hub_that_cannot_be_stored_says_why(
    store: Store, hub: HubServer, clock: Clock, path: Path
) -> None:
    search = HubSearch(store, Connection(Network(hub.url, None, False, hub.url), changed=lambda _: None), now=clock)
    path.rename(path.with_name("elsewhere"))
    with pytest.raises(HubError, match="was moved or deleted"):
        await search.find("weaving")


async def test_a_throttle_loses_no_request() -> None:
    calls: list[str] = []
    throttle = Throttle(lambda: calls.append("call"), 0.05)
    throttle()
    throttle()
    throttle()
    assert len(calls) == 1
    await until(lambda: len(calls) == 2)
    throttle.now()
    assert len(calls) == 3
