"""The half-years that are compared."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperreader.trends.half_years import Days, HalfYears

JULY = HalfYears(date(2026, 7, 31))


def test_the_newest_six_months_are_compared_with_the_same_a_year_before() -> None:
    assert JULY.before == Days(date(2025, 2, 1), date(2025, 7, 31))
    assert JULY.now == Days(date(2026, 2, 1), date(2026, 7, 31))
    assert (str(JULY.before), str(JULY.now)) == ("Feb-Jul 2025", "Feb-Jul 2026")
    assert str(HalfYears(date(2026, 11, 27)).now) == "28 May-27 Nov 2026"
    assert str(HalfYears(date(2026, 2, 28)).now) == "29 Aug 2025-28 Feb 2026"


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_months_follow_each_other_up_to_the_newest_day(newest: date) -> None:
    half_years = HalfYears(newest)
    assert len(half_years.months) == 18
    assert half_years.months[-1].last == newest
    for month, next_month in zip(half_years.months, half_years.months[1:], strict=False):
        assert next_month.first == month.last + timedelta(days=1)
        assert 27 <= (month.last - month.first).days <= 31
    assert 180 <= (half_years.now.last - half_years.now.first).days <= 184


@pytest.mark.parametrize("kept", [1, 2, 3])
def test_each_month_needs_half_of_its_days(kept: int) -> None:
    stored = set(JULY.weekdays)
    assert JULY.are_covered(stored)
    assert not JULY.missing(stored)
    for month in JULY.months:
        stored -= set(month.weekdays()) - set(month.weekdays()[::kept])
    assert JULY.are_covered(stored) is (kept < 3)
    assert len(JULY.missing(stored)) == len(JULY.weekdays) - len(stored)
    between = set(JULY.weekdays) - set(JULY.months[13].weekdays())
    assert not JULY.are_covered(between)
