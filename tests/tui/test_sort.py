"""Sorting a list, and what rose since it was last looked at."""

from __future__ import annotations

from typing import Any

import pytest

from paperreader.models import Cause, Collection, Field
from paperreader.store import Store
from paperreader.tui import shelf
from tests.conftest import Clock
from tests.hub_server.items import Item, item, papers
from tests.tui.conftest import SMALL, THU, WED, WIDE, Person, fill, id_of, ids_of, parsed

HOUR = 3600


def items(votes: tuple[int, ...] = (30, 20, 10, 5)) -> list[Item]:
    """Four papers in the hub's order, each the first in something."""
    return [
        item(id_of(THU, 1), "Beech", day=THU, upvotes=votes[0]),
        item(id_of(THU, 2), "Ash", day=THU, upvotes=votes[1], comments=9),
        item(id_of(THU, 3), "Cedar", day=THU, upvotes=votes[2], repo="https://github.com/a/b", stars=500),
        item(id_of(THU, 4), "Elder", day=THU, upvotes=votes[3]),
    ]


def a_day(store: Store) -> None:
    fill(store, {THU: items(), WED: papers(WED, 3)})


@pytest.mark.parametrize(
    ("letter", "order", "said"),
    [
        ("n", [4, 3, 2, 1], ", newest first"),
        ("c", [2, 1, 3, 4], " by comments"),
        ("s", [3, 1, 2, 4], " by stars"),
        ("t", [2, 1, 3, 4], " by title"),
        ("v", [1, 2, 3, 4], " by upvotes"),
    ],
)
async def test_s_and_a_letter_sort_the_list_and_the_status_says_so(
    store: Store, reading: Any, size: tuple[int, int], letter: str, order: list[int], said: str
) -> None:
    a_day(store)
    async with reading(store, size=size) as person:
        await person.press("s")
        assert "Sort" in person.text()
        assert "upvotes" in person.text()
        await person.press(letter)
        assert person.ids == ids_of(THU, *order)
        assert f"4 papers{said}" in person.status
        assert person.at == person.ids[0], "who is at the top stays there"
        await person.press("s", "h")
        assert person.ids == ids_of(THU, 1, 2, 3, 4)
        assert "4 papers, 4 unread" in person.status


async def test_who_is_not_at_the_top_stays_at_the_paper(store: Store, reading: Any) -> None:
    a_day(store)
    async with reading(store) as person:
        await person.press("j", "s", "n")
        assert (person.at, person.ids[2]) == (id_of(THU, 2), id_of(THU, 2))
        assert person.page.paper.id == id_of(THU, 2)


async def test_the_order_is_kept_for_all_days_and_over_a_restart_and_not_for_collections(
    store: Store, reading: Any
) -> None:
    a_day(store)
    async with reading(store) as person:
        await person.press("s", "t", "]")
        assert " by title" in person.status
        await person.press("1", "g")
        assert person.view is Collection.UNREAD
        assert "by title" not in person.status
        await person.press("s")
        assert "by day, newest first ✓" in person.text()
        await person.press("escape")
    async with reading(store) as person:
        assert person.ids == ids_of(THU, 2, 1, 3, 4)


async def test_unread_first_and_nothing_moves_until_it_is_sorted_afresh(store: Store, reading: Any) -> None:
    a_day(store)
    store.set_marks(Field.READ, True, [id_of(THU, 1)], Cause.OPENED).result()
    async with reading(store) as person:
        await person.press("s", "u")
        assert person.ids == ids_of(THU, 2, 3, 4, 1)
        await person.press("g", "x")
        assert person.ids == ids_of(THU, 2, 3, 4, 1)
        await person.press("r")
        assert person.ids == ids_of(THU, 3, 4, 1, 2)
        await person.press("s")
        assert "unread first ✓" in person.text()


async def test_a_setting_of_another_version_is_no_order(store: Store, reading: Any) -> None:
    a_day(store)
    store.set_setting("order day", "moon").result()
    async with reading(store) as person:
        assert person.ids == ids_of(THU, 1, 2, 3, 4)


# -- rise


def figures(person: Person, title: str) -> str:
    """The line of figures of a paper in the list."""
    lines = [person.papers.line_at(y).text.strip() for y in range(person.papers.virtual_size.height)]
    place = next(at for at, line in enumerate(lines) if line.endswith(title))
    return next(line for line in lines[place:] if line.startswith(("▲", "^")))


async def looked_at(person: Person) -> None:
    """Wait until it was noted that the person looks at the list."""
    await person.until(lambda: not person.app.reader.shelf.acted, 3)
    await person.pilot.pause(0.05)


async def test_what_rose_since_the_last_visit_is_shown_as_long_as_the_view_is(
    store: Store, reading: Any, clock: Clock
) -> None:
    a_day(store)
    async with reading(store) as person:
        assert figures(person, "Ash").startswith("▲  20  9 comments")
        await looked_at(person)
    clock.tick(8 * HOUR)
    store.save_day(THU, parsed(items((30, 57, 10, 8))), complete=False).result()
    async with reading(store) as person:
        assert figures(person, "Ash").startswith("▲  57 +37  9 comments")
        assert figures(person, "Elder").startswith("▲   8 +3")
        assert figures(person, "Beech").startswith("▲  30   Ada")
        await person.press("j")
        assert any("▲ 57 +37   9 comments" in line for line in person.lines()), "on the page, too"
        await person.press("k")
        await looked_at(person)
        await person.press("j", "j", "x", "]", "[")
        assert figures(person, "Ash").startswith("▲  57 +37")
        await person.press("s", "r")
        assert person.ids[:2] == ids_of(THU, 2, 4)
        assert "by rise" in person.status
        await person.press("slash", *"sort:rise")
        await person.until(lambda: person.ids[:2] == ids_of(THU, 2, 4))
        assert figures(person, "Ash").startswith("▲  57 +37")
        await person.press("down", "b")
        assert figures(person, "Ash").startswith("▲  57 +37"), "a mark does not take it away"
    clock.tick(8 * HOUR)
    async with reading(store) as person:
        assert figures(person, "Ash").startswith("▲  57  9 comments")


async def test_it_rises_before_the_eyes_and_the_rows_stay(store: Store, reading: Any, clock: Clock) -> None:
    a_day(store)
    async with reading(store) as person:
        await looked_at(person)
        await person.press("s", "r", "j")
        clock.tick(600)
        store.save_day(THU, parsed(items((30, 20, 10, 95))), complete=False).result()
        await person.until(lambda: figures(person, "Elder").startswith("▲  95 +90"), 3)
        assert person.ids == ids_of(THU, 1, 2, 3, 4)
        await person.press("r")
        assert person.ids == ids_of(THU, 4, 1, 2, 3)


@pytest.mark.parametrize("size", [WIDE, SMALL, (40, 10)])
async def test_figures_that_rose_fit_every_width(
    store: Store, reading: Any, clock: Clock, size: tuple[int, int]
) -> None:
    long = {"organization": ("x", "An Institute with a Long Name"), "repo": "https://github.com/a/b", "comments": 12}
    fill(store, {THU: [item(id_of(THU, 1), "Ash", day=THU, upvotes=9000, stars=5000, **long)]})
    store.look(THU).result()
    clock.tick(8 * HOUR)
    later = item(id_of(THU, 1), "Ash", day=THU, upvotes=9999, stars=9999, **{**long, "comments": 99})
    store.save_day(THU, parsed([later]), complete=False).result()
    async with reading(store, size=size) as person:
        width = person.papers.line_width
        line = next(line for y in range(3) if (line := person.papers.line_at(y)).text.strip().startswith("▲"))
        assert line.text.strip().startswith("▲9999 +999")
        assert len(line.text) <= width


async def test_a_visit_lasts_as_long_as_a_person_does_something(
    store: Store, reading: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "STILL_LOOKING", 0.0)
    a_day(store)
    async with reading(store) as person:
        await looked_at(person)
        for _ in range(3):
            clock.tick(HOUR / 2)
            await person.press("j")
            await looked_at(person)
        store.save_day(THU, parsed(items((30, 57, 10, 8))), complete=False).result()
        clock.tick(1)
        await person.press("k")
        await looked_at(person)
    clock.tick(8 * HOUR)
    store.save_day(THU, parsed(items((30, 60, 10, 8))), complete=False).result()
    async with reading(store) as person:
        assert figures(person, "Ash").startswith("▲  60 +3  9 comments"), "not since it was opened"
