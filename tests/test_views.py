"""Names and neighbours of views."""

from __future__ import annotations

from datetime import date

import pytest

from paperreader.period import Period
from paperreader.views import FIRST_DAY, Collection, DayView, Hidden, Search, View

THU = date(2026, 7, 30)
FAR = date(2030, 1, 1)
"""The Hub's newest day is no limit."""


def key(view: View | None) -> str | None:
    return view.key if view else None


def test_a_week_is_that_of_iso() -> None:
    last = Period.of("week", date(2026, 12, 31))
    assert (last.key, last.first, last.last) == ("2026-W53", date(2026, 12, 28), date(2027, 1, 3))
    assert [key(last.neighbour(step, FAR)) for step in (1, -1)] == ["2026-W52", "2027-W01"]
    assert Period.of("week", date(2027, 1, 1)) == last


def test_months_and_their_ends() -> None:
    december = Period.of("month", date(2026, 12, 31))
    assert (december.key, december.first, december.last) == ("2026-12", date(2026, 12, 1), date(2026, 12, 31))
    assert [key(december.neighbour(step, FAR)) for step in (1, -1)] == ["2026-11", "2027-01"]
    february = Period.of("month", date(2024, 2, 29))
    assert (february.key, february.last) == ("2024-02", date(2024, 2, 29))


@pytest.mark.parametrize("unit", ["week", "month"])
def test_no_neighbour_beyond_the_first_and_the_newest_day(unit: str) -> None:
    assert Period.of(unit, FIRST_DAY).neighbour(1, THU) is None  # type: ignore[arg-type]
    assert Period.of(unit, THU).neighbour(-1, THU) is None  # type: ignore[arg-type]
    assert DayView(THU).neighbour(1, THU) is None, "the catalog knows the neighbours of a day"


def test_the_days_of_a_period_are_working_days_up_to_the_newest() -> None:
    week = Period.of("week", THU)
    assert week.days(THU) == [date(2026, 7, day) for day in (30, 29, 28, 27)]
    assert week.missing({THU}, THU) == [date(2026, 7, day) for day in (29, 28, 27)]
    assert Period.of("month", FIRST_DAY).days(THU)[-1] == FIRST_DAY


@pytest.mark.parametrize(
    ("view", "title", "short_title"),
    [
        (DayView(THU), "Thursday 30 July 2026", "Thu 30"),
        (Period.of("week", THU), "Week 31 · 27-31 Jul 2026", "Week 31"),
        (Period.of("week", date(2026, 7, 1)), "Week 27 · 29 Jun-3 Jul 2026", "Week 27"),
        (Period.of("month", THU), "July 2026", "Jul 2026"),
        (Hidden(DayView(THU)), "Hidden in Thu 30", "Hidden in Thu 30"),
        (Collection.OPENED, "Recently opened", "Recently opened"),
        (Search("flow"), "“flow”", "“flow”"),
        (Search("x" * 50), f"“{'x' * 39}…”", f"“{'x' * 39}…”"),
    ],
)
def test_titles(view: View, title: str, short_title: str) -> None:
    assert (view.title, view.short_title) == (title, short_title)
