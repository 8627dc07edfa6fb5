"""The open view follows the store without moving: figures and marks change in place, new papers come last."""

from __future__ import annotations

import sqlite3
from math import inf

import pytest

from paperreader.mark_fields import STARRED
from paperreader.models import Cause, Entry
from paperreader.reader import marking, navigation, read_on, reload_pace
from paperreader.reader.paper_rows import NewPapersRow
from paperreader.store import Store
from paperreader.views import Collection, DayView, Search
from tests.conftest import Clock
from tests.hub_server.items import Item, papers
from tests.reader.conftest import OpenSession, User
from tests.stored_days import THU, WED, fill, flows, id_of, ids_of, parsed

PAPERS = 5


@pytest.fixture
def thursday(store: Store) -> list[Item]:
    """Thursday's papers; `refreshed` stores them as they are by then."""
    items = papers(THU, PAPERS)
    fill(store, {THU: items, WED: papers(WED, 2)})
    return items


def refreshed(user: User, items: list[Item]) -> None:
    store = user.session.store
    store.ingest.save_day(THU, parsed(items), complete=False).result()
    user.session.reload()


def rows(user: User) -> list[str | NewPapersRow]:
    return [row.id if isinstance(row, Entry) else row for row in user.rows.all if isinstance(row, Entry | NewPapersRow)]


async def test_figures_change_in_place_and_new_papers_come_last(
    store: Store, open_session: OpenSession, thursday: list[Item]
) -> None:
    user = open_session(store)
    user.rows.move_to(2)
    order = user.ids
    for number, each in enumerate(thursday):
        each["paper"]["upvotes"] = 1000 + number
    new = papers(THU, PAPERS + 3)[PAPERS:]
    refreshed(user, [*new[:2], *reversed(thursday)])
    assert rows(user) == [*order, NewPapersRow(2), *(each["paper"]["id"] for each in new[:2])]
    assert (user.at, user.entry.upvotes) == (id_of(THU, 3), 1002)
    assert f"{PAPERS + 2} papers" in user.location

    user.rows.move_to(PAPERS - 1)
    user.rows.move_by(1)
    assert user.at == new[0]["paper"]["id"], "the cursor steps over the line above new papers"
    refreshed(user, [*new, *reversed(thursday)])
    assert rows(user)[PAPERS] == NewPapersRow(3)
    assert user.at == new[0]["paper"]["id"]

    navigation.refresh(user.session)
    assert rows(user) == [each["paper"]["id"] for each in [*new, *reversed(thursday)]]
    assert user.at == new[0]["paper"]["id"]


async def test_a_paper_that_a_day_lost_stays_in_the_list_until_it_is_opened_again(
    store: Store, open_session: OpenSession, thursday: list[Item]
) -> None:
    user = open_session(store)
    user.rows.move_to(1)
    lost = user.at
    marking.toggle_star(user.session)
    refreshed(user, [each for each in thursday if each["paper"]["id"] != lost])
    assert (user.at, user.entry.starred) == (lost, True)
    assert user.session.page.paper == store.papers.get(lost)
    read_on.skip(user.session)
    assert user.read_by(lost) == "skipped"
    user.session.go(DayView(WED))
    user.session.go(DayView(THU))
    assert lost not in user.ids
    assert user.marks()[lost, "starred"] == (1, "by hand")


async def test_new_papers_come_last_in_unread_too(
    store: Store, open_session: OpenSession, thursday: list[Item]
) -> None:
    user = open_session(store)
    user.session.go(Collection.UNREAD)
    read_on.skip(user.session)
    order, at = user.ids, user.at
    refreshed(user, papers(THU, PAPERS + 2))
    assert rows(user) == [*order, NewPapersRow(2), *ids_of(THU, PAPERS + 1, PAPERS + 2)]
    assert user.at == at
    navigation.refresh(user.session)
    assert user.ids == [*ids_of(THU, *range(2, PAPERS + 3)), *ids_of(WED, 1, 2)]


async def test_a_list_that_was_empty_takes_the_first_papers_as_its_own(store: Store, open_session: OpenSession) -> None:
    fill(store, {THU: papers(THU, 2)})
    user = open_session(store)
    user.session.go(Collection.STARRED)
    assert (user.ids, user.rows.cursor) == ([], None)
    store.marks.set(STARRED, True, ids_of(THU, 2), Cause.BY_HAND).result()
    user.session.poll()
    assert (rows(user), user.at) == (ids_of(THU, 2), id_of(THU, 2))


async def test_a_list_that_takes_long_to_read_does_not_follow_every_second(
    store: Store, open_session: OpenSession, thursday: list[Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    def starred() -> list[str]:
        user.session.poll()
        return [entry.id for entry in user.rows.entries if entry.starred]

    monkeypatch.setattr(reload_pace, "SLOW_S", 0.0)
    monkeypatch.setattr(reload_pace, "PAUSE_FACTOR", 1e9)
    user = open_session(store)
    store.marks.set(STARRED, True, ids_of(THU, 1), Cause.BY_HAND).result()
    assert starred() == ids_of(THU, 1)
    store.marks.set(STARRED, True, ids_of(THU, 2), Cause.BY_HAND).result()
    assert starred() == ids_of(THU, 1)
    monkeypatch.setattr(reload_pace, "monotonic", lambda: inf)
    assert starred() == ids_of(THU, 1, 2), "nothing is missed"


async def test_a_paper_that_cannot_be_read_leaves_the_rest(
    store: Store, open_session: OpenSession, thursday: list[Item]
) -> None:
    with sqlite3.connect(store.path) as other:
        other.execute("UPDATE paper SET keywords = '[broken' WHERE id = ?", [id_of(THU, 1)])
    user = open_session(store)
    assert (user.ids, len(user.toasts)) == (ids_of(THU, *range(1, PAPERS + 1)), 1)
    user.rows.move_by(1)
    assert user.session.page.paper
    assert user.session.page.paper.id == id_of(THU, 2)


async def test_a_new_day_that_takes_over_counts_as_visited(
    store: Store, open_session: OpenSession, clock: Clock
) -> None:
    fill(store, {WED: papers(WED, 2)})
    user = open_session(store)
    user.session.poll()
    fill(store, {THU: papers(THU, 2)})
    clock.tick(1)
    user.session.poll()
    assert user.view == THU
    user.session.poll()
    await user.until(lambda: store.visits.last(DayView(THU)))


async def test_highlights_stay_while_a_refresh_changes_figures(store: Store, open_session: OpenSession) -> None:
    flows(store)
    user = open_session(store)
    user.session.searcher.run(Search("flow"))
    await user.until(lambda: user.session.searcher.highlights.matches.ranges)
    ranges = user.session.searcher.highlights.matches.ranges
    paper = user.session.page.paper
    assert paper
    user.session.searcher.highlight(user.session.search, paper._replace(upvotes=paper.upvotes + 1), None)
    assert user.session.searcher.highlights.matches.ranges == ranges
