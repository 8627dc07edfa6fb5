"""Dates as users write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.dates import Days, InvalidDate, read_day, read_days

TODAY = date(2026, 11, 24)
"""A Tuesday."""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-12", date(2024, 3, 12)),
        ("2024-3-12", date(2024, 3, 12)),
        (" 2024/03/12 ", date(2024, 3, 12)),
        ("2024.03.12", date(2024, 3, 12)),
        ("20240312", date(2024, 3, 12)),
        ("12 mar 24", date(2024, 3, 12)),
        ("12 Mar ’24", date(2024, 3, 12)),
        ("12mar24", date(2024, 3, 12)),
        ("12-Mar-2024", date(2024, 3, 12)),
        ("12.mar.2024", date(2024, 3, 12)),
        ("2024 mar 12", date(2024, 3, 12)),
        ("March 12th, 2024", date(2024, 3, 12)),
        ("12th of march 2024", date(2024, 3, 12)),
        ("Tue 12 March 2024", date(2024, 3, 12)),
        ("Tuesday, 12 March 2024", date(2024, 3, 12)),
        ("mar 12", date(2026, 3, 12)),
        ("3 dec", date(2025, 12, 3)),
        ("24 nov", TODAY),
        ("feb 29", date(2024, 2, 29)),
        ("12.3.", date(2026, 3, 12)),
        ("12.3", date(2026, 3, 12)),
        ("12. 3. 24", date(2024, 3, 12)),
        ("12.3.2024", date(2024, 3, 12)),
        ("25/12/24", date(2024, 12, 25)),
        ("12/25/24", date(2024, 12, 25)),
        ("11/11", date(2026, 11, 11)),
        ("today", TODAY),
        ("yesterday", date(2026, 11, 23)),
        ("y", date(2026, 11, 23)),
        ("day before yesterday", date(2026, 11, 22)),
        ("tue", TODAY),
        ("last tue", date(2026, 11, 17)),
        ("fri", date(2026, 11, 20)),
        ("last Friday", date(2026, 11, 20)),
        ("wed", date(2026, 11, 18)),
        ("3d", date(2026, 11, 21)),
        ("0d", TODAY),
        ("-7", date(2026, 11, 17)),
        ("-7d", date(2026, 11, 17)),
        ("2 weeks ago", date(2026, 11, 10)),
        ("9 months", date(2026, 2, 24)),
        ("1y", date(2025, 11, 24)),
        ("12", date(2026, 11, 12)),
        ("31", date(2026, 10, 31)),
    ],
)
def test_a_day(text: str, day: date) -> None:
    assert read_days(text, TODAY) == (day, day)
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("jul 2024", date(2024, 7, 1), date(2024, 7, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2/2023", date(2023, 2, 1), date(2023, 2, 28)),
        ("2.2023", date(2023, 2, 1), date(2023, 2, 28)),
        ("november", date(2026, 11, 1), date(2026, 11, 30)),
        ("sept", date(2026, 9, 1), date(2026, 9, 30)),
        ("dec", date(2025, 12, 1), date(2025, 12, 31)),
        ("last nov", date(2025, 11, 1), date(2025, 11, 30)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-W11", date(2024, 3, 11), date(2024, 3, 17)),
        ("w11", date(2026, 3, 9), date(2026, 3, 15)),
        ("w50", date(2025, 12, 8), date(2025, 12, 14)),
        ("this week", date(2026, 11, 23), date(2026, 11, 29)),
        ("last month", date(2026, 10, 1), date(2026, 10, 31)),
        ("last year", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_week_month_or_year(text: str, first: date, last: date) -> None:
    assert read_days(text, TODAY) == Days(first, last)
    with pytest.raises(InvalidDate, match="more than one day"):
        read_day(text, TODAY)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "which day?"),
        ("ma", "not a date; try 2024-03-12, 12 mar, last fri or 3d"),
        ("las", "not a date; try 2024-03-12, 12 mar, last fri or 3d"),
        ("12 mar 2", "not a date; try 2024-03-12, 12 mar, last fri or 3d"),
        ("when it rained", "not a date; try 2024-03-12, 12 mar, last fri or 3d"),
        ("3/12", "3 Dec or 12 Mar?"),
        ("30 feb", "30 Feb does not exist"),
        ("2023-02-29", "29 Feb 2023 does not exist"),
        ("1.13.", "month 13 does not exist"),
        ("2024-13", "month 13 does not exist"),
        ("Fri 12 Mar 2024", "12 Mar 2024 is a Tuesday"),
        ("32", "no such day"),
        ("0000-01-01", "no such day"),
        ("9999y", "no such day"),
        ("٣d", "not a date; try 2024-03-12, 12 mar, last fri or 3d"),
    ],
)
def test_what_is_no_day_says_why(text: str, why: str) -> None:
    with pytest.raises(InvalidDate) as told:
        read_days(text, TODAY)
    assert str(told.value) == why


TODAYS = st.dates(date(2023, 5, 4), date(2099, 12, 31))


@given(day=TODAYS, later=st.integers(0, 365 * 9))
def test_every_day_can_be_written_in_every_way(day: date, later: int) -> None:
    today = day + timedelta(days=later)
    ways = [f"{day}", f"{day:%Y%m%d}", f"{day.day}.{day.month}.{day.year}", f"{day:%d %b %y}", f"{day:%A %d %B %Y}"]
    ways += [f"{day:%B} {day.day}, {day.year}", f"{later}d", f"{later} days ago", f"{day:%G-W%V}"]
    if later < 365:
        ways += [f"{day:%d %b}", f"{day.day}.{day.month}."]
    if later < 7:
        ways += [f"{day:%a}"]
    if 0 < later < 8:
        ways += [f"last {day:%A}"]
    for way in ways:
        first, last = read_days(way, today)
        assert first <= day <= last, way
        assert (first == last) == ("W" not in way.partition("-")[2]), way


@given(
    text=st.text("0123456789 -./'dwmy")
    | st.text()
    | st.sampled_from(["last ", "12 ", "mar ", "-"]).flatmap(
        lambda start: st.text(max_size=9).map(lambda end: start + end)
    ),
    today=st.dates(),
)
def test_whatever_is_written_means_days_or_says_why_not(text: str, today: date) -> None:
    try:
        first, last = read_days(text, today)
    except InvalidDate:
        return
    assert first <= last
