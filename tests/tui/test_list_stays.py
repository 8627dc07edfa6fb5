"""The list does not move: what a refresh and a mark change is changed in place."""

from __future__ import annotations

from typing import Any

import pytest

from paperreader.models import Collection
from paperreader.store import Store
from paperreader.tui.widgets.paper_list import ActionRow
from tests.hub_server import HubServer
from tests.hub_server.items import Item, item, papers
from tests.tui.conftest import LONG, THU, WED, Person, fill, id_of, ids_of, parsed, week

DAYS = 30
"""Papers of a day that is longer than a screen."""


@pytest.fixture
def hub(hub_server: HubServer) -> HubServer:
    """A hub with the same week as the store."""
    hub_server.days.update(week())
    hub_server.days[THU] = papers(THU, DAYS)
    return hub_server


def as_the_hub(store: Store, hub: HubServer) -> None:
    fill(store, {day: list(hub.items(day)) for day in hub.days})


async def refreshed(person: Person, hub: HubServer, key: str = "R") -> None:
    """Ask the hub, and wait until Thursday's answer is in the store."""
    count = hub.asked().count(THU.isoformat())
    await person.press(key)
    await person.until(lambda: hub.asked().count(THU.isoformat()) > count)
    await person.until(lambda: not person.app.reader._background.doing)


def scrolled(person: Person) -> tuple[str, int, int]:
    """What is under the cursor, where the list stands, where the page stands."""
    return person.at, person.papers.scroll_offset.y, person.page.scroll_offset.y


async def test_a_refresh_patches_figures_in_place_and_puts_new_papers_last(
    store: Store, reading: Any, hub: HubServer, extreme: tuple[int, int]
) -> None:
    as_the_hub(store, hub)
    async with reading(store, size=extreme, hub=hub.url) as person:
        await refreshed(person, hub)
        await person.press(*["j"] * 12)
        before, order = scrolled(person), person.ids
        assert before[1] > 0
        here = person.at
        for place, each in enumerate(hub.items(THU)):
            each["paper"]["upvotes"] = 1000 + place  # the hub's order is the other way round now
        new = hub.grow(THU, 6)
        for each in new:
            each["paper"]["upvotes"] = 5000
        await refreshed(person, hub)
        await person.until(lambda: len(person.ids) == DAYS + 6)
        assert scrolled(person) == before
        assert person.ids[:DAYS] == order
        assert set(person.ids[DAYS:]) == {each["paper"]["id"] for each in new}
        assert person.papers.rows[DAYS] == 6
        assert person.entry.upvotes == 1012
        assert "1012" in person.text()
        assert "36 papers" in person.status
        await person.press("G", *["k"] * 6)
        assert person.at == order[-1], "the cursor steps over the line"
        await person.press("j")
        assert person.at == person.ids[DAYS]
        assert "6 new" in person.text()
        hub.grow(THU, 1)
        await refreshed(person, hub)
        await person.until(lambda: person.papers.rows[DAYS] == 7)
        assert person.at == person.ids[DAYS]
        await person.press(*["k"] * 24)
        await person.press("r")
        await person.until(lambda: not person.app.reader._background.doing)
        assert DAYS not in person.papers.rows
        assert not any(isinstance(row, int) for row in person.papers.rows)
        assert person.ids[0] in {each["paper"]["id"] for each in new}
        assert here in person.ids


async def test_coming_back_to_a_day_sorts_it_afresh_and_keeps_the_paper_under_the_cursor(
    store: Store, reading: Any, hub: HubServer
) -> None:
    as_the_hub(store, hub)
    async with reading(store, hub=hub.url) as person:
        await refreshed(person, hub)
        await person.press("j", "j")
        here = person.at
        hub.items(THU)[-1]["paper"]["upvotes"] = 999
        last = id_of(THU, DAYS)
        await refreshed(person, hub)
        assert person.ids[-1] == last
        await person.press("]", "[")
        assert (person.ids[0], person.at) == (last, here)


async def test_the_page_stays_at_its_first_visible_line_when_a_summary_comes_above_it(
    store: Store, reading: Any, hub: HubServer, extreme: tuple[int, int]
) -> None:
    long: list[Item] = [item(id_of(THU, n), abstract=LONG, day=THU, upvotes=9 - n) for n in (1, 2)]
    hub.days[THU] = long
    as_the_hub(store, hub)
    async with reading(store, size=extreme, hub=hub.url) as person:
        await refreshed(person, hub)
        await person.press("3", "ctrl+d", "j", "j", "j")
        page = person.page
        first, y = page.line_at(page.scroll_offset.y).text, page.scroll_offset.y
        assert "entence" in first
        long[0]["paper"]["ai_summary"] = "It says in short what the abstract says at length. " * 5
        long[0]["paper"]["githubRepo"] = "https://github.com/example/loom"
        long[0]["paper"]["upvotes"] = 77
        await refreshed(person, hub)
        await person.until(lambda: page.paper.summary)
        assert page.line_at(page.scroll_offset.y).text == first
        assert page.scroll_offset.y > y
        await person.press("g")
        assert "In short" in person.text()


async def test_at_the_top_of_the_page_the_summary_simply_appears(store: Store, reading: Any, hub: HubServer) -> None:
    as_the_hub(store, hub)
    async with reading(store, hub=hub.url) as person:
        await refreshed(person, hub)
        await person.press("j")
        hub.items(THU)[1]["paper"]["ai_summary"] = "Now it is there."
        await refreshed(person, hub)
        await person.until(lambda: "Now it is there." in person.text())
        assert person.page.scroll_offset.y == 0


async def test_a_paper_that_a_day_lost_stays_in_the_list_until_it_is_sorted_afresh(
    store: Store, reading: Any, hub: HubServer
) -> None:
    as_the_hub(store, hub)
    async with reading(store, hub=hub.url) as person:
        await refreshed(person, hub)
        await person.press("j", "b")
        hub.days[THU] = [each for each in hub.days[THU] if each["paper"]["id"] != id_of(THU, 2)]
        await refreshed(person, hub)
        assert (person.at, person.page.paper.id) == (id_of(THU, 2), id_of(THU, 2))
        assert person.entry.starred
        await person.press("x")
        assert person.read_by(id_of(THU, 2)) == "skipped"
        await person.press("]", "[")
        assert id_of(THU, 2) not in person.ids
        assert person.marks()[id_of(THU, 2), "starred"] == (1, "by hand")


async def test_new_papers_come_last_in_unread_too(store: Store, reading: Any, hub: HubServer) -> None:
    as_the_hub(store, hub)
    async with reading(store, hub=hub.url) as person:
        await refreshed(person, hub)
        await person.press("1", "g", "l", "x", "x")
        order = person.ids
        assert person.view is Collection.UNREAD
        hub.grow(THU, 2)
        await refreshed(person, hub)
        await person.until(lambda: len(person.ids) == len(order) + 2)
        assert person.ids[: len(order)] == order
        assert person.papers.rows[len(order)] == 2
        assert person.at == id_of(THU, 3)
        await person.press("r")
        assert person.ids[: DAYS - 2] == ids_of(THU, *range(3, DAYS + 1))


async def test_a_day_that_turns_while_the_reader_is_open_appears_and_the_selection_stays(
    store: Store, reading: Any, hub: HubServer
) -> None:
    as_the_hub(store, hub)
    friday = THU.replace(day=31)
    async with reading(store, hub=hub.url) as person:
        await refreshed(person, hub)
        await person.press("j", "j")
        before = scrolled(person)
        assert person.day_line(THU) == f"Thu 30 … {DAYS}"
        hub.days[friday] = papers(friday, 5)
        await refreshed(person, hub)
        await person.until(lambda: person.day_line(THU) == f"Thu 30 {DAYS}")
        assert person.day_line(friday) == "Fri 31 … 5"
        assert scrolled(person) == before
        assert (person.view, person.days.view) == (THU, THU)
        await person.press("[")
        assert (person.view, person.at) == (friday, id_of(friday, 1))


async def test_the_cursor_in_the_days_stays_on_its_day_when_others_come_above(
    store: Store, reading: Any, hub: HubServer
) -> None:
    as_the_hub(store, hub)
    friday = THU.replace(day=31)
    async with reading(store, hub=hub.url) as person:
        await refreshed(person, hub)
        await person.press("1", "j")
        hub.days[friday] = papers(friday, 5)
        await refreshed(person, hub)
        await person.until(lambda: person.day_line(friday) == "Fri 31 … 5")
        assert (person.view, person.days.view, person.focus) == (WED, WED, "days")


async def test_what_another_program_fetches_is_shown_the_same_way(store: Store, reading: Any, clock: Any) -> None:
    fill(store, {THU: papers(THU, 3), WED: papers(WED, 2)})
    async with reading(store) as person:
        await person.press("j")
        other = Store(person.path, now=clock)
        other.save_day(THU, parsed(papers(THU, 5)), complete=False).result()
        other.close()
        await person.until(lambda: "2 new" in person.text(), 2)
        assert (person.at, len(person.ids)) == (id_of(THU, 2), 5)


async def test_who_reads_with_the_wheel_alone_is_not_taken_to_a_day_that_turns(
    store: Store, reading: Any, hub: HubServer
) -> None:
    hub.days[THU] = [item(id_of(THU, 1), abstract=LONG, day=THU)]
    as_the_hub(store, hub)
    friday = THU.replace(day=31)
    async with reading(store, hub=hub.url) as person:
        await person.until(lambda: THU.isoformat() in hub.asked())
        await person.until(lambda: not person.app.reader._background.doing)
        await person.wheel(100, 10, 3)
        assert person.page.scroll_offset.y > 0
        hub.days[friday] = papers(friday, 5)
        person.app.reader._background.want_round()
        await person.until(lambda: "Fri 31" in person.text())
        await person.stands_for(0.05)
        assert person.view == THU
        assert person.page.scroll_offset.y > 0


async def test_what_is_shown_already_is_not_drawn_anew(store: Store, reading: Any) -> None:
    fill(store, week(5))
    async with reading(store) as person:
        papers, drawn = person.papers, dict(person.papers._drawn)
        papers.fill(list(papers.rows), at=person.at)
        assert papers._drawn == drawn
        first, *others = papers.entries
        papers.fill([first._replace(title="Another Title"), *others], at=person.at)
        await person.until(lambda: "Another Title" in person.text())
        assert all(papers._drawn[index] is lines for index, lines in drawn.items() if index)
        papers.fill([*others, ActionRow("first below all others", "")], at=person.at)
        await person.until(lambda: "Another Title" not in person.text() and "first below" in person.text())
