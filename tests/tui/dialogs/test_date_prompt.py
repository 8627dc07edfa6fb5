"""Going to a date: the prompt says which day it is before the user goes there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from paperreader.models import Day
from paperreader.reader.jump import jump_target
from paperreader.store import Store
from paperreader.tui.dialogs.date_prompt import DatePrompt
from tests.hub_server.items import papers
from tests.stored_days import MON, THU, WED, fill, id_of, week
from tests.tui.conftest import User

TODAY = date(2026, 7, 31)
DAYS = [
    Day(THU, papers=24, unread=3),
    Day(WED, papers=31),
    Day(date(2026, 7, 28), papers=0),
    Day(MON),
    Day(date(2026, 7, 24), papers=1, unread=1),
]
FRIDAY = date(2026, 7, 24)


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("", None, ""),
        ("las", None, "not a date; try 2024-03-12, 12 mar, last fri or 3d"),
        ("30 jul", THU, "Thursday 30 July 2026 · 24 papers, 3 unread"),
        ("wed", WED, "Wednesday 29 July 2026 · 31 papers"),
        ("mon", MON, "Monday 27 July 2026 · not fetched yet"),
        ("26.7.", FRIDAY, "Friday 24 July 2026 · 1 paper, 1 unread · no papers on Sun 26 Jul 2026"),
        ("tue", MON, "Monday 27 July 2026 · not fetched yet · no papers on Tue 28 Jul 2026"),
        ("today", THU, "Thursday 30 July 2026 · 24 papers, 3 unread · Fri 31 Jul 2026 has no papers yet"),
        ("2027-01-01", THU, "Thursday 30 July 2026 · 24 papers, 3 unread · Fri 1 Jan 2027 is in the future"),
        ("2020", FRIDAY, "Friday 24 July 2026 · 1 paper, 1 unread · the daily papers begin here"),
        ("july", THU, "Thursday 30 July 2026 · newest of 4 days, 56 papers (1 not fetched)"),
        ("last week", FRIDAY, "Friday 24 July 2026 · 1 paper, 1 unread"),
    ],
)
def test_where_a_text_leads(text: str, day: date | None, words: str) -> None:
    assert jump_target(text, TODAY, DAYS)[:2] == (day, words)


def test_why_it_is_another_day() -> None:
    assert jump_target("26.7.", TODAY, DAYS).instead == "No papers on Sun 26 Jul 2026: this is Friday 24 July 2026."
    assert jump_target("wed", TODAY, DAYS).instead == ""


def test_days_of_which_none_is_fetched() -> None:
    assert jump_target("july", TODAY, [Day(WED), Day(MON)]).text.endswith("newest of 2 days (none fetched yet)")


def test_nowhere_to_go() -> None:
    assert jump_target("yesterday", TODAY, [])[:2] == (None, "there are no days yet")


def prompt(user: User) -> str:
    """What the prompt says."""
    return user.lines()[-1].strip()


async def test_d_goes_to_a_date_and_says_before_what_is_there(
    store: Store, open_reader: Any, size: tuple[int, int]
) -> None:
    old = date(2026, 3, 12)
    fill(store, {**week(), old: papers(old, 5)})
    async with open_reader(store, size=size) as user:
        await user.press("d")
        assert "last fri" in prompt(user)
        await user.press(*"12 mar")
        assert prompt(user) == "Thursday 12 March 2026 · 5 papers, 5 unread"
        assert "Go to 12 mar" in user.lines()[-2]
        assert user.view == THU
        await user.press("enter")
        assert (user.view, user.sidebar_view, user.at) == (old, old, id_of(old, 1))
        assert user.focus == "papers"
        assert user.toasts == []


async def test_what_leads_nowhere_stays_to_be_changed_and_escape_closes(store: Store, open_reader: Any) -> None:
    fill(store, week())
    async with open_reader(store) as user:
        await user.press("d", *"30 feb", "enter")
        assert isinstance(user.app.screen, DatePrompt)
        assert prompt(user) == "30 Feb does not exist"
        await user.press("escape")
        assert user.app.screen is user.app.reader
        await user.press("d", "enter")
        assert (user.app.screen, user.view) == (user.app.reader, THU)


async def test_a_weekend_leads_to_the_day_before_and_says_so(store: Store, open_reader: Any) -> None:
    fill(store, week())
    async with open_reader(store) as user:
        await user.press("d", *"26.7.", "enter")
        assert user.view == FRIDAY
        assert user.toasts == ["No papers on Sun 26 Jul 2026: this is Friday 24 July 2026."]


async def test_all_of_it_in_one_burst(store: Store, open_reader: Any) -> None:
    fill(store, week())
    async with open_reader(store) as user:
        await user.blind("d", *"yes", "enter")
        await user.until(lambda: user.app.screen is user.app.reader)
        assert user.view == THU
        await user.blind("d", "2", "d", "enter")
        await user.until(lambda: user.view == WED)
