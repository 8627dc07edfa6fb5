"""Sort orders, and what has risen since the last visit."""

from __future__ import annotations

import pytest

from paperreader.learning.learn import learn
from paperreader.mark_fields import READ
from paperreader.models import Cause
from paperreader.order import Order
from paperreader.period import Period
from paperreader.reader import marking, navigation, read_on
from paperreader.reader.live_search import LiveSearch
from paperreader.reader.visit_recorder import VISIT_INTERVAL_S
from paperreader.store import Store
from paperreader.views import Collection, DayView
from tests.conftest import Clock
from tests.hub_server.items import Item, item, papers
from tests.reader.conftest import OpenSession, User, written
from tests.stored_days import THU, WED, fill, id_of, ids_of, parsed, with_config
from tests.taught import mixed_day, teach, weaver

HOUR = 3600


def items(*votes: int) -> list[Item]:
    """Four papers in the Hub's order, each the first in something."""
    votes = votes or (30, 20, 10, 5)
    return [
        item(id_of(THU, 1), "Beech", day=THU, upvotes=votes[0]),
        item(id_of(THU, 2), "Ash", day=THU, upvotes=votes[1], comments=9),
        item(id_of(THU, 3), "Cedar", day=THU, upvotes=votes[2], repo="https://github.com/a/b", stars=500),
        item(id_of(THU, 4), "Elder", day=THU, upvotes=votes[3]),
    ]


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store, {THU: items(), WED: papers(WED, 3)})
    return store


def vote(store: Store, *votes: int) -> None:
    """The Hub has other figures now."""
    store.ingest.save_day(THU, parsed(items(*votes)), complete=False).result()


def rise(user: User) -> list[int]:
    """How many upvotes each paper has got."""
    return [entry.rise.upvotes for entry in user.rows.entries]


@pytest.mark.parametrize(
    ("order", "numbers", "words"),
    [
        (Order.DEFAULT, [1, 2, 3, 4], ","),
        (Order.NEWEST, [4, 3, 2, 1], ", newest first"),
        (Order.COMMENTS, [2, 1, 3, 4], " by comments"),
        (Order.STARS, [3, 1, 2, 4], " by stars"),
        (Order.TITLE, [2, 1, 3, 4], " by title"),
        (Order.UPVOTES, [1, 2, 3, 4], " by upvotes"),
    ],
)
def test_each_order_and_its_words(
    filled: Store, open_session: OpenSession, order: Order, numbers: list[int], words: str
) -> None:
    user = open_session(filled)
    user.session.sort(order)
    assert user.ids == ids_of(THU, *numbers)
    assert f"4 papers{words}" in user.location
    assert user.rows.cursor == 0, "a cursor at the top stays there"


def test_a_cursor_below_the_top_stays_on_its_paper(filled: Store, open_session: OpenSession) -> None:
    user = open_session(filled)
    user.rows.move_by(1)
    user.session.sort(Order.NEWEST)
    assert (user.at, user.ids[2]) == (id_of(THU, 2), id_of(THU, 2))
    assert user.session.page.paper.id == id_of(THU, 2)  # type: ignore[union-attr]


async def test_the_order_is_kept_for_all_days_and_not_for_collections(filled: Store, open_session: OpenSession) -> None:
    user = open_session(filled)
    user.session.sort(Order.TITLE)
    user.session.go(DayView(WED))
    assert " by title" in user.location
    user.session.go(Collection.UNREAD)
    assert " by title" not in user.location
    assert user.session.orders.of(Collection.UNREAD) is Order.DEFAULT
    written(filled)
    assert open_session(filled).ids == ids_of(THU, 2, 1, 3, 4), "after a restart"


def test_unread_first_and_nothing_moves_until_it_is_sorted_afresh(filled: Store, open_session: OpenSession) -> None:
    filled.marks.set(READ, True, [id_of(THU, 1)], Cause.OPENED).result()
    user = open_session(filled)
    user.session.sort(Order.UNREAD)
    assert user.ids == ids_of(THU, 2, 3, 4, 1)
    user.rows.move_to(0)
    read_on.skip(user.session)
    assert user.ids == ids_of(THU, 2, 3, 4, 1)
    user.session.sort(Order.UNREAD)
    assert user.ids == ids_of(THU, 3, 4, 1, 2)


def test_an_order_of_another_version_is_ignored(filled: Store, open_session: OpenSession) -> None:
    filled.settings.set("order day", "moon").result()
    assert open_session(filled).ids == ids_of(THU, 1, 2, 3, 4)


# -- rise


async def test_what_has_risen_since_the_last_visit_is_shown_while_the_view_is(
    filled: Store, open_session: OpenSession, clock: Clock
) -> None:
    user = open_session(filled)
    assert rise(user) == [0] * 4
    user.session.poll()  # records the visit
    user.session.close()
    clock.tick(8 * HOUR)
    vote(filled, 30, 57, 10, 8)
    user = open_session(filled)
    risen = [0, 37, 0, 3]
    assert rise(user) == risen
    user.rows.move_by(1)
    assert user.entry.rise.upvotes == 37
    user.session.poll()
    user.session.go(DayView(WED))
    user.session.go(DayView(THU))
    assert rise(user) == risen
    user.session.sort(Order.RISE)
    assert user.ids[:2] == ids_of(THU, 2, 4)
    assert " by rise" in user.location
    box = LiveSearch(user.session)
    box.type("sort:rise")
    await user.until(lambda: user.session.search)
    assert user.ids[:2] == ids_of(THU, 2, 4)
    assert rise(user)[:2] == [37, 3]
    box.accept("newest")
    marking.toggle_star(user.session)
    assert rise(user)[:2] == [37, 3], "a mark does not remove it"
    user.session.close()
    clock.tick(8 * HOUR)
    user = open_session(filled)
    assert rise(user) == [0] * 4


async def test_the_rows_stay_while_figures_rise(filled: Store, open_session: OpenSession, clock: Clock) -> None:
    user = open_session(filled)
    user.session.poll()
    user.session.sort(Order.RISE)
    clock.tick(600)
    vote(filled, 30, 20, 10, 95)
    user.session.poll()
    assert (user.ids, rise(user)) == (ids_of(THU, 1, 2, 3, 4), [0, 0, 0, 90])
    navigation.refresh(user.session)
    assert user.ids == ids_of(THU, 4, 1, 2, 3)


def test_a_visit_lasts_as_long_as_the_user_does_something(
    filled: Store, open_session: OpenSession, clock: Clock
) -> None:
    user = open_session(filled)
    user.session.poll()
    for _ in range(3):
        clock.tick(HOUR / 2)
        user.session.on_user_activity()
        user.session.poll()
    vote(filled, 30, 57, 10, 8)
    clock.tick(VISIT_INTERVAL_S + 1)
    user.session.on_user_activity()
    user.session.poll()
    user.session.close()
    clock.tick(8 * HOUR)
    vote(filled, 30, 60, 10, 8)
    assert rise(open_session(filled)) == [0, 3, 0, 0], "not since it was opened"


def test_without_activity_a_visit_ends(filled: Store, open_session: OpenSession, clock: Clock) -> None:
    user = open_session(filled)
    user.session.poll()
    clock.tick(8 * HOUR)
    vote(filled, 30, 57, 10, 8)
    user.session.poll()
    user.session.close()
    clock.tick(8 * HOUR)
    assert rise(open_session(filled)) == [0, 37, 0, 3]


# -- the user's own order


async def test_lists_begin_as_the_settings_say_until_the_user_chooses(filled: Store, open_session: OpenSession) -> None:
    config = with_config(order="title")
    user = open_session(filled, config=config)
    assert user.ids == ids_of(THU, 2, 1, 3, 4)
    user.session.go(Collection.UNREAD)
    assert " by title" in user.location
    user.session.sort(Order.DEFAULT)
    assert " by title" not in user.location
    written(filled)
    user = open_session(filled, config=config)
    assert " by title" in user.location
    user.session.go(Collection.UNREAD)
    assert " by title" not in user.location, "the user's choice counts more, also where it is the list's own order"


def test_where_nothing_was_learned_the_order_is_by_votes_and_says_so(filled: Store, open_session: OpenSession) -> None:
    user = open_session(filled, config=with_config(order="yours"))
    assert user.ids == ids_of(THU, 1, 2, 3, 4)
    assert "4 papers by upvotes (nothing learned yet), 4 unread" in user.location


async def test_a_list_that_was_open_while_it_was_learned_says_how_to_sort_it(
    store: Store, open_session: OpenSession, clock: Clock
) -> None:
    weaver(store, clock())
    store.settings.set("learned", None)
    written(store)
    user = open_session(store, config=with_config(order="yours"))
    learn(store, clock())
    assert " by upvotes (sort again for your order)" in user.location
    user.session.sort(Order.YOURS)
    assert " papers in your order" in user.location


async def test_each_list_can_be_sorted_so(store: Store, open_session: OpenSession, clock: Clock) -> None:
    weaver(store, clock())
    user = open_session(store)
    for view in (DayView(THU), Period.of("week", THU), Period.of("month", THU), Collection.UNREAD, Collection.STARRED):
        user.session.go(view)
        before = set(user.ids)
        user.session.sort(Order.YOURS)
        assert set(user.ids) == before
        assert user.ids[0][7:] in ("003", "009"), view
        assert " papers in your order" in user.location
        marked = [place for place, entry in enumerate(user.rows.entries, 1) if entry.put_forward]
        assert all(place % 7 == 0 for place in marked)
        assert bool(marked) is (len(before) >= 14)


async def test_a_search_is_sorted_so_by_its_text_and_by_the_menu(
    store: Store, open_session: OpenSession, clock: Clock
) -> None:
    weaver(store, clock())
    user = open_session(store)
    box = LiveSearch(user.session)
    box.type("sort:yours")
    await user.until(lambda: user.session.search)
    assert len(user.ids) == 48
    assert "48 papers in your order" in user.location
    assert all(id[7:] in ("003", "009") for id in user.ids[:6])
    by_text = [(entry.id, entry.put_forward) for entry in user.rows.entries]
    assert [put for _, put in by_text if put]
    box.type("sort:newest")
    await user.until(lambda: " newest first" in user.location)
    assert not any(entry.put_forward for entry in user.rows.entries)
    user.session.sort(Order.YOURS)
    assert [(entry.id, entry.put_forward) for entry in user.rows.entries] == by_text


async def test_rows_stay_whatever_is_learned_marked_or_voted(
    store: Store, open_session: OpenSession, clock: Clock
) -> None:
    weaver(store, clock(), count=30)
    user = open_session(store)
    user.session.sort(Order.YOURS)

    def rows() -> list[tuple[str, str]]:
        return [(entry.id, entry.put_forward) for entry in user.rows.entries]

    before = rows()
    assert any(put for _, put in before)
    marking.toggle_star(user.session)
    user.rows.move_by(5)
    read_on.skip(user.session)
    written(store)
    other = Store(store.path, now=clock)
    teach(other, clock(), *ids_of(THU, 20, 22, 24))
    later = [
        {**each, "paper": {**each["paper"], "upvotes": 5 * number}} for number, each in enumerate(mixed_day(THU, 32))
    ]
    other.ingest.save_day(THU, parsed(later), complete=False).result()
    other.close()
    user.session.poll()
    assert rows()[:30] == before
    assert {entry.id: entry.upvotes for entry in user.rows.entries}[id_of(THU, 30)] == 5 * 29
    assert set(user.ids[30:]) == set(ids_of(THU, 31, 32)), "new papers come below"
    navigation.to_neighbour(user.session, step=1)
    user.session.go(DayView(THU))
    assert rows()[:30] != before
    assert {id for id, _ in rows()[:8]} & set(ids_of(THU, 20, 22, 24))
