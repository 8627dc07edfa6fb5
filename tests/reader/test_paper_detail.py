"""What is around the paper on the page: when the Hub is asked, and what becomes of its answer."""

from __future__ import annotations

import pytest

from paperreader.hub.requests import RESERVED_CALLS
from paperreader.reader.navigation import refresh
from paperreader.reader.paper_detail import MAX_AGE, RETRY_AFTER
from paperreader.store import Store
from tests.conftest import Clock
from tests.hub_server import HubServer
from tests.hub_server.linked import repos
from tests.reader.conftest import OpenSession, User
from tests.stored_days import THU, id_of, two_days, week

PAPER, NEXT = id_of(THU, 1), id_of(THU, 2)


@pytest.fixture
def hub(hub_server: HubServer) -> HubServer:
    hub_server.days.update(week(12))
    hub_server.linked = {PAPER: repos(models=17, datasets=1, spaces=2), NEXT: repos(models=1)}
    return hub_server


@pytest.fixture
async def user(store: Store, open_session: OpenSession, hub: HubServer) -> User:
    """In front of the first paper; the refresh has found the network."""
    two_days(store)
    user = open_session(store, hub=hub.url)
    user.session.start()
    await user.until(lambda: user.session.sync.has_answered and user.session.sync.is_idle)
    user.session.reload()
    user.session.rows.move_to(user.ids.index(PAPER))
    user.session.on_user_activity()
    return user


def asked(hub: HubServer) -> list[str]:
    """The papers whose detail was asked for, in order."""
    return [each.path.removeprefix("/api/papers/") for each in hub.requests if each.path.startswith("/api/papers/")]


def linked(user: User) -> dict[str, int]:
    return dict(user.session.page.linked.totals)


async def test_a_page_that_is_looked_at_for_a_second_says_what_names_the_paper(user: User, hub: HubServer) -> None:
    user.session.poll()
    assert linked(user) == {}
    user.session.poll()
    await user.until(lambda: linked(user) == {"model": 17, "dataset": 1, "space": 2})
    assert asked(hub) == [PAPER]
    assert hub.requests[-1].query == {"field": "comments"}
    first = user.session.page.linked.repos[0]
    assert (first.kind, first.id, first.likes, first.downloads) == ("model", "loom-lab/weaver-1b", 9000, 2_400_000)
    assert (first.parameters, first.about, first.gated) == (1_000_000_000, "image-text-to-text", False)
    assert [len(user.session.page.linked.of_kind(kind)) for kind in ("model", "dataset", "space")] == [5, 1, 2]


async def test_pages_that_are_only_passed_are_not_asked_about(user: User, hub: HubServer) -> None:
    for _ in range(8):
        user.session.poll()
        user.session.rows.move_by(1)
    user.session.poll()
    user.session.poll()
    await user.until(lambda: asked(hub))
    assert asked(hub) == [user.at]


async def test_it_is_asked_again_after_a_day_and_at_once_when_the_user_refreshes(
    user: User, hub: HubServer, clock: Clock
) -> None:
    user.session.details.ask(PAPER)
    await user.until(lambda: linked(user))
    for _ in range(3):
        user.session.poll()
    hub.linked[PAPER] = repos(models=18, spaces=2)
    refresh(user.session)
    await user.until(lambda: linked(user) == {"model": 18, "dataset": 0, "space": 2})
    assert asked(hub) == [PAPER] * 2
    clock.tick(MAX_AGE.total_seconds() + 60)
    user.session.poll()
    await user.until(lambda: asked(hub) == [PAPER] * 3)


@pytest.mark.parametrize("fault", ["404", "401", "html", "truncate", "429"])
async def test_what_goes_wrong_leaves_what_was_there_and_is_reported_once(
    user: User, hub: HubServer, clock: Clock, fault: str
) -> None:
    user.session.details.ask(PAPER)
    await user.until(lambda: linked(user))
    clock.tick(days=2)
    hub.fail(fault, match="/api/papers/", **({"Retry_After": "3000"} if fault == "429" else {}))
    for _ in range(3):
        user.session.poll()
    await user.until(lambda: user.toasts)
    assert linked(user) == {"model": 17, "dataset": 1, "space": 2}
    before = len(asked(hub))
    for _ in range(5):
        user.session.poll()
    clock.tick(RETRY_AFTER.total_seconds())
    user.session.poll()
    await user.until(lambda: not user.session.tasks.is_running("asking about a paper"))
    assert len(asked(hub)) >= before + (fault != "429")  # the pause that it asked for lasts
    assert len(user.toasts) == 1
    hub.fail()
    clock.tick(3600)
    user.session.poll()
    await user.until(
        lambda: user.session.page.linked.fetched and user.session.page.linked.fetched > clock.now - MAX_AGE
    )
    assert linked(user) == {"model": 17, "dataset": 1, "space": 2}


async def test_offline_nothing_is_asked_and_nothing_is_said(user: User, hub: HubServer) -> None:
    hub.stop()
    user.session.sync.request_due()
    await user.until(lambda: user.session.sync.offline)
    for _ in range(3):
        user.session.poll()
    user.session.details.ask(PAPER)
    await user.until(lambda: not user.session.tasks.is_running("asking about a paper"))
    assert (asked(hub), user.toasts) == ([], [])


async def test_nothing_is_asked_before_the_user_looks_nor_while_the_page_is_hidden(
    store: Store, open_session: OpenSession, hub: HubServer
) -> None:
    two_days(store)
    user = open_session(store, hub=hub.url)
    user.session.start()
    await user.until(lambda: user.session.sync.has_answered and user.session.sync.is_idle)
    for _ in range(3):
        user.session.poll()
    user.session.on_user_activity()
    user.session.timer.set_page_hidden(True)
    for _ in range(3):
        user.session.poll()
    assert not user.session.tasks.is_running("asking about a paper")
    user.session.timer.set_page_hidden(False)
    user.session.poll()
    await user.until(lambda: asked(hub) == [user.at])


async def test_few_calls_are_left_for_what_the_user_does(user: User, hub: HubServer) -> None:
    user.session.details.ask(NEXT)  # the worker learns how many are left
    await user.until(lambda: not user.session.tasks.is_running("asking about a paper"))
    hub.quota = hub.used + RESERVED_CALLS - 1
    user.session.details.ask(NEXT)
    await user.until(lambda: not user.session.tasks.is_running("asking about a paper"))
    user.session.poll()
    user.session.poll()
    await user.until(lambda: user.toasts)
    assert "calls to the Hub are left" in user.toasts[-1]
    assert asked(hub) == [NEXT, NEXT]
    user.session.details.ask(PAPER)
    await user.until(lambda: linked(user))


async def test_the_users_own_wish_goes_first(user: User, hub: HubServer) -> None:
    hub.fail("slow 30", match="/api/papers/2")
    user.session.poll()
    user.session.poll()
    await user.until(lambda: asked(hub) == [PAPER])
    user.session.searcher.ask_hub("loom")
    results = user.session.searcher
    await user.until(lambda: results.results and results.results.rows and results.running is None)
    await user.until(lambda: user.session.search and user.ids)
    assert not user.session.tasks.is_running("asking about a paper")


async def test_all_are_fetched_when_the_user_wants_them(user: User, hub: HubServer) -> None:
    details = user.session.details
    details.ask(PAPER)
    await user.until(lambda: linked(user))
    details.ask_for_all(PAPER)
    assert details.progress == "Asking the Hub for the others …"
    await user.until(lambda: user.session.store.papers.linked(PAPER).is_whole and not details.progress)
    hub.fail("html", match="/repos")
    details.ask_for_all(PAPER)
    await user.until(lambda: details.progress.startswith("The answer is not the Hub's"))
    assert user.session.store.papers.linked(PAPER).is_whole


async def test_another_attempt_is_told_to_the_user_who_asked_and_to_nobody_else(user: User, hub: HubServer) -> None:
    hub.fail("500", match="/api/papers/", times=1)
    for _ in range(2):
        user.session.poll()
    await user.until(lambda: linked(user))
    assert len(asked(hub)) == 2
    assert user.toasts == []
    hub.fail("500", match="/api/papers/", times=1)
    user.session.details.ask(PAPER)
    said = f"Asking the Hub about arXiv:{PAPER}: The Hub returned an error (500); trying again in "
    await user.until(lambda: user.session.toasts.last.startswith(said))
    await user.until(lambda: user.session.toasts.last == "")


async def test_another_attempt_at_the_others_is_told_in_their_list(user: User, hub: HubServer) -> None:
    hub.fail("500", match="/api/arxiv/", times=1)
    details = user.session.details
    details.ask_for_all(PAPER)
    await user.until(lambda: details.progress.startswith("The Hub returned an error (500); trying again in "))
    await user.until(lambda: details.progress == "")
