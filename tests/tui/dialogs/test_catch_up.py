"""Catching up after a holiday: what is kept, what is marked read, and all of it as one step."""

from __future__ import annotations

from typing import Any

from paperreader.mark_fields import STARRED
from paperreader.models import Cause
from paperreader.store import Store
from paperreader.tui.dialogs.catch_up import CatchUpDialog
from paperreader.views import Collection, DayView
from tests.hub_server.items import item
from tests.stored_days import THU, TUE, WED, fill, id_of, ids_of
from tests.tui.conftest import User

DAYS = (WED, TUE, THU)


def holiday(store: Store) -> None:
    """Three days of five papers with 3, 10, 20, 21 and 80 upvotes."""
    votes = (3, 10, 20, 21, 80)
    fill(store, {day: [item(id_of(day, n), day=day, upvotes=votes[n - 1]) for n in range(1, 6)] for day in DAYS})


def marked_read(user: User, store: Store) -> dict[str, str | None]:
    entries = (entry for day in DAYS for entry in store.papers.entries(DayView(day)))
    return {entry.id: user.read_by(entry.id) for entry in entries if entry.read}


def dialog(user: User) -> str:
    assert isinstance(user.app.screen, CatchUpDialog)
    return user.text()


async def test_the_numbers_follow_the_threshold_and_enter_marks_the_rest_read(
    store: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    holiday(store)
    store.marks.set(STARRED, True, [id_of(TUE, 1)], Cause.BY_HAND).result()
    async with open_reader(store, size=size) as user:
        await user.press("C")
        assert "15 unread in 3 days" in dialog(user)
        assert "h l or a number: change the threshold" in dialog(user)
        assert "keep ▲ 20+ (10 papers), mark 5 read" in dialog(user), "the starred one is kept"
        await user.press("l")
        assert "keep ▲ 25+ (4 papers), mark 11 read" in dialog(user)
        await user.press("h", "left", "left")
        assert "keep ▲ 10+ (13 papers), mark 2 read" in dialog(user)
        await user.press("2", "1")
        assert "keep ▲ 21+ (7 papers), mark 8 read" in dialog(user)
        await user.press("backspace")
        assert "keep ▲ 2+ (15 papers), mark 0 read" in dialog(user)
        await user.press("0", "enter")
        assert user.toasts == ["5 marked read, 10 kept · U undo"]
        marked = {*ids_of(THU, 1, 2), *ids_of(WED, 1, 2), id_of(TUE, 2)}
        assert marked_read(user, store) == dict.fromkeys(marked, "bulk")
        assert store.papers.totals().unread == 10
        await user.press("U")
        await user.until(lambda: store.papers.totals().unread == 15)


async def test_all_older_than_this_day(store: Store, open_reader: Any) -> None:
    holiday(store)
    async with open_reader(store) as user:
        await user.press("]", "C")
        assert "older than Wed 29: mark 5 read" in dialog(user)
        await user.press("o")
        assert set(marked_read(user, store)) == set(ids_of(TUE, 1, 2, 3, 4, 5))
        assert user.view == WED


async def test_from_here_down_in_the_order_that_is_shown(store: Store, open_reader: Any) -> None:
    holiday(store)
    store.marks.set(STARRED, True, [id_of(WED, 5)], Cause.BY_HAND).result()
    async with open_reader(store) as user:
        await user.press("1", "g", "l", *"jjjjjj")
        assert (user.view, user.at) == (Collection.UNREAD, id_of(WED, 2))
        await user.press("C")
        assert "rest of this list: mark 8 read" in dialog(user)
        await user.press("d")
        assert set(marked_read(user, store)) == {*ids_of(WED, 2, 3, 4), *ids_of(TUE, 1, 2, 3, 4, 5)}
        assert len(user.ids) == 15, "the rows stay until the list is sorted afresh"
        await user.press("U")
        await user.until(lambda: store.papers.totals().unread == 15)


async def test_what_is_followed_stays_unread_unless_the_user_wants_otherwise(store: Store, open_reader: Any) -> None:
    holiday(store)
    loom = item(id_of(THU, 6), "A followed loom", day=THU, upvotes=1)
    fill(store, {THU: [loom, item(id_of(THU, 7), day=THU, upvotes=2)]})
    store.searches.save("looms", "title:followed", follows=True).result()
    async with open_reader(store) as user:
        await user.press("C")
        before = dialog(user)
        assert "1 followed paper: stays unread" in before
        await user.press("f")
        assert "1 followed paper: not spared" in dialog(user)
        assert dialog(user) != before
        await user.press("f", "enter")
        await user.until(lambda: user.read_by(id_of(THU, 7)) == "bulk")
        assert user.read_by(id_of(THU, 6)) is None
        await user.press("C", "f", "enter")
        await user.until(lambda: user.read_by(id_of(THU, 6)) == "bulk")
        await user.press("U")
        await user.until(lambda: user.read_by(id_of(THU, 6)) is None)
        assert user.read_by(id_of(THU, 7)) == "bulk", "each is one step"


async def test_escape_marks_nothing_and_nothing_to_mark_is_said(store: Store, open_reader: Any) -> None:
    holiday(store)
    async with open_reader(store) as user:
        await user.press("C", "escape")
        assert user.app.screen is user.app.reader
        await user.press("C", "1", "enter")
        assert user.toasts == ["No papers to mark."]
        assert marked_read(user, store) == {}


async def test_on_a_small_screen_all_of_it_is_seen(store: Store, open_reader: Any) -> None:
    holiday(store)
    async with open_reader(store, size=(40, 10)) as user:
        await user.press("C")
        await user.until(lambda: "20+, mark 6 read" in user.text())
        await user.until(lambda: "older than" not in user.text() or "mark 0" not in user.text())
        assert "mark 0" not in user.text(), "there is nothing that it would mark"
        assert "Starred papers are left alone;" in user.text()
        assert "undoes it." in user.text()
