"""What is around the paper on the page: when the Hub is asked, and what becomes of its answer."""

from __future__ import annotations

import pytest

from paperreader.reader.paper_detail import MAX_AGE
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
    from paperreader.reader.navigation import refresh

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
