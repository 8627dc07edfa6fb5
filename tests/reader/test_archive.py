"""Fetching the whole archive behind everything else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from paperreader.reader import tasks as tasks_module
from paperreader.reader.archive import WANTED_SETTING
from paperreader.reader.navigation import fetch_archive
from paperreader.refresh import Event
from paperreader.refresh.progress import Progress
from paperreader.store import Store
from paperreader.views import FIRST_DAY, DayView
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.reader.conftest import OpenSession, User
from tests.stored_days import fill

NEWEST = date(2023, 6, 8)
"""A Thursday, 26 working days after the first day of all."""
DAYS = [day for back in range(36) if (day := NEWEST - timedelta(days=back)).weekday() < 5]
WEEK = DAYS[:7]


@pytest.fixture
def hub(hub_server: HubServer) -> HubServer:
    assert DAYS[-1] == FIRST_DAY
    hub_server.days.update({day: papers(day, 3) for day in DAYS})
    return hub_server


@pytest.fixture
async def user(store: Store, hub: HubServer, open_session: OpenSession) -> User:
    """After a first start: the newest week is stored, and nothing is going on."""
    fill(store, {day: hub.days[day] for day in WEEK}, since=NEWEST)
    user = open_session(store, hub=hub.url)
    user.session.start()
    await user.until(lambda: user.session.sync.is_idle)
    return user


def stored(store: Store) -> list[date]:
    return [day.date for day in store.papers.days()]


async def test_it_is_fetched_and_says_how_far_it_is(user: User, store: Store, hub: HubServer) -> None:
    hub.delay = 0.02
    assert user.session.archive.facts == []
    fetch_archive(user.session, wanted=True)
    assert user.activity == "downloading the archive"
    missing = len(DAYS) - 6
    await user.until(lambda: f"/{missing} days" in user.activity)
    assert user.activity.startswith("archive ")
    await user.until(lambda: user.toasts)
    assert user.toasts == [f"Archive complete: {missing} days fetched, {3 * missing} papers"]
    assert stored(store) == DAYS
    assert "archive" not in user.activity
    assert store.papers.totals().unread == 3
    await user.until(lambda: store.settings.get(WANTED_SETTING) is None)
    await user.until(lambda: user.session.catalog.day(DAYS[20]).papers == 3)


async def test_what_the_user_opens_comes_before_the_next_day_of_it(user: User, store: Store, hub: HubServer) -> None:
    hub.delay = 0.1
    fetch_archive(user.session, wanted=True)
    await user.until(lambda: len(stored(store)) > 8)
    user.session.go(DayView(FIRST_DAY))
    await user.until(lambda: len(user.ids) == 3)
    assert len(stored(store)) < len(DAYS)


async def test_it_stops_at_once_and_goes_on_when_it_is_wanted_again(user: User, store: Store, hub: HubServer) -> None:
    hub.delay = 0.05
    fetch_archive(user.session, wanted=True)
    await user.until(lambda: len(stored(store)) > 9)
    process = user.session.archive._worker._process  # type: ignore[union-attr]
    assert process
    fetch_archive(user.session, wanted=False)
    assert user.session.archive.facts == []
    assert "archive" not in user.activity
    await user.until(lambda: process.has_ended)
    assert len(stored(store)) < len(DAYS)
    await user.until(lambda: store.settings.get(WANTED_SETTING) is None)
    hub.delay = 0
    fetch_archive(user.session, wanted=True)
    await user.until(lambda: len(stored(store)) == len(DAYS))


async def test_the_next_start_goes_on_with_it(store: Store, hub: HubServer, open_session: OpenSession) -> None:
    fill(store, {day: hub.days[day] for day in WEEK}, since=NEWEST)
    store.settings.set(WANTED_SETTING, "wanted").result()
    open_session(store, hub=hub.url).session.start()
    user = open_session(store)
    await user.until(lambda: stored(store) == DAYS)
    await user.until(lambda: store.settings.get(WANTED_SETTING) is None)


async def test_without_a_network_it_waits_and_then_goes_on(
    user: User, store: Store, hub: HubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks_module, "FIRST_RETRY_S", 0.1)
    hub.fail("reset", match=str(DAYS[15]))
    fetch_archive(user.session, wanted=True)
    await user.until(lambda: user.activity.startswith("archive paused · "))
    assert stored(store) == DAYS[:15]
    hub.fail()
    await user.until(lambda: stored(store) == DAYS)


async def test_an_internal_error_is_shown_and_it_is_tried_again(
    user: User, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks_module, "FIRST_RETRY_S", 0.2)
    update, mistakes = Progress.update, iter([KeyError("a mistake")])

    def stumble(progress: Progress, event: Event) -> None:
        if mistake := next(mistakes, None):
            raise mistake
        update(progress, event)

    monkeypatch.setattr(Progress, "update", stumble)
    fetch_archive(user.session, wanted=True)
    await user.until(lambda: user.activity == "archive paused · internal error; see the log")
    await user.until(lambda: stored(store) == DAYS)


async def test_days_that_cannot_be_fetched_are_counted(user: User, store: Store, hub: HubServer) -> None:
    hub.fail("400", match=str(DAYS[15]))
    fetch_archive(user.session, wanted=True)
    await user.until(lambda: user.toasts)
    assert user.toasts[-1].endswith(" · 1 could not be fetched")
    assert stored(store) == [day for day in DAYS if day != DAYS[15]]


async def test_without_the_hub_it_is_not_wanted(store: Store, open_session: OpenSession) -> None:
    user = open_session(store)
    fetch_archive(user.session, wanted=True)
    assert user.toasts == ["Offline: the Hub is not asked."]
    assert store.settings.get(WANTED_SETTING) is None
