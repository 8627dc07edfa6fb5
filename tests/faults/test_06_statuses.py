"""6 what is not 200 · 7 pauses that the hub asks for · 8 its errors"""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from paperreader.hub.client import Hub
from paperreader.hub.errors import HubFailed, NotThereYet, RateLimited
from paperreader.hub.rate_limit import retry_after
from paperreader.models import Day
from paperreader.refresh import Done, Failed, Fetched, Fetching, NewestDay, Offline, Waiting
from paperreader.refresh.fetch import Refresh
from paperreader.store import Store
from paperreader.views import DayView
from tests.conftest import FRIDAY, QUICK, TOKEN, WEDNESDAY, WEEK, Clock, told
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.stores import a_paper


async def test_fault_06_an_etag_saves_the_answer(hub: Hub, hub_server: HubServer) -> None:
    first = await hub.day(FRIDAY)
    assert first.etag is not None
    again = await hub.day(FRIDAY, first.etag)
    assert (again.papers, again.not_modified, again.etag) == ([], True, first.etag)
    hub_server.vote(FRIDAY)
    changed = await hub.day(FRIDAY, first.etag)
    assert not changed.not_modified
    assert changed.papers[0].upvotes == first.papers[0].upvotes + 1
    assert changed.etag != first.etag


async def test_fault_06_a_day_that_is_not_there_yet(hub: Hub, hub_server: HubServer) -> None:
    with pytest.raises(NotThereYet, match="nothing for this day yet"):
        await hub.day(date(2026, 8, 3))
    assert len(hub_server.requests) == 1


async def test_fault_06_a_304_that_nobody_asked_for_is_a_failure(hub: Hub, hub_server: HubServer) -> None:
    hub_server.fail("raw HTTP/1.1 304 Not Modified\r\n\r\n")
    with pytest.raises(HubFailed, match="304"):
        await hub.day(FRIDAY)


@pytest.mark.parametrize("status", ["401", "403"])
async def test_fault_06_a_token_that_is_not_wanted_is_dropped(hub_server: HubServer, status: str) -> None:
    hub_server.days[FRIDAY] = papers(FRIDAY, 2)
    hub_server.fail(status, times=1)
    hub = Hub(hub_server.url, token=TOKEN, timings=QUICK)
    assert len((await hub.day(FRIDAY)).papers) == 2
    assert len(hub.notices) == 1
    assert "token" in hub.notices[0]
    await hub.day(FRIDAY)
    await hub.close()
    sent = [request.headers.get("authorization") for request in hub_server.requests]
    assert sent == [f"Bearer {TOKEN}", None, None]


async def test_fault_06_a_day_that_is_gone_is_kept_and_marked_so(
    refresh: Refresh, store: Store, hub_server: HubServer, clock: Clock, open_reader: Any
) -> None:
    await told(refresh)
    entries, days = store.papers.entries(DayView(FRIDAY)), {day.date: day for day in store.papers.days()}
    gone = FRIDAY.isoformat()
    hub_server.fail("404", match="date=")
    clock.tick(days=1, seconds=60)
    events = await told(refresh)
    (failed,) = (event for event in events if isinstance(event, Failed) and event.day == FRIDAY)
    assert failed.message.startswith("The Hub no longer has this day (404: ")
    assert store.papers.entries(DayView(FRIDAY)) == entries
    (day,) = (day for day in store.papers.days() if day.date == FRIDAY)
    assert (day.gone, day.fetched) == (clock.now, days[FRIDAY].fetched)
    hub_server.requests.clear()
    clock.tick(900)
    await told(refresh)
    assert gone not in hub_server.asked(), "not asked again by itself"
    async with open_reader(store, size=(140, 30)) as user:
        assert "gone from the Hub, fetched" in user.status
    clock.tick(days=8)
    hub_server.fail("")
    await told(refresh)
    assert {day.gone for day in store.papers.days()} == {None}


async def test_fault_06_what_has_not_changed_is_not_sent_again(
    refresh: Refresh, store: Store, hub_server: HubServer, clock: Clock
) -> None:
    await told(refresh)
    before = store.papers.days()[0].fetched
    clock.tick(900)
    hub_server.requests.clear()
    events = await told(refresh)
    assert hub_server.asked() == ["newest", "2026-07-31"]
    assert "if-none-match" in hub_server.requests[1].headers
    (got,) = (event for event in events if isinstance(event, Fetched))
    assert (got.saved.day, got.saved.papers, got.saved.new) == (FRIDAY, 3, 0)
    assert before is not None
    assert store.papers.days()[0].fetched == before + timedelta(seconds=900)


def test_fault_06_an_unchanged_day_moves_only_the_time(store: Store, clock: Clock) -> None:
    store.settings.set("since", FRIDAY.isoformat()).result()
    store.ingest.save_day(FRIDAY, [a_paper(1)], complete=False, etag="e").result()
    clock.tick(90)
    store.ingest.touch_day(FRIDAY, complete=True).result()
    assert store.papers.days() == [
        Day(FRIDAY, papers=1, unread=1, starts_unread=True, complete=True, fetched=clock.now)
    ]
    assert store.papers.etag(FRIDAY) == "e"
    store.ingest.touch_day(WEDNESDAY, complete=True).result()
    assert len(store.papers.days()) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"RateLimit": '"api";r=0;t=7'}, 8),
        ({"RateLimit": '"api";r=0;t=55', "Retry_After": "3"}, 56),
        ({"Retry_After": "9"}, 9),
        ({"RateLimit": '"api";r=400;t=200', "Retry_After": "2"}, 2),
        ({"Retry_After": "0"}, 0),
    ],
)
async def test_fault_07_it_waits_just_what_it_is_told(
    hub_server: HubServer, clock: Clock, headers: dict[str, str], seconds: float
) -> None:
    hub_server.days[FRIDAY] = papers(FRIDAY, 2)
    hub_server.fail("429", times=1, **headers)
    shown: list[tuple[float, list[float]]] = []
    hub = Hub(
        hub_server.url,
        now=clock,
        sleep=clock.sleep,
        on_wait=lambda wait: shown.append((wait, [*clock.slept])),
    )
    assert len((await hub.day(FRIDAY)).papers) == 2
    await hub.close()
    assert clock.slept == ([seconds] if seconds else [])
    assert shown == ([(seconds, [])] if seconds else [])


async def test_fault_07_a_date_to_wait_for(hub: Hub, hub_server: HubServer, clock: Clock) -> None:
    hub_server.fail("429", times=1, Retry_After=format_datetime(clock() + timedelta(seconds=42), usegmt=True))
    await hub.day(FRIDAY)
    assert clock.slept == [42]


async def test_fault_07_over_a_minute_is_not_waited_for(hub: Hub, hub_server: HubServer, clock: Clock) -> None:
    hub_server.fail("429", RateLimit='"api";r=0;t=240')
    with pytest.raises(RateLimited, match="4 minutes") as caught:
        await hub.day(FRIDAY)
    assert caught.value.until == clock() + timedelta(seconds=241)
    assert clock.slept == []
    with pytest.raises(RateLimited):
        await hub.day(FRIDAY)
    assert len(hub_server.requests) == 1, "an empty bucket is not asked for more"


async def test_fault_07_a_hub_that_goes_on_with_429(hub: Hub, hub_server: HubServer, clock: Clock) -> None:
    hub_server.fail("429", Retry_After="5")
    with pytest.raises(RateLimited):
        await hub.day(FRIDAY)
    assert clock.slept == [5, 5]
    assert len(hub_server.requests) == 3


@pytest.mark.parametrize("garbage", ["", "soon", "-5", "1e9", "9" * 400, "Mon, 99 Foo 2026", "\x00", "٣"])
def test_fault_07_garbage_means_the_usual_pause(garbage: str) -> None:
    headers = {"retry-after": garbage, "ratelimit": garbage}
    assert retry_after(headers, datetime(2026, 7, 31, tzinfo=UTC)) is None


def test_fault_07_an_hour_at_most() -> None:
    now = datetime(2026, 7, 31, tzinfo=UTC)
    for headers in (
        {"retry-after": "999999999"},
        {"retry-after": "Fri, 31 Jul 2099 00:00:00 GMT"},
        {"ratelimit": '"api";r=0;t=999999999'},
    ):
        assert retry_after(headers, now) == 3600


async def test_fault_07_a_long_pause_is_kept_across_restarts(
    refresh: Refresh, store: Store, hub: Hub, hub_server: HubServer, clock: Clock
) -> None:
    hub_server.fail("429", Retry_After="600")
    events = await told(refresh)
    assert isinstance(events[-1], Offline)
    assert "10 minutes" in events[-1].message
    hub_server.fail()
    hub_server.requests.clear()
    clock.tick(100)
    again = Refresh(store, Hub(hub_server.url, now=clock), now=clock)
    events = await told(again)
    assert events[0] == Waiting(500)
    assert isinstance(events[1], Offline)
    assert hub_server.requests == []
    clock.now -= timedelta(days=3)
    assert isinstance((await told(refresh))[-1], Done), "a clock set back prolongs no pause"
    clock.now += timedelta(days=3, seconds=501)
    assert isinstance((await told(refresh))[-1], Done)


async def test_fault_07_a_short_pause_is_told_while_it_lasts(
    store: Store, hub_server: HubServer, clock: Clock, hub: Hub
) -> None:
    hub_server.fail("429", times=1, Retry_After="30")
    paused = asyncio.Event()

    async def sleep(seconds: float) -> None:
        await paused.wait()

    client = Hub(hub_server.url, now=clock, sleep=sleep, timings=QUICK)
    events = []
    async for event in Refresh(store, client, now=clock).run():
        events.append(event)
        if isinstance(event, Waiting):
            paused.set()
    assert events[:3] == [Fetching(None), Waiting(30), NewestDay(FRIDAY)]
    await client.close()


@pytest.mark.parametrize(("status", "tries"), [("401", 1), ("404", 1), ("418", 1), ("500", 3), ("503", 3), ("408", 3)])
async def test_fault_08_statuses_are_tried_again_where_that_helps(
    hub: Hub, hub_server: HubServer, status: str, tries: int
) -> None:
    hub_server.fail(f"{status} No\x1b]0;owned\x07 way\x1b[31m")
    with pytest.raises(HubFailed, match=rf"{status}.*No.* way") as caught:
        await hub.day(FRIDAY)
    assert str(caught.value).isprintable()
    assert len(hub_server.requests) == tries


async def test_fault_08_the_third_try_may_do(hub: Hub, hub_server: HubServer, clock: Clock) -> None:
    hub_server.fail("502", times=1)
    hub_server.fail("reset", times=1)
    assert len((await hub.day(FRIDAY)).papers) == 3
    assert len(hub_server.requests) == 3
    first, second = clock.slept
    assert 0.0075 <= first <= 0.0125 < 0.015 <= second <= 0.025


@pytest.mark.parametrize("fault", ["500", "encoded br", "html", "400"])
async def test_fault_08_one_bad_day_does_not_end_it(
    refresh: Refresh, store: Store, hub_server: HubServer, fault: str
) -> None:
    hub_server.fail(fault, match=WEEK[1].isoformat())
    events = await told(refresh)
    assert [event.day for event in events if isinstance(event, Failed)] == [WEEK[1]]
    assert events[-1] == Done(days=6, new=18)
    assert WEEK[1] not in {day.date for day in store.papers.days()}
