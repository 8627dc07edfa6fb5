"""Going to a date: the bar says which day it is before one is there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from paperreader.models import Day
from paperreader.store import Store
from paperreader.tui.dialogs.date_prompt import EXAMPLES, DatePrompt, goal
from tests.hub_server import HubServer
from tests.hub_server.items import papers
from tests.tui.conftest import MON, THU, WED, Person, fill, id_of, week

TODAY = date(2026, 7, 31)
DAYS = [
    Day(THU, papers=24, unread=3),
    Day(WED, papers=31),
    Day(date(2026, 7, 28), papers=0),
    Day(MON),
    Day(date(2026, 7, 24), papers=1, unread=1),
]


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("", None, EXAMPLES),
        ("las", None, "no day like 2024-03-12, 12 mar, last fri or 3d"),
        ("30 jul", THU, "Thursday 30 July 2026 · 24 papers, 3 unread"),
        ("wed", WED, "Wednesday 29 July 2026 · 31 papers"),
        ("mon", MON, "Monday 27 July 2026 · not in the store yet"),
        ("26.7.", date(2026, 7, 24), "Friday 24 July 2026 · 1 paper, 1 unread · no papers on Sun 26 Jul 2026"),
        ("tue", MON, "Monday 27 July 2026 · not in the store yet · no papers on Tue 28 Jul 2026"),
        ("today", THU, "Thursday 30 July 2026 · 24 papers, 3 unread · Fri 31 Jul 2026 is not there yet"),
        ("2027-01-01", THU, "Thursday 30 July 2026 · 24 papers, 3 unread · Fri 1 Jan 2027 is still to come"),
        ("2020", date(2026, 7, 24), "Friday 24 July 2026 · 1 paper, 1 unread · the daily papers begin here"),
        ("july", THU, "Thursday 30 July 2026 · the last of 4 days with 56 papers, 1 not fetched"),
        ("last week", date(2026, 7, 24), "Friday 24 July 2026 · 1 paper, 1 unread"),
    ],
)
def test_where_a_text_leads(text: str, day: date | None, words: str) -> None:
    assert goal(text, TODAY, DAYS)[:2] == (day, words)


def test_nowhere_to_go() -> None:
    assert goal("yesterday", TODAY, [])[:2] == (None, "there are no days yet")


def bar(person: Person) -> str:
    """What the bar says."""
    return person.lines()[-1].strip()


async def test_d_goes_to_a_date_and_says_before_what_is_there(
    store: Store, reading: Any, size: tuple[int, int]
) -> None:
    old = date(2026, 3, 12)
    fill(store, {**week(), old: papers(old, 5)})
    async with reading(store, size=size) as person:
        await person.press("d")
        assert "last fri" in bar(person)
        await person.press(*"12 mar")
        assert bar(person) == "Thursday 12 March 2026 · 5 papers, 5 unread"
        assert "Go to 12 mar" in person.lines()[-2]
        assert person.view == THU
        await person.press("enter")
        assert (person.view, person.days.view, person.at) == (old, old, id_of(old, 1))
        assert person.focus == "papers"
        assert person.toasts == []


async def test_what_leads_nowhere_stays_to_be_changed_and_escape_closes(store: Store, reading: Any) -> None:
    fill(store, week())
    async with reading(store) as person:
        await person.press("d", *"30 feb", "enter")
        assert isinstance(person.app.screen, DatePrompt)
        assert bar(person) == "there is no 30 Feb"
        await person.press("escape")
        assert person.app.screen is person.app.reader
        await person.press("d", "enter")
        assert (person.app.screen, person.view) == (person.app.reader, THU)


async def test_a_weekend_leads_to_the_day_before_and_says_so(store: Store, reading: Any) -> None:
    fill(store, week())
    async with reading(store) as person:
        await person.press("d", *"26.7.", "enter")
        assert person.view == date(2026, 7, 24)
        assert person.toasts == ["no papers on Sun 26 Jul 2026: this is Friday 24 July 2026"]


async def test_a_day_that_was_never_fetched_is_asked_for(store: Store, reading: Any, hub_server: HubServer) -> None:
    old = date(2026, 3, 12)
    hub_server.days.update(week())
    hub_server.days[old] = papers(old, 5)
    fill(store, week())
    store.set_setting("first", None).result()
    async with reading(store, hub=hub_server.url) as person:
        await person.press("d", *"12 mar", "enter")
        assert person.view == old
        await person.until(lambda: person.ids)
        assert person.at == id_of(old, 1)


async def test_a_holiday_that_nobody_knew_of_leads_on_to_the_day_before(
    store: Store, reading: Any, hub_server: HubServer
) -> None:
    hub_server.days.update(week())
    before, holiday, other = date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2)
    hub_server.days.update({before: papers(before, 4), holiday: [], other: []})
    fill(store, week())
    store.set_setting("first", None).result()
    async with reading(store, hub=hub_server.url) as person:
        await person.press("d", *"2 apr", "enter")
        await person.until(lambda: person.view == before and person.ids)
        assert person.toasts[-1] == "no papers on Wednesday 1 April 2026: this is Tuesday 31 March 2026"


async def test_all_of_it_in_one_burst(store: Store, reading: Any) -> None:
    fill(store, week())
    async with reading(store) as person:
        await person.blind("d", *"yes", "enter")
        await person.until(lambda: person.app.screen is person.app.reader)
        assert person.view == THU
        await person.blind("d", "2", "d", "enter")
        await person.until(lambda: person.view == WED)
