"""A second look in the reader: what counts as one, and that nothing moves while the user is at it."""

from __future__ import annotations

import pytest

from paperreader.config import Config
from paperreader.mark_fields import LOOKED_AGAIN, READ
from paperreader.models import NO_RISE
from paperreader.reader.marking import mark_all_read, toggle_read, toggle_star
from paperreader.reader.read_on import finish, skip
from paperreader.reader.undo import next_step, redo, undo
from paperreader.store import Store
from paperreader.views import Collection, DayView
from tests.conftest import Clock
from tests.reader.conftest import OpenSession, User, move, written
from tests.second_look import DAY, id_of, play, save
from tests.stored_days import CONFIG

TIMED = CONFIG._replace(mark_read_after=2)
TOP, MIDDLE, LAST = id_of(14), id_of(13), id_of(12)


def looking(store: Store, clock: Clock, open_session: OpenSession, config: Config = TIMED) -> User:
    """A user in front of three papers, the cursor on the first."""
    play(store, clock, 12, 13, 14)
    user = open_session(store, config=config)
    user.session.on_user_activity()
    user.session.go(Collection.SECOND_LOOK)
    assert user.ids == [TOP, MIDDLE, LAST]
    assert user.at == TOP
    return user


def opened_again(user: User) -> list[str]:
    """What the list has at its next opening."""
    written(user.session.store)
    user.session.go(DayView(DAY))
    user.session.go(Collection.SECOND_LOOK)
    return user.ids


async def test_what_was_shown_for_the_read_time_is_gone_at_the_next_opening(
    store: Store, clock: Clock, open_session: OpenSession
) -> None:
    user = looking(store, clock, open_session)

    def rows() -> list[tuple[str, int, bool | None]]:
        return [(entry.id, entry.rise.upvotes, entry.passed and entry.passed.looked_at) for entry in user.rows.entries]

    move(user.session, 1, after_s=3, clock=clock)
    move(user.session, 1, after_s=1, clock=clock)
    written(store)
    assert user.marks()[TOP, LOOKED_AGAIN] == (1, "passed")
    expected = [(TOP, 114, True), (MIDDLE, 113, False), (LAST, 112, False)]
    assert (user.at, rows()) == (LAST, expected), "no row has moved, and each still says how it rose"
    user.session.reload()
    assert rows() == expected
    assert opened_again(user) == [MIDDLE, LAST]
    assert user.read_by(TOP) == "skipped", "how it was passed over is not forgotten"
    undo(user.session)
    assert user.toasts[-1].startswith("Undone: 3 papers unread again"), "no step of its own"


async def test_it_counts_as_well_where_the_user_leaves_from_it(
    store: Store, clock: Clock, open_session: OpenSession
) -> None:
    user = looking(store, clock, open_session)
    clock.tick(3)
    assert opened_again(user) == [MIDDLE, LAST]


async def test_a_look_at_its_day_is_none_unless_it_was_listed(
    store: Store, clock: Clock, open_session: OpenSession
) -> None:
    play(store, clock, 12, 13)
    user = open_session(store, config=TIMED)
    user.session.on_user_activity()
    user.session.go(DayView(DAY), at=LAST)
    clock.tick(3)
    assert opened_again(user) == [MIDDLE, LAST]
    user.session.go(DayView(DAY), at=LAST)
    clock.tick(3)
    assert opened_again(user) == [MIDDLE]


@pytest.mark.parametrize("key", [finish, skip])
async def test_space_and_x_go_through_the_list(
    store: Store, clock: Clock, open_session: OpenSession, key: object
) -> None:
    user = looking(store, clock, open_session)
    assert callable(key)
    for at in (MIDDLE, LAST, LAST):
        key(user.session)
        assert user.at == at
    assert user.activity == "nothing below"
    assert user.ids == [TOP, MIDDLE, LAST]
    undo(user.session)
    assert user.at == LAST
    assert user.toasts[-1].startswith(f"Undone: “Paper {int(id_of(12)[5:])}” back in Second look")
    clock.tick(3)
    undo(user.session)
    assert user.at == MIDDLE
    clock.tick(3)
    assert opened_again(user) == [MIDDLE, LAST], "undo takes the user back to a paper, which is no look at it"
    redo(user.session)
    assert opened_again(user) == [LAST]


async def test_what_is_selected_is_skipped_together(store: Store, clock: Clock, open_session: OpenSession) -> None:
    user = looking(store, clock, open_session, CONFIG)
    user.rows.toggle_selected()
    user.rows.move_by(1)
    user.rows.toggle_selected()
    skip(user.session)
    assert user.toasts == ["2 skipped · {mark.undo} undo"]
    assert next_step(user.session, redo=False) == "2 papers skipped"
    assert opened_again(user) == [LAST]


async def test_all_of_it_at_once(store: Store, clock: Clock, open_session: OpenSession) -> None:
    user = looking(store, clock, open_session, CONFIG)
    mark_all_read(user.session)
    assert user.toasts == ["3 looked at again · {mark.undo} undo"]
    assert opened_again(user) == []
    assert "top tenth of their day" in user.rows.empty_text
    undo(user.session)
    assert user.toasts[-1] == "Undone: 3 papers back in Second look"
    assert opened_again(user) == [TOP, MIDDLE, LAST]


async def test_a_star_and_an_unread_mark_take_it_out_and_undo_brings_it_back(
    store: Store, clock: Clock, open_session: OpenSession
) -> None:
    user = looking(store, clock, open_session, CONFIG)
    toggle_star(user.session)
    assert (user.ids, user.entry.rise.upvotes) == ([TOP, MIDDLE, LAST], 114)
    user.rows.move_by(1)
    toggle_read(user.session)
    assert opened_again(user) == [LAST]
    undo(user.session)
    undo(user.session)
    assert opened_again(user) == [TOP, MIDDLE, LAST]


async def test_an_unread_paper_of_the_list_is_read_with_space(
    store: Store, clock: Clock, open_session: OpenSession
) -> None:
    user = looking(store, clock, open_session, CONFIG)
    toggle_read(user.session)
    finish(user.session)
    written(store)
    assert user.read_by(TOP) == "opened"
    assert (TOP, LOOKED_AGAIN) not in user.marks()


async def test_papers_that_rise_meanwhile_come_below(store: Store, clock: Clock, open_session: OpenSession) -> None:
    user = looking(store, clock, open_session, CONFIG)
    user.rows.move_by(1)
    play(store, clock, 11, day=DAY.replace(day=28))
    user.session.reload()
    assert user.ids == [TOP, MIDDLE, LAST, id_of(11, DAY.replace(day=28))]
    assert user.at == MIDDLE
    save(store, {12: 900, 13: 800, 14: 700})
    user.session.reload()
    assert user.ids[:3] == [TOP, MIDDLE, LAST]
    assert user.entry.rise.upvotes == 800
    assert opened_again(user)[:3] == [LAST, MIDDLE, TOP]


async def test_the_rise_is_kept_in_other_lists_as_well_when_a_row_is_listed_no_more(
    store: Store, clock: Clock, open_session: OpenSession
) -> None:
    save(store, {})
    store.settings.set("since", DAY.isoformat()).result()
    store.visits.record(Collection.UNREAD).result()
    clock.tick(days=1)
    save(store, {1: 50})
    user = open_session(store)
    user.session.go(Collection.UNREAD)
    assert (user.at, user.entry.rise.upvotes) == (id_of(1), 41)
    user.session.mark(READ, True, [user.at])
    assert user.entry.read
    assert user.entry.rise != NO_RISE


async def test_they_are_counted_again_when_votes_or_marks_have_changed(
    store: Store, clock: Clock, open_session: OpenSession
) -> None:
    user = looking(store, clock, open_session, CONFIG)

    def counted(papers: int) -> bool:
        user.session.poll()
        return user.session.catalog.totals.second_look == papers

    assert user.session.catalog.totals.second_look == 0, "a start does not count"
    await user.until(lambda: counted(3))
    finish(user.session)
    await user.until(lambda: counted(2))
    undo(user.session)
    await user.until(lambda: counted(3))
    play(store, clock, 11, day=DAY.replace(day=28))
    await user.until(lambda: counted(4))
    assert store.settings.get("second-look") == "4"
    mark_all_read(user.session)
    await user.until(lambda: counted(0) or counted(1))
