"""Weeks, months and what is trending, as a person looks at them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from paperreader.models import Collection, Period
from paperreader.store import Store
from tests.conftest import Clock
from tests.hub_server import HubServer
from tests.hub_server.items import Item, item, papers
from tests.tui.conftest import THU, WED, at_rest, fill, id_of, parsed, week

Reading = Callable[..., Any]
MON = THU - timedelta(days=3)
TUE = THU - timedelta(days=2)
OLD = [date(2026, 6, day) for day in (11, 10, 9, 8)]
THIS_WEEK = Period.of("week", THU)


def ranked(*days: date, count: int = 3) -> dict[date, list[Item]]:
    """Days whose papers interleave by upvotes."""
    made = {day: papers(day, count) for day in days}
    for place, day in enumerate(days):
        for number, each in enumerate(made[day]):
            each["paper"]["upvotes"] = 100 - number * len(days) - place
    return made


@pytest.fixture
def hub(hub_server: HubServer) -> HubServer:
    hub_server.days.update(week())
    hub_server.days.update(ranked(*OLD))
    return hub_server


async def test_w_ranks_the_week_and_escape_goes_back_to_the_paper(store: Store, reading: Reading) -> None:
    fill(store, ranked(THU, WED, TUE, MON))
    async with reading(store, size=(140, 40)) as person:
        await person.press("j", "w")
        assert person.view == THIS_WEEK
        assert person.ids == [id_of(day, n) for n in (1, 2, 3) for day in (THU, WED, TUE, MON)]
        assert person.status.startswith(" Week 31 of 2026 · 12 papers, 12 unread")
        assert f"{WED.day} {WED:%b}" in person.text()
        await person.press("escape")
        assert (person.view, person.at) == (THU, id_of(THU, 2))
        await person.press("w", "j", "q")
        assert (person.view, person.at) == (THU, id_of(THU, 2))
        assert not person.left


async def test_m_is_the_month_and_brackets_go_from_one_to_the_next(store: Store, reading: Reading) -> None:
    june = date(2026, 6, 30)
    fill(store, {**ranked(THU, WED), june: papers(june, 2)})
    async with reading(store) as person:
        await person.press("m")
        assert person.view == Period.of("month", THU)
        assert len(person.ids) == 6
        await person.press("]")
        assert person.view == Period.of("month", june)
        assert len(person.ids) == 2
        await person.press("[")
        assert person.view == Period.of("month", THU)
        await person.press("[")
        assert person.view == Period.of("month", THU), "nothing is newer than the newest day"
        await person.press("w")
        assert isinstance(person.view, Period)
        assert person.view.kind == "week"
        await person.press("escape")
        assert person.view == THU


async def test_days_that_are_missing_are_fetched_and_ranked_in(store: Store, hub: HubServer, reading: Reading) -> None:
    fill(store, {**week(), OLD[0]: hub.days[OLD[0]]}, since=THU)
    async with reading(store, hub=hub.url, size=(140, 40)) as person:
        await at_rest(person)
        hub.delay = 0.1
        person.app.reader._going.show(OLD[0])
        await person.press("w")
        assert "Week 24 of 2026 · 4 days missing · 3 papers" in person.status
        await person.until(lambda: "missing" not in person.status and len(person.ids) == 12)
        assert person.ids == [id_of(day, n) for n in (1, 2, 3) for day in OLD]
        assert person.papers.cursor == 0
        assert hub.asked()[-4:] == [str(OLD[0] + timedelta(days=1)), *map(str, OLD[1:])]


async def test_what_comes_while_a_person_moves_in_the_week_stands_below(
    store: Store, hub: HubServer, reading: Reading
) -> None:
    fill(store, {**week(), OLD[0]: hub.days[OLD[0]], OLD[1]: hub.days[OLD[1]]}, since=THU)
    async with reading(store, hub=hub.url) as person:
        await at_rest(person)
        hub.delay = 0.1
        person.app.reader._going.show(OLD[0])
        await person.press("w", "j")
        here, shown = person.at, person.ids
        await person.until(lambda: len(person.ids) == 12)
        assert person.at == here
        assert person.ids[:6] == shown
        await person.press("r")
        assert person.ids == [id_of(day, n) for n in (1, 2, 3) for day in OLD]


async def test_a_week_that_cannot_be_fetched_says_what_is_missing(store: Store, reading: Reading) -> None:
    fill(store, ranked(THU))
    async with reading(store, size=(140, 40)) as person:
        await person.press("w")
        assert "3 days missing" in person.status
        await person.press("]")
        assert person.said == "Nothing of Week 30 of 2026 is in the store, and there is no network."


async def test_enter_on_the_day_goes_back_to_it(store: Store, reading: Reading) -> None:
    fill(store, ranked(THU, WED))
    async with reading(store, size=(140, 40)) as person:
        await person.press("w", "1", "enter")
        assert person.view == THU


async def test_what_is_trending_is_asked_for_kept_in_its_order_and_shown_offline(
    store: Store, hub: HubServer, reading: Reading, clock: Clock
) -> None:
    old = date(2026, 7, 20)
    hub.days = {THU: [item("2607.30001", day=THU, upvotes=5), item("2607.30002", day=THU, upvotes=50)]}
    hub.days[old] = [item("2607.20001", day=old, upvotes=130, title="A Kettle")]
    fill(store, {THU: hub.days[THU]}, since=THU)
    async with reading(store, hub=hub.url, size=(140, 40)) as person:
        await at_rest(person)
        await person.press("1", "g", "j", "j", "j")
        assert person.view is Collection.TRENDING
        await person.until(lambda: person.ids)
        assert person.ids == ["2607.30002", "2607.20001", "2607.30001"]
        assert "Trending · 3 papers, 2 unread · asked 12:00" in person.status
        assert hub.requests[-1].query["sort"] == "trending"
        asked = len(hub.requests)
        await person.press("k", "j")
        await person.stands_for(0.5)
        assert len(hub.requests) == asked, "so soon it is not asked for again"
        await person.press("r")
        await person.until(lambda: len(hub.requests) > asked)
    clock.tick(days=2)
    async with reading(store, size=(140, 40)) as person:
        await person.press("1", "g", "j", "j", "j")
        assert person.ids == ["2607.30002", "2607.20001", "2607.30001"]
        assert "asked Fri 12:00" in person.status


async def test_from_a_trending_paper_w_goes_to_its_week_if_a_day_lists_it(store: Store, reading: Reading) -> None:
    fill(store, ranked(THU))
    store.save_trending(parsed([item("2607.20001", title="A Kettle"), ranked(THU)[THU][1]])).result()
    async with reading(store, size=(140, 40)) as person:
        await person.press("1", "g", "j", "j", "j", "2", "g", "w")
        assert person.view is Collection.TRENDING
        await person.until(lambda: person.toasts)
        assert person.toasts == ["no day that was fetched lists this paper"]
        await person.press("j", "w")
        assert person.view == THIS_WEEK
        await person.press("q")
        assert (person.view, person.at) == (Collection.TRENDING, id_of(THU, 2))


async def test_trending_without_a_network_says_so(store: Store, reading: Reading) -> None:
    fill(store, ranked(THU))
    async with reading(store) as person:
        await person.press("1", "g", "j", "j", "j")
        assert person.said == "What is trending is not in the store, and there is no network."


def test_a_week_of_iso_and_its_neighbours() -> None:
    last = Period.of("week", date(2026, 12, 31))
    assert (str(last), last.first, last.last) == ("2026-W53", date(2026, 12, 28), date(2027, 1, 3))
    assert [str(last.neighbour(step)) for step in (1, -1)] == ["2026-W52", "2027-W01"]
    assert str(Period.of("week", date(2027, 1, 1))) == "2026-W53"
    december = Period.of("month", date(2026, 12, 31))
    assert (str(december), december.first, december.last) == ("2026-12", date(2026, 12, 1), date(2026, 12, 31))
    assert [str(december.neighbour(step)) for step in (1, -1)] == ["2026-11", "2027-01"]
    assert str(Period.of("month", date(2024, 2, 29))) == "2024-02"
    assert Period.of("month", date(2024, 2, 1)).last == date(2024, 2, 29)


def test_trending_at_is_told_by_the_stores_clock(store: Store, clock: Clock) -> None:
    store.save_trending([]).result()
    assert datetime.fromisoformat(store.setting("trending_at") or "") == clock()
    assert store.entries(Collection.TRENDING) == []
