"""After a holiday: what is kept, what is marked read, and all of it in one step."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from paperreader.models import Cause, Collection, Field
from paperreader.store import Store
from paperreader.tui.dialogs.catch_up import CatchUp
from tests.hub_server.items import item, papers
from tests.tui.conftest import THU, TUE, WED, Person, fill, id_of, ids_of

SOME = (WED, TUE, THU)


def holiday(store: Store) -> None:
    """Three days of five papers with 3, 10, 20, 21 and 80 upvotes."""
    votes = (3, 10, 20, 21, 80)
    fill(store, {day: [item(id_of(day, n), day=day, upvotes=votes[n - 1]) for n in range(1, 6)] for day in SOME})


def read(person: Person, store: Store) -> dict[str, str | None]:
    return {entry.id: person.read_by(entry.id) for day in SOME for entry in store.entries(day) if entry.read}


def said(person: Person) -> str:
    assert isinstance(person.app.screen, CatchUp)
    return person.text()


async def test_the_numbers_follow_the_threshold_and_enter_marks_the_rest_read(
    store: Store, reading: Any, size: tuple[int, int]
) -> None:
    holiday(store)
    store.set_marks(Field.STARRED, True, [id_of(TUE, 1)], Cause.BY_HAND).result()
    async with reading(store, size=size) as person:
        await person.press("C")
        assert "15 unread in 3 days" in said(person)
        assert "keep ▲ 20 and more (10), mark 5 read" in said(person), "the starred one is kept"
        await person.press("l")
        assert "keep ▲ 25 and more (4), mark 11 read" in said(person)
        await person.press("h", "left", "left")
        assert "keep ▲ 10 and more (13), mark 2 read" in said(person)
        await person.press("2", "1")
        assert "keep ▲ 21 and more (7), mark 8 read" in said(person)
        await person.press("backspace")
        assert "keep ▲ 2 and more (15), mark 0 read" in said(person)
        await person.press("0", "enter")
        assert person.toasts == ["5 marked read, 10 kept · U undo"]
        marked = {*ids_of(THU, 1, 2), *ids_of(WED, 1, 2), id_of(TUE, 2)}
        assert read(person, store) == dict.fromkeys(marked, "bulk")
        assert store.totals().unread == 10
        await person.press("U")
        await person.until(lambda: store.totals().unread == 15)


async def test_all_older_than_this_day(store: Store, reading: Any) -> None:
    holiday(store)
    async with reading(store) as person:
        await person.press("]", "C")
        assert "all older than Wed 29: mark 5 read" in said(person)
        await person.press("o")
        assert set(read(person, store)) == set(ids_of(TUE, 1, 2, 3, 4, 5))
        assert person.view == WED


async def test_from_here_down_in_the_order_that_is_shown(store: Store, reading: Any) -> None:
    holiday(store)
    store.set_marks(Field.STARRED, True, [id_of(WED, 5)], Cause.BY_HAND).result()
    async with reading(store) as person:
        await person.press("1", "g", "l", *"jjjjjj")
        assert (person.view, person.at) == (Collection.UNREAD, id_of(WED, 2))
        await person.press("C")
        assert "from here down: mark 8 read" in said(person)
        await person.press("d")
        assert set(read(person, store)) == {*ids_of(WED, 2, 3, 4), *ids_of(TUE, 1, 2, 3, 4, 5)}
        assert len(person.ids) == 15, "the rows stay until the list is sorted afresh"
        await person.press("U")
        await person.until(lambda: store.totals().unread == 15)


async def test_escape_marks_nothing_and_nothing_to_mark_is_said(store: Store, reading: Any) -> None:
    holiday(store)
    async with reading(store) as person:
        await person.press("C", "escape")
        assert person.app.screen is person.app.reader
        await person.press("C", "1", "enter")
        assert person.toasts == ["there is nothing to mark"]
        assert read(person, store) == {}


@pytest.mark.parametrize(("count", "offered"), [(151, True), (150, False)])
async def test_it_is_offered_once_when_much_is_unread(store: Store, reading: Any, count: int, offered: bool) -> None:
    fill(store, {THU: papers(THU, count)})
    words = [f"{count} unread · C catches up"] if offered else []
    async with reading(store) as person:
        await person.until(lambda: person.app.reader._asking._many is not None, 3)
        await person.until(lambda: person.toasts == words)
        await person.until(lambda: (store.setting("catch up") is not None) is offered)
    async with reading(store) as person:
        await person.until(lambda: person.app.reader._asking._many is not None, 3)
        assert person.toasts == [], "once"


async def test_it_is_offered_again_after_the_next_holiday(store: Store, reading: Any) -> None:
    fill(store, {THU: papers(THU, 151)})
    async with reading(store) as person:
        await person.until(lambda: store.setting("catch up"), 3)
    store.set_marks(Field.READ, True, ids_of(THU, *range(1, 101)), Cause.BULK).result()
    async with reading(store) as person:
        await person.until(lambda: store.setting("catch up") is None, 3)
    later = [THU + timedelta(days=days) for days in (4, 5)]
    fill(store, {date(2026, 7, 29): [], **{day: papers(day, 60) for day in later}})
    async with reading(store) as person:
        await person.until(lambda: person.toasts == ["171 unread · C catches up"], 3)
